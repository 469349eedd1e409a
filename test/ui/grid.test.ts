// The grid as lines: nothing is wider than the screen, and what matters stands at the end of the row.
import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { en } from '../../src/text/en/index.ts';
import { ko } from '../../src/text/ko/index.ts';
import { gridLines } from '../../src/ui/grid.ts';
import { EVENTS } from '../support/fleet.ts';

const plain = new Chalk({ level: 0 });
const row = (instance: string, passed: number, status: string, label?: string) => ({
  instance,
  ...(label && { label }),
  status,
  events: EVENTS.map((name, at) => ({ name, status: at < passed ? 'Succeeded' : at === passed ? status : 'Pending' })),
});
const grid = {
  rows: [
    row('i-0123456789abcdef0', 3, 'InProgress'),
    row('i-0123456789abcdef1', 10, 'Failed', 'Green'),
    row('i-0123456789abcdef2', 13, 'Succeeded'),
    { instance: 'i-0123456789abcdef3', status: 'Pending', events: [] },
  ],
  hidden: 96,
};

test('a mark for each event, and the event that runs or has failed', () => {
  expect(gridLines(grid, en, plain, 80)).toEqual([
    '                             a b c d e f g h i j k l m',
    '  i-0123456789abcdef0        ✔ ✔ ✔ » . . . . . . . . .  ApplicationStop',
    '  i-0123456789abcdef1 Green  ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✘ . .  BeforeAllowTraffic',
    '  i-0123456789abcdef2        ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔ ✔  Succeeded',
    '  i-0123456789abcdef3                                   Pending',
    '  96 more instances not shown',
    '  a BeforeBlockTraffic b BlockTraffic c AfterBlockTraffic d ApplicationStop',
    '  e DownloadBundle f BeforeInstall g Install h AfterInstall i ApplicationStart',
    '  j ValidateService k BeforeAllowTraffic l AllowTraffic m AfterAllowTraffic',
    '  ✔ done  » running  ✘ failed  - skipped  . waiting',
  ]);
});

test.each([en, ko])('nothing is wider than the screen, coloured or not', (text) => {
  const long = { ...grid, rows: [...grid.rows, row('web-server-in-the-cellar-of-the-old-building', 12, 'InProgress')] };
  for (const columns of [20, 40, 60, 79, 80, 81, 120, 200])
    for (const level of [0, 1] as const)
      for (const line of gridLines(long, text, new Chalk({ level }), columns))
        expect(stringWidth(line)).toBeLessThan(columns);
});
