// CodeDeploy's own blue/green gives the Auto Scaling group a new name each time: who refers to the old one, and what the
// service role must be allowed to make the new one.
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { explain } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { type Line, line } from '../engine/resource.ts';
import { groupNamed, templateOf } from '../resources/auto-scaling-group.ts';
import { allows } from '../resources/policy-document.ts';
import { permissionsOf, readRole } from '../resources/role.ts';
import { policiesOf } from '../resources/twin.ts';

/** The one group that is copied and deleted by each deployment; undefined where none is. */
export function renamed(info: DeploymentGroupInfo): string | undefined {
  if (info.deploymentStyle?.deploymentType !== 'BLUE_GREEN') return undefined;
  const { greenFleetProvisioningOption: green } = info.blueGreenDeploymentConfiguration ?? {};
  return green?.action === 'DISCOVER_EXISTING' ? undefined : info.autoScalingGroups?.[0]?.name;
}

export async function renameNotes(place: Place, asg: string, serviceRoleArn: string): Promise<Line[]> {
  const found = await Promise.all([
    asked(() => alarmNotes(place, asg)),
    asked(() => scalingNotes(place, asg)),
    asked(() => ownerNotes(place, asg)),
    asked(() => rightsNotes(place, asg, serviceRoleArn)),
  ]);
  return [
    line('blueGreenRenames', { asg }),
    ...found.flat(),
    line('keepsNames', { command: place.command('bluegreen') }),
  ];
}

/** Who may not look is told what can be told. */
async function asked(look: () => Promise<Line[]>): Promise<Line[]> {
  try {
    return await look();
  } catch (error) {
    if (explain(error).code !== 'denied') throw error;
    return [];
  }
}

async function alarmNotes({ aws: { cloudWatch } }: Place, asg: string): Promise<Line[]> {
  const alarms = await allPages(
    (NextToken) => cloudWatch.describeAlarms({ AlarmTypes: ['MetricAlarm'], NextToken }),
    ({ MetricAlarms }) => MetricAlarms,
    ({ NextToken }) => NextToken,
  );
  const about = alarms.filter(({ AlarmName = '', Dimensions = [] }) =>
    // Auto Scaling makes those of its own policies anew.
    AlarmName.startsWith('TargetTracking-')
      ? false
      : Dimensions.some(({ Name, Value }) => Name === 'AutoScalingGroupName' && Value === asg),
  );
  const names = about.map(({ AlarmName }) => AlarmName).join(', ');
  return names ? [line('renameAlarms', { asg, alarms: names })] : [];
}

async function scalingNotes(place: Place, asg: string): Promise<Line[]> {
  const [policies, actions] = await Promise.all([
    policiesOf(place, asg),
    allPages(
      (NextToken) => place.aws.autoScaling.describeScheduledActions({ AutoScalingGroupName: asg, NextToken }),
      ({ ScheduledUpdateGroupActions }) => ScheduledUpdateGroupActions,
      ({ NextToken }) => NextToken,
    ),
  ]);
  const names = policies.map(({ PolicyName }) => PolicyName).join(', ');
  const scheduled = actions.map(({ ScheduledActionName }) => ScheduledActionName).join(', ');
  return [
    ...(names ? [line('renamePolicies', { asg, policies: names })] : []),
    ...(scheduled ? [line('renameSchedules', { asg, actions: scheduled })] : []),
  ];
}

const STACK = 'aws:cloudformation:stack-name';

async function ownerNotes(place: Place, asg: string): Promise<Line[]> {
  const tags = (await groupNamed(place, asg))?.Tags ?? [];
  const stack = tags.find(({ Key }) => Key === STACK)?.Value;
  const terraform = tags.some(({ Key, Value }) => /terraform/i.test(`${Key} ${Value}`));
  const owner = stack ? `CloudFormation (${stack})` : terraform ? 'Terraform' : undefined;
  return owner ? [line('renameOwner', { asg, owner })] : [];
}

/** AWSCodeDeployRole contains what a copy from a launch configuration needs, but nothing that launches from a template. */
const NEEDED = ['ec2:RunInstances', 'ec2:CreateTags', 'iam:PassRole'];

async function rightsNotes(place: Place, asg: string, serviceRoleArn: string): Promise<Line[]> {
  const group = await groupNamed(place, asg);
  const name = serviceRoleArn.split('/').at(-1) ?? '';
  const role = group && templateOf(group) && (await readRole(place, name));
  if (!role) return [];
  const document = await permissionsOf(place, role.attached);
  // Which role is passed does not matter here: one is enough to see that somebody has thought of it.
  const passes = [document.Statement]
    .flat()
    .some(({ Action }) => [Action ?? []].flat().some((action) => /^(iam:(PassRole|\*)|\*)$/i.test(action)));
  const missing = NEEDED.filter((action) =>
    action === 'iam:PassRole'
      ? !passes
      : !allows(document, {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: action, Resource: '*' },
        }),
  );
  const command = place.command('roles', '--deployment-type', 'blue-green', '--service-role', name);
  return missing.length > 0 ? [line('launchRights', { role: name, actions: missing.join(', '), command })] : [];
}
