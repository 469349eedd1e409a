// What a sandbox account holds at the start: nothing but its default network, what a reader of the book has made so far,
// or a fleet that is ready to be deployed to.
import { openAccount } from './account.ts';
import { fleet } from './scenario-fleet.ts';
import {
  addImage,
  addLoadBalancer,
  addNetwork,
  address,
  addUbuntu,
  ago,
  blank,
  inService,
  memberTags,
} from './scenario-parts.ts';
import type { Host, Image, Instance, State } from './state.ts';

export type Scenario = keyof typeof scenarios;

/** `instances`: how many the Auto Scaling group of the scenario has; where there is none, it does not count. */
export const scenarios = { book, empty, fleet } satisfies Record<string, (region: string, instances?: number) => State>;

/** An account as AWS opens it: a default VPC, and the public images that everybody sees. */
function empty(region: string): State {
  const account = openAccount(blank('empty', region), '');
  addNetwork(account, { cidr: '172.31.0.0/16', subnets: ['172.31.0.0/20', '172.31.32.0/20'], isDefault: true });
  addUbuntu(account);
  return account.state;
}

/** A web server made by hand, and next to it a launch template, an Auto Scaling group and a load balancer. */
function book(region: string, instances = 1): State {
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
  const members = Array.from({ length: instances }, (_, i) =>
    server(old, withCode, secondSubnet, address('10.0.16.0', 21 + i), address('203.0.113.0', 21 + (i % 230))),
  );
  for (const instance of [source, ...members]) ec2.instances[instance.id] = instance;

  const templateId = account.newId('lt-0', 16);
  const script = '#!/bin/bash\nsystemctl start nginx\n';
  const data = {
    ImageId: old.id,
    InstanceType: 't3.micro',
    KeyName: 'exercise-key',
    SecurityGroupIds: [web],
    UserData: Buffer.from(script).toString('base64'),
  };
  for (const member of members) {
    member.userData = data.UserData;
    member.tags.push(...memberTags('exercise-group', templateId));
  }
  ec2.templates[templateId] = {
    id: templateId,
    name: 'exercise-template',
    createdAt: ago(48),
    defaultVersion: 1,
    tags: [],
    versions: [{ number: 1, description: 'first', data, createdAt: ago(48) }],
  };

  const targetGroupArn = addLoadBalancer(
    account,
    'exercise',
    vpcId,
    subnetIds,
    members.map(({ id }) => id),
  );
  const launchTemplate = { id: templateId, version: '1' };
  state.autoScaling.groups['exercise-group'] = {
    name: 'exercise-group',
    launchTemplate,
    min: instances,
    max: instances,
    desired: instances,
    subnets: subnetIds,
    targetGroupArns: [targetGroupArn],
    healthCheckType: 'EC2',
    healthCheckGracePeriod: 300,
    tags: [],
    suspended: [],
    createdAt: ago(24),
    members: members.map(({ id }) => inService(id, launchTemplate)),
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
