// What the sandbox account holds: plain JSON, times in epoch milliseconds, so that one command sees what the one before it made.

import type { Disturbance } from './disturbances.ts';
import type { Lag } from './lag.ts';

export interface Tag {
  key: string;
  value: string;
}

export interface Role {
  name: string;
  id: string;
  path: string;
  /** The trust policy as text, exactly as given. */
  trust: string;
  description?: string;
  permissionsBoundary?: string;
  tags: Tag[];
  /** ARNs of attached managed policies. */
  attached: string[];
  createdAt: number;
}

export interface Policy {
  name: string;
  id: string;
  tags: Tag[];
  createdAt: number;
  /** Newest last; ids v1, v2, … are never used again. */
  versions: { id: string; document: string; isDefault: boolean; createdAt: number }[];
  nextVersion: number;
}

export interface InstanceProfile {
  name: string;
  id: string;
  tags: Tag[];
  roles: string[];
  createdAt: number;
}

/** The inside of a machine: what SSM commands see and what an image carries on. */
export interface Host {
  platform: 'Ubuntu' | 'Amazon Linux' | 'Windows';
  platformVersion: string;
  /** The CodeDeploy agent, if installed. `credentials`: it was (re)started while a profile was attached. */
  agent?: {
    version: string;
    running: boolean;
    credentials: boolean;
    /** What it writes instead of polling. */
    trouble?: string;
    /** It runs, but has written nothing for an hour. */
    quiet?: boolean;
  };
  /** Systems Manager has lost it. */
  offline?: boolean;
  /** Another Ruby than the one that the system brings. */
  ruby?: string;
  /** How full the disk is, in percent. */
  disk?: number;
  /** How far the clock is off, in milliseconds. */
  clock?: number;
  /** Path -> the deployment group id whose cleanup record owns the file, or '' for a file nobody recorded. */
  files: Record<string, string>;
  /** Directories that stay without a file in them. */
  directories?: string[];
  /** Deployment group id -> key of the last revision whose Install finished (the agent's deployment-instructions). */
  installed: Record<string, string>;
  /** When the agent's memory of its deployments was emptied: no log is older. */
  emptiedAt?: number;
}

export interface Instance {
  id: string;
  imageId: string;
  type: string;
  subnetId: string;
  privateIp: string;
  publicIp?: string;
  keyName?: string;
  securityGroups: string[];
  state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  /** When `state` was entered: pending, stopping and shutting-down move on by themselves. */
  since: number;
  launchedAt: number;
  tags: Tag[];
  /** Profile attached to the instance, with its association. */
  profile?: { name: string; associationId: string; since: number };
  host: Host;
  rootDevice: string;
  userData?: string;
}

export interface Image {
  id: string;
  name: string;
  description?: string;
  owner: 'self' | 'amazon';
  state: 'pending' | 'available' | 'failed';
  since: number;
  createdAt: number;
  architecture: 'x86_64' | 'arm64';
  rootDevice: string;
  snapshotId: string;
  tags: Tag[];
  host: Host;
}

export interface Snapshot {
  id: string;
  description: string;
  tags: Tag[];
  startedAt: number;
}

export interface LaunchTemplate {
  id: string;
  name: string;
  createdAt: number;
  defaultVersion: number;
  /** The highest number ever given, once versions have been deleted: none is given twice. */
  numbered?: number;
  tags: Tag[];
  /** `data` is LaunchTemplateData as EC2 takes and gives it. `token`: ClientToken of the request that made it. */
  versions: {
    number: number;
    description?: string;
    data: Record<string, unknown>;
    createdAt: number;
    token?: string;
  }[];
}

