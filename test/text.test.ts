// Both catalogues: the same keys, whole sentences, and Korean that is Korean.
import { expect, test } from 'vitest';
import { steps } from '../src/steps/index.ts';
import { pushStep } from '../src/steps/push.ts';
import { en } from '../src/text/en/index.ts';
import { ko } from '../src/text/ko/index.ts';
import { commandsIn, wrongWith } from './support/command-lines.ts';

type Say = (...data: unknown[]) => unknown;
type Leaf = [path: string, value: unknown];

const leaves = (value: unknown, path = ''): Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
    : [[path, value]];

const whole = async (text: typeof en) => leaves({ ...text, explanations: await text.explanations() });
const catalogues = { en: await whole(en), ko: await whole(ko) };

const NUMBERS =
  'bytes column count desired done errors failed files from infos last line lines max min minimum minutes more percent ready seconds size stopped to total warnings'.split(
    ' ',
  );

const broken = (word: string) => ({ id: 'alias', data: { name: word }, mark: { index: 0, line: 0, column: 0 } });

/** What a sentence is given, by the name of its parameter; `word` stands for every name that is not here. */
function samples(word: string): Record<string, unknown> {
  const kind = 'iam.role';
  const failure = { event: word, script: word, code: word, message: word, log: [word, word], cause: 'scriptEnded' };
  const failures = [
    { ...failure, instances: [word, word, word, word], exitCode: 1 },
    { ...failure, event: '', script: '', code: '', message: '', log: [], instances: [word], cause: 'nothingTold' },
  ];
  const why = { deployment: word, code: word, message: word, counts: word, failures, more: 2, silent: false };
  return {
    ...Object.fromEntries(NUMBERS.map((name, index) => [name, index + 2])),
    from: 1,
    to: 3,
    kind,
    yes: true,
    missing: [{ key: word, flag: word, variable: word }],
    names: [word],
    paths: [word],
    instead: [word],
    near: [word],
    differs: [{ key: word, from: word, to: [word] }],
    failures,
    silent: false,
    cause: 'serviceRole',
    alsoFailed: why,
    rule: 'oneOf',
    data: { options: word },
    why: 'noTargets',
    finding: broken(word),
    findings: [broken(word), { ...broken(word), inside: { file: word, line: 2, column: 3, source: word } }],
    atDeadline: 'stops',
    reasons: [{ why: 'noTargets', data: { group: word, stopped: 1 } }],
    agents: [{ instance: word, state: 'missing' }],
    failing: [word, word, word, word, word, word],
    commands: [word],
    ...Object.fromEntries(
      ['linux', 'windows', 'batches', 'each', 'kept', 'subnets', 'further', 'flags', 'actions'].map((name) => [
        name,
        [word],
      ]),
    ),
    blind: [{ why: 'offline', hosts: word, count: 1 }],
  };
}

