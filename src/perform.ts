// The road of each command: options, session, work, envelope.
import type { Command, OptionValues } from 'commander';
import { awsPart, explain } from './aws/errors.ts';
import { nameOf } from './command-name.ts';
import { suggest } from './commands/suggest.ts';
import { asGiven } from './engine/answers.ts';
import { isWizardError, type WizardError } from './engine/errors.ts';
import { mask } from './engine/mask.ts';
import { line } from './engine/resource.ts';
import type { Block, Envelope } from './engine/ui.ts';
import { globalsOf, invalid } from './globals.ts';
import type { About } from './notice.ts';
import { type AroundCalls, openSession, type Session } from './session.ts';
import { openSettings, type Settings } from './settings.ts';
import type { Text } from './text/en/index.ts';
import { collectWarnings, createUi } from './ui/index.ts';
import { say } from './ui/say.ts';
import type { World } from './world.ts';

/** What a command answers; the rest of the envelope is the same for all. */
export interface Work {
  exitCode?: number;
  changes?: Envelope['changes'];
  gives?: Envelope['gives'];
  data?: unknown;
  next?: string[];
  blocks?: Block[];
  /** What was looked at is wrong: told like any failure, but the result is shown too. */
  error?: WizardError;
  /** People find in `blocks` what the error says. */
  told?: boolean;
}

/** `options` and `words` are those of the command itself, such as `--tail 5` and the id of a deployment. */
export type Act = (session: Session, settings: Settings, options: OptionValues, words: string[]) => Promise<Work>;

export async function perform(
  world: World,
  text: Text,
  command: Command,
  flags: Record<string, string>,
  act: Act,
  aroundCalls: AroundCalls,
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
    const known = (key: Exclude<keyof About, 'blueGreen'>) => asGiven(settings.given, key);
    const about = () => ({
      project: known('project'),
      application: known('application'),
      asg: known('asg'),
      twin: known('twin'),
      blueGreen: /^bluegreen\b/.test(name),
    });
    globals.expectAccount ??= settings.expectAccount;
    session = openSession({ world, globals, text, ui, warnings, project: known('project'), about, aroundCalls });
    const work = await act(session, settings, command.opts(), command.args);
    await session.close();
    const envelope = envelopeOf(world, text, name, work, warnings, session, work.error);
    ui.finish(envelope, work.blocks ?? [], work.told);
    return work.error?.exitCode ?? work.exitCode ?? 0;
  } catch (error) {
    await session?.close().catch(() => {});
    // Whatever broke because we were told to stop is the stop, not a failure.
    const known = explain(world.signal.aborted ? world.signal.reason : error);
    // What AWS answers to a wrong signature holds the session token.
    if (options.debug) world.stderr.write(`${mask(String((error as Error).stack))}\n`);
    ui.fail(envelopeOf(world, text, name, workSoFar(session, known), warnings, session, known), known);
    return known.exitCode;
  }
}

/** What a failed command had done: a script needs the id of the deployment that failed. */
function workSoFar(session: Session | undefined, error: WizardError): Work {
  if (!session) return {};
  const { changes, gives, next } = session.soFar;
  const { deployment, look, described, commands } = error.data as {
    deployment?: string;
    look?: string;
    described?: unknown;
    commands?: string[];
  };
  const takenUp = session.soFar.takenUpBy?.();
  const status = { deploymentFailed: 'Failed', rolledBack: 'Failed', deploymentStopped: 'Stopped' }[
    error.code as string
  ];
  return {
    changes,
    next: look ? [look, ...next] : (commands ?? (takenUp ? [takenUp.command] : next)),
    ...(described !== undefined && { data: { deployment: described } }),
    gives: {
      ...gives,
      ...takenUp?.gives,
      ...(deployment && status && { deploy: { deploymentId: deployment, status } }),
    },
  };
}

/** Exit codes of what AWS did not let happen: there one wonders what has. */
const CUT_OFF: ReadonlySet<number> = new Set([4, 5]);

/** What makes the missing step, in the place of this run. */
const commandFor = (session: Session, error: WizardError) =>
  isWizardError(error, 'notReady') ? suggest(session, error.data.step) : undefined;

export function envelopeOf(
  world: World,
  text: Text,
  command: string,
  work: Work,
  warnings: Envelope['warnings'],
  session?: Session,
  error?: WizardError,
): Envelope {
  const { account = null, region = null } = session?.known() ?? {};
  const goesOnWith = session?.soFar.takenUpBy?.()?.command;
  const sentence =
    error &&
    (text.errors[error.code] as (data: unknown) => { message: string; hint?: string })({
      ...error.data,
      ...(goesOnWith && { command: goesOnWith }),
      goesOn: Boolean(goesOnWith || session?.soFar.hasBegun),
    });
  const made = session?.soFar.made ?? [];
  const before = made.length > 0 ? `\n${say(text, line('madeBefore', { things: made }))}` : '';
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
          message: `${sentence?.message ?? error.code}${CUT_OFF.has(error.exitCode) ? before : ''}`,
          hint: (session && commandFor(session, error)) ?? sentence?.hint ?? null,
          exitCode: error.exitCode,
          ...(missing ? { missing: missing as NonNullable<Envelope['error']>['missing'] } : {}),
          ...(awsPart(error) && { aws: awsPart(error) }),
        }
      : null,
  };
}
