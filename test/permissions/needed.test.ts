// src/export/needed.ts is recorded. After a change in what is called: npx vitest run test/permissions -u
import { beforeAll, expect, test } from 'vitest';
import { type BlockName, blocksFor, type Names, statement } from '../../src/aws/policies.ts';
import { ACCOUNT } from './requests.ts';
import { allows } from './simulate.ts';
import { type Asked, type Asking, recordAll } from './walks.ts';

/** As the walks name everything. */
const names: Names = {
  partition: 'aws',
  region: 'ap-northeast-2',
  account: ACCOUNT,
  project: 'shop',
  ec2Role: 'shop-ec2',
  ec2Policy: 'shop-ec2-s3',
  serviceRole: 'shop-codedeploy',
  asg: 'exercise-group',
  twin: 'exercise-group-green',
  twinTargetGroup: 'exercise-target-green',
  application: 'shop',
  group: 'shop-group',
  bucket: 'exercise-revisions',
};

let asked: Map<string, Asked>;
beforeAll(async () => {
  asked = await recordAll();
}, 240_000);

const distinct = (requests: Asking[]) => [
  ...new Map(requests.map((request) => [JSON.stringify(request), request])).values(),
];

/** What no statement allows, all of it. */
const refused: string[] = [];

/** The narrowest statement that allows it. */
async function blockOf({ names: others, ...request }: Asking): Promise<BlockName | undefined> {
  for (const block of blocksFor(request.action))
    if (await allows([statement(block, { ...names, ...others })], request)) return block;
  refused.push(JSON.stringify(request));
  return undefined;
}

async function needsOf(requests: Asking[]): Promise<Map<BlockName, Set<string>>> {
  const needs = new Map<BlockName, Set<string>>();
  for (const request of distinct(requests)) {
    const block = await blockOf(request);
    if (block) needs.set(block, (needs.get(block) ?? new Set()).add(request.action));
  }
  return needs;
}

async function written(all: Map<string, Asked>): Promise<string> {
  const lines = [];
  for (const [command, { reads, writes }] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`  ${/\W/.test(command) ? `'${command}'` : command}: {`);
    const read = await needsOf(reads);
    const write = await needsOf(writes);
    for (const [mode, needs] of [
      ['reads', read],
      ['writes', write],
    ] as const) {
      const rows = [...needs]
        .map(
          ([block, actions]) =>
            [block, [...actions].filter((action) => mode === 'reads' || !read.get(block)?.has(action))] as const,
        )
        .filter(([, actions]) => actions.length > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([block, actions]) => `      ${block}: '${actions.sort().join(' ')}',`);
      lines.push(...(rows.length > 0 ? [`    ${mode}: {`, ...rows, '    },'] : [`    ${mode}: {},`]));
    }
    lines.push('  },');
  }
  return `// What each command needs of which statement. Recorded, not written: npx vitest run test/permissions -u
// biome-ignore-all format: recorded, a line for each statement.
import type { BlockName } from '../aws/policies.ts';

type Needs = Partial<Record<BlockName, string>>;

const table = {
${lines.join('\n')}
} satisfies Record<string, { reads: Needs; writes: Needs }>;

export type CommandName = keyof typeof table;

/** \`writes\`: what only its writes need. */
export const needed: Record<CommandName, { reads: Needs; writes: Needs }> = table;
`;
}

test('each command needs what it was seen to need, and nothing else', async () => {
  const page = await written(asked);
  expect(refused, 'to be allowed by a statement of src/aws/policies.ts').toEqual([]);
  await expect(page).toMatchFileSnapshot('../../src/export/needed.ts');
}, 120_000);
