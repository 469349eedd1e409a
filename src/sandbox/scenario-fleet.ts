// A fleet that has been through everything but its first deployment: a project `shop` with any number of instances.
import { type Account, openAccount } from './account.ts';
import { handlers as codeDeploy } from './codedeploy.ts';
import { addImage, addLoadBalancer, addNetwork, address, ago, blank, inService, memberTags } from './scenario-parts.ts';
import type { Bundle, Host, Instance, State, Tag } from './state.ts';

const PROJECT = 'shop';
const BUCKET = 'shop-revisions';

/** In the words in which the program marks what it has made. */
const made = (step: string): Tag[] => [
  { key: 'codedeploy-wizard:project', value: PROJECT },
  { key: 'codedeploy-wizard:step', value: step },
];
const asGiven = (tags: Tag[]) => tags.map(({ key, value }) => ({ Key: key, Value: value }));

export function fleet(region: string, instances = 10): State {
  const account = openAccount(blank('fleet', region), '');
  addRoles(account);
  addBucket(account);
  addMembers(account, instances);
  account.state.cloudWatch.alarms['shop-errors'] = { name: 'shop-errors', state: 'OK' };
  addDeploymentGroup(account);
  return account.state;
}

function addRoles({ state, region, id, newId }: Account) {
  const { iam } = state;
  const idOf = (prefix: string) => newId(prefix, 17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
  const arnOf = (policy: string) => `arn:aws:iam::${id}:policy/${policy}`;
  const allow = (...statements: [actions: string[], resource: string][]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
    });
  const policy = (name: string, document: string) => {
    const createdAt = ago(24);
    const versions = [{ id: 'v1', document, isDefault: true, createdAt }];
    iam.policies[name] = { name, id: idOf('ANPA'), tags: made('roles'), createdAt, versions, nextVersion: 2 };
  };
  const role = (name: string, service: string, ...attached: string[]) => {
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    });
    iam.roles[name] = { name, id: idOf('AROA'), path: '/', trust, tags: made('roles'), attached, createdAt: ago(24) };
  };
  const objects = ['s3:GetObject', 's3:GetObjectVersion'];
  policy(
    'shop-ec2-s3',
    allow(
      [objects, `arn:aws:s3:::${BUCKET}/*`],
      [['s3:ListBucket', 's3:GetBucketLocation'], `arn:aws:s3:::${BUCKET}`],
      [objects, `arn:aws:s3:::aws-codedeploy-${region}/*`],
    ),
  );
  // Copying a group that launches from a template needs more than AWS's own policy gives.
  policy(
    'shop-codedeploy-launch',
    allow([['ec2:RunInstances', 'ec2:CreateTags'], '*'], [['iam:PassRole'], `arn:aws:iam::${id}:role/shop-ec2`]),
  );
  const managed = 'arn:aws:iam::aws:policy/';
  role('shop-ec2', 'ec2.amazonaws.com', arnOf('shop-ec2-s3'), `${managed}AmazonSSMManagedInstanceCore`);
  role(
    'shop-codedeploy',
    'codedeploy.amazonaws.com',
    `${managed}service-role/AWSCodeDeployRole`,
    arnOf('shop-codedeploy-launch'),
  );
  iam.profiles['shop-ec2'] = {
    name: 'shop-ec2',
    id: idOf('AIPA'),
    tags: made('roles'),
    roles: ['shop-ec2'],
    createdAt: ago(24),
  };
}

const APPSPEC = `version: 0.0
os: linux
files:
  - source: /site
    destination: /var/www/shop
hooks:
  AfterInstall:
    - location: scripts/permissions.sh
      timeout: 60
  ValidateService:
    - location: scripts/validate.sh
      timeout: 60
`;

/** A versioned bucket in which one revision lies already. */
function addBucket({ state, region, newId }: Account) {
  const bundle: Bundle = {
    files: ['appspec.yml', 'scripts/permissions.sh', 'scripts/validate.sh', 'site/index.html'],
    appspec: APPSPEC,
  };
  const object = {
    versionId: newId('', 32),
    etag: `"${newId('', 32)}"`,
    size: 1_024,
    metadata: {},
    modifiedAt: ago(1),
    bundle,
  };
  state.s3.buckets[BUCKET] = {
    name: BUCKET,
    region,
    versioning: true,
    createdAt: ago(48),
    objects: { 'shop/first.zip': [object] },
  };
}

