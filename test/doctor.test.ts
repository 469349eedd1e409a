// The doctor against the sandbox: whatever is wrong is found by its check and by no other, and nothing is ever written.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../src/doctor/checks/index.ts';
import { NEEDS } from '../src/doctor/needs.ts';
import type { FaultName } from '../src/sandbox/faults.ts';
import type { Host, State } from '../src/sandbox/state.ts';
import { edit, writesOf } from './support/hook.ts';
import { type Bench, bench, type Ran, stateFile } from './support/run.ts';

interface Shown {
  id: string;
  group: string;
  status: 'pass' | 'warn' | 'fail' | 'unknown';
  evidence: string;
  fix: string | null;
  hosts?: { total: number; seen: number; affected: number };
  needs?: string[];
}

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'docs', 'schema', 'doctor.json'), 'utf8'),
) as object;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

const json = ['--sandbox', 'fleet', '--project', 'shop', '--yes', '--output', 'json'];
const APPSPEC = 'version: 0.0\nos: linux\nfiles:\n  - source: site/index.html\n    destination: /var/www/shop\n';

const doctor = (here: Bench, ...more: string[]) => here.run(['doctor', ...json, ...more]);
const shownBy = ({ envelope }: Ran) => (envelope.data as { checks: Shown[] }).checks;
const notPassed = (ran: Ran) =>
  Object.fromEntries(shownBy(ran).flatMap(({ id, status }) => (status === 'pass' ? [] : [[id, status]])));

/** A fleet with one deployment behind it, in a folder with its next revision. */
async function deployed(instances: number): Promise<Bench> {
  const here = bench();
  mkdirSync(join(here.cwd, 'site'), { recursive: true });
  writeFileSync(join(here.cwd, 'appspec.yml'), APPSPEC);
  writeFileSync(join(here.cwd, 'site', 'index.html'), 'shop');
  await here.run([
    'sandbox',
    'reset',
    '--scenario',
    'fleet',
    '--instances',
    String(instances),
    '--yes',
    '--project',
    'shop',
  ]);
  const revision = ['--source', 's3', '--bucket', 'shop-revisions', '--key', 'shop/first.zip'];
  const ran = await here.run(['deploy', ...json, ...revision]);
  if (ran.exitCode !== 0) throw new Error(ran.stdout);
  return here;
}

function copyOf(here: Bench): Bench {
  const copy = bench();
  cpSync(here.cwd, copy.cwd, { recursive: true });
  mkdirSync(dirname(stateFile(copy)), { recursive: true });
  cpSync(stateFile(here), stateFile(copy));
  return copy;
}

let fleet: Bench;
beforeAll(async () => {
  fleet = await deployed(4);
}, 60_000);

test('there is much to look at, and where nothing is wrong nothing is said to be', async () => {
  const ran = await doctor(copyOf(fleet));
  expect(notPassed(ran)).toEqual({});
  expect(ran.exitCode).toBe(0);
  expect(checks.length).toBeGreaterThanOrEqual(45);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  expect(validate(ran.envelope.data), JSON.stringify(validate.errors)).toBe(true);
  expect(writesOf(ran.calls)).toEqual([]);
});

/** What somebody would have to fill in before a fix runs. */
const PLACEHOLDER =
  /\b(NAME|PORT|PATH|ROLE|PROFILE|Key=Value|another-bucket|codedeploy-agent\.log|[A-Z]+_(ARN|[A-Z]))\b/;

