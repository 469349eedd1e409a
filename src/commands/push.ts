// `deploy push`: packs a folder, brings it to S3 unless it is there, registers it, and says how it is deployed.
import { headObject, nameOf } from '../deployments/revision.ts';
import { accept, flagOf } from '../engine/question.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import { readRegistered } from '../resources/registered-revision.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { key as keyQuestion } from '../steps/deploy.ts';
import { pushed, pushStep } from '../steps/push.ts';
import { sizeText } from '../text/say.ts';
import { walk } from './make.ts';
import { suggest } from './suggest.ts';

export async function push(session: Session, settings: Settings): Promise<Work> {
  const { flags } = settings.given;
  // A key that the config file holds is that of a revision to deploy: only who says one now wants to push there.
  const key = flags.key === undefined ? undefined : (accept(keyQuestion, flags.key, flagOf('key')) as string);
  const step = pushStep(key);
  const command = ['deploy', 'push'];
  const { place, want, exitCode, outcome, again } = await walk(session, settings, { step, command, mild: true });
  const asked = want as unknown as Parameters<typeof pushed>[1];
  const { tree, revision } = await pushed(place, asked, key);
  const { dryRun } = session.globals;
  const did = (kind: string) =>
    !dryRun && outcome.changes.some((change) => change.kind === kind && change.verb !== 'keep');

  const object = await headObject(place, revision);
  const isPushed = object?.metadata.digest === tree.digest ? object : undefined;
  const registered = await readRegistered(place, asked.application, revision, tree.digest);
  const data = {
    location: nameOf(revision),
    bucket: revision.bucket,
    key: revision.key,
    bundleType: revision.bundleType,
    application: asked.application,
    version: isPushed?.version ?? null,
    eTag: isPushed?.eTag ?? null,
    digest: tree.digest,
    sha256: registered?.sha256 ?? null,
    size: tree.size,
    packedSize: isPushed?.size ?? null,
    files: tree.files,
    uploaded: did('s3.object'),
    registered: did('codedeploy.revision'),
    largest: tree.largest,
  };
  const where = ['--bucket', data.bucket, '--key', data.key];
  const deploy = suggest(
    session,
    'deploy',
    ...['--source', 's3', ...where],
    ...(data.version ? ['--version-id', data.version] : []),
    // Said where the key does not tell, and where the answer was given for this run.
    ...(key === undefined ? [] : ['--bundle-type', data.bundleType]),
    ...(flags.application === undefined ? [] : ['--application', data.application]),
  );
  return {
    exitCode,
    changes: outcome.changes,
    gives: outcome.gives,
    data,
    next: [dryRun ? again : deploy],
    blocks: blocksOf(session, data),
  };
}

function blocksOf(
  { text: { words } }: Session,
  data: Record<string, unknown> & { largest: { path: string; size: number }[] },
): Block[] {
  const size = (bytes: unknown) => sizeText(Number(bytes));
  const rows = [
    [words.location, String(data.location)],
    ...(data.version ? [[words.version, String(data.version)]] : []),
    [words.files, String(data.files)],
    [words.size, size(data.size)],
    ...(data.packedSize ? [[words.packedSize, size(data.packedSize)]] : []),
    ...(data.sha256 ? [['sha256', String(data.sha256)]] : []),
  ];
  return [
    { title: words.revision, rows },
    { title: words.largestFiles, rows: data.largest.map(({ path, size: bytes }) => [path, size(bytes)]) },
  ];
}
