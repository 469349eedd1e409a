// A fleet of two behind a listener and a rule, to which a second colour is added; what belongs to each of them.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Action, State } from '../../src/sandbox/state.ts';
import { edit, stateOf } from './hook.ts';
import { type Bench, bench, stateFile } from './run.ts';

export const BLUE = 'shop-asg';
export const GREEN = 'shop-asg-green';

export const json = ['--sandbox', 'fleet', '--yes', '--output', 'json', '--confirm', 'shop'];
export const revision = (name: 'zero' | 'first' | 'second') => [
  ...['--source', 's3', '--bucket', 'shop-revisions', '--key', `shop/${name}.zip`],
];
export const release = (name: 'first' | 'second', ...more: string[]) => [
  'bluegreen',
  ...json,
  ...revision(name),
  ...more,
];

/** Like what it is copied from, with other weights and stickiness; the action before the forward is of no concern. */
const RULE: Action[] = [
  {
    Type: 'authenticate-oidc',
    Order: 1,
    AuthenticateOidcConfig: { Issuer: 'https://id.example.com', ClientId: 'shop' },
  },
];

export async function fleetOfTwo(): Promise<Bench> {
  const here = bench();
  await here.run(['sandbox', 'reset', '--scenario', 'fleet', '--instances', '2']);
  edit(here, (state) => {
    const { objects } = state.s3.buckets['shop-revisions']!;
    for (const name of ['zero', 'second'])
      objects[`shop/${name}.zip`] = objects['shop/first.zip']!.map((object) => ({
        ...object,
        versionId: name,
        etag: `"${name}"`,
      }));
    const group = state.autoScaling.groups[BLUE]!;
    Object.assign(group, { min: 1, max: 4 });
    const [balancer] = Object.values(state.elb.loadBalancers);
    const [listener] = balancer!.listeners;
    const arn = listener!.arn.replace(':listener/', ':listener-rule/');
    listener!.protocol = 'HTTPS';
    const forward = { ...listener!.actions[0]!, Order: 2 };
    const conditions = [{ Field: 'path-pattern', Values: ['/admin/*'] }];
    listener!.rules = [{ arn: `${arn}/1`, priority: 10, conditions, actions: [...RULE, forward] }];
  });
  // What it served before there were colours.
  const ran = await here.run(['deploy', ...json, ...revision('zero'), '--deployment-config', 'AllAtOnce']);
  if (ran.exitCode !== 0) throw new Error(ran.stdout);
  return here;
}

/** The revisions on the members of an Auto Scaling group that serve. */
export const installedOn = ({ autoScaling, ec2 }: State, asg: string) =>
  autoScaling.groups[asg]!.members.filter(({ lifecycle }) => lifecycle === 'InService').map(({ instanceId }) =>
    Object.values(ec2.instances[instanceId]!.host.installed).map((key) => /shop\/\w+/.exec(key)?.[0]),
  );

/** The same account and config file once more. */
export function again(here: Bench): Bench {
  const copy = bench();
  for (const [from, to] of [
    [stateFile(here), stateFile(copy)],
    [join(here.cwd, 'codedeploy-wizard.yml'), join(copy.cwd, 'codedeploy-wizard.yml')],
  ] as const) {
    if (!existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  return copy;
}

const nameIn = (arn: string) => arn.split('/').at(-2) ?? '';

/** Weights of each listener and rule, by target group. */
export const weightsNow = (state: State) =>
  Object.values(state.elb.loadBalancers).flatMap(({ listeners }) =>
    listeners
      .flatMap(({ actions, rules = [] }) => [actions, ...rules.map((rule) => rule.actions)])
      .map((actions) =>
        Object.fromEntries(
          actions
            .flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? [])
            .map(({ TargetGroupArn, Weight }) => [nameIn(TargetGroupArn), Weight]),
        ),
      ),
  );

export const sizesNow = ({ autoScaling }: State) =>
  Object.fromEntries(
    Object.values(autoScaling.groups).map(({ name, min, max, desired, suspended, members, tags }) => [
      name,
      {
        sizes: `${min}/${max}/${desired}`,
        suspended: [...suspended].sort(),
        serving: members.filter(({ lifecycle }) => lifecycle === 'InService').length,
        remembered: tags.some(({ key }) => key === 'codedeploy-wizard:release'),
      },
    ]),
  );

/** Which deployment group deploys to which Auto Scaling group, and what succeeded there last. */
export const groupsNow = ({ codeDeploy }: State) =>
  Object.values(codeDeploy.groups)
    .map(({ name, autoScalingGroups, lastSuccessful }) => ({
      name,
      asgs: autoScalingGroups.map((group) => group.name),
      revision: (codeDeploy.deployments[lastSuccessful ?? '']?.revision as { s3Location?: { key: string } })?.s3Location
        ?.key,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export const standingOf = (here: Bench) => {
  const state = stateOf(here);
  return { weights: weightsNow(state), groups: sizesNow(state), deploymentGroups: groupsNow(state) };
};

/** Hand over the bytes, so that a state can be put back. */
export const kept = (here: Bench) => {
  const text = readFileSync(stateFile(here), 'utf8');
  return () => writeFileSync(stateFile(here), text);
};