export interface AutoScalingGroup {
  name: string;
  launchTemplate?: { id: string; version: string };
  /** MixedInstancesPolicy as Auto Scaling takes and gives it. */
  mixedInstancesPolicy?: Record<string, unknown>;
  min: number;
  max: number;
  desired: number;
  subnets: string[];
  targetGroupArns: string[];
  healthCheckType: string;
  healthCheckGracePeriod: number;
  tags: { key: string; value: string; propagate: boolean }[];
  suspended: string[];
  warmPool?: boolean;
  /** Scaling policies and scheduled actions as Auto Scaling takes them. */
  policies?: ({ PolicyName: string; PolicyType: string } & Record<string, unknown>)[];
  scheduled?: ({ ScheduledActionName: string } & Record<string, unknown>)[];
  createdAt: number;
  deleting?: boolean;
  members: Member[];
  hooks: Hook[];
  refresh?: Refresh;
}

export interface Refresh {
  id: string;
  status: 'Pending' | 'InProgress' | 'Successful' | 'Failed' | 'Cancelled';
  reason?: string;
  startedAt: number;
  endedAt?: number;
  /** Members that have to go, chosen at the start. */
  outdated: string[];
  minHealthy: number;
  maxHealthy: number;
  /** Seconds for which a new member must have been in service to count. */
  warmup: number;
  skipMatching: boolean;
  /** The template that the group gets when all is done; its own where absent. */
  wanted?: TemplateSource;
  /** Percent, and since when it has not moved. */
  progress: number;
  progressAt: number;
}

/** Where a group's machines come from: exactly one of the two. */
export type TemplateSource = Pick<AutoScalingGroup, 'launchTemplate' | 'mixedInstancesPolicy'>;

export interface Member {
  instanceId: string;
  lifecycle:
    | 'Pending'
    | 'Pending:Wait'
    | 'Pending:Proceed'
    | 'InService'
    | 'Terminating'
    | 'Terminating:Wait'
    | 'Terminating:Proceed';
  since: number;
  healthy: boolean;
  /** Hooks that a member in a :Wait state still waits for. */
  waiting?: string[];
  launchTemplate?: { id: string; version: string };
}

export interface Hook {
  name: string;
  transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';
  heartbeat: number;
  defaultResult: 'CONTINUE' | 'ABANDON';
  target: string;
  roleArn: string;
  /** CodeDeploy writes its deployment group id here. */
  metadata: string;
}

export interface Activity {
  id: string;
  group: string;
  status:
    | 'InProgress'
    | 'Successful'
    | 'Failed'
    | 'Cancelled'
    | 'WaitingForELBConnectionDraining'
    | 'MidLifecycleAction';
  description: string;
  cause: string;
  message?: string;
  startedAt: number;
  endedAt?: number;
  instanceId?: string;
}

export interface TargetGroup {
  arn: string;
  name: string;
  vpcId: string;
  protocol: string;
  port: number;
  healthPath: string;
  interval: number;
  healthyThreshold: number;
  deregistrationDelay: number;
  /** Attributes that somebody has set, by ELB's name; `deregistrationDelay` has its own place. */
  attributes?: Record<string, string>;
  /** Of a hundred requests, how many are answered with 5xx. */
  errors?: number;
  /** Instance id -> when it was registered; `drainingSince` once deregistered; `failing`: it answers no health check. */
  targets: Record<string, { since: number; drainingSince?: number; failing?: boolean }>;
  tags?: Tag[];
}

export interface LoadBalancer {
  arn: string;
  name: string;
  dns: string;
  vpcId: string;
  subnets: string[];
  /** Seconds; 60 where nobody has said otherwise. */
  idleTimeout?: number;
  listeners: Listener[];
}

export interface Listener {
  arn: string;
  port: number;
  protocol: string;
  /** The default actions. */
  actions: Action[];
  rules?: ListenerRule[];
}

export interface ListenerRule {
  arn: string;
  priority: number;
  /** As ELB takes and gives them. */
  conditions: Record<string, unknown>[];
  actions: Action[];
}

/** As ELB takes and gives it; what a forward goes to is always in its `ForwardConfig`. */
export interface Action {
  Type: string;
  Order?: number;
  ForwardConfig?: {
    TargetGroups: { TargetGroupArn: string; Weight: number }[];
    TargetGroupStickinessConfig: { Enabled: boolean; DurationSeconds?: number };
  };
  [other: string]: unknown;
}

