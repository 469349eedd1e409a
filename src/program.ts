// The commander tree, made from the steps and the commands.
import { Argument, Command, CommanderError, Help, Option } from 'commander';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { blueGreenCommands, leftoverCommand } from './blue-green-commands.ts';
import { namesIn, refuseWord, THERE_IS, UNKNOWN } from './command-name.ts';
import { ASKS, completionCommand } from './completion-commands.ts';
import { deployCommands } from './deploy-commands.ts';
import { WizardError } from './engine/errors.ts';
import { nearest } from './engine/near.ts';
import { flagOf, type Question } from './engine/question.ts';
import type { AnyStep } from './engine/step.ts';
import { exportCommands } from './export-commands.ts';
import { flagValue } from './flag-value.ts';
import { SCENARIOS } from './globals.ts';
import { groupCommands } from './group-commands.ts';
import { examplesOf, helpCommand, topicsLine } from './help.ts';
import { asksForHelp, COLUMNS } from './help-pages.ts';
import { hookCommands } from './hook-commands.ts';
import type { Act } from './perform.ts';
import type { AroundCalls } from './session.ts';
import { sessionCommands } from './session-commands.ts';
import { steps, upstreamOf } from './steps/index.ts';
import type { Text } from './text/en/index.ts';
import { textFor } from './text/index.ts';
import { languageOf } from './text/language.ts';
import type { World } from './world.ts';

/** Runs one command line. Answers the exit code; every error has become a sentence by then. */
export async function run(world: World, aroundCalls: AroundCalls = {}): Promise<number> {
  const text = await textFor(languageOf(world.env, flagValue(world.args, '--lang')));
  if (world.args[0] === ASKS) return answerShell(world, text);
  let exitCode = 0;
  const perform: Perform = async (command, flags, act) => {
    exitCode = await (await import('./perform.ts')).perform(world, text, command, flags, act, aroundCalls);
  };
  const program = tree(world, text, perform, { whole: asksForHelp(world.args) });
  const args = sandboxWithScenario(world.args, program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version have been printed; anything else is a wrong command line.
    if (error.exitCode === 0) return 0;
    const output = flagValue(args, '--output') ?? world.env.CODEDEPLOY_WIZARD_OUTPUT;
    const problem = wrongLine(error, text);
    const usage = new WizardError('usage', { problem, suggestion: suggestionIn(error, text) });
    const [{ createUi }, { envelopeOf }] = await Promise.all([import('./ui/index.ts'), import('./perform.ts')]);
    const face = createUi({
      world,
      text,
      output: output === 'json' || output === 'ndjson' ? output : 'text',
      interactive: false,
      quiet: false,
      color: false,
    });
    face.fail(envelopeOf(world, text, 'codedeploy-wizard', {}, [], undefined, usage), usage);
    return usage.exitCode;
  }
  return exitCode;
}

/** While a line is typed. Nothing goes wrong there that anybody wants to hear of. */
async function answerShell(world: World, text: Text): Promise<number> {
  const { complete } = await import('./completion/index.ts');
  const treeOf = (args: readonly string[]) => tree({ ...world, args }, text, async () => {});
  const lines = await complete(world, text, treeOf);
  if (lines.length > 0) world.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** What commander says, in the language of the run. */
function wrongLine({ code, message }: CommanderError, text: Text): string {
  const what = /'([^']+)'/.exec(message)?.[1]?.split(/ [<[]/)[0] ?? '';
  const key =
    what === '' && code === UNKNOWN ? 'commander.help' : /value '/.test(message) ? 'commander.invalidWord' : code;
  const said = text.usage[key as keyof Text['usage']] as ((what: string, allowed: string) => string) | undefined;
  const allowed = ALLOWED.exec(message)?.[1] ?? '';
  return said?.(what, allowed) ?? message.replace(/^error: /, '').split('\n')[0] ?? '';
}