/** Fault -> what does not pass then. More than one: the second follows from the first. */
const FAULTS: [FaultName, Record<string, string>, ...string[]][] = [
  ['caller-root', { 'caller-root': 'warn' }],
  ['no-route', { 'network-outbound': 'fail' }],
  ['one-zone', { 'network-zones': 'warn' }],
  ['service-role-trust', { 'service-role-trust': 'fail' }],
  ['service-role-bare', { 'service-role-policy': 'fail' }],
  ['service-role-no-launch', { 'service-role-launch': 'fail', 'blue-green-copy': 'warn' }],
  ['service-role-ec2', { 'service-role-ec2': 'warn' }],
  ['service-role-on-instance', { 'service-role-on-instance': 'warn' }],
  ['role-boundary', { 'role-boundary': 'fail' }],
  ['instance-role-trust', { 'instance-role-trust': 'fail' }],
  ['s3-denied', { 'instance-role-s3': 'fail' }],
  ['agent-missing', { 'agent-installed': 'fail' }],
  ['agent-stopped', { 'agent-running': 'fail' }],
  ['no-credentials', { 'agent-credentials': 'fail' }],
  ['agent-not-polling', { 'agent-polling': 'fail' }],
  ['agent-silent', { 'agent-polling': 'fail' }],
  ['agent-old', { 'agent-version': 'warn', 'image-agent': 'warn' }],
  ['ruby-too-new', { 'agent-ruby': 'fail' }],
  ['own-keys', { 'agent-identity': 'warn' }],
  ['clock-skew', { 'host-clock': 'fail' }],
  ['disk-full', { 'host-disk': 'fail' }],
  ['file-exists', { 'host-files': 'fail' }],
  ['image-gone', { 'image-available': 'fail' }],
  ['image-agent-behind', { 'image-agent': 'warn' }],
  ['image-memory', { 'image-memory': 'warn' }],
  ['template-profile', { 'template-profile': 'fail' }],
  ['user-data-region', { 'template-user-data': 'warn' }],
  ['template-latest', { 'template-pinned': 'warn' }],
  ['members-outdated', { 'template-current': 'warn' }],
  ['two-groups', { 'asg-shared': 'fail' }],
  ['warm-pool', { 'asg-warm-pool': 'warn' }],
  ['launch-loop', { 'asg-launch-loop': 'fail' }],
  ['refresh-running', { 'asg-refresh': 'warn' }],
  ['short-grace', { 'asg-grace': 'warn' }],
  ['green-left', { 'asg-green-left': 'warn' }],
  ['suspended-processes', { 'asg-processes': 'warn' }],
  ['minimum-one', { 'asg-minimum': 'warn' }],
  ['target-group-detached', { 'asg-target-group': 'fail' }],
  ['no-listener', { 'target-group-listener': 'fail' }],
  ['unhealthy-target', { 'target-health': 'fail' }],
  ['health-check-fails', { 'health-check': 'fail' }],
  ['balancer-zone', { 'target-zones': 'fail' }],
  ['sticky', { stickiness: 'warn' }],
  ['long-draining', { 'deregistration-delay': 'warn' }],
  ['no-traffic-control', { 'traffic-control': 'warn' }],
  ['stopped-match', { 'group-stopped': 'warn', 'group-mixed': 'warn' }],
  ['tags-besides', { 'group-mixed': 'warn' }],
  ['all-at-once', { 'group-all-at-once': 'fail' }],
  ['outdated-ignored', { 'group-outdated': 'warn' }],
  ['copies-group', { 'blue-green-copy': 'warn' }],
  ['copies-nothing', { 'blue-green-one-asg': 'fail', 'blue-green-copy': 'warn' }],
  ['minimum-impossible', { 'group-minimum': 'fail' }],
  ['single-instance', { 'group-single': 'warn', 'asg-minimum': 'warn', 'group-minimum': 'fail' }],
  ['no-rollback', { 'group-rollback': 'warn' }],
  ['alarm-gone', { 'alarms-exist': 'fail' }],
  ['alarm-active', { 'alarms-quiet': 'fail' }],
  ['last-failed', { 'last-deployment': 'warn' }],
  ['bucket-elsewhere', { 'bucket-region': 'fail' }],
  ['revision-gone', { 'revision-there': 'fail' }],
  ['no-versioning', { 'bucket-versioning': 'warn' }],
  ['github-unlinked', { 'github-connection': 'fail' }],
  ['github-other', { 'github-other': 'warn' }, '--github-token-name', 'ours'],
  ['hook-deleted', { 'hook-deleted': 'fail' }],
  ['hook-mismatch', { 'hook-mismatch': 'fail' }],
  ['hook-leftover', { 'hook-leftover': 'fail' }],
];

