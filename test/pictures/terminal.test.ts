// The pictures of the terminal in README and docs, made from real runs of the built program, and the same at each run. After a
// change: npm run build && npx vitest run --config test/pictures/vitest.config.ts -u
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { example } from '../support/run.ts';
import { COLUMNS, openTerminal, type Terminal } from '../support/terminal.ts';
import { pictureOf, type Screen, screenOf } from './screen.ts';

const opened: Terminal[] = [];
afterEach(() => {
  for (const terminal of opened.splice(0)) terminal.close();
});

let home = '';
/** What would make the command lines long is said by variables, so that those in the pictures are what was typed. */
const FLEET = { SANDBOX: 'fleet', SOURCE: 's3', BUCKET: 'shop-revisions', KEY: 'shop/first.zip' };

/** Pauses between two looks are a little irregular; a picture must be the same twice. */
const EVEN = '--import=data:text/javascript,Math.random=()=>0.5';

/** Runs to its end; answers what it wrote. Each command sees what the one before it made. */
async function written(args: string[], lang: string, answers: Record<string, string> = FLEET): Promise<string> {
  const all = { YES: '1', NO_INPUT: '1', LANG: lang, ...answers };
  const env = Object.fromEntries(Object.entries(all).map(([name, value]) => [`CODEDEPLOY_WIZARD_${name}`, value]));
  const terminal = openTerminal(args, { HOME: home, NODE_OPTIONS: EVEN, ...env });
  opened.push(terminal);
  await terminal.exitCode();
  return terminal.raw();
}

/** After a block has been drawn over; the live line is not drawn yet. */
const FRAME = '\u001b[J';
const framesOf = (raw: string) => raw.split(FRAME).map((_, at, parts) => parts.slice(0, at + 1).join(FRAME) + FRAME);

const part = ({ lines }: Screen, from: RegExp, most: number): Screen => {
  const at = lines.findIndex(({ text }) => from.test(text));
  expect(at).toBeGreaterThan(-1);
  return { lines: lines.slice(at, at + most) };
};

const kept = (screen: Screen, typed: string, name: string) =>
  expect(pictureOf(screen, `codedeploy-wizard ${typed}`, COLUMNS)).toMatchFileSnapshot(
    `../../docs/pictures/${name}.svg`,
  );

describe.each(['en', 'ko'])('in %s', (lang) => {
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'cdw-home-'));
  });

  test('the plan of init', async () => {
    const answers = { DIRECTORY: example, IMAGE_NAME: 'shop-20260105-0900', DESCRIPTION: 'v1' };
    const screen = await screenOf(await written(['init', '--sandbox', '--dry-run'], lang, answers), COLUMNS);
    await kept(part(screen, /^(Plan|계획)$/, 34), 'init --sandbox --dry-run', `plan.${lang}`);
  });

  test('a deployment half at a time, and one that fails', async () => {
    await written(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '8'], lang);
    const raw = await written(['deploy'], lang);
    const screens = await Promise.all(framesOf(raw).map((frame) => screenOf(frame, COLUMNS)));
    // The first half is done, the second is on its way.
    const halfway = screens.find(({ lines }) => {
      const rows = lines.map(({ text }) => text).filter((text) => /^ {2}i-[0-9a-f]{17} /.test(text));
      const done = rows.filter((text) => text.endsWith('Succeeded'));
      return done.length === 4 && rows.some((text) => /✔ ✔ ✔ ✔ ✔ .*»/.test(text));
    });
    await kept(part(halfway!, /^ +a b c d/, 30), 'deploy', `grid.${lang}`);

    await written(['sandbox', 'fault', 'script-fails'], lang);
    const once = { ...FLEET, DEPLOYMENT_CONFIG: 'OneAtATime', ROLLBACK_ON: 'stop' };
    const failed = await screenOf(await written(['deploy'], lang, once), COLUMNS);
    await kept(part(failed, /^(Error|오류):/, 24), 'deploy', `failure.${lang}`);
  });

  test('doctor', async () => {
    await written(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '3'], lang);
    await written(['deploy'], lang);
    await written(['sandbox', 'fault', 'agent-stopped'], lang);
    const screen = await screenOf(await written(['doctor'], lang), COLUMNS);
    await kept(part(screen, /^(Roles|역할)$/, 27), 'doctor', `doctor.${lang}`);
  });
});
