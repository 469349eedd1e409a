// `init` by keyboard in a real terminal of 80 columns: what is asked, in which language, and how it ends.
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { example } from '../support/run.ts';
import { answerAll, openTerminal, type Question, type Terminal, waiting } from '../support/terminal.ts';

const init = ['init', '--sandbox', '--directory', example];

const opened: Terminal[] = [];
const open = (...parameters: Parameters<typeof openTerminal>) => {
  const terminal = openTerminal(...parameters);
  opened.push(terminal);
  return terminal;
};
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.close();
});

/** What was asked, with the wait for the first question. */
const firstQuestion = (terminal: Terminal) => terminal.until(() => waiting(terminal));

const asksToApply = ({ text }: Question) => /^Apply \d+ changes\?|^변경 \d+개를 적용/.test(text);

/** Commands to copy stay on one line, however long: after `Next` the terminal may break lines. */
const beforeNext = (terminal: Terminal, title: string) => {
  const lines = terminal.lines();
  const at = lines.findIndex(({ text }) => text === title);
  expect(at).toBeGreaterThan(0);
  return lines.slice(0, at);
};
const tooWide = (lines: ReturnType<Terminal['lines']>) => lines.filter(({ overflow }) => overflow);

/** Five words or more without Hangul between them, outside of backticks, are a sentence somebody forgot. */
const englishSentences = (shown: string) =>
  // The letters over the columns of the grid are no words.
  shown
    .replaceAll(/`[^`\n]*`|(?<=\s)(?:[a-z] ){5,}[a-z]\b/g, '')
    .match(/(?<![\w/-])(?:[A-Za-z][a-z']*[,;:]? +){4,}[A-Za-z][a-z']*/g) ?? [];

test('English: Enter takes what is suggested, y applies, and the deployment succeeds', async () => {
  const terminal = open(init);
  const asked = await answerAll(terminal, (question) => (asksToApply(question) ? 'y\r' : '\r'));

  expect(await terminal.exitCode()).toBe(0);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter(asksToApply)).toHaveLength(1);
  expect(terminal.text()).toMatch(/^✔ Apply \d+ changes\? yes$/m);
  // What was asked is not said again.
  expect(terminal.text().match(/^✔ Project\b/gm)).toHaveLength(1);
  expect(terminal.text()).toMatch(/^ {2}deploy +status +Succeeded$/m);
  expect(tooWide(beforeNext(terminal, 'Next'))).toEqual([]);
  expect(terminal.cursorHidden()).toBe(false);
});

test('Korean: every question is Korean, nothing is English, and ㅛ is yes', async () => {
  // What git says of the example is in the language of its commits.
  const terminal = open([...init, '--lang', 'ko', '--description', '첫 배포']);
  const asked = await answerAll(terminal, (question) => (asksToApply(question) ? 'ㅛ\r' : '\r'));

  expect(await terminal.exitCode()).toBe(0);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter(({ text }) => !/[가-힣]/.test(text))).toEqual([]);
  expect(terminal.text()).toMatch(/^✔ 변경 \d+개를 적용하시겠습니까\? 예$/m);
  expect(terminal.text()).toMatch(/deploy +상태 +Succeeded/);
  const before = beforeNext(terminal, '다음');
  expect(tooWide(before)).toEqual([]);
  expect(englishSentences(before.map(({ text }) => text).join('\n'))).toEqual([]);
  // Prompts are drawn over once they are answered: what they showed meanwhile counts too.
  const drawn = stripVTControlCharacters(terminal.raw()).split('codedeploy-wizard init')[0]!;
  expect(englishSentences(drawn)).toEqual([]);
  expect(drawn).toContain('↑↓ 이동 · ⏎ 선택');
  expect(drawn).not.toMatch(/navigate|⏎ select/);
});

describe.each([
  { lang: 'en', no: 'n', refusal: 'must be yes or no' },
  { lang: 'ko', no: 'ㅜ', refusal: '예 또는 아니요여야 합니다' },
])('in $lang', ({ lang, no, refusal }) => {
  test('the apply question refuses what is neither yes nor no, and no changes nothing', async () => {
    const terminal = open([...init, '--lang', lang]);
    let refused = false;
    // Backspace takes the wrong answer away again.
    await answerAll(terminal, (question) => {
      if (!asksToApply(question)) return '\r';
      void terminal
        .until(() => (terminal.text().includes(`> ${refusal}`) ? true : undefined))
        .then(() => {
          refused = true;
          terminal.type(`\u007f\u007f\u007f${no}\r`);
        });
      return 'wat\r';
    });
    expect(await terminal.exitCode()).toBe(8);
    expect(refused).toBe(true);
    expect(terminal.text()).not.toMatch(/Succeeded/);
  });

  test.each([
    ['a text', 0],
    ['a list', 1],
  ])('Ctrl-C at %s ends with 130 and gives the cursor back', async (_, answered) => {
    const terminal = open([...init, '--lang', lang]);
    for (let at = 0; at < answered; at++) {
      const before = await firstQuestion(terminal);
      terminal.type('\r');
      await terminal.until(() => (waiting(terminal)?.at === before.at ? undefined : true));
    }
    await firstQuestion(terminal);
    expect(terminal.cursorHidden()).toBe(answered === 1);
    terminal.type('\u0003');
    expect(await terminal.exitCode()).toBe(130);
    expect(terminal.cursorHidden()).toBe(false);
    expect(terminal.text()).not.toMatch(/ExitPromptError|SIGINT|at .*\.js/);
  });
});

test('Ctrl-C at the apply question writes nothing', async () => {
  const terminal = open(init);
  await answerAll(terminal, (question) => (asksToApply(question) ? '\u0003' : '\r'));
  expect(await terminal.exitCode()).toBe(130);
  expect(terminal.text()).not.toMatch(/✔ create /);
});

test('SIGTERM at a prompt ends with 143 and gives the cursor back', async () => {
  const terminal = open([...init, '--project', 'shop']);
  await firstQuestion(terminal);
  expect(terminal.cursorHidden()).toBe(true);
  terminal.signal('SIGTERM');
  expect(await terminal.exitCode()).toBe(143);
  expect(terminal.cursorHidden()).toBe(false);
});

const colours = (raw: string) => raw.match(new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g')) ?? [];

test('colours are there, and --no-color and NO_COLOR take them out of prompts too', async () => {
  const seen = async (args: string[], env: Record<string, string> = {}) => {
    const terminal = open([...init, ...args], env);
    await answerAll(terminal, (question) => (asksToApply(question) ? 'y\r' : '\r'));
    expect(await terminal.exitCode()).toBe(0);
    return colours(terminal.raw());
  };
  expect((await seen([])).length).toBeGreaterThan(50);
  expect(await seen(['--no-color'])).toEqual([]);
  expect(await seen([], { NO_COLOR: '1' })).toEqual([]);
});

test('a value that breaks a rule is refused with the rule, and can be mended', async () => {
  const terminal = open([...init, '--lang', 'ko']);
  await firstQuestion(terminal);
  terminal.type('한글 이름\r');
  await terminal.until(() => (terminal.text().includes('영문자로 시작하고') ? true : undefined));
  expect(tooWide(terminal.lines())).toEqual([]);
  terminal.type(`${'\u007f'.repeat(5)}book\r`);
  await terminal.until(() => (/^✔ 프로젝트 book$/m.test(terminal.text()) ? true : undefined));
});
