// What CodeDeploy's hook is, whether it is as it should be, who waits at it, and whether launches fail in a loop.
import { waitingInstances } from '../deployments/hooks.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import { groupNames } from '../resources/auto-scaling-group.ts';
import { suspensionOf } from '../resources/suspension.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { asgName } from '../steps/asg.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { flagsFor, pairOf } from './hook.ts';
import { hooksSeen } from './hook-seen.ts';
import { readsOnly } from './reads-only.ts';
import { type Sight, sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { answersTo } from './which-group.ts';

export async function hookStatus(session: Session, settings: Settings): Promise<Work> {
  await readsOnly(session, settings);
  const sight = sightOf(session);
  const place = await session.place();
  const asked = await answersTo(session, settings, [project, asgName, application, groupName], sight.isDenied).catch(
    (error: unknown) => {
      // Which Auto Scaling group is meant, only a look could have told.
      if (!isWizardError(error, 'missingAnswers') || !sight.refusal) throw error;
      return undefined;
    },
  );
  if (!asked) return unseen(session, sight);
  const pair = { asg: String(asked.asg), application: String(asked.application), group: String(asked.group) };
  const { asg } = pair;
  const { group, hooks, partly, loop: found, failed } = await hooksSeen(place, pair, sight);
  if (group === null)
    throw new WizardError('notFound', {
      kind: 'autoscaling.group',
      name: asg,
      region: place.region,
      instead: await groupNames(place),
    });
  if (sight.blind) return unseen(session, sight, asg);
  const suspended = suspensionOf(group) ?? null;
  const waiting = group ? await waitingInstances(place, group, sight.allowed) : [];
  const owner = hooks.find(({ group }) => group !== null)?.group;
  const own = owner ? pairOf(owner, asg) : pair;
  const loop = found ? { ...found, deployment: failed?.deploymentId ?? null } : null;
  const processes = (group?.SuspendedProcesses ?? []).map(({ ProcessName = '', SuspensionReason = '' }) => ({
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
    aboutHook(session),
    { title: `${text.titles.hooks}: ${asg}`, rows: rows.length > 0 ? rows : [[partly ? words.unknown : words.none]] },
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
  return { data: { hooks, waiting, suspended, processes, loop, unknown: sight.unknown }, blocks, next: [next()] };

  /** What is most urgent. */
  function next(): string {
    const states = hooks.map(({ state }) => state);
    if (suspended) return suggest(session, 'asg', 'hook', 'restore', '--asg', asg);
    if (states.some((state) => state !== 'healthy' && state !== 'unknown'))
      return suggest(session, 'asg', 'hook', 'repair', '--asg', asg);
    if (loop && loop.reason !== 'healthCheck') return suggest(session, 'asg', 'rescue', ...flagsFor(own));
    return sight.refusal ? sight.next : suggest(session, 'status');
  }
}

/** Whole where somebody reads it; a script, or a pipe, gets a line that says where it stands. */
const aboutHook = ({ text: { hook }, world }: Session): Block => ({
  lines: world.stdout.isTTY ? [...hook.about, ''] : [hook.aboutShort],
});

/** Nothing of it may be looked at. */
const unseen = ({ text: { words, hook } }: Session, sight: Sight, asg = ''): Work => ({
  data: { hooks: [], waiting: [], suspended: null, processes: [], loop: null, unknown: sight.unknown },
  blocks: [{ title: [hook.titles.hooks, asg].filter(Boolean).join(': '), rows: [[words.unknown]] }],
  next: [sight.next],
  error: sight.refusal,
});
