// What others are to set up, as files: text mode prints the document itself, so that it can be piped.
import { explain } from '../aws/errors.ts';
import type { Names } from '../aws/policies.ts';
import { type Answer, answer } from '../engine/answers.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import { nearest } from '../engine/near.ts';
import { flagOf, type Question, type Value } from '../engine/question.ts';
import { line } from '../engine/resource.ts';
import type { CommandName } from '../export/needed.ts';
import { callsNothing, commandNames, inParts, openIn, policyFor } from '../export/policy.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { readsOnly } from './reads-only.ts';

const file = (content: object, name: string) => ({ path: name, content: `${JSON.stringify(content, null, 2)}\n` });

/** `words`: the commands; without any, the whole way. */
export async function exportPolicy(
  session: Session,
  settings: Settings,
  questions: readonly Question[],
  words: string[],
  { readOnly }: { readOnly: boolean },
): Promise<Work> {
  await readsOnly(session, settings);
  const named = commandsIn(words, session);
  const commands = named.length > 0 ? named : (['init'] as const);
  const { partition, region, account } = await session.place();
  const placed = { partition, region, account };
  // Of a second colour nobody is asked who has none.
  const matter: string[] = openIn(policyFor(commands, placed, { readOnly }), placed);
  const isOfColours = ({ key }: Question) => ['targetGroup', 'twin', 'twinTargetGroup'].includes(key);
  const asked = questions.filter((question) => !isOfColours(question) || matter.includes('twin'));
  const want = await known(session, settings, asked);
  const { targets, tags, bucket, revisionBucket, ...others } = want;
  const names = {
    ...others,
    ...(targets === 'tags' && { tags }),
    bucket: bucket ?? revisionBucket,
    ...placed,
  } as Names;
  const policy = policyFor(commands, names, { readOnly });
  const open = openIn(policy, names);
  if (open.length > 0) session.ui.warn(line('policyOpen', { flags: open.map(flagOf).join(', ') }));
  if (policy.Statement.some(({ Sid }) => Sid === 'Shell')) session.ui.warn(line('policyRunsScripts', {}));
  const parts = inParts(policy);
  if (parts.length > 1) session.ui.warn(line('policyLong', { parts: parts.length }));
  const name = [
    'policy',
    ...commands.map((command) => command.replaceAll(' ', '-')),
    ...(readOnly ? ['read-only'] : []),
  ];
  const stem = commands.length > 3 ? 'policy' : name.join('-');
  const files = parts.map((part, index) => file(part, `${stem}${parts.length > 1 ? `-${index + 1}` : ''}.json`));
  return { data: { files }, blocks: [{ lines: [JSON.stringify(policy, null, 2)] }] };
}

/** `deploy push doctor` are two: of what fits the longest is meant. */
function commandsIn(words: string[], { text }: Session): CommandName[] {
  const rest = words.flatMap((word) => word.split(' ')).filter(Boolean);
  const commands: CommandName[] = [];
  while (rest.length > 0) {
    const command = callsNothing.find((name) => `${rest.join(' ')} `.startsWith(`${name} `));
    if (command) throw new WizardError('usage', { problem: text.messages.callsNothing({ command }) });
    const length = [3, 2, 1].find((length) => isCommand(rest.slice(0, length).join(' ')));
    if (length === undefined) {
      const near = nearest(rest[0]!, commandNames);
      throw new WizardError('usage', {
        problem: text.usage['commander.unknownCommand'](rest[0]!),
        suggestion: near ? `${text.words.didYouMean} ${near}?` : text.usage.thereIs({ names: commandNames.join(', ') }),
      });
    }
    commands.push(rest.splice(0, length).join(' ') as CommandName);
  }
  return commands;
}

const isCommand = (name: string): name is CommandName => (commandNames as string[]).includes(name);

/** What is given, or suggested by what is there. Who may not look there gets a wider policy. */
export async function known(
  session: Session,
  settings: Settings,
  questions: readonly Question[],
): Promise<Record<string, Value | undefined>> {
  const wanted = (answers: Answer[]) => Object.fromEntries(answers.map(({ key, value }) => [key, value]));
  const look = { want: {}, place: () => session.place(), cwd: session.world.cwd, now: session.world.now };
  try {
    return wanted(
      await answer([{ name: '', questions: questions.map((each) => ({ ...each, when: undefined })), quiet: true }], {
        given: settings.given,
        look,
        ui: { ...session.ui, interactive: false },
        keep: () => {},
        forgives: (error) => explain(error).code === 'denied',
      }),
    );
  } catch (error) {
    if (!isWizardError(error, 'missingAnswers')) throw error;
    return wanted((error as WizardError & { answers?: Answer[] }).answers ?? []);
  }
}
