// The commands below `export`: what is to be set up elsewhere, one file of documents per kind.
import type { Branch } from './deploy-commands.ts';
import { colourQuestions } from './steps/blue-green.ts';

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
  'targetGroup',
  'application',
  'group',
  'revisionBucket',
  'source',
  'bucket',
  'key',
];

/** What a pipeline names beyond that. */
const PIPELINE = ['repository', 'directory', 'bucket'];
/** Questions whose answers name what a project has. */
const HELD = ['project', 'ec2Role', 'ec2Policy', 'serviceRole', 'template', 'targets', 'asg', 'application', 'group'];

export function exportCommands({ text: { commands, flags }, command, about, act, questions }: Branch): void {
  const named = [...questions.filter(({ key }) => NAMED.includes(key)), ...colourQuestions];
  act(
    about('policy', commands.exportPolicy, command).argument('[command...]').option('--read-only', flags.readOnly),
    named,
    async (session, settings, { readOnly }, words) =>
      (await import('./commands/export.ts')).exportPolicy(session, settings, named, words, {
        readOnly: readOnly === true,
      }),
  );
  const asked = questions
    .filter(({ key }) => [...PIPELINE, ...NAMED].includes(key))
    // Whatever is deployed: the pipeline belongs to a repository, and packs a folder into a bucket.
    .map((question) => (PIPELINE.includes(question.key) ? { ...question, when: undefined, optional: true } : question));
  for (const [host, description] of [
    ['github-actions', commands.exportGitHub],
    ['gitlab', commands.exportGitLab],
    ['codebuild', commands.exportCodeBuild],
  ] as const)
    act(
      about(host, description, command)
        .option('--branch <name>', flags.branch)
        .option('--role <name>', flags.deployRole)
        .option('--out <folder>', flags.out),
      asked,
      async (session, settings, options) =>
        (await import('./commands/export-pipeline.ts')).exportPipeline(session, settings, asked, host, options),
    );
  act(about('schema', commands.exportSchema, command), [], async (session) =>
    (await import('./commands/export-schema.ts')).exportSchema(session),
  );

  const held = questions.filter(({ key }) => HELD.includes(key));
  for (const kind of ['terraform', 'cloudformation', 'cli'] as const)
    act(
      about(kind, commands.exportProject[kind], command).option('--out <folder>', flags.out),
      held,
      async (session, settings, { out }) =>
        (await import('./commands/export-project.ts')).exportProject(session, settings, held, kind, { out }),
    );
}
