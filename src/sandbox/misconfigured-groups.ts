// What is set up wrongly around a fleet: Auto Scaling, load balancer, deployment group, revision and hook.
import { uuid } from './account.ts';
import { controlsTraffic, settingsOf } from './codedeploy-fleet.ts';
import { failing, type Kind } from './fault-kind.ts';
import {
  asgsOf,
  eachDeployment,
  groupsOf,
  hookNamed,
  lastRevision,
  scaling,
  settings,
  targetGroups,
} from './strikes.ts';

const copying = {
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  blueGreenDeploymentConfiguration: { greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' } },
};

const tagged = (Key: string, Value: string) => ({ ec2TagSetList: [[{ Key, Value, Type: 'KEY_AND_VALUE' }]] });

const withoutTraffic = { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' };

export const groups = {
  'asg-gone': {
    of: 'account',
    strike(account, alter) {
      for (const { name } of asgsOf(account)) alter(['autoScaling', 'groups', name], undefined);
    },
  },
  'two-groups': {
    of: 'account',
    strike(account, alter) {
      for (const [key, group] of groupsOf(account)) {
        const id = uuid(account);
        const second = { ...group, id, name: `${group.name}-second` };
        const hook = hookNamed(second, uuid(account));
        const autoScalingGroups = group.autoScalingGroups.map((one) => ({ ...one, hook }));
        alter(['codeDeploy', 'groups', `${key}-second`], { ...second, autoScalingGroups });
        for (const asg of asgsOf(account))
          if (asg.hooks[0] && autoScalingGroups.some(({ name }) => name === asg.name))
            alter(
              ['autoScaling', 'groups', asg.name, 'hooks'],
              [...asg.hooks, { ...asg.hooks[0], name: hook, metadata: id }],
            );
      }
    },
  },
  'warm-pool': { of: 'account', strike: scaling(() => ({ warmPool: true })) },
  'launch-loop': {
    of: 'account',
    strike(account, alter) {
      const { state, now } = account;
      const failed = asgsOf(account).flatMap(({ name, hooks }) =>
        [1, 2, 3].map((minutes) => ({
          id: uuid(account),
          group: name,
          status: 'Cancelled' as const,
          description: 'Launching a new EC2 instance',
          cause: 'an instance was launched in response to a difference between desired and actual capacity.',
          message: `Launching EC2 instance failed. Lifecycle hook ${hooks[0]?.name ?? ''} was abandoned: Heartbeat Timeout`,
          startedAt: now - minutes * 60_000,
          endedAt: now - minutes * 60_000 + 30_000,
        })),
      );
      alter(['autoScaling', 'activities'], [...failed, ...state.autoScaling.activities]);
    },
  },
  'suspended-processes': { of: 'account', strike: scaling(() => ({ suspended: ['AZRebalance', 'ReplaceUnhealthy'] })) },
  'refresh-running': {
    of: 'account',
    strike: scaling(({ members }, account) => ({
      refresh: {
        id: uuid(account),
        status: 'Pending',
        startedAt: account.now,
        outdated: members.map(({ instanceId }) => instanceId),
        minHealthy: 100,
        maxHealthy: 100,
        warmup: 0,
        skipMatching: false,
        progress: 0,
        progressAt: account.now,
      },
    })),
  },
  'short-grace': { of: 'account', strike: scaling(() => ({ healthCheckType: 'ELB', healthCheckGracePeriod: 5 })) },
  'green-left': {
    of: 'account',
    strike(account, alter) {
      for (const [, group] of groupsOf(account))
        for (const asg of asgsOf(account)) {
          const name = `CodeDeploy_${group.name}_d-LEFTOVER1`;
          const none = { min: 0, max: 0, desired: 0, members: [], hooks: [], tags: [] };
          alter(['autoScaling', 'groups', name], { ...asg, ...none, name });
        }
    },
  },
  'minimum-one': { of: 'account', strike: scaling(() => ({ min: 1 })) },
  'target-group-detached': { of: 'account', strike: scaling(() => ({ targetGroupArns: [] })) },

  'no-listener': {
    of: 'account',
    strike({ state }, alter) {
      for (const { arn } of Object.values(state.elb.loadBalancers))
        alter(['elb', 'loadBalancers', arn, 'listeners'], []);
    },
  },
  'health-check-fails': {
    of: 'account',
    strike(account, alter) {
      for (const { arn, targets } of targetGroups(account))
        for (const instance of Object.keys(targets)) alter(failing(arn, instance), true);
    },
  },
  'balancer-zone': {
    of: 'account',
    strike({ state }, alter) {
      for (const { arn, subnets } of Object.values(state.elb.loadBalancers))
        alter(['elb', 'loadBalancers', arn, 'subnets'], subnets.slice(0, 1));
    },
  },
  sticky: {
    of: 'account',
    strike(account, alter) {
      for (const { arn } of targetGroups(account))
        alter(['elb', 'targetGroups', arn, 'attributes'], { 'stickiness.enabled': 'true' });
    },
  },
  'long-draining': {
    of: 'account',
    strike(account, alter) {
      for (const { arn } of targetGroups(account)) alter(['elb', 'targetGroups', arn, 'deregistrationDelay'], 300);
    },
  },
  'no-traffic-control': {
    of: 'account',
    strike: settings((group) => (controlsTraffic(group) ? { deploymentStyle: withoutTraffic } : undefined)),
  },

  'group-gone': {
    of: 'account',
    strike(account, alter) {
      for (const [key] of groupsOf(account)) alter(['codeDeploy', 'groups', key], undefined);
    },
  },
  'no-targets': {
    of: 'account',
    strike(account, alter) {
      for (const [key] of groupsOf(account)) {
        alter(['codeDeploy', 'groups', key, 'autoScalingGroups'], []);
        const ec2TagSetList = [[{ Key: 'Name', Value: 'nobody', Type: 'KEY_AND_VALUE' }]];
        alter(['codeDeploy', 'groups', key, 'settings', 'ec2TagSet'], { ec2TagSetList });
      }
    },
  },
  'stopped-match': {
    of: 'account',
    strike(account, alter) {
      const { instances } = account.state.ec2;
      const grouped = (tags: { key: string }[]) => tags.some(({ key }) => key === 'aws:autoscaling:groupName');
      const other = Object.values(instances).find(({ tags }) => !grouped(tags));
      const name = other?.tags.find(({ key }) => key === 'Name')?.value;
      if (!other || !name) return;
      alter(['ec2', 'instances', other.id, 'state'], 'stopped');
      const ec2TagSetList = [[{ Key: 'Name', Value: name, Type: 'KEY_AND_VALUE' }]];
      for (const [key] of groupsOf(account))
        alter(['codeDeploy', 'groups', key, 'settings', 'ec2TagSet'], { ec2TagSetList });
    },
  },
  'tags-besides': { of: 'account', strike: settings(() => ({ ec2TagSet: tagged('Name', 'nobody') })) },
  'all-at-once': {
    of: 'account',
    strike: settings(() => ({ deploymentConfigName: 'CodeDeployDefault.AllAtOnce' })),
  },
  'outdated-ignored': { of: 'account', strike: settings(() => ({ outdatedInstancesStrategy: 'IGNORE' })) },
  'copies-group': { of: 'account', strike: settings(() => copying) },
  'copies-nothing': {
    of: 'account',
    strike(account, alter) {
      const asg = asgsOf(account)[0]?.name ?? '';
      settings(() => ({ ...copying, ec2TagSet: tagged('aws:autoscaling:groupName', asg) }))?.(account, alter, '');
      for (const [key] of groupsOf(account)) alter(['codeDeploy', 'groups', key, 'autoScalingGroups'], []);
    },
  },
  'minimum-impossible': {
    of: 'account',
    strike(account, alter) {
      const name = 'everyone-healthy';
      const minimumHealthyHosts = { type: 'HOST_COUNT', value: 10_000 };
      const config = { name, id: uuid(account), minimumHealthyHosts, createdAt: account.now };
      alter(['codeDeploy', 'configs', name], config);
      settings(() => ({ deploymentConfigName: name }))?.(account, alter, '');
    },
  },
  'single-instance': {
    of: 'account',
    strike(account, alter) {
      for (const { name, members, targetGroupArns } of asgsOf(account)) {
        const [only] = members;
        if (!only) continue;
        for (const [field, value] of Object.entries({ min: 1, max: 1, desired: 1, members: [only] }))
          alter(['autoScaling', 'groups', name, field], value);
        for (const arn of targetGroupArns) {
          const target = account.state.elb.targetGroups[arn]?.targets[only.instanceId];
          alter(['elb', 'targetGroups', arn, 'targets'], target ? { [only.instanceId]: target } : {});
        }
      }
    },
  },
  'no-rollback': {
    of: 'account',
    strike: settings(() => ({ autoRollbackConfiguration: { enabled: false, events: [] } })),
  },
  'alarm-gone': {
    of: 'account',
    strike(account, alter) {
      for (const [, group] of groupsOf(account))
        for (const { name } of settingsOf(group).alarmConfiguration?.alarms ?? [])
          alter(['cloudWatch', 'alarms', name ?? ''], undefined);
    },
  },
  'last-failed': {
    of: 'account',
    strike: (account, alter) => eachDeployment(account, alter, 'status', 'Failed'),
  },

  'revision-gone': {
    of: 'account',
    strike(account, alter) {
      for (const [, group] of groupsOf(account)) {
        const { bucket = '', key = '' } = (lastRevision(account, group)?.revision.s3Location ?? {}) as Record<
          string,
          string
        >;
        alter(['s3', 'buckets', bucket, 'objects', key], undefined);
      }
    },
  },
  'no-versioning': {
    of: 'account',
    strike({ state }, alter) {
      for (const name of Object.keys(state.s3.buckets)) alter(['s3', 'buckets', name, 'versioning'], false);
    },
  },
  'github-unlinked': {
    of: 'account',
    strike(account, alter) {
      for (const name of Object.keys(account.state.codeDeploy.applications))
        alter(['codeDeploy', 'applications', name, 'gitHubTokenName'], undefined);
      eachDeployment(account, alter, 'revision', {
        revisionType: 'GitHub',
        gitHubLocation: { repository: 'acme/shop', commitId: '0'.repeat(40) },
      });
    },
  },
  'github-other': {
    of: 'account',
    strike({ state }, alter) {
      for (const name of Object.keys(state.codeDeploy.applications))
        alter(['codeDeploy', 'applications', name, 'gitHubTokenName'], 'somebody-else');
    },
  },

  'hook-deleted': { of: 'account', strike: scaling(() => ({ hooks: [] })) },
  'hook-mismatch': {
    of: 'account',
    strike: scaling(({ hooks }, account) => ({
      hooks: hooks.map((hook) => ({ ...hook, name: hook.name.replace(/.{36}$/, uuid(account)) })),
    })),
  },
  'hook-leftover': {
    of: 'account',
    strike: scaling(({ hooks }, account) => ({
      hooks: hooks.flatMap((hook) => {
        const id = uuid(account);
        return [hook, { ...hook, name: hook.name.replace(/.{36}$/, id), metadata: id }];
      }),
    })),
  },
  'hook-suspended': {
    of: 'account',
    strike(account, alter) {
      for (const [key, group] of groupsOf(account)) {
        for (const { name } of group.autoScalingGroups) {
          const asg = account.state.autoScaling.groups[name];
          if (!asg) continue;
          const value = `${key} ${new Date(account.now).toISOString().slice(0, 19)}Z`;
          const tag = { key: 'codedeploy-wizard:hook-suspended', value, propagate: false };
          alter(['autoScaling', 'groups', name, 'tags'], [...asg.tags, tag]);
          alter(['autoScaling', 'groups', name, 'hooks'], []);
        }
        alter(['codeDeploy', 'groups', key, 'autoScalingGroups'], []);
      }
    },
  },
} satisfies Record<string, Kind>;
