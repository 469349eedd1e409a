// What a command calls is in the policy that is exported for it. With PERMITTED=strict each run of each test is looked at:
// it finds what the walks of test/permissions have missed.
import { actionsOf } from '../../src/aws/actions.ts';
import { type CommandName, needed } from '../../src/export/needed.ts';
import { withParts } from '../../src/export/policy.ts';
import type { RecordedCall } from './run.ts';

/** The longest name of a command that the words begin with. */
function commandIn(args: readonly string[]): CommandName | undefined {
  const words = args.filter((word) => /^[a-z]+(-[a-z]+)*$/.test(word));
  return [3, 2, 1].map((length) => words.slice(0, length).join(' ')).find((name) => name in needed) as
    | CommandName
    | undefined;
}

export function mustBePermitted(args: readonly string[], calls: readonly RecordedCall[]): void {
  const command = commandIn(args);
  if (!command || process.env.PERMITTED !== 'strict') return;
  const statements = withParts([command]).flatMap((each) => Object.values({ ...needed[each] }).flatMap(Object.values));
  const permitted = new Set(statements.flatMap((actions: string) => actions.split(' ')));
  const missing = calls.map(({ service, operation }) => actionsOf(service, operation)[0]!);
  const [first] = missing.filter((action) => !permitted.has(action));
  if (first)
    throw new Error(
      `\`${command}\` needs ${first}, which its policy does not allow. Let a walk of test/permissions/walks.ts do this, and record again.`,
    );
}
