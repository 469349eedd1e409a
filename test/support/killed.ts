// A real process that is stopped at one of its writes, and the same command once more.
import { expect } from 'vitest';
import type { Act } from './acts.ts';
import { normal } from './normal.ts';
import { folderOf, type Stop } from './processes.ts';

export interface Uninterrupted {
  state: string;
  config: string;
}

export async function uninterrupted(act: Act): Promise<Uninterrupted> {
  const start = await act.start();
  const folder = folderOf(start);
  const ran = await folder.run(act.command(start));
  expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
  const whole = { state: JSON.stringify(normal(folder.state())), config: folder.config() };
  folder.remove();
  return whole;
}

const EXIT = { SIGINT: 130, SIGTERM: 143 } as const;

/** False where the run was over before: it has no such write. */
export async function endsTheSame(act: Act, whole: Uninterrupted, stop: Stop): Promise<boolean> {
  const where = `${stop.signal}${stop.twice ? ' twice' : ''} ${stop.moment} write ${stop.at}`;
  const start = await act.start();
  const folder = folderOf(start);
  const stopped = await folder.run(act.command(start), stop);
  if (stopped.exitCode === 0) return false;
  if (stop.signal === 'SIGKILL') expect([where, stopped.signal]).toEqual([where, 'SIGKILL']);
  else {
    expect([where, stopped.exitCode]).toEqual([where, EXIT[stop.signal]]);
    // The second time it is gone at once, without a word.
    if (!stop.twice) {
      const { error } = JSON.parse(stopped.stdout) as { error: { code: string; message: string; hint: string } };
      expect([where, error.code]).toEqual([where, stop.signal === 'SIGINT' ? 'interrupted' : 'terminated']);
      expect([where, error.hint]).toEqual([where, expect.stringMatching(/codedeploy-wizard \S/)]);
    }
  }
  // What was answered by flags was agreed to with the plan: it is in the file, and is not to be said again.
  const [command = '', ...flags] = act.command(start);
  const again = await folder.run(
    command === 'init'
      ? ['init', ...flags.filter((flag) => ['--sandbox', '--yes', '--output', 'json'].includes(flag))]
      : act.command(start),
  );
  expect([where, again.exitCode, again.exitCode === 0 ? '' : again.stdout]).toEqual([where, 0, '']);
  expect([where, JSON.stringify(normal(folder.state()))]).toEqual([where, whole.state]);
  expect([where, folder.config()]).toEqual([where, whole.config]);
  folder.remove();
  return true;
}