/** Where one name means different things, and what may be absent; each entry is one more call. */
const others: Record<string, Record<string, unknown>[]> = {
  'messages.waitCommand': [{ what: 'looksAtAgent' }],
  'messages.sizeEffect': [{}, { from: 3, to: 1 }],
  'messages.listing': [{}, { more: 0 }],
  'messages.waitAgent': [{}, { state: 'missing' }],
  'messages.deletesHook': [{}, { group: '', count: 0 }],
  'messages.launchLoopFound': [{}, { deployment: '' }],
  'errors.conflict': [{ why: undefined }, { why: { why: 'wrongServiceTrust', data: {} } }],
  'errors.notReady': [
    { step: 'roles', what: { kind: 'iam.role', name: 'web' } },
    { step: 'roles', what: undefined },
  ],
  'errors.servesTraffic': [{}, { asg: undefined }],
  'errors.agentNotVerified': [{}, { evidence: undefined }],
  'errors.notPackable': [{ why: 'unreadable', data: { path: 'a', problem: 'EACCES' } }],
  'errors.notFound': [{}, { region: undefined, instead: [], kind: 'unheard.of' }],
  'errors.invalidValue': [{}, { rule: 'empty', data: undefined }],
  'errors.interrupted': [{}, { goesOn: false }],
  'errors.terminated': [{}, { goesOn: false }],
  'errors.unknownCode': [{}, { near: [] }],
  'explanations.words.nothingKnown': [{}, { lines: 0 }],
  'errors.usage': [{}, { suggestion: undefined }],
  'errors.confirmationMissing': [{}, { yes: false }],
  'errors.revisionBroken': [{}, { folder: undefined }],
  'findings.appspec-missing': [
    {},
    { ignored: false },
    { ignored: false, other: undefined },
    { ignored: false, other: undefined, inner: undefined },
  ],
  'findings.unknown-key': [{}, { section: '', instead: undefined }],
  'findings.os-wrong': [{}, { instead: undefined }],
  'findings.behavior-wrong': [{}, { instead: undefined }],
  'findings.hook-unknown': [{}, { instead: undefined }],
  'findings.hook-reserved': [{}, { event: 'Install' }],
  'findings.mode-octal': [{}, { valid: false }],
  'findings.source-not-in-bundle': [{}, { ignored: false }, { ignored: false, almost: undefined }],
  'findings.script-not-in-bundle': [
    {},
    { script: undefined },
    { script: undefined, ignored: false },
    { script: undefined, ignored: false, almost: undefined },
  ],
  'errors.broken': [{}, { reason: '' }],
  'errors.busy': [{}, { deployment: '' }],
  'errors.deploymentStopped': [{}, { message: '', rollback: undefined, rollbackMessage: undefined }],
  'errors.deploymentFailed': [{}, { failures: [], more: 0, counts: '', silent: true, alsoFailed: undefined }],
  'errors.rolledBack': [{}, { failures: [], more: 0 }],
  'errors.timedOut': [{}, { command: undefined }],
  'errors.denied': [{}, { command: undefined }],
  'messages.preparing': [{}, { status: '' }],
  'messages.readyWaits': [{}, { atDeadline: 'continues' }],
  'messages.terminationWaits': [{}, { minutes: 0 }],
  'errors.cannotStart': [
    {},
    {
      reasons: [
        { why: 'noTargets', data: { group: 'web', stopped: 0 } },
        { why: 'alarmActive', data: { alarms: 'errors' } },
      ],
    },
  ],
  'messages.wouldNotStart': [{ data: { group: 'web', stopped: 0 } }],
  'messages.notChecked': [{ what: 'agents' }],
  'messages.madeBefore': [{ things: [{ kind: 'iam.role', name: 'shop-ec2' }] }],
  'errors.notWaiting': [{}, { terminate: false }],
  'messages.waitStopped': [{}, { counts: '' }],
  'time.took': [{}, { seconds: 65 }, { seconds: 3_700 }],
  'time.ago': [{}, { seconds: 0 }, { seconds: 90_000 }],
  'time.age': [{}, { seconds: 0 }, { seconds: 3_700 }],
};

const given = (word: string, own: Record<string, unknown>) =>
  new Proxy({ ...samples(word), ...own } as Record<string, unknown>, {
    get: (known, name) => (typeof name === 'string' && !(name in known) ? word : known[name as string]),
  });

/** These take their words one after the other. */
const POSITIONAL = 'usage.commander.';

/** All that is said under `path`. Counts are given as many and as one. */
function said([path, value]: Leaf, word: string): string[] {
  if (typeof value !== 'function') return [String(value)];
  const ones = Object.fromEntries(NUMBERS.map((name) => [name, 1]));
  return (others[path] ?? [{}])
    .flatMap((own) => [own, { ...ones, ...own }])
    .map((own) => (path.startsWith(POSITIONAL) ? (value as Say)(word, word) : (value as Say)(given(word, own))))
    .flatMap((sentence) => {
      if (typeof sentence !== 'object' || sentence === null) return [sentence];
      const { message, hint, fix } = sentence as { message: unknown; hint?: unknown; fix?: unknown };
      return [message, hint, fix].filter((part) => part !== undefined);
    }) as string[];
}

test('both catalogues have the same keys', () => {
  const keys = (of: Leaf[]) => of.map(([path, value]) => `${path}: ${typeof value}`).sort();
  expect(keys(catalogues.ko)).toEqual(keys(catalogues.en));
});

test('what is told apart here is in the catalogue', () => {
  const paths = catalogues.en.map(([path]) => path);
  expect(Object.keys(others).filter((path) => !paths.includes(path))).toEqual([]);
});