/** Zones wide enough for the largest fleet. */
const NETWORKS = ['10.0.0.0', '10.0.128.0'];

function addMembers(account: Account, count: number) {
  const { state, newId } = account;
  const { ec2 } = state;
  const { vpcId, subnetIds } = addNetwork(account, {
    cidr: '10.0.0.0/16',
    subnets: NETWORKS.map((network) => `${network}/17`),
    isDefault: false,
  });
  const securityGroup = newId('sg-0', 16);
  ec2.securityGroups.push({ id: securityGroup, name: 'shop-sg', vpcId, description: 'HTTP' });
  const host: Host = {
    platform: 'Ubuntu',
    platformVersion: '22.04',
    agent: { version: '1.8.1', running: true, credentials: true },
    files: {},
    installed: {},
  };
  const image = addImage(account, 'shop-image', 'self', host);
  const instanceOf = (i: number, tags: Tag[], inside: Host): Instance => ({
    id: newId('i-0', 16),
    imageId: image.id,
    type: 't3.micro',
    subnetId: subnetIds[i % 2] ?? '',
    privateIp: address(NETWORKS[i % 2] ?? '', 10 + Math.floor(i / 2)),
    securityGroups: [securityGroup],
    state: 'running',
    since: ago(24),
    launchedAt: ago(24),
    tags,
    profile: { name: 'shop-ec2', associationId: newId('iip-assoc-0', 16), since: ago(24) },
    host: structuredClone(inside),
    rootDevice: image.rootDevice,
  });
  // The server that the image was made from.
  const source = instanceOf(count, [{ key: 'Name', value: 'shop-web' }], host);
  ec2.instances[source.id] = source;
  image.tags = [...made('ami'), { key: 'codedeploy-wizard:source', value: source.id }];
  const templateId = newId('lt-0', 16);
  const data = {
    ImageId: image.id,
    InstanceType: 't3.micro',
    SecurityGroupIds: [securityGroup],
    IamInstanceProfile: { Name: 'shop-ec2' },
  };
  ec2.templates[templateId] = {
    id: templateId,
    name: 'shop-template',
    createdAt: ago(24),
    defaultVersion: 1,
    tags: made('template'),
    versions: [{ number: 1, description: 'first', data, createdAt: ago(24) }],
  };
  const ids = Array.from({ length: count }, (_, i) => {
    const instance = instanceOf(i, memberTags('shop-asg', templateId), host);
    ec2.instances[instance.id] = instance;
    return instance.id;
  });
  const launchTemplate = { id: templateId, version: '1' };
  state.autoScaling.groups['shop-asg'] = {
    name: 'shop-asg',
    launchTemplate,
    min: count,
    max: count,
    desired: count,
    subnets: subnetIds,
    targetGroupArns: [addLoadBalancer(account, PROJECT, vpcId, subnetIds, ids)],
    healthCheckType: 'EC2',
    healthCheckGracePeriod: 300,
    tags: made('asg').map((tag) => ({ ...tag, propagate: false })),
    suspended: [],
    createdAt: ago(24),
    members: ids.map((id) => inService(id, launchTemplate)),
    hooks: [],
  };
}

function addDeploymentGroup(account: Account) {
  codeDeploy.createApplication(
    { applicationName: PROJECT, computePlatform: 'Server', tags: asGiven(made('app')) },
    account,
  );
  codeDeploy.createDeploymentGroup(
    {
      applicationName: PROJECT,
      deploymentGroupName: 'shop-group',
      serviceRoleArn: `arn:aws:iam::${account.id}:role/shop-codedeploy`,
      autoScalingGroups: ['shop-asg'],
      deploymentConfigName: 'CodeDeployDefault.HalfAtATime',
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'shop-target' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      alarmConfiguration: { enabled: true, alarms: [{ name: 'shop-errors' }] },
      tags: asGiven(made('group')),
    },
    account,
  );
}
