// ARNs that look like none of those we know: other services, Regions to come, emulators. Never a defect, whatever stands there.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { again, fleetOfTwo, json } from './support/colours.ts';
import type { Bench } from './support/run.ts';

const agreed = ['--confirm', 'shop'];
const commands = [
  ['status'],
  ['doctor'],
  ['deploy', 'show'],
  ['asg', 'hook', 'status'],
  ['session-check'],
  ['bluegreen', 'status'],
  ['bluegreen', 'switch', '--to', 'blue', ...agreed],
  ['bluegreen', '--setup-only', '--dry-run', ...agreed],
  ['group', 'leftovers'],
  ['export', 'terraform'],
  ['export', 'cloudformation'],
  ['export', 'policy', 'bluegreen'],
  ['init', '--dry-run'],
  ['destroy', '--dry-run'],
];

/** Every ARN in an answer, changed where it stands. */
function changeArns(value: unknown, changed: (arn: string) => string): void {
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  const members = value as Record<string, unknown>;
  for (const [key, inner] of Object.entries(members)) {
    if (typeof inner === 'string' && inner.startsWith('arn:')) members[key] = changed(inner);
    else changeArns(inner, changed);
  }
}

/** What is left of one, and what follows. */
const odd = fc.record({
  keep: fc.integer({ min: 0, max: 90 }),
  tail: fc.oneof(fc.constantFrom('', ':', '/', '/x', ':targetgroup/', ':::::', 'arn', '한글', '%', '*'), fc.string()),
});

let paired: Bench;
beforeAll(async () => {
  paired = await fleetOfTwo();
  expect((await paired.run(['bluegreen', '--setup-only', ...json])).exitCode).toBe(0);
}, 120_000);

test.each(commands.map((command) => [command.filter((word) => !agreed.includes(word)).join(' '), command] as const))(
  '%s is never an unexpected error',
  async (_name, command) => {
    const here = again(paired);
    const common = ['--sandbox', 'fleet', '--output', 'json', '--timeout', '10m'];
    const told = await here.run([...command, ...common]);
    const services = [...new Set(told.calls.map(({ service }) => service))];
    await fc.assert(
      fc.asyncProperty(odd, fc.constantFrom('all', ...services), async ({ keep, tail }, where) => {
        const ran = await here.run([...command, ...common], {
          onCall: ({ service, output }, moment) => {
            if (moment === 'after' && (where === 'all' || where === service))
              changeArns(output, (arn) => arn.slice(0, keep) + tail);
          },
        });
        expect([ran.envelope.error?.message, ran.exitCode]).not.toEqual([ran.envelope.error?.message, 1]);
        expect(ran.stderr).not.toMatch(/^ {4}at /m);
      }),
      { numRuns: 6, seed: 20260105 },
    );
  },
  60_000,
);
