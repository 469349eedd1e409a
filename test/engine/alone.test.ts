// One at a time: who holds a thing is asked what he says of himself, and it is free as soon as he lets go.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { alone, take } from '../../src/engine/alone.ts';

test('the second hears from the first who he is, until he lets go', async () => {
  const what = randomUUID();
  const first = await take(what, 'Kim');
  expect(first.by).toBeUndefined();
  expect((await take(what, 'Lee')).by).toBe('Kim');
  expect((await take(`${what} other`, 'Lee')).by).toBeUndefined();
  await first.release();
  const second = await take(what, 'Lee');
  expect(second.by).toBeUndefined();
  await second.release();
});

test('never two at once, and everyone gets his turn', async () => {
  const what = randomUUID();
  let inside = 0;
  let turns = 0;
  const act = async () => {
    expect(++inside).toBe(1);
    await new Promise((done) => setImmediate(done));
    inside--;
    turns++;
  };
  await Promise.all(Array.from({ length: 20 }, () => alone(what, act)));
  expect(turns).toBe(20);
});

test('what fails lets go as well', async () => {
  const what = randomUUID();
  const failing = alone(what, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await alone(what, () => 'free')).toBe('free');
});