/** What was probably meant, or else what there is. */
function suggestionIn({ message }: CommanderError, text: Text): string | undefined {
  const near = /\(Did you mean (.+?)\?\)/.exec(message)?.[1] ?? nearestValue(message);
  if (near) return `${text.words.didYouMean} ${near}?`;
  const names = new RegExp(`\\(${THERE_IS}(.+)\\)`).exec(message)?.[1];
  return names && text.usage.thereIs({ names });
}

const ALLOWED = /Allowed choices are (.+)\./;

/** Of the values that commander lists, the one that was probably meant. */
function nearestValue(message: string): string | undefined {
  const [, value] = /(?:argument|value) '([^']*)' is invalid/.exec(message) ?? [];
  const [, allowed] = ALLOWED.exec(message) ?? [];
  return value && allowed ? nearest(value, allowed.split(', ')) : undefined;
}

/** `--sandbox` takes a scenario only if a word follows that is neither a command nor what a command works on. */
export function sandboxWithScenario(args: readonly string[], program: Command): string[] {
  const commands = new Set(namesBelow(program));
  const isScenario = (word = '') => /^[a-z]+$/.test(word) && !commands.has(word);
  return args.map((arg, index) => (arg === '--sandbox' && !isScenario(args[index + 1]) ? '--sandbox=book' : arg));
}

const namesBelow = (command: Command): string[] =>
  command.commands.flatMap((child) => [child.name(), ...namesBelow(child)]);

/** The names by which `destroy` finds what cannot be found by tags. */
const DESTROYED = ['project', 'application', 'group', 'ec2Role', 'ec2Policy', 'serviceRole', 'template', 'asg'];

export type Perform = (command: Command, flags: Record<string, string>, act: Act) => Promise<void>;

