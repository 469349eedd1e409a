import { test } from 'vitest';
import { bench } from '../support/run.ts';

test('try', async () => {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '3']);
  const args = [
    'bluegreen',
    '--sandbox',
    'fleet',
    '--yes',
    '--source',
    's3',
    '--bucket',
    'shop-revisions',
    '--key',
    'shop/first.zip',
  ];
  const dry = await here.run([...args, '--dry-run']);
  console.log(dry.exitCode, dry.stderr, dry.stdout);
  const ran = await here.run([...args, '--confirm', 'shop']);
  console.log(ran.exitCode, ran.stderr, ran.stdout);
  console.log(
    ran.calls
      .filter((c) => c.write)
      .map((c) => `${c.operation} ${JSON.stringify(c.input).slice(0, 200)}`)
      .join('\n'),
  );
  console.log(ran.calls.length);
});