/** What cannot be looked at for that reason is unknown besides. */
const BLINDING: [FaultName, Record<string, string>][] = [
  ['no-profile', { 'instance-profile': 'fail', 'host-managed': 'warn' }],
  ['ssm-offline', { 'host-managed': 'warn' }],
  ['profile-empty', { 'instance-profile-role': 'fail', 'host-managed': 'warn' }],
  ['ssm-detached', { 'host-managed': 'warn' }],
  ['asg-gone', { 'asg-exists': 'fail' }],
  ['group-gone', { 'group-exists': 'fail' }],
  ['no-targets', { 'group-targets': 'fail' }],
  ['hook-suspended', { 'hook-suspended': 'warn', 'group-targets': 'fail' }],
];

async function armed(name: FaultName, more: string[], here = copyOf(fleet)): Promise<Ran> {
  await here.run(['sandbox', 'fault', name, ...json]);
  const ran = await doctor(here, ...more);
  expect(writesOf(ran.calls)).toEqual([]);
  return ran;
}

describe('each fault is found by its check', () => {
  test('and each check has a fault', () => {
    const found = [...FAULTS, ...BLINDING].flatMap(([, wrong]) => Object.keys(wrong));
    expect(checks.map(({ id }) => id).filter((id) => !found.includes(id))).toEqual([]);
  });

  test.each(FAULTS)('%s', async (name, wrong, ...more) => {
    const here = copyOf(fleet);
    const ran = await armed(name, more, here);
    expect(notPassed(ran)).toEqual(wrong);
    expect(ran.exitCode).toBe(Object.values(wrong).includes('fail') ? 3 : 0);
    for (const { id, evidence, fix } of shownBy(ran).filter(({ id }) => id in wrong)) {
      expect(evidence, id).not.toMatch(/undefined|\[object/);
      expect(fix, id).toBeTruthy();
      expect(fix, id).not.toMatch(PLACEHOLDER);
      for (const command of fix!.split('\n').filter((line) => line.startsWith('codedeploy-wizard '))) {
        const [, ...words] = command.split(' ');
        const again = await here.run([...words, '--dry-run', '--no-input', '--output', 'json']);
        expect(['usage', 'invalidValue', 'unexpected'], command).not.toContain(again.envelope.error?.code);
      }
    }
    for (const command of ran.envelope.next) expect(command).toMatch(/^codedeploy-wizard [a-z]/);
  });

  test.each(BLINDING)('%s', async (name, wrong) => {
    const ran = await armed(name, []);
    const rest = Object.entries(notPassed(ran)).filter(([, status]) => status !== 'unknown');
    expect(Object.fromEntries(rest)).toEqual(wrong);
  });
});

describe('what nobody may look at', () => {
  test('is unknown with the action it needs, never passed, and the end is a sentence', async () => {
    const here = copyOf(fleet);
    await here.run(['sandbox', 'fault', 'calls-denied', ...json]);
    const ran = await doctor(here);
    expect(ran.exitCode).toBe(0);
    const shown = shownBy(ran).filter(({ group }) => group !== 'caller');
    expect(shown.length).toBeGreaterThan(40);
    for (const { id, status, evidence, fix, needs } of shown) {
      expect([id, status]).toEqual([id, 'unknown']);
      // That one action is refused says nothing of the others: all that the check takes are named.
      expect(evidence).toMatch(/^Not allowed to look: [a-z0-9]+:[A-Z]\w+(; it also needs [a-z0-9]+:[A-Z][\w:, ]+)?$/);
      for (const action of needs ?? []) {
        expect(evidence, id).toContain(action);
        expect(fix, id).toContain(action);
      }
    }
    const text = await here.run(['doctor', '--sandbox', 'fleet', '--project', 'shop']);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain('does not mean that all is well');
    expect(text.stderr).not.toContain('at ');
    // To people one refusal is told once in a group.
    expect(text.stdout.split('GetDeploymentGroup;').length - 1).toBeLessThanOrEqual(10);
  });

  test.each([
    ['describeTargetHealth', 'AccessDenied', 'target-health', 'elasticloadbalancing:DescribeTargetHealth'],
    ['describeAlarms', 'AccessDenied', 'alarms-exist', 'cloudwatch:DescribeAlarms'],
    ['lookInside', 'AccessDeniedException', 'agent-running', 'ssm:SendCommand'],
    ['headBucket', 'Unknown', 'bucket-region', 's3:ListBucket'],
    ['describeImages', 'UnauthorizedOperation', 'image-available', 'ec2:DescribeImages'],
    ['getPolicyVersion', 'AccessDenied', 'instance-role-s3', 'iam:GetPolicyVersion'],
  ])('%s', async (operation, name, id, action) => {
    const refused = operation === 'lookInside' ? 'sendCommand' : operation;
    const ran = await copyOf(fleet).run(['doctor', ...json], {
      onCall: (call, moment) => {
        if (moment === 'before' && call.operation === refused)
          throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 403 } });
      },
    });
    const found = shownBy(ran).find((one) => one.id === id);
    expect(found?.status).toBe('unknown');
    expect(found?.evidence.split(';')[0]).toBe(`Not allowed to look: ${action}`);
    expect(found?.evidence).not.toContain('GetDeploymentGroup');
    expect(shownBy(ran).filter(({ status }) => status === 'fail')).toEqual([]);
  });
});

