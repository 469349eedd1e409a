// A lifecycle hook of CodeDeploy's that belongs to no deployment group any more: it is taken away.
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { readHooks } from '../deployments/hooks.ts';
import { line, type Resource } from '../engine/resource.ts';
import { groupNamed } from './auto-scaling-group.ts';

export function unwantedHook(
  place: Place,
  asg: string,
  name: string,
  /** Whose it was, as far as that is known. */
  group: string | null,
): Resource<{ present?: true }> {
  return {
    kind: 'autoscaling.hook',
    name,
    spec: { present: null },
    unwanted: true,
    async read() {
      const hooks = await readHooks(place, asg);
      return hooks.some(({ LifecycleHookName }) => LifecycleHookName === name) ? { present: true } : {};
    },
    create: () => readHooks(place, asg),
    update: () =>
      unless(
        'ValidationError',
        () => place.aws.autoScaling.deleteLifecycleHook({ AutoScalingGroupName: asg, LifecycleHookName: name }),
        'No Lifecycle Hook found',
      ),
    async severe() {
      const members = (await groupNamed(place, asg))?.Instances ?? [];
      const waiting = members.filter(({ LifecycleState }) => LifecycleState === 'Pending:Wait').length;
      return [{ confirm: name, why: line('deletesHook', { asg, hook: name, group: group ?? '', count: waiting }) }];
    },
  };
}
