// What a sandbox account holds at the start: nothing but its default network, or what a reader of the book has made so far.
import { type Account, openAccount } from './account.ts';
import type { Host, Image, Instance, State } from './state.ts';

const START = Date.UTC(2026, 0, 5);
const ago = (hours: number) => START - hours * 3_600_000;

export const scenarios = { book, empty } satisfies Record<string, (region: string) => State>;

/** An account as AWS opens it: a default VPC, and the public images that everybody sees. */
function empty(region: string): State {
  const account = openAccount(blank('empty', region), '');
  addNetwork(account, { cidr: '172.31.0.0/16', subnets: ['172.31.0.0/20', '172.31.32.0/20'], isDefault: true });
  addUbuntu(account);
  return account.state;
}

/** A web server made by hand, and next to it a launch template, an Auto Scaling group and a load balancer. */
function book(region: string): State {
  const account = openAccount(blank('book', region), '');
  const { state } = account;
  const { ec2 } = state;
  const { vpcId, subnetIds } = addNetwork(account, {
    cidr: '10.0.0.0/16',
    subnets: ['10.0.0.0/20', '10.0.16.0/20'],
    isDefault: false,
  });
  const [firstSubnet = '', secondSubnet = ''] = subnetIds;
  const web = account.newId('sg-0', 16);
  ec2.securityGroups.push({ id: web, name: 'exercise-sg', vpcId, description: 'SSH and HTTP' });
  ec2.keyPairs.push('exercise-key');

  const base = addUbuntu(account);
  const withCode: Host = { ...base.host, files: { '/var/www/html/index.html': '', '/var/www/html/app.js': '' } };
  const old = addImage(account, 'exercise-image', 'self', withCode);

  const server = (image: Image, host: Host, subnetId: string, privateIp: string, publicIp: string): Instance => ({
    id: account.newId('i-0', 16),
    imageId: image.id,
    type: 't3.micro',
    subnetId,
    privateIp,
    publicIp,
    keyName: 'exercise-key',
    securityGroups: [web],
    state: 'running',
    since: ago(24),
    launchedAt: ago(24),
    tags: [],
    host: structuredClone(host),
    rootDevice: image.rootDevice,
  });
  const source = server(base, withCode, firstSubnet, '10.0.0.20', '203.0.113.20');
  source.tags.push({ key: 'Name', value: 'exercise-web' });
  const member = server(old, withCode, secondSubnet, '10.0.16.21', '203.0.113.21');
  member.tags.push({ key: 'aws:autoscaling:groupName', value: 'exercise-group' });
  for (const instance of [source, member]) ec2.instances[instance.id] = instance;

  const templateId = account.newId('lt-0', 16);
  const script = '#!/bin/bash\nsystemctl start nginx\n';
  const data = {
    ImageId: old.id,
    InstanceType: 't3.micro',
    KeyName: 'exercise-key',
    SecurityGroupIds: [web],
    UserData: Buffer.from(script).toString('base64'),
  };
  member.userData = data.UserData;
  member.tags.push(
    { key: 'aws:ec2launchtemplate:id', value: templateId },
    { key: 'aws:ec2launchtemplate:version', value: '1' },
  );
  ec2.templates[templateId] = {
    id: templateId,
    name: 'exercise-template',
    createdAt: ago(48),
    defaultVersion: 1,
    tags: [],
    versions: [{ number: 1, description: 'first', data, createdAt: ago(48) }],
  };

  const targetGroupArn = addLoadBalancer(account, vpcId, subnetIds, member.id);
  const launchTemplate = { id: templateId, version: '1' };
  state.autoScaling.groups['exercise-group'] = {
    name: 'exercise-group',
    launchTemplate,
    min: 1,
    max: 1,
    desired: 1,
    subnets: subnetIds,
    targetGroupArns: [targetGroupArn],
    healthCheckType: 'EC2',
    healthCheckGracePeriod: 300,
    tags: [],
    suspended: [],
    createdAt: ago(24),
    members: [{ instanceId: member.id, lifecycle: 'InService', since: ago(24), healthy: true, launchTemplate }],
    hooks: [],
  };
  state.s3.buckets['exercise-revisions'] = {
    name: 'exercise-revisions',
    region,
    versioning: true,
    createdAt: ago(48),
    objects: {},
  };
  return state;
}

function blank(scenario: string, region: string): State {
  return {
    format: 1,
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
function addNetwork(account: Account, network: { cidr: string; subnets: string[]; isDefault: boolean }) {
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

function addImage({ state, newId }: Account, name: string, owner: Image['owner'], host: Host): Image {
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

/** Load balancer `exercise-lb`, forwarding port 80 to `exercise-target`, where `memberId` is healthy. Gives the target group's ARN. */
function addLoadBalancer({ state, region, id, newId }: Account, vpcId: string, subnets: string[], memberId: string) {
  const arnOf = (rest: string) => `arn:aws:elasticloadbalancing:${region}:${id}:${rest}`;
  const targetGroupArn = arnOf(`targetgroup/exercise-target/${newId('', 16)}`);
  const path = `app/exercise-lb/${newId('', 16)}`;
  const loadBalancerArn = arnOf(`loadbalancer/${path}`);
  state.elb.targetGroups[targetGroupArn] = {
    arn: targetGroupArn,
    name: 'exercise-target',
    vpcId,
    protocol: 'HTTP',
    port: 80,
    healthPath: '/',
    interval: 10,
    healthyThreshold: 2,
    deregistrationDelay: 30,
    targets: { [memberId]: { since: ago(24) } },
  };
  state.elb.loadBalancers[loadBalancerArn] = {
    arn: loadBalancerArn,
    name: 'exercise-lb',
    dns: `exercise-lb-${newId('', 10, '0123456789')}.${region}.elb.amazonaws.com`,
    vpcId,
    subnets,
    listeners: [
      {
        arn: arnOf(`listener/${path}/${newId('', 16)}`),
        port: 80,
        protocol: 'HTTP',
        targetGroupArns: [targetGroupArn],
      },
    ],
  };
  return targetGroupArn;
}

/** Canonical's image, as it is offered to everybody. */
const addUbuntu = (account: Account): Image =>
  addImage(account, 'ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20251212', 'amazon', {
    platform: 'Ubuntu',
    platformVersion: '22.04',
    files: {},
    installed: {},
  });
