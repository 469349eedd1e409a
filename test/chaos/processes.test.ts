// Real processes, stopped at each of their writes in each way.
import { expect, test } from 'vitest';
import { actsNamed } from '../support/acts.ts';
import { endsTheSame, uninterrupted } from '../support/killed.ts';

const acts = actsNamed('init, the book', 'deploy, after a first release', 'asg hook suspend', 'asg rescue, nobody');
const ways = [
  { signal: 'SIGKILL', moment: 'before' },
  { signal: 'SIGKILL', moment: 'after' },
  { signal: 'SIGINT', moment: 'after' },
  { signal: 'SIGTERM', moment: 'after' },
  { signal: 'SIGINT', moment: 'before', twice: true },
  { signal: 'SIGTERM', moment: 'before', twice: true },
] as const;

test.each(acts.flatMap((act) => ways.map((way) => ({ act, way, title: `${act.name}: ${JSON.stringify(way)}` }))))(
  '$title',
  async ({ act, way }) => {
    const whole = await uninterrupted(act);
    let at = 1;
    while (await endsTheSame(act, whole, { ...way, at })) at++;
    expect(at).toBeGreaterThan(1);
  },
  3_600_000,
);
