// The commands below `deploy`: what is done with deployments day by day.
import { type Command, Option } from 'commander';
import type { Question } from './engine/question.ts';
import type { Act } from './perform.ts';
import type { Text } from './text/en/index.ts';

/** What is needed to hang commands below another. */
export interface Branch {
  text: Text;
  /** The one they hang on. */
  command: Command;
  about(name: string, description: string, parent: Command): Command;
  act(command: Command, questions: readonly Question[], work: Act): Command;
  /** All that can be asked. */
  questions: readonly Question[];
}

interface DeployBranch extends Branch {
  /** Answers that were given as options: they are those of `deploy`, wherever they stand. */
  given(): Record<string, string>;
}

const PUSH = ['project', 'application', 'directory', 'bucket', 'key', 'bundleType', 'includeEnv'];

export function deployCommands({
  text: { commands, flags, reportCommands, reportFlags },
  command,
  about,
  act,
  questions,
  given,
}: DeployBranch): void {
  const below = (name: string, description: string, work: Act) =>
    act(about(name, description, command), [], async (session, settings, options, words) => {
      Object.assign(settings.given.flags, given());
      return work(session, settings, options, words);
    });

  const push = about('push', commands.push, command)
    .argument('[directory]', commands.pushDirectory)
    .addOption(new Option('--type <type>').hideHelp());
  act(
    push,
    questions.filter(({ key }) => PUSH.includes(key)),
    async (session, settings, { type }, [directory]) => {
      Object.assign(settings.given.flags, { ...(type && { bundleType: type }), ...(directory && { directory }) });
      return (await import('./commands/push.ts')).push(session, settings);
    },
  );

  below('watch', commands.watch, async (session, settings, _options, [id]) =>
    (await import('./commands/watch.ts')).watchDeployment(session, settings, id),
  ).argument('[id]');

  below('list', commands.deployList, async (session, settings, options) =>
    (await import('./commands/deployments.ts')).listDeployments(session, settings, options),
  )
    .option('--limit <n>', flags.limit)
    .option('--status <status>', flags.status)
    .option('--all', flags.all);

  below('show', commands.deployShow, async (session, settings, options, [id]) =>
    (await import('./commands/deployments.ts')).showDeployment(session, settings, options, id),
  )
    .argument('[id]')
    .option('--instance <id>', flags.instance);

  below('report', reportCommands.about, async (session, settings, options, [id]) =>
    (await import('./commands/report.ts')).report(session, settings, options, id),
  )
    .argument('[id]')
    .option('--html <file>', reportFlags.html)
    .option('--probe <file>', reportFlags.probe);

  below('stop', commands.deployStop, async (session, settings, options, [id]) =>
    (await import('./commands/stop.ts')).stopDeployment(session, settings, options, id),
  )
    .argument('[id]')
    .option('--rollback', flags.rollback)
    .addOption(new Option('--no-rollback').hideHelp())
    .setOptionValue('rollback', undefined);

  below('continue', commands.deployContinue, async (session, settings, options, [id]) =>
    (await import('./commands/stop.ts')).continueDeployment(session, settings, options, id),
  )
    .argument('[id]')
    .option('--terminate', flags.terminate);

  below('rollback', commands.deployRollback, async (session, settings, options) =>
    (await import('./commands/rollback.ts')).rollBack(session, settings, options),
  ).option('--to <id-or-revision>', flags.rollbackTo);
}
