// Every command that there is can be named to `export policy`, or calls nothing: one that is added joins by existing.
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import type { Policy } from '../../src/aws/policies.ts';
import { nameOf } from '../../src/command-name.ts';
import { needed } from '../../src/export/needed.ts';
import { callsNothing } from '../../src/export/policy.ts';
import { tree } from '../../src/program.ts';
import { textFor } from '../../src/text/index.ts';
import type { World } from '../../src/world.ts';
import { bench } from '../support/run.ts';

const below = (command: Command): Command[] => command.commands.flatMap((child) => [child, ...below(child)]);
/** One that only holds others together (`asg hook`) does nothing itself. */
const acts = (command: Command) => '_actionHandler' in command && command._actionHandler !== null;

test('each command has a policy, or is said to call nothing', async () => {
  const world = { args: [], env: {}, stdout: process.stdout, version: '0.1.0' } as unknown as World;
  const program = tree(world, await textFor('en'), async () => {}, { whole: true });
  const commands = below(program)
    .filter((command) => acts(command))
    .map(nameOf);
  expect(commands).toContain('bluegreen finish');
  expect(commands.toSorted()).toEqual([...Object.keys(needed), ...callsNothing].toSorted());
});

test.each([
  ['appspec lint', [], 3],
  ['completion', ['bash'], 0],
  ['export schema', [], 0],
  ['group simulate', ['--instances', '3', '--yes'], 0],
  ['help', [], 0],
  ['sandbox fault', ['--list'], 0],
  ['sandbox reset', [], 0],
  ['sandbox show', [], 0],
] as const)('%s calls nothing, and is not given a policy', async (command, args, exitCode) => {
  expect(callsNothing).toContain(command);
  const here = bench();
  const ran = await here.run([...command.split(' '), ...args]);
  expect([ran.exitCode, ran.calls]).toEqual([exitCode, []]);
  const refused = await here.run(['export', 'policy', command, '--sandbox', '--output', 'json']);
  expect([refused.exitCode, refused.envelope.error?.message]).toEqual([2, expect.stringContaining(command)]);
  expect(refused.envelope.error?.message).toContain('calls nothing of AWS');
});

test('blue/green and destroy are narrowed to the second colour and to what has our tag', async () => {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
  const exported = async (...words: string[]) => {
    const ran = await here.run(['export', 'policy', ...words, '--sandbox', 'fleet', '--output', 'json']);
    expect([ran.exitCode, ran.envelope.error]).toEqual([0, null]);
    const { files } = ran.envelope.data as { files: { content: string }[] };
    const statements = files.flatMap(({ content }) => (JSON.parse(content) as Policy).Statement);
    return Object.fromEntries(statements.map(({ Sid, Resource, Condition }) => [Sid, { Resource, Condition }]));
  };
  const at = 'ap-northeast-2:000000000000';
  const bluegreen = await exported('bluegreen');
  expect(bluegreen.Twin?.Resource).toMatch(/autoScalingGroupName\/shop-asg-green$/);
  expect(bluegreen.TwinTargetGroup?.Resource).toBe(
    `arn:aws:elasticloadbalancing:${at}:targetgroup/shop-target-green/*`,
  );
  expect(bluegreen.Colours?.Resource).toEqual(
    ['blue', 'green'].map((colour) => `arn:aws:codedeploy:${at}:deploymentgroup:shop/shop-group-${colour}`),
  );
  const destroy = await exported('destroy');
  const ours = { StringLike: { 'aws:ResourceTag/codedeploy-wizard:project': 'shop' } };
  for (const sid of ['OwnImages', 'OwnTemplate']) expect(destroy[sid]?.Condition).toEqual(ours);
  expect(await exported('deploy')).not.toHaveProperty('Twin');
});
