// What every `bluegreen` command begins with: which two colours are meant, who has the traffic, whether a release is on its way.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Place } from '../aws/place.ts';
import {
  activeSide,
  blueOf,
  type Colours,
  type Forward,
  greenOf,
  readForwards,
  type Side,
  shareOf,
  targetGroupNamed,
} from '../deployments/colours.ts';
import type { Answer } from '../engine/answers.ts';
import { asGiven } from '../engine/answers.ts';
import { WizardError } from '../engine/errors.ts';
import type { Question, Value } from '../engine/question.ts';
import { groupNamed, groupNames, targetGroupNames } from '../resources/auto-scaling-group.ts';
import { type Note, noteOn } from '../resources/release-note.ts';
import { roleArn } from '../resources/role.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { part } from './carry-out.ts';
import { ask, wanted } from './make.ts';
import { suggest } from './suggest.ts';

export interface Ground {
  place: Place;
  answers: Answer[];
  want: Record<string, Value>;
  colours: Colours;
  /** Where no deployment group tells which service role to use. */
  serviceRoleArn: string;
  /** The deployment group that was there before there were colours. */
  group: string;
  blue: AutoScalingGroup;
  green?: AutoScalingGroup;
  forwards: Forward[];
  /** The colour that has all the traffic. */
  active?: Side;
  /** A release that is not at its end. */
  release?: { from: Side; to: Side; note: Note };
}

/** `quiet`: only what nothing suggests is asked. */
export async function groundOf(
  session: Session,
  settings: Settings,
  asks: Record<string, unknown>,
  quiet: boolean,
): Promise<Ground> {
  const place = await session.place();
  // Without any nothing that could be asked would help.
  if (asGiven(settings.given, 'asg') === undefined) await fleets(place);
  const step = { ...part('bluegreen', () => ({})), asks: asks as Record<string, Question> };
  return groundFrom(place, await ask(session, settings, quiet ? [] : [step], quiet ? [step] : []));
}

/** As it is now, for the same names. */
export async function groundFrom(place: Place, answers: Answer[]): Promise<Ground> {
  const want = wanted(answers);
  const [group, application] = [String(want.group), String(want.application)];
  const side = (colour: Side['colour'], asg: unknown, targetGroup: unknown): Side => ({
    colour,
    asg: String(asg),
    targetGroup: String(targetGroup),
    group: (colour === 'blue' ? blueOf : greenOf)(group),
  });
  const colours: Colours = {
    project: String(want.project),
    application,
    blue: side('blue', want.asg, want.targetGroup),
    green: side('green', want.twin, want.twinTargetGroup),
  };
  const blue = await original(place, colours.blue);
  const [green, forwards] = await Promise.all([groupNamed(place, colours.green.asg), readForwards(place, colours)]);
  return {
    place,
    answers,
    want,
    colours,
    serviceRoleArn: roleArn(place, String(want.serviceRole ?? '')),
    group,
    blue,
    green,
    forwards,
    active: activeSide(forwards, colours),
    release: releaseOf(colours, blue, green),
  };
}

function releaseOf({ blue, green }: Colours, blueGroup: AutoScalingGroup, greenGroup: AutoScalingGroup | undefined) {
  const [onBlue, onGreen] = [noteOn(blueGroup), noteOn(greenGroup)];
  if (onBlue) return { from: blue, to: green, note: onBlue };
  return onGreen && { from: green, to: blue, note: onGreen };
}

/** The names of all Auto Scaling groups; there is one at least. */
async function fleets(place: Place): Promise<string[]> {
  const names = await groupNames(place);
  if (names.length === 0) throw new WizardError('noFleet', { region: place.region, commands: [place.command('init')] });
  return names;
}

async function original(place: Place, { asg, targetGroup }: Side): Promise<AutoScalingGroup> {
  const missing = (kind: 'autoscaling.group' | 'elb.target-group', name: string, instead: string[]) =>
    new WizardError('notFound', { kind, name, region: place.region, instead });
  const group = await groupNamed(place, asg);
  if (!group || group.Status) throw missing('autoscaling.group', asg, await fleets(place));
  const attached = await targetGroupNames(place, group);
  if (!attached.includes(targetGroup)) throw missing('elb.target-group', targetGroup, attached);
  return group;
}

/** There is traffic to divide, by a load balancer that can divide it. */
export async function mustDivide({ place, colours: { blue }, forwards }: Ground): Promise<void> {
  if (forwards.length === 0) throw new WizardError('notForwarded', { targetGroup: blue.targetGroup });
  const found = await targetGroupNamed(place, blue.targetGroup);
  const { LoadBalancers = [] } = await place.aws.elb.describeLoadBalancers({
    LoadBalancerArns: found?.LoadBalancerArns,
  });
  const other = LoadBalancers.find(({ Type }) => Type !== 'application');
  if (other) throw new WizardError('otherBalancer', { targetGroup: blue.targetGroup, type: other.Type ?? '' });
}

/** The colour that has all the traffic, where it must be known. */
export function mustKnowActive(session: Session, { active, colours: { blue, green } }: Ground): Side {
  if (active) return active;
  const commands = ['blue', 'green'].map((colour) => suggest(session, 'bluegreen', 'switch', '--to', colour));
  throw new WizardError('bothActive', { blue: blue.asg, green: green.asg, commands });
}

/** The least that any listener or rule sends to the colour that comes, in percent. */
export const leastShare = (forwards: Forward[], from: Side, to: Side): number =>
  Math.min(100, ...forwards.map((forward) => shareOf(forward, from, to)));

/** The flags that name the same pair again, where it is not what would be suggested. */
export const pairFlags = ({ answers }: Ground): string[] =>
  answers
    .filter(({ source }) => source === 'flag' || source === 'typed')
    .filter(({ key }) => key in NAMES)
    .flatMap(({ key, value }) => [NAMES[key]!, String(value)]);

const NAMES: Record<string, string> = {
  project: '--project',
  application: '--application',
  group: '--group',
  asg: '--asg',
  twin: '--twin',
  targetGroup: '--target-group',
  twinTargetGroup: '--twin-target-group',
};
