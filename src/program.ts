// The commander tree, made from the steps and the commands, and the road of each command: options, session, work, envelope.
import { Command, CommanderError, Option, type OptionValues } from 'commander';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { awsPart, explain } from './aws/errors.ts';
import { exitCodes, WizardError } from './engine/errors.ts';
import { flagOf, type Question } from './engine/question.ts';
import type { AnyStep } from './engine/step.ts';
import type { Block, Envelope } from './engine/ui.ts';
import { type Globals, openSession, type Session } from './session.ts';
import { openSettings, type Settings } from './settings.ts';
import { steps, upstreamOf } from './steps/index.ts';
import type { RuleKey, Text } from './text/en.ts';
import { languageOf, textFor } from './text/index.ts';
import { collectWarnings, createUi } from './ui/index.ts';
import { table } from './ui/table.ts';
import type { World } from './world.ts';

/** What a command answers; the rest of the envelope is the same for all. */
interface Work {
  exitCode?: number;
  changes?: Envelope['changes'];
  gives?: Envelope['gives'];
  data?: unknown;
  next?: string[];
  blocks?: Block[];
}

type Act = (session: Session, settings: Settings) => Promise<Work>;

export interface ProgramOptions {
  /** For tests: seen before and after each call in the sandbox. */
  onCall?: Session['onCall'];
}

/** Runs one command line. Answers the exit code; every error has become a sentence by then. */
export async function run(world: World, options: ProgramOptions = {}): Promise<number> {
  const args = sandboxWithScenario(world.args);
  const text = await textFor(languageOf(world.env, flagValue(args, '--lang')));
  let exitCode = 0;
  const program = tree(world, text, async (command, flags, act) => {
    exitCode = await perform(world, text, command, flags, act, options);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version have been printed; anything else is a wrong command line.
    if (error.exitCode === 0) return 0;
    const output = flagValue(args, '--output') ?? world.env.CODEDEPLOY_WIZARD_OUTPUT;
    const problem = wrongLine(error, text);
    const suggestion = /\(Did you mean (.+?)\?\)/.exec(error.message)?.[1];
    const usage = new WizardError('usage', {
      problem,
      ...(suggestion && { suggestion: `${text.words.didYouMean} ${suggestion}?` }),
    });
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

/** What commander says, in the language of the run. */
function wrongLine({ code, message }: CommanderError, text: Text): string {
  const said = text.usage[code as keyof Text['usage']] as ((what: string, allowed: string) => string) | undefined;
  const what = /'([^']+)'/.exec(message)?.[1]?.split(' <')[0] ?? '';
  const allowed = /Allowed choices are (.+)\./.exec(message)?.[1] ?? '';
  return said?.(what, allowed) ?? message.replace(/^error: /, '').split('\n')[0] ?? '';
}

/** `--sandbox` takes a scenario only if one follows: the next word may as well be the command. */
const sandboxWithScenario = (args: readonly string[]) =>
  args.map((arg, index) => {
    const next = args[index + 1];
    return arg === '--sandbox' && (next === undefined || next.startsWith('-') || COMMANDS.has(next))
      ? '--sandbox=book'
      : arg;
  });

const COMMANDS = new Set(['init', 'status', 'sandbox', 'show', 'reset', 'help', ...steps.map(({ name }) => name)]);

function flagValue(args: readonly string[], flag: string): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  return at < 0 ? undefined : args[at]!.includes('=') ? args[at]!.slice(flag.length + 1) : args[at + 1];
}

type Perform = (command: Command, flags: Record<string, string>, act: Act) => Promise<void>;

