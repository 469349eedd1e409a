// How a listener or rule divides requests between the two colours. Everything else of its actions is sent back as it was.
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Place } from '../aws/place.ts';
import {
  type Forward,
  forwardOfListener,
  forwardOfRule,
  healthyIn,
  type Side,
  targetGroupNamed,
  weightsOf,
} from '../deployments/colours.ts';
import { WizardError } from '../engine/errors.ts';
import type { Resource } from '../engine/resource.ts';

interface FoundWeights {
  weights: Record<string, number>;
  forward: Forward;
}

/** `share`: how much goes to `to`, in percent of what the two have together. */
export function weights(
  place: Place,
  { kind, arn, name, actions }: Forward,
  { from, to, share }: { from: Side; to: Side; share: number },
): Resource<FoundWeights> {
  const { elb } = place.aws;
  const wanted = divided(weightsOf({ actions }), from, to, share);
  return {
    kind,
    name,
    spec: { weights: wanted },
    async read() {
      const forward =
        kind === 'elb.listener'
          ? (await elb.describeListeners({ ListenerArns: [arn] })).Listeners?.map(forwardOfListener)[0]
          : (await elb.describeRules({ RuleArns: [arn] })).Rules?.map((rule) => forwardOfRule(rule, name))[0];
      return forward && { weights: weightsOf(forward), forward };
    },
    create() {
      throw new WizardError('notFound', { kind, name, region: place.region, instead: [] });
    },
    async update({ forward, weights: before }) {
      // With nobody healthy ELB sends requests to all of them all the same: they would fail.
      for (const [targetGroup, weight] of Object.entries(wanted))
        if (weight > 0 && !before[targetGroup] && (await healthyIn(place, targetGroup)) === 0)
          throw new WizardError('noHealthyTargets', { targetGroup, command: place.command('bluegreen') });
      await sendWeights(place, forward, wanted);
    },
  };
}

/** To the target groups that are named and to no others. */
export async function sendWeights(
  place: Place,
  { kind, arn, actions }: Forward,
  wanted: Record<string, number>,
): Promise<void> {
  const { elb } = place.aws;
  const sent = await Promise.all(actions.map((action) => resent(place, action, wanted)));
  if (kind === 'elb.listener') await elb.modifyListener({ ListenerArn: arn, DefaultActions: sent });
  else await elb.modifyRule({ RuleArn: arn, Actions: sent });
}

/** Others keep what they have; where there are none, the two share a hundred. */
function divided(before: Record<string, number>, from: Side, to: Side, share: number): Record<string, number> {
  const { [from.targetGroup]: stays = 0, [to.targetGroup]: moved = 0, ...others } = before;
  const whole = Object.keys(others).length > 0 ? stays + moved : 100;
  const part = Math.round((whole * share) / 100);
  return { ...before, [from.targetGroup]: whole - part, [to.targetGroup]: part };
}

/** The whole action as it was read: what is left out would be gone. */
async function resent(place: Place, action: Action, wanted: Record<string, number>): Promise<Action> {
  // The secret is never told; without it only this says that it stays.
  if (action.AuthenticateOidcConfig)
    return { ...action, AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true } };
  if (action.Type !== 'forward') return action;
  const TargetGroups = await Promise.all(
    Object.entries(wanted).map(async ([name, Weight]) => ({
      TargetGroupArn: (await targetGroupNamed(place, name))?.TargetGroupArn,
      Weight,
    })),
  );
  // Only the one form: both are told, and together they must not contradict each other.
  return {
    ...action,
    TargetGroupArn: undefined,
    ForwardConfig: { ...action.ForwardConfig, TargetGroups },
  };
}
