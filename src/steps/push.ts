// `deploy push`: this folder as a revision in S3 that CodeDeploy knows, to be deployed later or elsewhere.
import { resolve } from 'node:path';
import type { Place } from '../aws/place.ts';
import type { Tree } from '../bundle/tree.ts';
import { keyOf, type LocalRevision, treeOf } from '../deployments/local-revision.ts';
import { readRepository } from '../deployments/repository.ts';
import type { S3Revision } from '../deployments/revision.ts';
import { archiveSha256 } from '../deployments/upload.ts';
import type { Question } from '../engine/question.ts';
import { registeredRevision } from '../resources/registered-revision.ts';
import { revisionObject } from '../resources/revision-object.ts';
import { app, application } from './app.ts';
import { bucket, bundleType, directory, endingOf, includeEnv } from './revision-source.ts';
import { type Look, step } from './step.ts';

/** Whatever the source of a deployment would be. */
const always = <Q extends Question>(question: Q): Q => ({ ...question, when: undefined });

/** What is pushed, and where to; `key` is only said by who does not want the one that is made from the content. */
export async function pushed(
  place: Place,
  want: LocalRevision & { bucket: string },
  key?: string,
): Promise<{ tree: Tree; revision: S3Revision }> {
  const tree = await treeOf(place, want);
  return { tree, revision: { bucket: want.bucket, key: key ?? keyOf(want, tree), bundleType: tree.type } };
}

export const pushStep = (key?: string) =>
  step('push', {
    needs: { app },
    asks: {
      application,
      directory,
      bucket: always(bucket),
      bundleType: always({
        ...bundleType,
        suggest: (look: Look) => {
          const value = key === undefined ? undefined : endingOf(key);
          return value ? { value, from: 'bundle' as const } : bundleType.suggest?.(look);
        },
      }),
      includeEnv: always(includeEnv),
    },
    async resources(place, want) {
      // Git is asked while the folder is read.
      const here = place.once('head of the folder', () => readRepository(resolve(place.cwd, want.directory ?? '.')));
      const { tree, revision } = await pushed(place, want, key);
      const object = revisionObject(place, revision, tree);
      return {
        object,
        registered: registeredRevision(place, want.application, revision, tree.digest, async () => ({
          sha256: object.uploaded()?.sha256 ?? (await archiveSha256(tree)),
          description: (await here)?.subject,
        })),
      };
    },
    gives: {
      location: ({ object }) => object?.location,
      eTag: ({ object }) => object?.eTag,
    },
  });
