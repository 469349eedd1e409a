// An EC2 instance: what is known of it, who depends on it, and a source instance that is started again after its image is made.
import { isNamed } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import { applicationNames, deploymentGroupNames } from './application.ts';

/** On a source instance, set just before it is stopped: its inside was verified and is as this digest says. */
export const PREPARED = 'codedeploy-wizard:prepared';

/** On a source instance, from just before it is stopped until it runs again. */
export const RESTART = 'codedeploy-wizard:restart';

export interface InstanceFacts {
  id: string;
  name: string;
  state: string;
  type: string;
  tags: Record<string, string>;
  publicIp?: string;
  /** The last segment of the profile's ARN. */
  profile?: string;
  rootDeviceType: string;
  spot: boolean;
  subnet?: string;
  securityGroups: string[];
}

export async function instanceFacts(place: Place, id: string): Promise<InstanceFacts> {
  try {
    const { Reservations } = await place.aws.ec2.describeInstances({ InstanceIds: [id] });
    const instance = Reservations?.[0]?.Instances?.[0];
    if (instance && instance.State?.Name !== 'terminated') return factsOf(instance);
  } catch (error) {
    if (!isNamed(error, ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'])) throw error;
  }
  const instead = await instances(place);
  throw new WizardError('notFound', {
    kind: 'ec2.instance',
    name: id,
    region: place.region,
    instead: instead.map(({ id, name }) => (name ? `${id} (${name})` : id)),
  });
}

type Described = NonNullable<
  NonNullable<Awaited<ReturnType<Place['aws']['ec2']['describeInstances']>>['Reservations']>[number]['Instances']
>[number];

const factsOf = (instance: Described): InstanceFacts => {
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  return {
    id: instance.InstanceId ?? '',
    name: tags.Name ?? '',
    state: instance.State?.Name ?? 'unknown',
    type: instance.InstanceType ?? '',
    tags,
    publicIp: instance.PublicIpAddress,
    profile: instance.IamInstanceProfile?.Arn?.split('/').at(-1),
    rootDeviceType: instance.RootDeviceType ?? 'ebs',
    spot: instance.InstanceLifecycle === 'spot',
    subnet: instance.SubnetId,
    securityGroups: (instance.SecurityGroups ?? []).map(({ GroupId }) => GroupId ?? ''),
  };
};

/** Every instance that is not gone, narrowed by EC2 filters. */
export async function instances(
  place: Place,
  filters: { Name: string; Values: string[] }[] = [],
): Promise<InstanceFacts[]> {
  const reservations = await allPages(
    (NextToken) =>
      place.aws.ec2.describeInstances({
        Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] }, ...filters],
        NextToken,
      }),
    ({ Reservations }) => Reservations,
    ({ NextToken }) => NextToken,
  );
  return reservations.flatMap(({ Instances }) => (Instances ?? []).map(factsOf));
}

/** What would notice if the instance were stopped. `blocking`: something serves or would be terminated. */
export async function dependents(
  place: Place,
  facts: InstanceFacts,
): Promise<{ blocking: Extract<Line, { key: 'instanceInAsg' | 'instanceInTargetGroup' }>[]; others: Line[] }> {
  const { autoScaling, elb } = place.aws;
  const instance = facts.id;
  const blocking: Extract<Line, { key: 'instanceInAsg' | 'instanceInTargetGroup' }>[] = [];
  const others: Line[] = [];
  const [{ AutoScalingInstances = [] }, health, tagged] = await Promise.all([
    autoScaling.describeAutoScalingInstances({ InstanceIds: [instance] }),
    targetGroups(place).then((groups) =>
      Promise.all(
        groups.map(async (group) => ({ group, ...(await elb.describeTargetHealth({ TargetGroupArn: group.arn })) })),
      ),
    ),
    tagGroups(place),
  ]);
  for (const { AutoScalingGroupName: asg = '' } of AutoScalingInstances)
    blocking.push({ key: 'instanceInAsg', data: { instance, asg } });
  for (const { group, TargetHealthDescriptions = [] } of health) {
    const target = TargetHealthDescriptions.find(({ Target }) => Target?.Id === instance);
    if (target && !['unused', 'draining'].includes(target.TargetHealth?.State ?? '')) {
      blocking.push({ key: 'instanceInTargetGroup', data: { instance, targetGroup: group.name } });
    }
  }
  for (const group of tagged) {
    const inEach = group.sets.every((set) =>
      set.some(({ Key, Value, Type }) =>
        Type === 'VALUE_ONLY'
          ? Object.values(facts.tags).includes(Value ?? '')
          : Key! in facts.tags && (Type === 'KEY_ONLY' || facts.tags[Key!] === Value),
      ),
    );
    if (inEach)
      others.push(line('instanceMatchesGroup', { instance, application: group.application, group: group.name }));
  }
  return { blocking, others };
}

