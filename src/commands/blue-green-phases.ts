// The phases of blue/green, each a part of one plan: the second colour is made, a release goes over, its end, and the way
// back. What is there decides what each of them still has to do.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { allPages, type Place } from '../aws/place.ts';
import { movable, otherSide, type Side, stickiness } from '../deployments/colours.ts';
import { deploymentInfo } from '../deployments/status.ts';
import { WizardError } from '../engine/errors.ts';
import { line, type Resource, type Severe } from '../engine/resource.ts';
import type { AnyStep } from '../engine/step.ts';
import { groupNamed } from '../resources/auto-scaling-group.ts';
import { ableGroup, colourGroup } from '../resources/colour-group.ts';
import type { FoundDeployment } from '../resources/deployment.ts';
import { readGroup } from '../resources/deployment-group.ts';
import { healthy, kept, type Limits, servesAgain, steady } from '../resources/fleet-health.ts';
import { fleetSize, notOlder, templateIn } from '../resources/fleet-size.ts';
import { noDeployment } from '../resources/no-deployment.ts';
import { PROCESSES, suspendedProcesses } from '../resources/processes.ts';
import { type Note, noteOn, releaseNote } from '../resources/release-note.ts';
import { isServing } from '../resources/storm.ts';
import { policiesOf, twinGroup, twinPolicy, twinTargetGroup } from '../resources/twin.ts';
import { weights } from '../resources/weights.ts';
import { deployStep } from '../steps/deploy.ts';
import { type Ground, leastShare } from './blue-green-ground.ts';
import { part, type Resources } from './carry-out.ts';

export interface ReleaseOptions {
  /** Percent of the traffic, rising to 100. */
  steps: number[];
  /** Milliseconds. */
  pause: number;
  keep: number;
  polls: number;
  smoke?: string;
  limits: Limits;
}

export interface Passage {
  from: Side;
  to: Side;
  note: Note;
}

const owner = ({ colours }: Ground) => ({ project: colours.project, step: 'bluegreen' });

const phase = (resources: () => Resources | Promise<Resources>) => part('bluegreen', resources);

/** The second colour, empty, and both target groups in each forward action. */
export function setUp(ground: Ground, active: Side): AnyStep[] {
  const { place, colours, blue: like } = ground;
  const { green } = colours;
  const idle = otherSide(colours, active);
  return [
    phase(async () => ({
      targetGroup: await twinTargetGroup(place, owner(ground), green.targetGroup, colours.blue.targetGroup),
      group: twinGroup(place, owner(ground), green, like),
    })),
    phase(async () =>
      Object.fromEntries(
        (await policiesOf(place, colours.blue.asg)).map((policy) => [
          String(policy.PolicyName),
          twinPolicy(place, green, policy),
        ]),
      ),
    ),
    // A release that is on its way has divided it otherwise.
    ...(ground.release ? [] : [divided(ground, active, idle, 0)]),
  ];
}

const divided = (
  { place, forwards }: Pick<Ground, 'place' | 'forwards'>,
  from: Side,
  to: Side,
  share: number,
  severe: Severe[] = [],
) =>
  phase(() =>
    Object.fromEntries(
      movable(forwards, from).map((forward) => [
        forward.name,
        { ...weights(place, forward, { from, to, share }), severe: () => severe },
      ]),
    ),
  );

/** All traffic to one colour, whoever has how much of it now. */
export const allTo = (ground: Pick<Ground, 'place' | 'forwards' | 'colours'>, to: Side, severe?: Severe[]) =>
  divided(ground, otherSide(ground.colours, to), to, 100, severe);

/** As many as the active colour has, and never fewer than one. */
async function sizeOf(place: Place, { asg }: Side): Promise<number> {
  const group = await groupNamed(place, asg);
  return Math.max(1, group?.DesiredCapacity ?? 0, (group?.Instances ?? []).filter(isServing).length);
}

