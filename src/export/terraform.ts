// A project as Terraform: what exists is imported, and what CodeDeploy changes by itself is left to it.
import type { Place } from '../aws/place.ts';
import { asgsOf } from '../resources/attachment.ts';
import type { Text } from '../text/en/index.ts';
import { asgTags, shapeOf } from './group-shape.ts';
import {
  attribute,
  block,
  body,
  Code,
  call,
  comment,
  type Item,
  joined,
  linesOf,
  optional,
  type Value,
} from './hcl.ts';
import type { HeldAsg, HeldGroup, HeldTemplate, Holdings } from './holdings.ts';
import { labelsFor } from './labels.ts';
import { portable } from './portable.ts';
import { shaped, templateShape } from './shapes.ts';

export interface Exported {
  project: string;
  held: Holdings;
  /** IAM actions that were refused. */
  unknown: string[];
  place: Pick<Place, 'partition' | 'region' | 'account'>;
  text: Text['exported'];
}

const PSEUDO = {
  partition: new Code('data.aws_partition.current.partition'),
  region: new Code('data.aws_region.current.region'),
  account: new Code('data.aws_caller_identity.current.account_id'),
};

export function terraform({ project, held, unknown, place, text }: Exported): string {
  const label = labelsFor('_');
  const at = (kind: string, name: string, member: string) => new Code(`${kind}.${label(kind, name)}.${member}`);
  /** ARNs hold in another partition too. */
  const string = (value: string): Value => {
    const parts = portable(value, place);
    return parts ? joined(parts.map((part) => (typeof part === 'string' ? part : PSEUDO[part.pseudo]))) : value;
  };
  const document = (value: unknown): Value =>
    typeof value === 'string'
      ? string(value)
      : Array.isArray(value)
        ? value.map(document)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, document(each)]))
          : (value as Value);
  /** A reference to what stands here, or the thing itself. */
  const referred = (kind: string, list: { name: string; arn: string }[], arn: string): Value => {
    const here = list.find((each) => each.arn === arn);
    return here ? at(kind, here.name, 'arn') : string(arn);
  };
  const resource = (kind: string, name: string, id: string, items: Item[], shown = name): Item[] => [
    block('import', [attribute('to', new Code(`${kind}.${label(kind, shown)}`)), attribute('id', id)]),
    block('resource', items, kind, label(kind, shown)),
  ];
  const tags = (all: Record<string, string>) => optional('tags', Object.keys(all).length > 0 ? all : undefined);
  const path = (where: string) => optional('path', where === '/' ? undefined : where);

  const policies = held.policies.flatMap(({ name, arn, path: where, description, document: said, tags: all }) =>
    resource('aws_iam_policy', name, arn, [
      attribute('name', name),
      ...path(where),
      ...optional('description', description),
      attribute('policy', call('jsonencode', document(said))),
      ...tags(all),
    ]),
  );

  const roles = held.roles.flatMap((role) => [
    ...(role.inline.length > 0 ? [comment(text.inlinePolicies({ role: role.name, names: role.inline }))] : []),
    ...resource('aws_iam_role', role.name, role.name, [
      attribute('name', role.name),
      ...path(role.path),
      ...optional('description', role.description),
      ...optional('max_session_duration', role.longestSession === 3600 ? undefined : role.longestSession),
      ...optional('permissions_boundary', role.boundary && string(role.boundary)),
      attribute('assume_role_policy', call('jsonencode', document(role.trust))),
      ...tags(role.tags),
    ]),
    ...role.attached.flatMap((arn) =>
      resource(
        'aws_iam_role_policy_attachment',
        role.name,
        `${role.name}/${arn}`,
        [
          attribute('role', at('aws_iam_role', role.name, 'name')),
          attribute('policy_arn', referred('aws_iam_policy', held.policies, arn)),
        ],
        `${role.name}_${arn.split('/').at(-1)}`,
      ),
    ),
  ]);

  const roleNamed = (name: string): Value =>
    held.roles.some((role) => role.name === name) ? at('aws_iam_role', name, 'name') : name;
  const profiles = held.profiles.flatMap(({ name, path: where, role, tags: all }) =>
    resource('aws_iam_instance_profile', name, name, [
      attribute('name', name),
      ...path(where),
      ...(role === null ? [] : [attribute('role', roleNamed(role))]),
      ...tags(all),
    ]),
  );

  const template = ({ id, name, latest, tags: all }: HeldTemplate): Item[] => {
    const { IamInstanceProfile: profile, ...data } = latest.data;
    const { items, left } = shaped(templateShape, data as Record<string, unknown>, string);
    const profileHere = held.profiles.find(({ name, arn }) => profile?.Name === name || profile?.Arn === arn);
    const member = profile?.Arn ? 'arn' : 'name';
    const value = profileHere
      ? at('aws_iam_instance_profile', profileHere.name, member)
      : (profile?.Arn && string(profile.Arn)) || profile?.Name;
    return [
      ...(left.length > 0 ? [comment(text.leftOut({ names: left }))] : []),
      ...resource('aws_launch_template', name, id, [
        attribute('name', name),
        ...items.filter((item) => 'attribute' in item),
        ...userData(latest, name),
        ...(value === undefined ? [] : [block('iam_instance_profile', [attribute(member, value)])]),
        ...items.filter((item) => 'block' in item),
        ...tags(all),
      ]),
    ];
  };
  const userData = ({ userData: found }: HeldTemplate['latest'], name: string): Item[] => {
    if (found === undefined) return [];
    if (found === 'secret')
      return [
        comment(text.userDataSecret),
        attribute('user_data', new Code(`base64encode(var.${label('variable', `${name}_user_data`)})`)),
      ];
    if ('base64' in found) return [attribute('user_data', found.base64)];
    return [attribute('user_data', new Code(`base64encode(${linesOf(found.script)})`))];
  };
  const variables = held.templates
    .filter(({ latest }) => latest.userData === 'secret')
    .map(({ name }) =>
      block(
        'variable',
        [attribute('type', new Code('string')), attribute('sensitive', true)],
        label('variable', `${name}_user_data`),
      ),
    );

  const templateVersion = (from: HeldTemplate | undefined, version: string | undefined): Value =>
    from && version === String(from.latest.number)
      ? at('aws_launch_template', from.name, 'latest_version')
      : (version ?? '$Default');

  const launches = ({ group, templateId }: HeldAsg): Item[] => {
    const from = held.templates.find(({ id }) => id === templateId);
    const id = (given: string | undefined): Value =>
      from && given === from.id ? at('aws_launch_template', from.name, 'id') : (given ?? '');
    const { LaunchTemplate, MixedInstancesPolicy: mixed, LaunchConfigurationName } = group;
    if (LaunchTemplate)
      return [
        block('launch_template', [
          attribute('id', id(LaunchTemplate.LaunchTemplateId)),
          attribute('version', templateVersion(from, LaunchTemplate.Version)),
        ]),
      ];
    if (!mixed) return optional('launch_configuration', LaunchConfigurationName);
    const { LaunchTemplateSpecification: spec, Overrides = [] } = mixed.LaunchTemplate ?? {};
    const left = Overrides.some(({ InstanceRequirements }) => InstanceRequirements) ? ['InstanceRequirements'] : [];
    return [
      ...(left.length > 0 ? [comment(text.leftOut({ names: left }))] : []),
      block('mixed_instances_policy', [
        ...(mixed.InstancesDistribution
          ? [
              block(
                'instances_distribution',
                shaped(DISTRIBUTION, mixed.InstancesDistribution as Record<string, unknown>, string).items,
              ),
            ]
          : []),
        block('launch_template', [
          block('launch_template_specification', [
            attribute('launch_template_id', id(spec?.LaunchTemplateId)),
            attribute('version', templateVersion(from, spec?.Version)),
          ]),
          ...Overrides.map(({ InstanceType, WeightedCapacity, LaunchTemplateSpecification: own }) =>
            block('override', [
              ...optional('instance_type', InstanceType),
              ...optional('weighted_capacity', WeightedCapacity),
              ...(own
                ? [
                    block('launch_template_specification', [
                      attribute('launch_template_id', id(own.LaunchTemplateId)),
                      ...optional('version', own.Version),
                    ]),
                  ]
                : []),
            ]),
          ),
        ]),
      ]),
    ];
  };

  /** Where there are two colours, a release moves their sizes. */
  const moved = held.asgs.length > 1 ? ['min_size', 'max_size'] : [];
  const asg = (one: HeldAsg): Item[] => {
    if (one.replaced) return [comment(text.copied({ asg: one.name }))];
    const { name, group } = one;
    const { TargetGroupARNs: behind = [] } = group;
    return resource('aws_autoscaling_group', name, name, [
      attribute('name', name),
      attribute('min_size', group.MinSize ?? 0),
      attribute('max_size', group.MaxSize ?? 0),
      attribute('desired_capacity', group.DesiredCapacity ?? 0),
      attribute('vpc_zone_identifier', shapeOf(group).subnets),
      ...optional(
        'target_group_arns',
        [...behind].sort().map((arn) => referred('data.aws_lb_target_group', held.targetGroups, arn)),
      ),
      ...optional('load_balancers', group.LoadBalancerNames),
      attribute('health_check_type', group.HealthCheckType ?? 'EC2'),
      attribute('health_check_grace_period', group.HealthCheckGracePeriod ?? 300),
      ...optional('default_cooldown', group.DefaultCooldown),
      ...optional('default_instance_warmup', group.DefaultInstanceWarmup),
      ...optional('capacity_rebalance', group.CapacityRebalance || undefined),
      ...optional('max_instance_lifetime', group.MaxInstanceLifetime || undefined),
      ...optional('placement_group', group.PlacementGroup),
      ...optional('protect_from_scale_in', group.NewInstancesProtectedFromScaleIn || undefined),
      ...optional(
        'termination_policies',
        group.TerminationPolicies?.join() === 'Default' ? undefined : group.TerminationPolicies,
      ),
      ...optional('enabled_metrics', group.EnabledMetrics?.map(({ Metric = '' }) => Metric).sort()),
      comment(text.waitForCapacity),
      attribute('wait_for_capacity_timeout', '0'),
      ...launches(one),
      ...asgTags(one).map(({ Key, Value, PropagateAtLaunch }) =>
        block('tag', [
          attribute('key', Key),
          attribute('value', Value),
          attribute('propagate_at_launch', PropagateAtLaunch),
        ]),
      ),
      comment(`${text.hook}\n${moved.length > 0 ? text.movedSizes : text.capacity}\n${text.releaseInTags}`),
      block('lifecycle', [
        attribute(
          'ignore_changes',
          ['desired_capacity', ...moved, 'suspended_processes', 'tag'].map((name) => new Code(name)),
        ),
      ]),
    ]);
  };

  const applications = held.applications.flatMap(({ name, tags: all }) =>
    resource('aws_codedeploy_app', name, name, [
      attribute('name', name),
      attribute('compute_platform', 'Server'),
      ...tags(all),
    ]),
  );
  const configs = held.configs.flatMap(({ name, minimum }) =>
    resource('aws_codedeploy_deployment_config', name, name, [
      attribute('deployment_config_name', name),
      attribute('compute_platform', 'Server'),
      block('minimum_healthy_hosts', [attribute('type', minimum.type), attribute('value', minimum.value)]),
    ]),
  );

  const asgNamed = (name = ''): Value =>
    held.asgs.some((asg) => asg.name === name && !asg.replaced) ? at('aws_autoscaling_group', name, 'name') : name;
  const group = ({ name, application, info, tags: all }: HeldGroup): Item[] => {
    const { deploymentStyle: style, autoRollbackConfiguration: rollback, alarmConfiguration: alarms } = info;
    const { blueGreenDeploymentConfiguration: blueGreen, loadBalancerInfo: balancer } = info;
    const config = info.deploymentConfigName ?? '';
    const names = asgsOf(info).sort();
    const filter = ({ Key, Value, Type }: { Key?: string; Value?: string; Type?: string }) => [
      ...optional('key', Key),
      ...optional('type', Type),
      ...optional('value', Value),
    ];
    const isCopied = names.some((each) => held.asgs.some((asg) => asg.name === each && asg.replaced));
    return resource('aws_codedeploy_deployment_group', name, `${application}:${name}`, [
      attribute('app_name', held.applications.length > 0 ? at('aws_codedeploy_app', application, 'name') : application),
      attribute('deployment_group_name', name),
      attribute('service_role_arn', referred('aws_iam_role', held.roles, info.serviceRoleArn ?? '')),
      attribute(
        'deployment_config_name',
        held.configs.some((each) => each.name === config)
          ? at('aws_codedeploy_deployment_config', config, 'deployment_config_name')
          : config,
      ),
      ...optional('autoscaling_groups', names.map(asgNamed)),
      ...optional('outdated_instances_strategy', info.outdatedInstancesStrategy),
      ...optional('termination_hook_enabled', info.terminationHookEnabled || undefined),
      ...(style
        ? [
            block('deployment_style', [
              ...optional('deployment_option', style.deploymentOption),
              ...optional('deployment_type', style.deploymentType),
            ]),
          ]
        : []),
      ...(info.ec2TagFilters ?? []).map((each) => block('ec2_tag_filter', filter(each))),
      ...(info.ec2TagSet?.ec2TagSetList ?? []).map((set) =>
        block(
          'ec2_tag_set',
          set.map((each) => block('ec2_tag_filter', filter(each))),
        ),
      ),
      ...(balancer?.targetGroupInfoList?.length || balancer?.elbInfoList?.length
        ? [
            block('load_balancer_info', [
              ...(balancer.targetGroupInfoList ?? []).map(({ name: targetGroup = '' }) =>
                block('target_group_info', [attribute('name', targetGroupNamed(targetGroup))]),
              ),
              ...(balancer.elbInfoList ?? []).map(({ name: elb = '' }) => block('elb_info', [attribute('name', elb)])),
            ]),
          ]
        : []),
      ...(rollback?.enabled
        ? [
            block('auto_rollback_configuration', [
              attribute('enabled', true),
              attribute('events', [...(rollback.events ?? [])].sort()),
            ]),
          ]
        : []),
      ...(alarms?.enabled
        ? [
            block('alarm_configuration', [
              attribute('enabled', true),
              attribute('alarms', (alarms.alarms ?? []).map(({ name = '' }) => name).sort()),
              ...optional('ignore_poll_alarm_failure', alarms.ignorePollAlarmFailure || undefined),
            ]),
          ]
        : []),
      ...(blueGreen
        ? [
            block(
              'blue_green_deployment_config',
              shaped(BLUE_GREEN, blueGreen as Record<string, unknown>, string).items,
            ),
          ]
        : []),
      ...(info.triggerConfigurations ?? []).map(({ triggerName, triggerTargetArn = '', triggerEvents }) =>
        block('trigger_configuration', [
          ...optional('trigger_events', triggerEvents),
          ...optional('trigger_name', triggerName),
          attribute('trigger_target_arn', string(triggerTargetArn)),
        ]),
      ),
      ...tags(all),
      ...(isCopied
        ? [
            comment(text.copiedNames),
            block('lifecycle', [attribute('ignore_changes', [new Code('autoscaling_groups')])]),
          ]
        : []),
    ]);
  };
  const targetGroupNamed = (name: string): Value =>
    held.targetGroups.some((each) => each.name === name) ? at('data.aws_lb_target_group', name, 'name') : name;

  const items: Item[] = [
    comment(
      [
        text.head({ project, ...place }),
        text.terraform,
        ...(unknown.length > 0 ? [text.unknown({ actions: unknown })] : []),
      ].join('\n'),
    ),
    block('terraform', [
      // Import blocks.
      attribute('required_version', '>= 1.5'),
      block('required_providers', [attribute('aws', { source: 'hashicorp/aws', version: '>= 6.0' })]),
    ]),
    ...variables,
    ...Object.keys(PSEUDO).map((name) =>
      block(
        'data',
        [],
        { partition: 'aws_partition', region: 'aws_region', account: 'aws_caller_identity' }[name]!,
        'current',
      ),
    ),
    ...held.targetGroups.map(({ name }) =>
      block('data', [attribute('name', name)], 'aws_lb_target_group', label('data.aws_lb_target_group', name)),
    ),
    ...policies,
    ...roles,
    ...profiles,
    ...held.templates.flatMap(template),
    ...held.asgs.flatMap(asg),
    ...applications,
    ...configs,
    ...held.groups.flatMap(group),
  ];
  return body(items);
}

const DISTRIBUTION = {
  attributes:
    'OnDemandAllocationStrategy OnDemandBaseCapacity OnDemandPercentageAboveBaseCapacity SpotAllocationStrategy SpotInstancePools SpotMaxPrice',
};

const BLUE_GREEN = {
  blocks: {
    deploymentReadyOption: { attributes: 'actionOnTimeout waitTimeInMinutes' },
    greenFleetProvisioningOption: { attributes: 'action' },
    terminateBlueInstancesOnDeploymentSuccess: { attributes: 'action terminationWaitTimeInMinutes' },
  },
};
