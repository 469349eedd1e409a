// The smallest IAM policy for commands of this program, made of the statements that they were seen to need.
import { type BlockName, blocks, NAMES, type Names, type Policy, statement } from '../aws/policies.ts';
import { type CommandName, needed } from './needed.ts';

export const commandNames = Object.keys(needed) as CommandName[];

/** Commands that call nothing of AWS: nobody has to be allowed anything for them. */
export const callsNothing = [
  'appspec lint',
  'completion',
  'export schema',
  'group simulate',
  'help',
  'sandbox fault',
  'sandbox reset',
  'sandbox show',
];

/** What a command does besides its own. */
const parts: Partial<Record<CommandName, CommandName[]>> = {
  init: ['roles', 'ami', 'template', 'asg', 'app', 'group', 'deploy'],
};

export const withParts = (commands: readonly CommandName[]) =>
  commands.flatMap((command) => [command, ...(parts[command] ?? [])]);

type Needs = Partial<Record<BlockName, string>>;

/** What all of `commands` need together; `readOnly`: for their dry runs, and for those that only read. */
export function policyFor(commands: readonly CommandName[], names: Names, { readOnly }: { readOnly: boolean }): Policy {
  const needs = withParts(commands).flatMap((command): Needs[] => {
    const { reads, writes } = needed[command];
    return readOnly ? [reads] : [reads, writes];
  });
  const Statement = (Object.keys(blocks) as BlockName[]).flatMap((block) => {
    const actions = new Set(needs.flatMap((each) => each[block]?.split(' ') ?? []));
    // Only there it is they who get a profile.
    const fits = block !== 'TaggedInstances' || names.tags !== undefined;
    return actions.size > 0 && fits ? [statement(block, names, actions)] : [];
  });
  return { Version: '2012-10-17', Statement };
}

/** Without blanks: IAM does not count them. */
const LARGEST = 6144;
const sizeOf = (policy: Policy) => JSON.stringify(policy).length;

/** As many policies as IAM's limit for managed policies makes necessary. */
export function inParts({ Version, Statement }: Policy): Policy[] {
  const parts: Policy[] = [];
  for (const each of Statement) {
    const last = parts.at(-1);
    const longer = { Version, Statement: [...(last?.Statement ?? []), each] };
    if (last && sizeOf(longer) <= LARGEST) parts[parts.length - 1] = longer;
    else parts.push({ Version, Statement: [each] });
  }
  return parts;
}

/** Names of which nothing is known, so that a statement is about all of their kind. */
export function openIn({ Statement }: Policy, names: Names): (typeof NAMES)[number][] {
  const blocks = Statement.map(({ Sid }) => Sid as BlockName);
  return NAMES.filter(
    (name) =>
      names[name] === undefined &&
      blocks.some(
        (block) =>
          JSON.stringify(statement(block, names)) !== JSON.stringify(statement(block, { ...names, [name]: 'x' })),
      ),
  );
}