/** The idle colour as large as the active one: it neither shrinks for want of load, nor launches what is outdated. */
async function grown(place: Place, { from, to }: Passage): Promise<Resource> {
  const [count, old, coming] = await Promise.all([
    sizeOf(place, from),
    groupNamed(place, from.asg),
    groupNamed(place, to.asg),
  ]);
  const size = { min: count, max: Math.max(count, old?.MaxSize ?? 0, coming?.MaxSize ?? 0), desired: count };
  const fleet = fleetSize(place, to.asg, {
    size,
    template: coming && notOlder(templateIn(coming), templateIn(old)),
  });
  return {
    ...fleet,
    notes: async (_found, differs) => {
      const free = differs.length > 0 ? await freeAddresses(place, old?.VPCZoneIdentifier ?? '') : count;
      return free < count ? [line('fewAddresses', { asg: to.asg, free, desired: count })] : [];
    },
  } as Resource;
}

async function freeAddresses(place: Place, subnets: string): Promise<number> {
  const found = await allPages(
    (NextToken) =>
      place.aws.ec2.describeSubnets({
        Filters: [{ Name: 'subnet-id', Values: subnets.split(',') }],
        NextToken,
      }),
    ({ Subnets }) => Subnets,
    ({ NextToken }) => NextToken,
  );
  const counts = found.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount);
  return counts.reduce<number>((sum, count) => sum + (count ?? Number.POSITIVE_INFINITY), 0);
}

/** From the first write of a release to the moment at which the new colour has all the traffic. */
export function release(ground: Ground, passage: Passage, options: ReleaseOptions, confirm: string): AnyStep[] {
  const { place, forwards } = ground;
  const { from, to, note } = passage;
  const { polls, smoke, pause, limits } = options;
  const soFar = leastShare(movable(forwards, from), from, to);
  const why = line('movesTraffic', { from: from.asg, to: to.asg });
  const all = [...new Set([...options.steps.filter((step) => step >= soFar), 100])];
  return [
    phase(() => ({ note: releaseNote(place, from.asg, { note, moved: false }) })),
    deploysTo(ground, to, from),
    phase(async () => ({ size: await grown(place, passage) })),
    deployed(ground, to),
    phase(() => ({ deployed: everywhere(place, ground, to), healthy: healthy(place, to, { polls, smoke }) })),
    phase(() => ({
      old: suspendedProcesses(place, from.asg, PROCESSES),
      new: suspendedProcesses(place, to.asg, PROCESSES),
    })),
    // Until now the active colour may have grown or shrunk.
    phase(async () => ({ size: await grown(place, passage) })),
    phase(() => ({ healthy: silently(healthy(place, to, { polls: 1 })) })),
    ...all.flatMap((share, index) => [
      divided(ground, from, to, share, index === 0 ? [{ confirm, why }] : []),
      phase(() => ({ steady: steady(place, to, { pause, limits }) })),
    ]),
    phase(() => ({ note: releaseNote(place, from.asg, { note, moved: true }) })),
  ];
}

const silently = (resource: Resource): Resource => ({ ...resource, notes: () => [] });

/** The old colour is given up: not before its time, and not before the new one is well. */
export function giveUp(
  ground: Ground,
  { from, to, note }: Passage,
  { confirm, now, takenUpBy }: { confirm: string; now: boolean; takenUpBy: () => string },
): AnyStep[] {
  const { place, forwards } = ground;
  const severe = [{ confirm, why: line('shrinksOld', { asg: from.asg }) }];
  const keep = async () => {
    const { keep, moved } = noteOn(await groupNamed(place, from.asg)) ?? note;
    const sticky = stickiness(forwards);
    return { keep, sticky, moved: moved ?? Math.floor(place.clock.now() / 1_000) };
  };
  return [
    ...(now ? [] : [phase(() => ({ kept: kept(place, from, keep, takenUpBy) }))]),
    phase(() => ({ healthy: silently(healthy(place, to, { polls: 1 })) })),
    phase(() => ({ old: fleetSize(place, from.asg, { size: { min: 0, desired: 0 }, severe }) })),
    phase(() => ({
      old: suspendedProcesses(place, from.asg, note.old.suspended),
      new: suspendedProcesses(place, to.asg, note.new.suspended),
    })),
    // The new colour scales between the bounds of the old one from now on.
    phase(async () => ({
      new: fleetSize(place, to.asg, { size: await bounds(place, to, note) }),
    })),
    deploysTo(ground, from, to),
    phase(() => ({ note: releaseNote(place, from.asg, undefined) })),
  ];
}