export interface Application {
  name: string;
  id: string;
  platform: 'Server' | 'Lambda' | 'ECS';
  tags: Tag[];
  createdAt: number;
  gitHubTokenName?: string;
}

export interface DeploymentGroup {
  id: string;
  application: string;
  name: string;
  /** The request members as AWS keeps them (serviceRoleArn, deploymentStyle, ec2TagSet, loadBalancerInfo, …). */
  settings: Record<string, unknown>;
  autoScalingGroups: { name: string; hook?: string; terminationHook?: string }[];
  tags: Tag[];
  createdAt: number;
  lastAttempted?: string;
  lastSuccessful?: string;
}

export type TargetStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped' | 'Unknown' | 'Ready';

export interface DeploymentTarget {
  instanceId: string;
  status: TargetStatus;
  /** Which environment of a blue/green deployment it belongs to; in place there is none. */
  label?: 'Blue' | 'Green';
  /** Times are absent until the event has begun or ended. */
  events: {
    name: string;
    status: TargetStatus;
    startedAt?: number;
    endedAt?: number;
    /** Absent while it goes on, and where it succeeded. */
    diagnostics?: { errorCode: string; scriptName?: string; message: string; logTail?: string };
  }[];
  updatedAt: number;
  /** Key of the revision that DownloadBundle brought onto the machine. */
  archive?: string;
}

export interface Deployment {
  id: string;
  application: string;
  group: string;
  status: 'Created' | 'Queued' | 'InProgress' | 'Baking' | 'Ready' | 'Succeeded' | 'Failed' | 'Stopped';
  creator: 'user' | 'autoscaling' | 'codeDeployRollback' | 'CodeDeployAutoUpdate';
  /** The RevisionLocation of the request, as given. */
  revision: Record<string, unknown>;
  config: string;
  description?: string;
  fileExistsBehavior: 'DISALLOW' | 'OVERWRITE' | 'RETAIN';
  ignoreApplicationStopFailures: boolean;
  rollbackEvents: string[];
  createdAt: number;
  startedAt?: number;
  completedAt?: number;
  error?: { code: string; message: string };
  rollback?: { deploymentId?: string; triggeringId?: string; message?: string };
  targets: DeploymentTarget[];
  /** What the group's last success had brought, when this deployment was created. */
  previousRevision?: Record<string, unknown>;
  updateOutdatedInstancesOnly?: boolean;
  /** Only these instances of the group: a new member, or those that a failed deployment has touched. */
  only?: string[];
  /** How many instances the group had at the start, also those that are left alone. */
  fleet?: number;
  /** The lifecycle hook that waits for this deployment. */
  hook?: { group: string; name: string };
  blueGreen?: BlueGreen;
  /** The green fleet that the request named, as given. */
  targetInstances?: Record<string, unknown>;
  /** The alarms of the request, which count instead of those of the group. */
  alarms?: { enabled?: boolean; ignorePollAlarmFailure?: boolean; alarms?: { name?: string }[] };
  /** No further event begins, and this is why. */
  stopping?: { code: string; message: string; rollback: boolean };
  /** The deployment that this one brings to instances launched meanwhile. */
  follows?: string;
}

/** How far a blue/green deployment has come; `returning` and `leaving` are those of its rollback. */
export interface BlueGreen {
  phase: 'provisioning' | 'installing' | 'waiting' | 'rerouting' | 'blocking' | 'terminating' | 'returning' | 'leaving';
  since: number;
  /** The instances that had the traffic. */
  blue: string[];
  /** Auto Scaling groups, where the green one is a copy of the blue one. */
  blueGroup?: string;
  greenGroup?: string;
  /** The waits that somebody has ended. */
  continued?: string[];
}

export interface DeploymentConfig {
  name: string;
  id: string;
  minimumHealthyHosts: { type: 'HOST_COUNT' | 'FLEET_PERCENT' | 'MOST_CONCURRENCY'; value: number };
  createdAt: number;
}

