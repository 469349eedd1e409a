// As much as a project can have of each kind.
import type { Holdings } from '../../src/export/holdings.ts';

const tags = { team: 'web' };
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const iam = 'arn:aws:iam::123456789012';

/** As much as each kind can have. */
export const data = {
  ImageId: 'ami-0123456789abcdef0',
  InstanceType: 't3.micro' as const,
  KeyName: 'key',
  EbsOptimized: true,
  DisableApiStop: true,
  DisableApiTermination: true,
  InstanceInitiatedShutdownBehavior: 'terminate' as const,
  KernelId: 'aki-1',
  RamDiskId: 'ari-1',
  SecurityGroupIds: ['sg-0123456789abcdef0'],
  SecurityGroups: ['default'],
  IamInstanceProfile: { Name: 'ec2' },
  BlockDeviceMappings: [
    { DeviceName: '/dev/xvdb', VirtualName: 'ephemeral0', NoDevice: '' },
    {
      DeviceName: '/dev/xvda',
      Ebs: {
        DeleteOnTermination: true,
        Encrypted: true,
        Iops: 3000,
        KmsKeyId: 'arn:aws:kms:ap-northeast-2:123456789012:key/1',
        SnapshotId: 'snap-1',
        Throughput: 125,
        VolumeSize: 8,
        VolumeType: 'gp3' as const,
      },
    },
  ],
  CapacityReservationSpecification: {
    CapacityReservationPreference: 'open' as const,
    CapacityReservationTarget: { CapacityReservationId: 'cr-1', CapacityReservationResourceGroupArn: 'arn:x' },
  },
  CpuOptions: { AmdSevSnp: 'disabled' as const, CoreCount: 1, ThreadsPerCore: 1 },
  CreditSpecification: { CpuCredits: 'standard' },
  EnclaveOptions: { Enabled: false },
  HibernationOptions: { Configured: false },
  InstanceMarketOptions: {
    MarketType: 'spot' as const,
    SpotOptions: {
      MaxPrice: '1',
      SpotInstanceType: 'one-time' as const,
      InstanceInterruptionBehavior: 'stop' as const,
    },
  },
  LicenseSpecifications: [{ LicenseConfigurationArn: 'arn:x' }],
  MaintenanceOptions: { AutoRecovery: 'default' as const },
  MetadataOptions: {
    HttpEndpoint: 'enabled' as const,
    HttpProtocolIpv6: 'disabled' as const,
    HttpPutResponseHopLimit: 2,
    HttpTokens: 'required' as const,
    InstanceMetadataTags: 'disabled' as const,
  },
  Monitoring: { Enabled: true },
  NetworkInterfaces: [
    {
      AssociateCarrierIpAddress: false,
      AssociatePublicIpAddress: true,
      DeleteOnTermination: true,
      Description: 'first',
      DeviceIndex: 0,
      Groups: ['sg-1'],
      InterfaceType: 'interface',
      Ipv6AddressCount: 1,
      NetworkCardIndex: 0,
      NetworkInterfaceId: 'eni-1',
      PrivateIpAddress: '10.0.0.1',
      SubnetId: 'subnet-1',
    },
  ],
  Placement: {
    Affinity: 'host',
    AvailabilityZone: 'ap-northeast-2a',
    GroupId: 'pg-1',
    GroupName: 'pg',
    HostId: 'h-1',
    HostResourceGroupArn: 'arn:x',
    PartitionNumber: 1,
    SpreadDomain: 'x',
    Tenancy: 'default' as const,
  },
  PrivateDnsNameOptions: {
    EnableResourceNameDnsAAAARecord: true,
    EnableResourceNameDnsARecord: true,
    HostnameType: 'ip-name' as const,
  },
  TagSpecifications: [{ ResourceType: 'instance' as const, Tags: [{ Key: 'a', Value: 'b' }] }],
};