async function bounds(place: Place, { asg }: Side, { old }: Note) {
  // While it is planned it may not have grown yet.
  const desired = (await groupNamed(place, asg))?.DesiredCapacity || old.desired;
  return { min: Math.min(old.min, desired), max: Math.max(old.max, desired) };
}

/** Everything as it was before the release, in the order in which nobody notices. */
export function takeBack(ground: Ground, { from, to, note }: Passage): AnyStep[] {
  const { place, colours } = ground;
  const old = async () => {
    const present = (await groupNamed(place, from.asg))?.DesiredCapacity ?? 0;
    // It may have grown by itself meanwhile: what serves is not taken away.
    const desired = Math.max(note.old.desired, present);
    return { min: note.old.min, max: Math.max(note.old.max, desired), desired };
  };
  return [
    phase(() => ({ note: releaseNote(place, from.asg, { note, moved: false }) })),
    phase(() => ableGroup(place, colours.application, from, ground.group)),
    phase(async () => ({ old: fleetSize(place, from.asg, { size: await old(), atOnce: true }) })),
    phase(() => ({ serving: servesAgain(place, from) })),
    allTo(ground, from),
    phase(() => ({ stopped: noDeployment(place, colours.application, to.group) })),
    phase(() => ({
      old: suspendedProcesses(place, from.asg, note.old.suspended),
      new: suspendedProcesses(place, to.asg, note.new.suspended),
    })),
    phase(() => {
      const { min, max, desired } = note.new;
      return { new: fleetSize(place, to.asg, { size: { min, max, desired } }) };
    }),
    phase(() => ({ note: releaseNote(place, from.asg, undefined) })),
  ];
}

/** The deployment group of a colour, made while the colour serves nobody. */
const deploysTo = (ground: Ground, side: Side, other: Side) =>
  phase(() =>
    colourGroup(ground.place, owner(ground), side, {
      application: ground.colours.application,
      serviceRoleArn: ground.serviceRoleArn,
      like: [other.group, ground.group],
    }),
  );

/** The newest success of a deployment group, if nothing was tried after it. */
export async function runsOn(place: Place, application: string, group: string): Promise<DeploymentInfo | undefined> {
  const info = await readGroup(place, application, group);
  const { lastSuccessfulDeployment: success, lastAttemptedDeployment: attempt } = info ?? {};
  if (!success?.deploymentId || (attempt?.createTime?.getTime() ?? 0) > (success.createTime?.getTime() ?? 0))
    return undefined;
  return deploymentInfo(place, success.deploymentId);
}

const missed = (info: DeploymentInfo | undefined) => info?.deploymentOverview?.Failed ?? 0;

const deployed = ({ place, want, colours }: Ground, to: Side): AnyStep =>
  part(
    'deploy',
    async () => {
      const last = await runsOn(place, colours.application, to.group);
      // What succeeded on some of them only is deployed again; else new instances have got it through the hook.
      const step = deployStep({ always: missed(last) > 0 });
      const resources = (await step.resources(
        place as never,
        { ...want, group: to.group, wait: true, waitForActive: false } as never,
        {} as never,
      )) as Resources;
      const deployment = resources.deployment!;
      return { ...resources, deployment: { ...deployment, notes: withoutForesight(deployment) } };
    },
    {
      deploymentId: ({ deployment }: { deployment?: FoundDeployment }) => deployment?.id,
      status: ({ deployment }: { deployment?: FoundDeployment }) => deployment?.status,
    },
  );

/** While it is planned the colour is empty: what stands against a deployment then says nothing. */
const withoutForesight =
  ({ notes }: Resource): Resource['notes'] =>
  async (found, differs) =>
    ((await notes?.(found, differs)) ?? []).filter(({ key }) => key !== 'wouldNotStart');

/** With AllAtOnce one success is a success; here every instance must have it. */
const everywhere = (place: Place, { colours: { application } }: Ground, { group }: Side): Resource => ({
  kind: 'codedeploy.group',
  name: `${application}/${group}`,
  spec: {},
  read: async () => ({}),
  create: async () => undefined,
  async waiting() {
    const last = await runsOn(place, application, group);
    const { deploymentId: deployment = '' } = last ?? {};
    if (missed(last) === 0) return undefined;
    const command = place.command('deploy', 'show', deployment);
    throw new WizardError('partlyDeployed', { deployment, count: missed(last), command });
  },
});
