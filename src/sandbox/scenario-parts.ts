// What sandbox accounts are put together from: an empty state, networks, images, load balancers.
import type { Account } from './account.ts';
import type { Action, Host, Image, Member, State, Tag } from './state.ts';

const START = Date.UTC(2026, 0, 5);
export const ago = (hours: number) => START - hours * 3_600_000;

export function blank(scenario: string, region: string): State {
  return {
    format: 2,
    scenario,
    account: '000000000000',
    region,
    now: START,
    counter: 1,
    calls: 0,
    iam: { roles: {}, policies: {}, profiles: {} },
    ec2: {
      vpcs: [],
      subnets: [],
      securityGroups: [],
      keyPairs: [],
      instances: {},
      images: {},
      templates: {},
      snapshots: {},
      tags: {},
    },
    autoScaling: { groups: {}, activities: [] },
    elb: { loadBalancers: {}, targetGroups: {} },
    codeDeploy: { applications: {}, groups: {}, configs: {}, deployments: {}, revisions: {} },
    ssm: { commands: {} },
    s3: { buckets: {} },
    cloudWatch: { alarms: {} },
  };
}

/** A VPC with a subnet in the zones a and c, and the security group `default` that every VPC has. */
export function addNetwork(account: Account, network: { cidr: string; subnets: string[]; isDefault: boolean }) {
  const { state, region, newId } = account;
  const { cidr, isDefault } = network;
  const vpcId = newId('vpc-0', 16);
  state.ec2.vpcs.push({ id: vpcId, cidr, isDefault });
  const subnetIds = network.subnets.map((cidr, i) => {
    const id = newId('subnet-0', 16);
    state.ec2.subnets.push({ id, vpcId, zone: region + 'ac'[i], cidr, isDefault });
    return id;
  });
  const groupId = newId('sg-0', 16);
  state.ec2.securityGroups.push({ id: groupId, name: 'default', vpcId, description: 'default VPC security group' });
  return { vpcId, subnetIds };
}

export function addImage({ state, newId }: Account, name: string, owner: Image['owner'], host: Host): Image {
  const image: Image = {
    id: newId('ami-0', 16),
    name,
    owner,
    state: 'available',
    since: ago(72),
    createdAt: ago(72),
    architecture: 'x86_64',
    rootDevice: '/dev/sda1',
    snapshotId: newId('snap-0', 16),
    tags: [],
    host: structuredClone(host),
  };
  state.ec2.images[image.id] = image;
  if (owner === 'self') {
    const { snapshotId: id } = image;
    state.ec2.snapshots[id] = { id, description: `Created for ${image.id}`, tags: [], startedAt: ago(72) };
  }
  return image;
}

/** A load balancer that forwards port 80 to a target group where all members are healthy. Gives the target group's ARN. */
export function addLoadBalancer(
  { state, region, id, newId }: Account,
  prefix: string,
  vpcId: string,
  subnets: string[],
  members: string[],
) {
  const arnOf = (rest: string) => `arn:aws:elasticloadbalancing:${region}:${id}:${rest}`;
  const targetGroupArn = arnOf(`targetgroup/${prefix}-target/${newId('', 16)}`);
  const path = `app/${prefix}-lb/${newId('', 16)}`;
  const loadBalancerArn = arnOf(`loadbalancer/${path}`);
  state.elb.targetGroups[targetGroupArn] = {
    arn: targetGroupArn,
    name: `${prefix}-target`,
    vpcId,
    protocol: 'HTTP',
    port: 80,
    healthPath: '/',
    interval: 10,
    healthyThreshold: 2,
    deregistrationDelay: 30,
    targets: Object.fromEntries(members.map((member) => [member, { since: ago(24) }])),
  };
  state.elb.loadBalancers[loadBalancerArn] = {
    arn: loadBalancerArn,
    name: `${prefix}-lb`,
    dns: `${prefix}-lb-${newId('', 10, '0123456789')}.${region}.elb.amazonaws.com`,
    vpcId,
    subnets,
    listeners: [
      {
        arn: arnOf(`listener/${path}/${newId('', 16)}`),
        port: 80,
        protocol: 'HTTP',
        actions: [forward(targetGroupArn)],
      },
    ],
  };
  return targetGroupArn;
}

const forward = (TargetGroupArn: string): Action => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: [{ TargetGroupArn, Weight: 1 }],
    TargetGroupStickinessConfig: { Enabled: false },
  },
});

/** Canonical's image, as it is offered to everybody. */
export const addUbuntu = (account: Account): Image =>
  addImage(account, 'ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20251212', 'amazon', {
    platform: 'Ubuntu',
    platformVersion: '22.04',
    files: {},
    installed: {},
  });

/** The address so far behind the first of a network. */
export function address(network: string, at: number): string {
  const start = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [24, 16, 8, 0].map((shift) => ((start + at) >>> shift) & 255).join('.');
}

/** What Auto Scaling writes on an instance that it launches. */
export const memberTags = (group: string, templateId: string): Tag[] => [
  { key: 'aws:autoscaling:groupName', value: group },
  { key: 'aws:ec2launchtemplate:id', value: templateId },
  { key: 'aws:ec2launchtemplate:version', value: '1' },
];

export const inService = (instanceId: string, launchTemplate: Member['launchTemplate']): Member => ({
  instanceId,
  lifecycle: 'InService',
  since: ago(24),
  healthy: true,
  launchTemplate,
});