const asg = (name: string, more: object): Holdings['asgs'][number] => ({
  name,
  tags,
  templateId: 'lt-1',
  replaced: false,
  group: {
    AutoScalingGroupName: name,
    MinSize: 1,
    MaxSize: 3,
    DesiredCapacity: 2,
    DefaultCooldown: 60,
    AvailabilityZones: [],
    HealthCheckType: 'ELB',
    HealthCheckGracePeriod: 60,
    CreatedTime: new Date(0),
    VPCZoneIdentifier: 'subnet-1,subnet-2',
    TargetGroupARNs: ['arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/web/1'],
    LoadBalancerNames: ['classic'],
    DefaultInstanceWarmup: 30,
    CapacityRebalance: true,
    MaxInstanceLifetime: 86_400,
    PlacementGroup: 'pg',
    NewInstancesProtectedFromScaleIn: true,
    TerminationPolicies: ['OldestInstance'],
    EnabledMetrics: [{ Metric: 'GroupInServiceInstances', Granularity: '1Minute' }],
    ...more,
  },
});

const group = (name: string, info: object): Holdings['groups'][number] => ({
  name,
  application: 'shop',
  tags,
  info: { serviceRoleArn: `${iam}:role/codedeploy`, deploymentConfigName: 'half', ...info },
});

export const everything: Holdings = {
  policies: [{ name: 's3', arn: `${iam}:policy/s3`, path: '/web/', description: 'x', document: trust, tags }],
  roles: [
    {
      name: 'ec2',
      arn: `${iam}:role/ec2`,
      path: '/web/',
      description: 'x',
      trust,
      attached: [`${iam}:policy/s3`, 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
      inline: ['more'],
      boundary: `${iam}:policy/boundary`,
      longestSession: 7200,
      tags,
    },
  ],
  profiles: [{ name: 'ec2', arn: `${iam}:instance-profile/ec2`, path: '/web/', role: 'ec2', tags }],
  templates: [
    {
      id: 'lt-1',
      name: 'web',
      tags,
      latest: { number: 2, data, userData: { script: '#!/bin/sh\necho "$HOME"\n' } },
      used: { number: 1, data, userData: { base64: 'H4sI' } },
    },
    {
      id: 'lt-2',
      name: 'secret',
      tags: {},
      latest: { number: 1, data: {}, userData: 'secret' },
      used: { number: 1, data: {}, userData: 'secret' },
    },
  ],
  asgs: [
    asg('single', { LaunchTemplate: { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', Version: '1' } }),
    asg('mixed', {
      MixedInstancesPolicy: {
        InstancesDistribution: {
          OnDemandAllocationStrategy: 'prioritized',
          OnDemandBaseCapacity: 1,
          OnDemandPercentageAboveBaseCapacity: 50,
          SpotAllocationStrategy: 'lowest-price',
          SpotInstancePools: 2,
          SpotMaxPrice: '1',
        },
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', Version: '2' },
          Overrides: [
            { InstanceType: 't3.micro', WeightedCapacity: '1' },
            {
              InstanceType: 't4g.micro',
              LaunchTemplateSpecification: { LaunchTemplateId: 'lt-3', LaunchTemplateName: 'arm', Version: '1' },
            },
          ],
        },
      },
    }),
  ],
  targetGroups: [{ name: 'web', arn: 'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/web/1' }],
  applications: [{ name: 'shop', tags }],
  configs: [{ name: 'half', minimum: { type: 'FLEET_PERCENT', value: 50 } }],
  groups: [
    group('with-asg', {
      autoScalingGroups: [{ name: 'single' }, { name: 'mixed' }],
      outdatedInstancesStrategy: 'UPDATE',
      terminationHookEnabled: true,
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'web' }], elbInfoList: [{ name: 'classic' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      alarmConfiguration: { enabled: true, ignorePollAlarmFailure: true, alarms: [{ name: 'errors' }] },
      triggerConfigurations: [
        {
          triggerName: 'x',
          triggerTargetArn: 'arn:aws:sns:ap-northeast-2:123456789012:x',
          triggerEvents: ['DeploymentFailure'],
        },
      ],
    }),
    group('with-tags', {
      ec2TagSet: {
        ec2TagSetList: [[{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }], [{ Key: 'c', Type: 'KEY_ONLY' }]],
      },
    }),
    group('with-old-tags', { ec2TagFilters: [{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }] }),
    group('copied', {
      autoScalingGroups: [{ name: 'CodeDeploy_copied_d-1' }],
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 5 },
        greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      },
    }),
  ],
};