export const targetGroups = (place: Place) =>
  place.once('targetGroups', async () => {
    const groups = await allPages(
      (Marker) => place.aws.elb.describeTargetGroups({ Marker }),
      ({ TargetGroups }) => TargetGroups,
      ({ NextMarker }) => NextMarker,
    );
    return groups.map(({ TargetGroupArn = '', TargetGroupName = '', VpcId = '', TargetType = 'instance' }) => ({
      arn: TargetGroupArn,
      name: TargetGroupName,
      vpc: VpcId,
      type: TargetType,
    }));
  });

/** Every deployment group of the account that finds its instances by tags: OR inside a set, AND between sets. */
const tagGroups = (place: Place) =>
  place.once('tagGroups', async () => {
    const all = await deploymentGroups(place);
    return all.flatMap(({ applicationName = '', deploymentGroupName = '', ec2TagFilters = [], ec2TagSet }) => {
      const sets = ec2TagFilters.length > 0 ? [ec2TagFilters] : (ec2TagSet?.ec2TagSetList ?? []);
      return sets.length > 0 ? [{ application: applicationName, name: deploymentGroupName, sets }] : [];
    });
  });

/** Every deployment group of the account and Region. */
export const deploymentGroups = (place: Place) =>
  place.once('deploymentGroups', async () => {
    const { codeDeploy } = place.aws;
    const applications = await applicationNames(place);
    const perApplication = await Promise.all(
      applications.map(async (applicationName) => {
        const names = await deploymentGroupNames(place, applicationName);
        const groups = [];
        for (let start = 0; start < names.length; start += 100) {
          const { deploymentGroupsInfo = [] } = await codeDeploy.batchGetDeploymentGroups({
            applicationName,
            deploymentGroupNames: names.slice(start, start + 100),
          });
          groups.push(...deploymentGroupsInfo);
        }
        return groups;
      }),
    );
    return perApplication.flat();
  });

/** The source instance runs again after its image was made. `imageToCome`: the image has yet to be made, and stops it. */
export function startedAgain(
  place: Place,
  instance: string,
  imageToCome: () => Promise<boolean>,
): Resource<{ state: string; marks: string[]; actual: string }> {
  const { ec2 } = place.aws;
  return {
    kind: 'ec2.instance',
    name: instance,
    spec: { state: 'running', marks: [] },
    async read() {
      const { state, tags } = await instanceFacts(place, instance);
      const marks = [PREPARED, RESTART].filter((key) => key in tags);
      if (state === 'running' && marks.length === 0 && (await imageToCome()))
        return { state: 'stopped', marks, actual: state };
      return { state: state === 'pending' ? 'running' : state, marks, actual: state };
    },
    create: () => instanceFacts(place, instance),
    async update({ actual, marks }) {
      if (actual !== 'running' && actual !== 'pending') await ec2.startInstances({ InstanceIds: [instance] });
      // The marks go last: whoever takes up a killed run must know that the instance is to be started.
      if (marks.length > 0) await ec2.deleteTags({ Resources: [instance], Tags: marks.map((Key) => ({ Key })) });
    },
    transient: (error) => isNamed(error, 'IncorrectInstanceState'),
    waiting: ({ actual }) =>
      actual === 'running' ? undefined : line('waitInstance', { instance, state: actual, to: 'running' }),
    notYet: ({ actual }) => line('waitInstance', { instance, state: actual, to: 'running' }),
  };
}