function tree(world: World, text: Text, perform: Perform): Command {
  const { flags, commands, words } = text;
  const collect = (value: string, before: string[] = []) => [...before, value];
  const program = new Command('codedeploy-wizard')
    .description(commands.program)
    .exitOverride()
    .configureOutput({
      writeOut: (output) => void world.stdout.write(output),
      // Errors are said once, by the face of the run.
      writeErr: () => {},
      getOutHelpWidth: () => world.stdout.columns ?? 80,
      getOutHasColors: () => false,
    })
    .configureHelp({
      displayWidth: stringWidth,
      boxWrap: (line, width) => wrapAnsi(line, width),
      showGlobalOptions: false,
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
    .addOption(new Option('--sandbox [scenario]', flags.sandbox).choices(['book', 'empty']))
    .option('--expect-account <id>', flags.expectAccount)
    .option('--timeout <duration>', flags.timeout)
    .option('--poll-interval <duration>', flags.pollInterval)
    .option('-q, --quiet', flags.quiet)
    .option('--debug', flags.debug)
    .option('--no-color', flags.noColor);
  const about = (name: string, description: string, parent = program) =>
    parent.command(name).description(description).helpOption('-h, --help', flags.help).allowExcessArguments(false);
  const act = (command: Command, questions: readonly Question[], work: Act) => {
    addQuestions(command, questions, text);
    return command.action(async () => perform(command, flagsOf(command, questions), work));
  };

  const all = questionsOf(steps);
  act(about('init', commands.init), all, async (session, settings) =>
    (await import('./commands/make.ts')).make(session, settings),
  );

  for (const step of steps) {
    const questions = questionsOf([...upstreamOf(step), step]);
    const command = act(about(step.name, text.steps[step.name].about), questions, async (session, settings) => {
      const { make } = await import('./commands/make.ts');
      if (step.name !== 'deploy') return make(session, settings, step);
      const { deployStep } = await import('./steps/deploy.ts');
      return make(session, settings, deployStep({ always: !command.opts().ifChanged }));
    });
    if (step.name === 'deploy') command.option('--if-changed', flags.ifChanged);
    // Without a command of its own an option of `show` would be taken for the step's.
    act(about('show', commands.show, command), [], async (session, settings) => {
      Object.assign(settings.given.flags, flagsOf(command, questions));
      return (await import('./commands/status.ts')).show(session, settings, step);
    });
  }

  act(about('status', commands.status), all, async (session, settings) =>
    (await import('./commands/status.ts')).show(session, settings),
  );

  const project = all.find(({ key }) => key === 'project')!;
  const sandbox = about('sandbox', commands.sandbox);
  act(about('show', commands.sandboxShow, sandbox), [project], async (session, settings) =>
    (await import('./commands/sandbox.ts')).showSandbox(session, settings),
  );
  act(
    about('reset', commands.sandboxReset, sandbox).addOption(
      new Option('--scenario <name>', flags.scenario).choices(['book', 'empty']).default('book'),
    ),
    [project],
    async (session, settings) => {
      const { scenario } = sandbox.commands.find((command) => command.name() === 'reset')!.opts<{ scenario: string }>();
      return (await import('./commands/sandbox.ts')).resetSandbox(session, settings, scenario);
    },
  );

  about('help', commands.help)
    .argument('[topic]')
    .action((topic: string | undefined) => {
      if (topic === 'exit-codes') {
        const rows = Object.entries(exitCodes).map(([code, name]) => [code.padStart(3), text.exitCodes[name]]);
        world.stdout.write(`${table(rows, world.stdout.columns || 80).join('\n')}\n`);
        return;
      }
      const command = topic === undefined ? program : program.commands.find((command) => command.name() === topic);
      if (!command) program.error(`error: unknown command '${topic}'`, { code: 'commander.unknownCommand' });
      command?.outputHelp();
    });
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

/** Flags that stand on the command line, as raw strings. */
function flagsOf(command: Command, questions: readonly Question[]): Record<string, string> {
  const given: Record<string, string> = {};
  for (const { key } of questions) {
    if (command.getOptionValueSource(key) === 'cli') given[key] = String(command.getOptionValue(key));
  }
  return given;
}

async function perform(
  world: World,
  text: Text,
  command: Command,
  flags: Record<string, string>,
  act: Act,
  { onCall }: ProgramOptions,
): Promise<number> {
  const { env } = world;
  const options = command.optsWithGlobals();
  const output = options.output ?? env.CODEDEPLOY_WIZARD_OUTPUT ?? 'text';
  const interactive =
    output === 'text' &&
    options.input !== false &&
    !env.CI &&
    !env.CODEDEPLOY_WIZARD_NO_INPUT &&
    world.stdin.isTTY === true &&
    world.stderr.isTTY === true;
  const { ui, warnings } = collectWarnings(
    createUi({ world, text, output, interactive, quiet: options.quiet === true, color: options.color !== false }),
    text,
  );
  const name = nameOf(command);
  let session: Session | undefined;
  try {
    if (!['text', 'json', 'ndjson'].includes(output))
      throw invalid('CODEDEPLOY_WIZARD_OUTPUT', output, 'oneOf', { options: 'text, json, ndjson' });
    const globals = globalsOf(options, env);
    const settings = await openSettings(world, globals, flags, text, () => ui);
    const project =
      flags.project ?? settings.given.variables.project ?? (settings.given.config.project as string | undefined);
    globals.expectAccount ??= settings.expectAccount;
    session = openSession({ world, globals, text, ui, warnings, project, onCall });
    const work = await act(session, settings);
    await session.close();
    const envelope = envelopeOf(world, text, name, work, warnings, session);
    ui.finish(envelope, work.blocks ?? []);
    return work.exitCode ?? 0;
  } catch (error) {
    await session?.close().catch(() => {});
    // Whatever broke because we were told to stop is the stop, not a failure.
    const known = explain(world.signal.aborted ? world.signal.reason : error);
    if (options.debug) world.stderr.write(`${(error as Error).stack}\n`);
    ui.fail(envelopeOf(world, text, name, workSoFar(session, known), warnings, session, known), known);
    return known.exitCode;
  }
}

/** What a failed command had done: a script needs the id of the deployment that failed. */
function workSoFar(session: Session | undefined, error: WizardError): Work {
  if (!session) return {};
  const { changes, gives, next } = session.soFar;
  const { deployment } = error.data as { deployment?: string };
  const status = { deploymentFailed: 'Failed', rolledBack: 'Failed', deploymentStopped: 'Stopped' }[
    error.code as string
  ];
  return {
    changes,
    next,
    gives: { ...gives, ...(deployment && status && { deploy: { deploymentId: deployment, status } }) },
  };
}

const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

const invalid = (where: string, value: string, rule: RuleKey, data?: Record<string, string>) =>
  new WizardError('invalidValue', { where, value, rule, data });

function globalsOf(options: OptionValues, env: World['env']): Globals {
  const given: Partial<Record<string, string>> & { confirm?: string[] } = options;
  const variable = (name: string) => env[`CODEDEPLOY_WIZARD_${name}`] || undefined;
  const sandbox = given.sandbox ?? variable('SANDBOX');
  const scenario = sandbox === undefined || ['book', 'empty'].includes(sandbox) ? sandbox : 'book';
  const { expectAccount, endpointUrl } = given;
  if (endpointUrl !== undefined && !/^https?:\/\/[^/\s]+/.test(endpointUrl))
    throw invalid('--endpoint-url', endpointUrl, 'url');
  if (expectAccount !== undefined && !/^\d{12}$/.test(expectAccount))
    throw invalid('--expect-account', expectAccount, 'accountId');
  return {
    region: given.region,
    profile: given.profile,
    endpointUrl: given.endpointUrl,
    config: given.config ?? variable('CONFIG'),
    env: given.env ?? variable('ENV'),
    output: (given.output ?? variable('OUTPUT') ?? 'text') as Globals['output'],
    yes: Boolean(given.yes) || /^(1|true|yes)$/i.test(variable('YES') ?? ''),
    confirm: given.confirm ?? [],
    dryRun: Boolean(given.dryRun),
    exitCode: Boolean(given.exitCode),
    sandbox: scenario,
    expectAccount,
    timeout: duration('--timeout', given.timeout),
    pollInterval: pollInterval(given.pollInterval ?? variable('POLL_INTERVAL')),
    quiet: Boolean(given.quiet),
    debug: Boolean(given.debug),
  };
}

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function duration(where: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d{1,7}(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (!amount || !unit) throw invalid(where, text, 'duration');
  return Number(amount) * UNITS[unit]!;
}

function pollInterval(text: string | undefined): number {
  const milliseconds = duration('--poll-interval', text) ?? 5_000;
  if (milliseconds < 50) throw invalid('--poll-interval', String(text), 'pollInterval');
  return milliseconds;
}

function envelopeOf(
  world: World,
  text: Text,
  command: string,
  work: Work,
  warnings: Envelope['warnings'],
  session?: Session,
  error?: WizardError,
): Envelope {
  const { account = null, region = null } = session?.known() ?? {};
  const sentence =
    error && (text.errors[error.code] as (data: unknown) => { message: string; hint?: string })(error.data);
  const missing =
    error && ((error as WizardError & { missing?: unknown }).missing ?? (error.data as { missing?: unknown }).missing);
  return {
    ok: !error,
    command,
    version: world.version,
    sandbox: session?.globals.sandbox !== undefined,
    account,
    region,
    changes: (work.changes ?? []).map(({ step, verb, kind, name, differs }) => ({ step, verb, kind, name, differs })),
    gives: work.gives ?? {},
    data: work.data ?? null,
    warnings,
    next: work.next ?? [],
    error: error
      ? {
          code: error.code,
          message: sentence?.message ?? error.code,
          hint: sentence?.hint ?? null,
          exitCode: error.exitCode,
          ...(missing ? { missing: missing as NonNullable<Envelope['error']>['missing'] } : {}),
          ...(awsPart(error) && { aws: awsPart(error) }),
        }
      : null,
  };
}