/** `whole`: with the options of every command, for those who list them. */
export function tree(world: World, text: Text, perform: Perform, { whole = false } = {}): Command {
  const { flags, commands, words } = text;
  const help = new Help();
  const inWords = (line: string) =>
    line.replace('[options]', words.optionsPlace).replace(/ \[command\]/, ` ${words.commandPlace}`);
  const collect = (value: string, before: string[] = []) => [...before, value];
  const program = refusingOthers(new Command('codedeploy-wizard'))
    .description(commands.program)
    .configureOutput({
      writeOut: (output) => void world.stdout.write(output),
      // Errors are said once, by the face of the run.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(world.stdout.columns || COLUMNS, COLUMNS),
      getOutHasColors: () => false,
    })
    .configureHelp({
      displayWidth: stringWidth,
      boxWrap: (line, width) => wrapAnsi(line, width),
      showGlobalOptions: false,
      // What commander would say of itself, in English.
      commandUsage: (command) => inWords(Help.prototype.commandUsage.call(help, command)),
      subcommandTerm: (command) => inWords(Help.prototype.subcommandTerm.call(help, command)),
      subcommandDescription: (command) => (command.name() === 'help' ? commands.help : command.description()),
      optionDescription: ({ description }) => description,
      styleTitle: (title) =>
        ({
          'Usage:': words.usage,
          'Options:': words.options,
          'Commands:': words.commands,
          'Arguments:': words.arguments,
          'Global Options:': words.globalOptions,
        })[title] ?? title,
    })
    .version(world.version, '-V, --version', flags.version)
    .helpOption('-h, --help', flags.help)
    .helpCommand(false)
    .option('--region <region>', flags.region)
    .option('--profile <profile>', flags.profile)
    .option('--endpoint-url <url>', flags.endpointUrl)
    .option('--config <file>', flags.config)
    .option('--env <name>', flags.env)
    .addOption(new Option('--output <format>', flags.output).choices(['text', 'json', 'ndjson']))
    .addOption(new Option('--lang <language>', flags.lang).choices(['en', 'ko']))
    .option('-y, --yes', flags.yes)
    .option('--confirm <name>', flags.confirm, collect)
    .option('--no-input', flags.noInput)
    .option('-n, --dry-run', flags.dryRun)
    .option('--exit-code', flags.exitCode)
    .addOption(new Option('--sandbox [scenario]', flags.sandbox).choices(SCENARIOS))
    .option('--expect-account <id>', flags.expectAccount)
    .option('--timeout <duration>', flags.timeout)
    .option('--poll-interval <duration>', flags.pollInterval)
    .option('-q, --quiet', flags.quiet)
    .option('--debug', flags.debug)
    .option('--no-color', flags.noColor);
  const about = (name: string, description: string, parent = program) =>
    refusingOthers(
      parent.command(name).description(description).helpOption('-h, --help', flags.help).allowExcessArguments(true),
    );
  const act = (command: Command, questions: readonly Question[], work: Act) => {
    // The options of a command that is not on the command line are never parsed, and making them takes longer than all the rest.
    if (whole || world.args.includes(command.name())) addQuestions(command, questions, text);
    return command.action(async () => {
      refuseExcess(command);
      // A flag that a command above has as well is taken by that one, wherever it stands.
      const flags = above(command).map((each) => flagsOf(each, questions));
      return perform(command, Object.assign({}, ...flags), work);
    });
  };

  const all = questionsOf(steps);
  act(about('init', commands.init), all, async (session, settings) =>
    (await import('./commands/make.ts')).make(session, settings),
  );

  for (const step of steps) {
    const questions = questionsOf([...upstreamOf(step), step]);
    const command = act(
      about(step.name, text.steps[step.name].about),
      questions,
      async (session, settings, options) => {
        if (step.name === 'deploy') return (await import('./commands/deploy.ts')).deploy(session, settings, options);
        return (await import('./commands/make.ts')).make(session, settings, step);
      },
    );
    if (step.name === 'deploy') {
      command.option('--if-changed', flags.ifChanged);
      deployCommands({ text, command, about, act, questions: all, given: () => flagsOf(command, questions) });
      continue;
    }
    if (step.name === 'asg') hookCommands({ text, command, about, act, questions: all });
    if (step.name === 'group') {
      leftoverCommand({ text, command, about, act, questions: all });
      groupCommands({ text, command, about, act, questions: all });
    }
    // Without a command of its own an option of `show` would be taken for the step's.
    act(about('show', commands.show, command), [], async (session, settings) => {
      Object.assign(settings.given.flags, flagsOf(command, questions));
      return (await import('./commands/status.ts')).show(session, settings, step);
    });
  }

  blueGreenCommands({ text, about, act });

  act(about('status', commands.status), all, async (session, settings) =>
    (await import('./commands/status.ts')).show(session, settings),
  );

  act(
    about('destroy', commands.destroy)
      .addArgument(new Argument('[step...]').choices(steps.map(({ name }) => name)))
      .option('--images', flags.images),
    all.filter(({ key }) => DESTROYED.includes(key)),
    async (session, settings, options, only) =>
      (await import('./commands/destroy.ts')).destroy(session, settings, options, only),
  );

  const where = ['project', 'application', 'group', 'githubTokenName', 'directory'];
  act(
    about('doctor', commands.doctor).option('--only <id>', flags.only, collect),
    all.filter(({ key }) => where.includes(key)),
    async (session, settings, { only }) => (await import('./commands/doctor.ts')).doctor(session, settings, { only }),
  );

  sessionCommands({ text, about, act, questions: all.filter(({ key }) => where.includes(key)) });

  act(
    about('logs', commands.logs)
      .argument('[deployment]')
      .option('--instance <id>', flags.logsInstance, collect)
      .option('--event <event>', flags.logsEvent)
      .option('--agent', flags.logsAgent)
      .option('--scripts', flags.logsScripts)
      .option('--all', flags.logsAll)
      .option('--since <duration>', flags.logsSince)
      .option('--follow', flags.logsFollow)
      .option('--tail <lines>', flags.logsTail),
    all.filter(({ key }) => ['project', 'application', 'group'].includes(key)),
    async (session, settings, options, [deployment]) =>
      (await import('./commands/logs.ts')).logs(session, settings, options, deployment),
  );

  act(
    about('explain', commands.explain).argument('[code]').option('--log <file>', flags.log),
    [],
    async (session, settings, options, words) =>
      (await import('./commands/explain.ts')).explain(session, settings, options, words),
  );

  const project = all.find(({ key }) => key === 'project')!;
  const sandbox = about('sandbox', commands.sandbox);
  act(about('show', commands.sandboxShow, sandbox), [project], async (session, settings) =>
    (await import('./commands/sandbox.ts')).showSandbox(session, settings),
  );
  act(
    about('reset', commands.sandboxReset, sandbox)
      .addOption(new Option('--scenario <name>', flags.scenario).choices(SCENARIOS).default('book'))
      .option('--instances <count>', flags.instances),
    [project],
    async (session, settings, { scenario, instances }) =>
      (await import('./commands/sandbox.ts')).resetSandbox(session, settings, String(scenario), instances),
  );
  act(
    about('fault', commands.sandboxFault, sandbox)
      .argument('[name]')
      .option('--instance <id>', flags.faultInstance)
      .option('--event <event>', flags.faultEvent)
      .option('--list', flags.faultList)
      .option('--clear [name]', flags.faultClear),
    [project],
    async (session, settings, options, [name]) =>
      (await import('./commands/fault.ts')).faultSandbox(session, settings, { ...options, name }),
  );

  const appspec = about('appspec', commands.appspec);
  act(
    about('lint', commands.appspecLint, appspec)
      .argument('[path]', '', '.')
      .option('--strict', flags.strict)
      .option('--explain', flags.explain),
    [],
    async (session, _settings, options, [path = '.']) =>
      (await import('./commands/appspec.ts')).lint(session, path, options),
  );

  exportCommands({ text, command: about('export', commands.export), about, act, questions: all });

  completionCommand({ text, world, about });
  helpCommand({ text, world, about, program });
  program.addHelpText('afterAll', ({ command }) =>
    [...(command === program ? topicsLine(text) : []), ...examplesOf(text, command)].join('\n'),
  );
  return program;
}

