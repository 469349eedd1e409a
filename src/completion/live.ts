// Names of the account, remembered for some minutes. Nobody waits for them longer than a moment, and without credentials nobody is asked.
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { allPages, type Place } from '../aws/place.ts';
import { newest } from '../deployments/history.ts';
import { asGiven } from '../engine/answers.ts';
import type { Question } from '../engine/question.ts';
import { globalsOf } from '../globals.ts';
import { openSession, type Session } from '../session.ts';
import { openSettings } from '../settings.ts';
import { questions } from '../steps/index.ts';
import type { Text } from '../text/en/index.ts';
import { createUi } from '../ui/index.ts';
import type { World } from '../world.ts';
import type { Candidate } from './index.ts';
import type { Wanted } from './line.ts';
import { recall, remember } from './memory.ts';

/** Longer than that the hand has typed the name itself. */
const PATIENCE = 1_500;
const LATEST = 20;

interface About {
  application: string;
  group: string;
}

const KINDS: Record<string, (place: Place, about: About) => Promise<Candidate[]>> = {
  applications: async ({ aws }) =>
    (
      await allPages(
        (nextToken) => aws.codeDeploy.listApplications({ nextToken }),
        ({ applications }) => applications,
        ({ nextToken }) => nextToken,
      )
    ).map((name) => [name]),
  groups: async ({ aws }, { application: applicationName }) =>
    (
      await allPages(
        (nextToken) => aws.codeDeploy.listDeploymentGroups({ applicationName, nextToken }),
        ({ deploymentGroups }) => deploymentGroups,
        ({ nextToken }) => nextToken,
      )
    ).map((name) => [name]),
  deployments: async (place, about) =>
    (await newest(place, { ...about, statuses: [], limit: LATEST })).map(
      ({ deploymentId = '', status, createTime }) => [deploymentId, `${status} ${createTime?.toISOString() ?? ''}`],
    ),
  instances: async ({ aws }) => {
    const reservations = await allPages(
      (NextToken) => aws.ec2.describeInstances({ NextToken }),
      ({ Reservations }) => Reservations,
      ({ NextToken }) => NextToken,
    );
    return reservations
      .flatMap(({ Instances = [] }) => Instances)
      .filter(({ State }) => State?.Name !== 'terminated')
      .map(({ InstanceId = '', Tags = [] }) => [InstanceId, Tags.find(({ Key }) => Key === 'Name')?.Value]);
  },
};

/** By option or argument; other questions of which AWS knows the choices answer themselves. */
const LIVE: Record<string, keyof typeof KINDS> = {
  application: 'applications',
  group: 'groups',
  id: 'deployments',
  deployment: 'deployments',
  'deploy rollback to': 'deployments',
  'asg rescue to': 'deployments',
  instance: 'instances',
  sourceInstance: 'instances',
};
/** The second group is one of the same kind. */
const AS: Record<string, string> = { twin: 'asg', targetAsgs: 'asg', twinTargetGroup: 'targetGroup' };

const questionFor = (of: string): Question | undefined => questions.get(AS[of] ?? of);

export const isLive = (here: string, of: string): boolean =>
  (LIVE[here] ?? LIVE[of]) !== undefined || questionFor(of)?.choices !== undefined;

export async function liveNames(
  world: World,
  text: Text,
  wanted: Wanted,
  here: string,
  of: string,
): Promise<Candidate[]> {
  const { sandbox } = globalsOf(wanted.given, world.env);
  // It is in this process: there is nothing to wait for.
  if (sandbox) return ask(world, text, wanted, here, of).catch(() => []);
  // What is loaded from the disk does not count.
  await import('../aws/connect.ts');
  const late = new AbortController();
  const signal = AbortSignal.any([world.signal, late.signal]);
  // Whatever goes wrong, nobody has asked to hear of it while typing.
  const names = ask({ ...world, signal }, text, wanted, here, of).catch((): Candidate[] => []);
  const nothing = world.sleep(PATIENCE).then((): Candidate[] => []);
  const found = await Promise.race([names, nothing]);
  late.abort();
  return found;
}

async function ask(world: World, text: Text, { given }: Wanted, here: string, of: string): Promise<Candidate[]> {
  const globals = { ...globalsOf(given, world.env), dryRun: true };
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() }) as unknown as NodeJS.WriteStream;
  const quiet = { ...world, stdout: silent, stderr: silent };
  const ui = createUi({ world: quiet, text, output: 'text', interactive: false, quiet: true, color: false });
  const flags = Object.fromEntries(Object.entries(given).filter(([key]) => questions.has(key)));
  const settings = await openSettings(quiet, globals, flags, text, () => ui);
  const said = (key: string) => asGiven(settings.given, key);
  const project = said('project');
  const session = openSession({
    world: quiet,
    globals,
    text,
    ui,
    warnings: [],
    project,
    about: () => ({}),
    aroundCalls: {},
  });
  const look = { want: {}, cwd: world.cwd, now: world.now, place: () => session.place() };
  const suggested = project ?? ((await questions.get('project')?.suggest?.(look as never))?.value as string) ?? '';
  const application = said('application') ?? suggested;
  const about = { application, group: said('group') ?? `${suggested}-group` };
  const kind = LIVE[here] ?? LIVE[of];
  const names = async () => {
    if (kind) return KINDS[kind]!(await session.place(), about);
    const choices = (await questionFor(of)?.choices?.(look as never)) ?? [];
    return choices.map(({ value, note }): Candidate => [String(value), note]);
  };
  if (globals.sandbox) return names();
  if (!(await hasCredentials(session))) return [];
  const { AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL } = world.env;
  const place = [AWS_ACCESS_KEY_ID, globals.profile ?? AWS_PROFILE, globals.region ?? AWS_REGION ?? AWS_DEFAULT_REGION];
  const key = createHash('sha256')
    .update(JSON.stringify([...place, globals.endpointUrl ?? AWS_ENDPOINT_URL, kind ?? of, about]))
    .digest('hex');
  const known = await recall(world, key);
  if (known) return known;
  const found = await names();
  await remember(world, key, found);
  return found;
}

/** Named somewhere: a machine that has none is not made to look for them in the network. */
async function hasCredentials({ world: { env }, globals }: Session): Promise<boolean> {
  const { AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE } = env;
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI } = env;
  const named = [AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI];
  if ([...named, AWS_CONTAINER_CREDENTIALS_FULL_URI].some(Boolean)) return true;
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const profile = globals.profile ?? env.AWS_PROFILE ?? 'default';
  const { region: _region, output: _output, ...rest } = { ...configFile[profile], ...credentialsFile[profile] };
  return Object.keys(rest).length > 0;
}
