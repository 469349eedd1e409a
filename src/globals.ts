// The global options: flags, then our own variables, checked before anything is done.
import type { OptionValues } from 'commander';
import { WizardError } from './engine/errors.ts';
import type { RuleKey } from './text/en/index.ts';
import type { World } from './world.ts';

export interface Globals {
  region?: string;
  profile?: string;
  endpointUrl?: string;
  config?: string;
  env?: string;
  output: 'text' | 'json' | 'ndjson';
  yes: boolean;
  confirm: string[];
  dryRun: boolean;
  exitCode: boolean;
  /** Scenario of the sandbox, if it is used. */
  sandbox?: string;
  expectAccount?: string;
  /** Milliseconds. */
  timeout?: number;
  /** Milliseconds. */
  pollInterval: number;
  quiet: boolean;
  debug: boolean;
}
/** What the sandbox can start as. */
export const SCENARIOS = ['book', 'empty', 'fleet'];

export const invalid = (where: string, value: string, rule: RuleKey, data?: Record<string, string>) =>
  new WizardError('invalidValue', { where, value, rule, data });

export function globalsOf(options: OptionValues, env: World['env']): Globals {
  const given: Partial<Record<string, string>> & { confirm?: string[] } = options;
  const variable = (name: string) => env[`CODEDEPLOY_WIZARD_${name}`] || undefined;
  const sandbox = given.sandbox ?? variable('SANDBOX');
  const scenario = sandbox === undefined || SCENARIOS.includes(sandbox) ? sandbox : 'book';
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

export function duration(where: string, text: string | undefined): number | undefined {
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
