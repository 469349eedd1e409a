// What CodeDeploy's hook is, whether it is as it should be, who waits at it, and whether launches fail in a loop.
import { judgeHooks, readHooks, waitingInstances } from '../deployments/hooks.ts';
import { readLoop } from '../deployments/launch-loop.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import { deploymentGroups } from '../resources/instance.ts';
import { suspensionOf } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { flagsFor, pairOf, whereabouts } from './hook.ts';
import { readsOnly } from './reads-only.ts';
import { suggest } from './suggest.ts';

export async function hookStatus(session: Session, settings: Settings): Promise<Work> {
  await readsOnly(session, settings);
  const { place, pair, group } = await whereabouts(session, settings, true);
  const { asg } = pair;
  const suspended = suspensionOf(group) ?? null;
  const [groups, present, waiting] = await Promise.all([
    deploymentGroups(place),
    readHooks(place, asg),
    waitingInstances(place, group),
  ]);
  const hooks = judgeHooks(asg, present, groups, suspended?.group);
  const owner = hooks.find(({ group }) => group !== null)?.group;
  const own = owner ? pairOf(owner, asg) : pair;
  const { loop: found, failed } = await readLoop(place, group, owner ? own : undefined);
  const loop = found ? { ...found, deployment: failed?.deploymentId ?? null } : null;
  const processes = (group.SuspendedProcesses ?? []).map(({ ProcessName = '', SuspensionReason = '' }) => ({
    name: ProcessName,
    reason: SuspensionReason,
  }));

  const { words, hook: text } = session.text;
  const rows = hooks.map(({ transition, state, name, expected, group }) => [
    text.transitions[transition],
    text.states[state],
    [name, expected !== name && expected].filter(Boolean).join(' ≠ ') || words.none,
    group ?? words.none,
  ]);
  const section = (title: string, rows: string[][]): Block[] => (rows.length > 0 ? [{ title, rows }] : []);
  const blocks: Block[] = [
    { lines: [...text.about] },
    { title: `${text.titles.hooks}: ${asg}`, rows: rows.length > 0 ? rows : [[words.none]] },
    ...section(
      text.titles.waiting,
      waiting.map(({ instance, state, since }) => [instance, state, since ?? '']),
    ),
    ...section(text.titles.suspended, suspended ? [[suspended.group, suspended.since]] : []),
    ...section(
      text.titles.processes,
      processes.map(({ name, reason }) => [name, reason]),
    ),
    ...section(text.titles.loop, loop ? [[`${loop.failures} ×`, loop.since, loop.deployment ?? '', loop.message]] : []),
  ];
  return { data: { hooks, waiting, suspended, processes, loop }, blocks, next: [next()] };

  /** What is most urgent. */
  function next(): string {
    const states = hooks.map(({ state }) => state);
    if (suspended) return suggest(session, 'asg', 'hook', 'restore', '--asg', asg);
    if (states.some((state) => state !== 'healthy')) return suggest(session, 'asg', 'hook', 'repair', '--asg', asg);
    if (loop && loop.reason !== 'healthCheck') return suggest(session, 'asg', 'rescue', ...flagsFor(own));
    return suggest(session, 'status');
  }
}