test.each(['en', 'ko'] as const)('every sentence of %s is whole', (language) => {
  const broken = catalogues[language].flatMap((leaf) =>
    said(leaf, 'web')
      .filter((text) => typeof text !== 'string' || !text.trim() || /undefined|\[object|NaN|function ?\(|=>/.test(text))
      .map((text) => `${leaf[0]}: ${text}`),
  );
  expect(broken).toEqual([]);
});

/** What stands in Korean as it is: code, commands, flags with their values, quotations, and the names of the steps. */
const LITERALS = [
  /`[^`]*`/g,
  /"[^"]*"/g,
  /\b(aws|codedeploy-wizard) [^가-힣)\n]*/g,
  // Commands for the server, to be copied.
  /\b(sudo|nohup|curl|ls|ps|cat|grep|mount|getent|apt-get|journalctl) [^가-힣)\n]*/g,
  /--[a-z][a-z-]*( [A-Z]+\b)?/g,
  new RegExp(`\\b(${Object.keys(en.steps).join('|')})\\b`, 'g'),
];
const LEFT_IN_ENGLISH = /[A-Za-z][\w'’.-]*(?:[,;:]?\s+[A-Za-z(][\w'’.-]*){3,}/;

test('no Korean sentence was left in English', () => {
  // What is filled in is Hangul, so that it joins no words.
  const english = catalogues.ko.flatMap((leaf) =>
    said(leaf, '견본')
      .filter((text) => LEFT_IN_ENGLISH.test(LITERALS.reduce((rest, literal) => rest.replace(literal, '·'), text)))
      .map((text) => `${leaf[0]}: ${text}`),
  );
  expect(english).toEqual([]);
});

test('English is found where it is', () => {
  expect('the deployment group is busy').toMatch(LEFT_IN_ENGLISH);
  expect('OneAtATime, HalfAtATime, AllAtOnce 또는 있는 이름').not.toMatch(LEFT_IN_ENGLISH);
});

const HANGUL = /[가-힣]/;

test('every Korean question, command, flag and exit code speaks Korean', () => {
  const helps = [
    // The label and the help are shown together.
    ...Object.entries(ko.questions).map(([key, { label, help }]) => [`questions.${key}`, `${label} ${help}`] as const),
    ...leaves({ commands: ko.commands, flags: ko.flags, exitCodes: ko.exitCodes }).map(
      ([path, text]) => [path, String(text)] as const,
    ),
  ];
  expect(helps.filter(([, text]) => !HANGUL.test(text)).map(([path]) => path)).toEqual([]);
});

const typable = async (language: 'en' | 'ko') => {
  const lines = catalogues[language].flatMap((leaf) => said(leaf, 'web').flatMap(commandsIn));
  const examples = Object.values(catalogues[language])
    .filter(([path]) => path.startsWith('examples.'))
    .map(([path]) => `codedeploy-wizard ${path.replace(/^examples\.[a-z -]+\./, '')}`);
  const all = [...new Set([...lines, ...examples])];
  const wrong = await Promise.all(all.map(async (line) => ({ line, problem: await wrongWith(line) })));
  return { count: all.length, wrong: wrong.filter(({ problem }) => problem) };
};

test.each(['en', 'ko'] as const)('every command that is named in %s can be typed', async (language) => {
  const { count, wrong } = await typable(language);
  expect(count).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('a command that cannot be typed is found', async () => {
  expect(commandsIn('Run `codedeploy-wizard grup --asg web` first, or codedeploy-wizard status.')).toEqual([
    'codedeploy-wizard grup --asg web',
    'codedeploy-wizard status',
  ]);
  for (const line of [
    'grup',
    'group --asgs web',
    'ami --source-instance web',
    'sandbox reset --scenario web',
    'deploy show a b',
  ])
    expect(await wrongWith(`codedeploy-wizard ${line}`)).toBeTruthy();
});

test('whatever a step gives has a name in both languages', () => {
  const given = [...steps, pushStep()].flatMap(({ gives }) => Object.keys(gives));
  for (const text of [en, ko]) expect(given.filter((key) => !(key in text.gives))).toEqual([]);
});
