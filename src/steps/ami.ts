// Steps 2 and 3: the agent on the instance, the instance stopped, an image of it, and the wait until it is available.

import { resolve } from 'node:path';
import type { Place } from '../aws/place.ts';
import { confirm, list, type Question, select, text } from '../engine/question.ts';
import { type Line, line } from '../engine/resource.ts';
import { host, hostDigest, hostSpec } from '../resources/host.ts';
import * as scripts from '../resources/host-scripts.ts';
import { givenImage, image, ownImage } from '../resources/image.ts';
import { instanceFacts, instances, RESTART, startedAgain } from '../resources/instance.ts';
import { isManaged, profileAssociation } from '../resources/profile-association.ts';
import { lookInside } from '../resources/run-command.ts';
import { project } from './project.ts';
import { directory, source } from './revision-source.ts';
import { ec2Role, roles } from './roles.ts';
import * as rules from './rules.ts';
import { type Look, step } from './step.ts';
import { targets } from './targets.ts';

const byAsg = ({ want }: Look) => want.targets !== 'tags';
const making = (look: Look) => byAsg(look) && look.want.imageId === undefined;

const imageId = text<Look, string | undefined>('imageId', {
  optional: true,
  quiet: true,
  check: rules.imageId,
  when: byAsg,
});

const sourceInstance = text<Look>('sourceInstance', {
  check: rules.instanceId,
  when: making,
  ahead: true,
  suggest: async ({ place }) => {
    const candidates = await sources(await place());
    return candidates.length === 1 ? { value: candidates[0]!.id, from: 'onlyOne' } : undefined;
  },
  choices: async ({ place }) =>
    (await sources(await place())).map(({ id, name, state }) => ({
      value: id,
      label: id,
      note: `${name} ${state}`.trim(),
    })),
});

/** Instances that are nobody's: a member of an Auto Scaling group would be replaced when it is stopped. */
const sources = (place: Place) =>
  place.once('sources', async () =>
    (await instances(place)).filter(({ tags }) => !('aws:autoscaling:groupName' in tags)),
  );

export const agent = select<Look, 'ssm' | 'script' | 'skip'>('agent', ['ssm', 'script', 'skip'], {
  when: ({ want }) => want.imageId === undefined,
  suggest: () => ({ value: 'ssm', from: 'default' }),
});
export const agentGeneration = select<Look, '1' | '2'>('agentGeneration', ['1', '2'], {
  quiet: true,
  suggest: () => ({ value: '1', from: 'default' }),
});
const cleanPaths = list<Look>('cleanPaths', {
  when: making,
  check: rules.cleanPaths,
  suggest: () => ({ value: [], from: 'default' }),
});

const imageName = text<Look>('imageName', {
  selfAnswering: true,
  when: making,
  fleeting: true,
  check: rules.imageName,
  ahead: true,
  suggest: async ({ place, want, now }) => {
    const present =
      typeof want.sourceInstance === 'string' &&
      (await ownImage(await place(), String(want.project), want.sourceInstance));
    if (present) return { value: present.name, from: 'present' };
    const [day, time] = new Date(now()).toISOString().split('T') as [string, string];
    return { value: `${want.project}-${day.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}`, from: 'clock' };
  },
});

const restartSource = confirm<Look>('restartSource', {
  ahead: true,
  selfAnswering: true,
  when: (look) => making(look) && look.want.sourceInstance !== undefined,
  fleeting: true,
  suggest: async ({ place, want }) => {
    if (typeof want.sourceInstance !== 'string') return undefined;
    const { state, tags } = await instanceFacts(await place(), want.sourceInstance);
    return { value: state === 'running' || state === 'pending' || RESTART in tags, from: 'present' };
  },
});
const allowDowntime = confirm<Look>('allowDowntime', {
  when: making,
  quiet: true,
  fleeting: true,
  suggest: () => ({ value: false, from: 'default' }),
});

export const ami = step('ami', {
  needs: { roles },
  from: [],
  asks: {
    project,
    targets,
    ec2Role,
    imageId,
    sourceInstance,
    agent,
    agentGeneration,
    cleanPaths,
    imageName,
    restartSource,
    allowDowntime,
    directory,
    // The image can be made without knowing the revision; knowing it, what lies in its way is said.
    source: { ...source, optional: true, quiet: true } as Question<'s3' | 'github' | 'local' | undefined, Look>,
  },
  async resources(place, want) {
    if (want.imageId) return { image: givenImage(place, want.imageId) };

    const {
      sourceInstance: instance,
      agent,
      agentGeneration: generation,
      cleanPaths: clean,
      restartSource: restart,
    } = want;
    const owner = { project: want.project, step: 'ami' };
    const destinations = want.source === 'local' ? await destinationsOf(place, want.directory ?? '.') : [];
    const prepared = agent === 'skip' ? undefined : hostDigest(hostSpec({ clean, forget: true }));
    const baked = image(place, owner, {
      name: want.imageName,
      instance,
      restart,
      allowDowntime: want.allowDowntime,
      prepared,
      before: () => (agent === 'ssm' ? inTheWay(place, instance, destinations, clean) : Promise.resolve([])),
    });
    const again = restart && { source: startedAgain(place, instance, async () => !(await baked.read())) };
    // Once the image is there, whatever its state, nothing about the inside of the instance matters any more.
    if (await baked.read()) return { image: baked, ...again };
    return {
      profile: profileAssociation(place, {
        instance,
        profile: want.ec2Role,
        managed: agent === 'ssm',
      }),
      ...(agent !== 'skip' && {
        host: host(place, { instance, agent, generation, clean, forget: true }),
      }),
      image: baked,
      ...again,
    };
  },
  gives: {
    imageId: ({ image }) => (image?.state === 'available' || image?.state === 'pending' ? image.id : undefined),
  },
});

async function destinationsOf(place: Place, directory: string): Promise<string[]> {
  const folder = resolve(place.cwd, directory);
  const [{ lintFolder, refuseBroken }, { listed }] = await Promise.all([
    import('../appspec/folder.ts'),
    import('../bundle/walk.ts'),
  ]);
  const { findings, spec } = await lintFolder(folder, await listed(folder).catch(() => []));
  refuseBroken(folder, findings);
  const destinations = new Set(spec?.files.map(({ destination }) => destination));
  return [...destinations].filter((path) => rules.cleanPaths([path]) === undefined);
}

/** Files that lie where the revision goes: baked in, they make the first deployment of each new instance fail. */
async function inTheWay(place: Place, instance: string, destinations: string[], clean: string[]): Promise<Line[]> {
  const looked = destinations.filter(
    (path) => !clean.some((emptied) => path === emptied || path.startsWith(`${emptied}/`)),
  );
  const { state } = await instanceFacts(place, instance);
  if (looked.length === 0 || state !== 'running' || !(await isManaged(place.aws.ssm, instance))) return [];
  const { output } = await lookInside(place, instance, scripts.inspect(looked), 'looksForFiles');
  const { folders } = scripts.readInspection(output);
  return looked.flatMap((path, index) => {
    const { count, first } = folders[index] ?? { count: 0, first: [] };
    return count > 0 ? [line('filesInTheWay', { path, example: first[0] ?? path, count })] : [];
  });
}
