// The commands below `export`: what is to be set up elsewhere, one file of documents per kind.
import type { Branch } from './deploy-commands.ts';

/** Questions whose answers stand in a policy. */
const NAMED = [
  'project',
  'ec2Role',
  'ec2Policy',
  'serviceRole',
  'permissionsBoundary',
  'targets',
  'tags',
  'sourceInstance',
  'asg',
  'application',
  'group',
  'revisionBucket',
  'source',
  'bucket',
  'key',
];

export function exportCommands({ text: { commands, flags }, command, about, act, questions }: Branch): void {
  const named = questions.filter(({ key }) => NAMED.includes(key));
  act(
    about('policy', commands.exportPolicy, command).argument('[command...]').option('--read-only', flags.readOnly),
    named,
    async (session, settings, { readOnly }, words) =>
      (await import('./commands/export.ts')).exportPolicy(session, settings, named, words, {
        readOnly: readOnly === true,
      }),
  );
}
