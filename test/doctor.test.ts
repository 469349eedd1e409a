// The doctor against the sandbox: whatever is wrong is found by its check and by no other, and nothing is ever written.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../src/doctor/checks/index.ts';
import type { FaultName } from '../src/sandbox/faults.ts';
import { writesOf } from './support/hook.ts';
import { type Bench, bench, type Ran, stateFile } from './support/run.ts';

interface Shown {
  id: string;
  group: string;
  status: 'pass' | 'warn' | 'fail' | 'unknown';
  evidence: string;
  fix: string | null;
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

/** Fault -> what does not pass then. More than one: the second follows from the first. */
const FAULTS: [FaultName, Record<string, string>, ...string[]][] = [
  ['caller-root', { 'caller-root': 'warn' }],
  ['no-route', { 'network-outbound': 'fail' }],
  ['one-zone', { 'network-zones': 'warn' }],
  ['service-role-trust', { 'service-role-trust': 'fail' }],
  ['service-role-bare', { 'service-role-policy': 'fail' }],
  ['service-role-no-launch', { 'service-role-launch': 'fail' }],
  ['service-role-ec2', { 'service-role-ec2': 'warn' }],
  ['service-role-on-instance', { 'service-role-on-instance': 'warn' }],
  ['no-profile', { 'instance-profile': 'fail', 'host-managed': 'warn' }],
  ['instance-role-trust', { 'instance-role-trust': 'fail' }],
  ['s3-denied', { 'instance-role-s3': 'fail' }],
  ['agent-missing', { 'agent-installed': 'fail' }],
  ['agent-stopped', { 'agent-running': 'fail' }],
  ['no-credentials', { 'agent-credentials': 'fail' }],
  ['agent-not-polling', { 'agent-polling': 'fail' }],
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
  ['suspended-processes', { 'asg-processes': 'warn' }],
  ['minimum-one', { 'asg-minimum': 'warn' }],
  ['target-group-detached', { 'asg-target-group': 'fail' }],
  ['no-listener', { 'target-group-listener': 'fail' }],
  ['unhealthy-target', { 'target-health': 'fail' }],
  ['health-check-fails', { 'health-check': 'fail' }],
  ['long-draining', { 'deregistration-delay': 'warn' }],
  ['no-traffic-control', { 'traffic-control': 'warn' }],
  ['stopped-match', { 'group-stopped': 'warn' }],
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
    for (const { id, status, evidence, fix } of shown) {
      expect([id, status]).toEqual([id, 'unknown']);
      expect(evidence).toMatch(/^Not allowed to look: [a-z0-9]+:[A-Z]\w+$/);
      expect(fix).toContain(evidence.split(': ')[1]);
    }
    const text = await here.run(['doctor', '--sandbox', 'fleet', '--project', 'shop']);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain('does not mean that all is well');
    expect(text.stderr).not.toContain('at ');
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
    expect(found).toMatchObject({ status: 'unknown', evidence: `Not allowed to look: ${action}` });
    expect(shownBy(ran).filter(({ status }) => status === 'fail')).toEqual([]);
  });
});

test('a thousand instances take about as many calls as four', async () => {
  const many = await deployed(1_000);
  const calls = async (here: Bench) => {
    const ran = await doctor(here);
    expect(notPassed(ran)).toEqual({});
    const sent = ran.calls.filter(({ operation }) => operation === 'sendCommand');
    expect(sent).toHaveLength(1);
    expect((sent[0]!.input as { InstanceIds: string[] }).InstanceIds.length).toBeLessThanOrEqual(50);
    return ran.calls.length;
  };
  const few = await calls(copyOf(fleet));
  expect(await calls(many)).toBeLessThanOrEqual(few + 15);
  const text = await many.run(['doctor', '--sandbox', 'fleet', '--project', 'shop']);
  expect(text.stdout).toContain('Looked into 50 of 1000 instances.');
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