test('a thousand instances are looked into by fifties, and by no more than that', async () => {
  const many = await deployed(1_000);
  const calls = async (here: Bench, instances: number) => {
    const ran = await doctor(here);
    expect(notPassed(ran)).toEqual({});
    expect(writesOf(ran.calls)).toEqual([]);
    for (const { id, hosts } of shownBy(ran).filter(({ group }) => group === 'host'))
      expect([id, hosts]).toEqual([id, { total: instances, seen: instances, affected: 0 }]);
    const sent = ran.calls.filter(({ operation }) => operation === 'sendCommand');
    const asked = sent.map(({ input }) => (input as { InstanceIds: string[] }).InstanceIds);
    expect(asked).toHaveLength(Math.ceil(instances / 50));
    expect(new Set(asked.flat()).size).toBe(instances);
    return ran.calls.length;
  };
  const few = await calls(copyOf(fleet), 4);
  // Whether Systems Manager knows them, the command, and a few looks for its answers: so much for each fifty.
  expect(await calls(many, 1_000)).toBeLessThanOrEqual(few + 20 * 8);
}, 120_000);

/** Of a state in which more is wrong than a fault makes it. */
function changed(change: (state: State) => void, of = fleet): Bench {
  const here = copyOf(of);
  edit(here, change);
  return here;
}

const one = (ran: Ran, id: string) => shownBy(ran).find((shown) => shown.id === id);
const members = ({ autoScaling, ec2 }: State) =>
  autoScaling.groups['shop-asg']!.members.map(({ instanceId }) => ec2.instances[instanceId]!);

