// While a hook is suspended, or a rescue or a release of blue/green not at its end, every command says so first.
// The tag that says it stands on the Auto Scaling group. It is asked for where each command opens its account, while AWS
// says who we are, and told before anything else: so none can forget to look, whatever it is about. Where flags, variables or the config
// file name a project, only what is its own is told; without them, on somebody's own machine in the night, all there is.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Aws } from './aws/operations.ts';
import { allPages } from './aws/place.ts';
import { suggest } from './commands/suggest.ts';
import { type Line, line } from './engine/resource.ts';
import { noteOn, RELEASE } from './resources/release-note.ts';
import { RESCUE, rescueOf } from './resources/storm.ts';
import { moment, SUSPENDED, suspensionOf } from './resources/suspension.ts';
import { PROJECT, tagValue } from './resources/tags.ts';
import type { Session } from './session.ts';

/** What this run is known to be about before anything is asked. */
export interface About {
  project?: string;
  application?: string;
  asg?: string;
  twin?: string;
  /** It is about releases itself, and says so in its own words. */
  blueGreen?: boolean;
}

/** A network that does not reach Auto Scaling must not hold up what has nothing to do with it. */
export const NOTICED_WITHIN = 3_000;

/** What must be said first. `aws`: a connection that gives up within that time. */
export async function suspensions(session: Session, aws: Aws, about: About): Promise<Line[]> {
  const groups = await suspendedGroups(aws);
  return groups
    .filter((group) => concerns(group, about))
    .flatMap((group) => {
      const { AutoScalingGroupName: asg = '' } = group;
      const suspension = suspensionOf(group);
      const command = suggest(session, 'asg', 'hook', 'restore', '--asg', asg);
      return [
        ...(suspension
          ? [line('hookSuspended', { asg, group: suspension.group, since: suspension.since, command })]
          : []),
        ...(rescueOf(group) ? [line('rescueUnfinished', { asg, command })] : []),
        ...releaseLines(session, group, about),
      ];
    });
}

function releaseLines(session: Session, group: AutoScalingGroup, { blueGreen }: About): Line[] {
  const note = noteOn(group);
  if (!note || blueGreen) return [];
  const { AutoScalingGroupName: asg = '' } = group;
  return [
    line('releaseOnItsWay', {
      asg,
      since: moment(note.since * 1_000),
      moved: note.moved !== undefined,
      command: suggest(session, 'bluegreen', 'status'),
    }),
  ];
}

function concerns(group: AutoScalingGroup, { project, application = project, asg, twin }: About): boolean {
  if (application === undefined && asg === undefined) return true;
  if ([asg, twin].includes(group.AutoScalingGroupName)) return true;
  if (project !== undefined && tagValue(group.Tags, PROJECT) === project) return true;
  // The tag of a rescue or a release does not say whose it is.
  const of = suspensionOf(group)?.group;
  return of === undefined ? asg === undefined : of.startsWith(`${application}/`);
}

const suspendedGroups = (aws: Aws): Promise<AutoScalingGroup[]> =>
  allPages(
    (NextToken) =>
      aws.autoScaling.describeAutoScalingGroups({
        Filters: [{ Name: 'tag-key', Values: [SUSPENDED, RESCUE, RELEASE] }],
        NextToken,
      }),
    ({ AutoScalingGroups }) => AutoScalingGroups,
    ({ NextToken }) => NextToken,
    // A caller that may not look at Auto Scaling is told nothing; what it came for goes on.
  ).catch(() => []);
