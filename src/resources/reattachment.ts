// A deployment group whose hook is gone or another one: it is detached from its Auto Scaling group and attached again.
import type { Place } from '../aws/place.ts';
import { type HookState, judgeHooks, readHooks } from '../deployments/hooks.ts';
import { line, type Resource } from '../engine/resource.ts';
import { asgsOf, labelOf, type Pair, setAttached } from './attachment.ts';
import { groupNamed } from './auto-scaling-group.ts';
import { readGroup } from './deployment-group.ts';
import { forget, moment, remember, suspensionOf } from './suspension.ts';

interface FoundReattachment {
  hook: HookState | 'detached';
  /** A repair that was killed on its way has left this. */
  remembered: boolean;
  names: string[];
  terminationHook: boolean;
}

export function reattachment(place: Place, pair: Pair): Resource<FoundReattachment> {
  const { application, group, asg } = pair;
  const label = labelOf(pair);
  return {
    kind: 'codedeploy.group',
    name: label,
    spec: { hook: 'healthy', remembered: false },
    async read() {
      const [info, asgFound, present] = await Promise.all([
        readGroup(place, application, group),
        groupNamed(place, asg),
        readHooks(place, asg),
      ]);
      if (!info) return undefined;
      const states = judgeHooks(asg, present, [info])
        .filter((hook) => hook.group === label && hook.state !== 'leftover')
        .map(({ state }) => state);
      const suspension = suspensionOf(asgFound);
      return {
        hook: states.length === 0 ? 'detached' : (states.find((state) => state !== 'healthy') ?? 'healthy'),
        remembered: suspension?.group === label,
        names: asgsOf(info),
        terminationHook: info.terminationHookEnabled === true,
      };
    },
    create: () => readGroup(place, application, group),
    async update({ hook, names, terminationHook }, progress) {
      if (hook !== 'healthy') {
        // Remembered first: killed in between, nobody else would know that it was attached.
        const since = moment(place.clock.now());
        await remember(place, asg, { group: label, since, terminationHook, repair: true });
        if (hook !== 'detached') await setAttached(place, pair, { attached: false, names }, progress);
        await setAttached(place, pair, { attached: true, names, terminationHook }, progress);
      }
      await forget(place, asg);
    },
    notes: (_found, differs) => (differs.length > 0 ? [line('reattaches', { asg, group: label })] : []),
  };
}