describe('instances that cannot be seen', () => {
  test('make unknown what is well on the others, and are named with the reason', async () => {
    const here = changed((state) => {
      const [first, second] = members(state);
      first!.host.offline = true;
      delete second!.profile;
    });
    const ran = await doctor(here);
    const disk = one(ran, 'host-disk');
    expect(disk).toMatchObject({ status: 'unknown', hosts: { total: 4, seen: 2, affected: 0 } });
    expect(disk?.evidence).toMatch(/2 of 4 instances; not of .*i-\w+ \(.*lost the connection\)/);
    expect(disk?.evidence).toMatch(/i-\w+ \(not managed/);
    expect(validate(ran.envelope.data), JSON.stringify(validate.errors)).toBe(true);
  });

  test('do not hide what is wrong on another', async () => {
    const here = changed((state) => {
      const [first, second] = members(state);
      first!.host.offline = true;
      second!.host.disk = 99;
    });
    const disk = one(await doctor(here), 'host-disk');
    expect(disk).toMatchObject({ status: 'fail', hosts: { total: 4, seen: 3, affected: 1 } });
    expect(disk?.evidence).toMatch(/99 % full on i-\w+; not known of i-\w+/);
  });
});

describe('Windows', () => {
  const windows = (change: (host: Host) => void = () => {}) =>
    changed((state) => {
      for (const { host } of members(state)) {
        host.platform = 'Windows';
        host.platformVersion = '10.0.20348';
      }
      change(members(state)[0]!.host);
    });

  test('is asked by PowerShell, and is well where it is well', async () => {
    const ran = await doctor(windows());
    // The appspec.yml here is for Linux.
    expect(notPassed(ran)).toEqual({ 'host-files': 'unknown' });
    const documents = ran.calls.flatMap(({ operation, input }) =>
      operation === 'sendCommand' ? [(input as { DocumentName: string }).DocumentName] : [],
    );
    expect(documents).toEqual(['AWS-RunPowerShellScript']);
  });

  test.each([
    ['agent-installed', (host: Host) => delete host.agent],
    ['agent-running', (host: Host) => Object.assign(host.agent!, { running: false })],
    ['agent-credentials', (host: Host) => Object.assign(host.agent!, { credentials: false })],
    ['agent-polling', (host: Host) => Object.assign(host.agent!, { quiet: true })],
    ['agent-version', (host: Host) => Object.assign(host.agent!, { version: '1.3.1' })],
    ['host-clock', (host: Host) => Object.assign(host, { clock: -900_000 })],
    ['host-disk', (host: Host) => Object.assign(host, { disk: 97 })],
  ])('%s', async (id, change) => {
    const found = one(await doctor(windows(change)), id);
    expect(found?.status).toBe(id === 'agent-version' ? 'warn' : 'fail');
    expect(found?.hosts?.affected).toBe(1);
  });
});

describe('an agent that runs', () => {
  test('and has asked for nothing for an hour does not pass, nor does one without a log', async () => {
    const quiet = changed((state) => Object.assign(members(state)[0]!.host.agent!, { quiet: true }));
    const polling = one(await doctor(quiet), 'agent-polling');
    expect(polling?.evidence).toMatch(/the last answer in its log is of \d{4}-/);
    expect(polling?.fix).toContain('logs --agent --instance i-');
  });
});

describe('several of a kind', () => {
  /** A second Auto Scaling group and target group, like the first. */
  const two = (change: (state: State) => void) =>
    changed((state) => {
      const first = state.autoScaling.groups['shop-asg']!;
      const group = state.codeDeploy.groups['shop/shop-group']!;
      const target = Object.values(state.elb.targetGroups)[0]!;
      const arn = `${target.arn}2`;
      const hook = `${first.hooks[0]!.name}2`;
      const moved = first.members.splice(2);
      state.elb.targetGroups[arn] = { ...structuredClone(target), arn, name: 'shop-second' };
      for (const { listeners } of Object.values(state.elb.loadBalancers))
        for (const { actions } of listeners)
          actions[0]!.ForwardConfig!.TargetGroups.push({ TargetGroupArn: arn, Weight: 1 });
      Object.assign(first, { min: 2, max: 2, desired: 2 });
      state.autoScaling.groups['shop-second'] = {
        ...structuredClone(first),
        name: 'shop-second',
        members: moved,
        targetGroupArns: [arn],
        hooks: [{ ...first.hooks[0]!, name: hook }],
      };
      group.autoScalingGroups.push({ name: 'shop-second', hook });
      const info = group.settings as { loadBalancerInfo?: { targetGroupInfoList?: { name: string }[] } };
      info.loadBalancerInfo?.targetGroupInfoList?.push({ name: 'shop-second' });
      change(state);
    });
  const second = (state: State) => state.autoScaling.groups['shop-second']!;

  test.each([
    ['asg-warm-pool', (state: State) => Object.assign(second(state), { warmPool: true })],
    ['asg-minimum', (state: State) => Object.assign(second(state), { min: 1 })],
    ['template-pinned', (state: State) => Object.assign(second(state).launchTemplate!, { version: '$Latest' })],
    ['hook-deleted', (state: State) => Object.assign(second(state), { hooks: [] })],
    ['network-zones', (state: State) => Object.assign(second(state), { subnets: second(state).subnets.slice(0, 1) })],
    [
      'deregistration-delay',
      (state: State) => Object.assign(Object.values(state.elb.targetGroups)[1]!, { deregistrationDelay: 300 }),
    ],
  ])('%s looks at the second as well', async (id, change) => {
    expect(notPassed(await doctor(two(() => {})))).toEqual({});
    const found = one(await doctor(two(change)), id);
    expect(found?.status).toMatch(/warn|fail/);
    expect(found?.evidence).toContain('shop-second');
  });

  test('both are told where both are wrong', async () => {
    const here = two((state) => {
      for (const asg of Object.values(state.autoScaling.groups)) asg.min = 1;
    });
    expect(one(await doctor(here), 'asg-minimum')?.evidence).toMatch(/shop-asg may.*; shop-second may/);
  });
});

describe('a fix', () => {
  test('takes one Auto Scaling group out of the other deployment group, and leaves it the rest', async () => {
    const here = changed(({ autoScaling, codeDeploy }) => {
      const own = codeDeploy.groups['shop/shop-group']!;
      autoScaling.groups['others-asg'] = { ...structuredClone(autoScaling.groups['shop-asg']!), name: 'others-asg' };
      codeDeploy.groups['shop/others'] = {
        ...structuredClone(own),
        id: 'another',
        name: 'others',
        autoScalingGroups: [...own.autoScalingGroups, { name: 'others-asg', hook: 'none' }],
      };
    });
    expect(one(await doctor(here), 'asg-shared')?.fix).toMatch(
      /--current-deployment-group-name others --auto-scaling-groups others-asg$/,
    );
  });

  test('of what a killed rescue has left is the rescue', async () => {
    const here = changed(({ autoScaling }) => {
      const asg = autoScaling.groups['shop-asg']!;
      asg.suspended = ['Launch'];
      const value = '4/4/4 EC2 active stops 1767571200 d-ABCDEFGHI';
      asg.tags.push({ key: 'codedeploy-wizard:rescue', value, propagate: false });
    });
    const { status, fix } = one(await doctor(here), 'asg-processes')!;
    expect([status, fix]).toEqual(['warn', expect.stringMatching(/^codedeploy-wizard asg rescue --asg shop-asg /)]);
  });

  test('of a group that is detached while its hook is suspended is to restore the hook', async () => {
    const here = copyOf(fleet);
    await here.run(['sandbox', 'fault', 'hook-suspended', ...json]);
    expect(one(await doctor(here), 'group-targets')?.fix).toMatch(
      /^codedeploy-wizard asg hook restore --asg shop-asg /,
    );
  });
});

test('whoever may do what a check needs, and nothing else, sees what it sees', async () => {
  const all = shownBy(await doctor(copyOf(fleet)));
  const here = copyOf(fleet);
  for (const { id, status } of all) {
    const allowed = new Set(NEEDS[id as keyof typeof NEEDS].map((name) => name.replace('lookInside', 'sendCommand')));
    const ran = await here.run(['doctor', ...json, '--only', id], {
      onCall: ({ service, operation }, moment) => {
        if (moment === 'before' && service !== 'sts' && !allowed.has(`${service}.${operation}`))
          throw Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
      },
    });
    expect(shownBy(ran).map((shown) => [shown.id, shown.status, shown.evidence])).toEqual([
      [id, status, expect.any(String)],
    ]);
  }
}, 120_000);

describe('on the command line', () => {
  test('--only looks at nothing else', async () => {
    const ran = await doctor(copyOf(fleet), '--only', 'alarms-exist,alarms-quiet', '--only', 'group-exists');
    expect(shownBy(ran).map(({ id }) => id)).toEqual(['group-exists', 'alarms-exist', 'alarms-quiet']);
    expect(ran.calls.map(({ service }) => service)).not.toContain('ssm');
  });

  test('a check that is not there is a slip of the pen', async () => {
    const ran = await doctor(copyOf(fleet), '--only', 'alarm-exist');
    expect(ran.exitCode).toBe(2);
    expect(ran.envelope.error?.hint).toContain('alarms-exist?');
  });

  test.each(['en', 'ko'])('in %s no line is wider than the screen, and the counts are the last', async (lang) => {
    const here = copyOf(fleet);
    await here.run(['sandbox', 'fault', 'agent-stopped', ...json]);
    const ran = await here.run(['doctor', '--sandbox', 'fleet', '--project', 'shop', '--lang', lang]);
    expect(ran.exitCode).toBe(3);
    const lines = ran.stdout.trimEnd().split('\n');
    // A command to paste would be two if it were broken.
    for (const text of lines.filter((text) => !/^ +(aws|codedeploy-wizard) /.test(text)))
      expect(stringWidth(text)).toBeLessThanOrEqual(80);
    expect(lines.filter((text) => text.includes('ssm send-command'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(lang === 'en' ? /1 failed/ : /실패 1/);
    expect(ran.stdout).toContain('agent-running');
  });
});
