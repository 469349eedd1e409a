// Names that are known without AWS: of this computer, and of this program.
import type { Command } from 'commander';
import { configsBeside } from '../find-config.ts';
import type { Text } from '../text/en/index.ts';
import type { World } from '../world.ts';
import type { Candidate, Files } from './index.ts';
import type { Wanted } from './line.ts';

type Kind =
  | 'files'
  | 'folders'
  | 'regions'
  | 'profiles'
  | 'environments'
  | 'codes'
  | 'faults'
  | 'checks'
  | 'policies'
  | 'help'
  | 'events'
  | 'statuses'
  | 'colours';

/** By what they are for, and by the command where that is not the same everywhere. */
export const PLAIN: Record<string, Kind> = {
  config: 'files',
  log: 'files',
  path: 'files',
  directory: 'folders',
  out: 'folders',
  region: 'regions',
  profile: 'profiles',
  env: 'environments',
  'explain code': 'codes',
  'sandbox fault name': 'faults',
  'sandbox fault clear': 'faults',
  only: 'checks',
  'export policy command': 'policies',
  'help topic': 'help',
  event: 'events',
  'deploy list status': 'statuses',
  'bluegreen switch to': 'colours',
};

const EVENTS = [
  ...['ApplicationStop', 'DownloadBundle', 'BeforeInstall', 'Install', 'AfterInstall', 'ApplicationStart'],
  ...['ValidateService', 'BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic', 'BeforeAllowTraffic'],
  ...['AllowTraffic', 'AfterAllowTraffic'],
];
const STATUSES = ['Created', 'Queued', 'InProgress', 'Baking', 'Succeeded', 'Failed', 'Stopped', 'Ready'];

const only = (values: Iterable<string>) => [...values].map((value): Candidate => [value]);

const NAMES: Record<
  Exclude<Kind, 'files' | 'folders'>,
  (world: World, text: Text, wanted: Wanted) => Candidate[] | Promise<Candidate[]>
> = {
  regions: async () => only((await import('../aws/regions.ts')).knownRegions),
  profiles: async () => {
    const { loadSharedConfigFiles } = await import('@smithy/core/config');
    const { configFile, credentialsFile } = await loadSharedConfigFiles();
    return only(
      new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)].filter((name) => !name.includes('.'))),
    );
  },
  environments: async ({ cwd }) => {
    const files = await configsBeside(`${cwd}/codedeploy-wizard.yml`, cwd);
    return only(files.flatMap((file) => /codedeploy-wizard\.(.+)\.yml$/.exec(file)?.[1] ?? []));
  },
  codes: async (_, text) => only((await import('../explain/codes.ts')).idsOf(await text.explanations())),
  faults: (_, text) =>
    Object.entries(text.faults).map(
      ([name, about]): Candidate => [name, typeof about === 'string' ? about : undefined],
    ),
  checks: (_, text) => Object.entries(text.doctorChecks).map(([id, { title }]): Candidate => [id, title]),
  policies: async () => only((await import('../export/policy.ts')).commandNames.flatMap((name) => name.split(' '))),
  help: (_, text, { command }) => [
    ...Object.entries(text.help.about),
    ...rootOf(command).commands.map((child): Candidate => [child.name(), child.description()]),
  ],
  events: () => only(EVENTS),
  statuses: () => only(STATUSES),
  colours: () => only(['blue', 'green']),
};

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

export function plainNames(
  kind: Kind,
  world: World,
  text: Text,
  wanted: Wanted,
): Promise<Candidate[]> | Candidate[] | Files {
  if (kind === 'files' || kind === 'folders') return `:${kind}`;
  return NAMES[kind](world, text, wanted);
}