/** What is inside an uploaded bundle; the bytes themselves are not kept. */
export interface Bundle {
  files: string[];
  /** What kind of archive its bytes are, whatever its key says. */
  form?: 'zip' | 'tar' | 'tgz';
  appspec?: string;
  /** The archive could not be read: why. */
  broken?: string;
}

export interface Bucket {
  name: string;
  region: string;
  versioning: boolean;
  createdAt: number;
  /** Newest version last. */
  objects: Record<
    string,
    {
      versionId: string;
      etag: string;
      size: number;
      metadata: Record<string, string>;
      modifiedAt: number;
      bundle: Bundle;
    }[]
  >;
  /** Multipart uploads that are not finished, by id; the bytes of their parts are kept beside the state. */
  uploads?: Record<string, MultipartUpload>;
}

export interface MultipartUpload {
  key: string;
  metadata: Record<string, string>;
  initiatedAt: number;
  /** Whether each part must come with its SHA-256. */
  sha256: boolean;
  /** By part number. */
  parts: Record<number, { etag: string; size: number; sha256?: string; modifiedAt: number }>;
}

export interface SsmCommand {
  id: string;
  document: string;
  parameters: Record<string, string[]>;
  sentAt: number;
  invocations: {
    instanceId: string;
    status: string;
    statusDetails: string;
    exitCode: number;
    stdout: string;
    stderr: string;
    readyAt: number;
  }[];
}

/** Something that was made to go wrong. */
export interface Fault {
  name: string;
  /** What it was narrowed to. */
  instance?: string;
  event?: string;
  /** The instance that it has struck. */
  victim?: string;
  armedAt: number;
  /** How many calls had been made by then. */
  armedAfter: number;
  /** What it has done to the account so far, so that it can be undone: path into the state, what was there, what is there now. */
  changes: { path: string[]; before?: unknown; after?: unknown }[];
}

export interface Alarm {
  name: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  dimensions?: { Name: string; Value: string }[];
  /** ARNs of what is done in ALARM. */
  actions?: string[];
}

export interface State {
  /** Raised when what is kept before cannot be taken up any more. */
  format: 2;
  scenario: string;
  account: string;
  region: string;
  /** The sandbox's own clock; it moves with each call and each wait. */
  now: number;
  /** Source of all ids, and of the moments at which calls are throttled. */
  counter: number;
  calls: number;
  /** Absent: nothing was ever made to go wrong. */
  faults?: Fault[];
  /** What is to happen to single calls. */
  disturbances?: Disturbance[];
  /** How slowly what is new becomes known; what is absent is as ever. */
  lag?: Partial<Lag>;
  iam: { roles: Record<string, Role>; policies: Record<string, Policy>; profiles: Record<string, InstanceProfile> };
  ec2: {
    vpcs: { id: string; cidr: string; isDefault: boolean }[];
    subnets: { id: string; vpcId: string; zone: string; cidr: string; isDefault: boolean }[];
    securityGroups: { id: string; name: string; vpcId: string; description: string }[];
    keyPairs: string[];
    instances: Record<string, Instance>;
    images: Record<string, Image>;
    templates: Record<string, LaunchTemplate>;
    /** A snapshot outlives its image. */
    snapshots: Record<string, Snapshot>;
    /** Tags of what has no place for them above: VPCs, subnets, security groups, key pairs; by id. */
    tags: Record<string, Tag[]>;
  };
  autoScaling: { groups: Record<string, AutoScalingGroup>; activities: Activity[] };
  elb: { loadBalancers: Record<string, LoadBalancer>; targetGroups: Record<string, TargetGroup> };
  codeDeploy: {
    applications: Record<string, Application>;
    /** Key `application/group`. */
    groups: Record<string, DeploymentGroup>;
    configs: Record<string, DeploymentConfig>;
    deployments: Record<string, Deployment>;
    /** Key `application` -> registered revisions. */
    revisions: Record<string, { revision: Record<string, unknown>; description?: string; registeredAt: number }[]>;
  };
  ssm: { commands: Record<string, SsmCommand> };
  s3: { buckets: Record<string, Bucket> };
  cloudWatch: { alarms: Record<string, Alarm> };
}
