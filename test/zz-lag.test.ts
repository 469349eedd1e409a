import { test } from 'vitest';
import { acts } from './support/acts.ts';
import { undisturbed, wrongWith } from './support/ordeal.ts';
import { appendFileSync } from 'node:fs';
const lags = [{ iam: 60_000 }, { images: 60_000 }, { templates: 30_000 }, { staleReads: 1 }, { staleReads: 4 }, { iam: 60_000, images: 60_000, templates: 30_000, staleReads: 3 }];
test('lag', async () => {
  for (const act of acts) {
    const whole = await undisturbed(act);
    for (const lag of lags) {
      if (!act.name.startsWith('init') && (!('staleReads' in lag) || 'iam' in lag)) continue;
      const found = await wrongWith(act, whole, { lag }).catch((e) => [String(e.stack)]);
      appendFileSync('/tmp/lag.txt', `${act.name} ${JSON.stringify(lag)}: ${found.join(' | ') || 'ok'}\n`);
    }
  }
}, 3600_000);
