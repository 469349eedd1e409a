// The built program, stopped in the middle of its writes: the same command again ends as if nothing had been.
import { beforeAll, expect, test } from 'vitest';
import { actsNamed } from '../support/acts.ts';
import { endsTheSame, type Uninterrupted, uninterrupted } from '../support/killed.ts';

const [init] = actsNamed('init, the book');
let whole: Uninterrupted;
beforeAll(async () => {
  whole = await uninterrupted(init!);
}, 60_000);

test.each([
  ['a role that has none of its policies', { at: 2, moment: 'after', signal: 'SIGKILL' }],
  ['an image that nobody has heard of', { at: 13, moment: 'before', signal: 'SIGKILL' }],
  ['Ctrl-C says how it goes on', { at: 9, moment: 'after', signal: 'SIGINT' }],
  ['SIGTERM twice is gone at once', { at: 16, moment: 'before', signal: 'SIGTERM', twice: true }],
] as const)(
  '%s',
  async (_, stop) => {
    expect(await endsTheSame(init!, whole, stop)).toBe(true);
  },
  120_000,
);