const questionsOf = (list: readonly AnyStep[]): Question[] => [
  ...new Map(
    list.flatMap(({ asks }) => Object.values(asks).map((question) => [question.key, question] as const)),
  ).values(),
];

/** One option per question: a flag has no default of its own, so that file and suggestion can speak. */
function addQuestions(command: Command, questions: readonly Question[], text: Text): void {
  for (const { key, kind } of questions) {
    const flag = flagOf(key);
    const { help } = text.questions[key as keyof Text['questions']] ?? { help: '' };
    if (kind === 'confirm') {
      command.option(flag, help);
      command.addOption(new Option(`--no-${flag.slice(2)}`).hideHelp());
      command.setOptionValue(key, undefined);
    } else if (kind === 'list')
      command.addOption(
        new Option(`${flag} <value>`, help).argParser((value: string, before?: string) =>
          before ? `${before},${value}` : value,
        ),
      );
    else command.option(`${flag} <value>`, help);
  }
}

/** Another word below a command that does nothing by itself, or none, is refused with what there is. */
const refusingOthers = (command: Command) =>
  command
    .on('command:*', ([word = '']: string[]) => refuseWord(command, word, namesIn(command)))
    .exitOverride((error) => {
      if (error.code === 'commander.help') refuseWord(command, '', namesIn(command));
      throw error;
    });

/** A word that no argument takes: where commands hang below, one of them was meant. */
function refuseExcess(command: Command): void {
  const { registeredArguments, args, commands } = command;
  const excess = registeredArguments.at(-1)?.variadic ? undefined : args[registeredArguments.length];
  if (excess === undefined) return;
  if (commands.length > 0) refuseWord(command, excess, namesIn(command));
  command.error(`error: too many arguments '${excess}'`, { code: 'commander.excessArguments' });
}

/** A command and those it hangs on, the outermost first. */
const above = (command: Command): Command[] => [...(command.parent ? above(command.parent) : []), command];

/** Flags that stand on the command line, as raw strings. */
function flagsOf(command: Command, questions: readonly Question[]): Record<string, string> {
  const given: Record<string, string> = {};
  for (const { key } of questions) {
    if (command.getOptionValueSource(key) === 'cli') given[key] = String(command.getOptionValue(key));
  }
  return given;
}
