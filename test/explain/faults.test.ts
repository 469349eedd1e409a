// After a deployment has failed of something that was made to go wrong, the first cause that is told is that.
import { expect, test } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Place } from '../../src/aws/place.ts';
import { explainDeployment } from '../../src/commands/explain-deployment.ts';
import { examine } from '../../src/doctor/check.ts';
import { checks } from '../../src/doctor/checks/index.ts';
import { factsOf } from '../../src/doctor/facts.ts';
import { explanationOf } from '../../src/explain/codes.ts';
import type { FaultName } from '../../src/sandbox/faults.ts';
import type { Session } from '../../src/session.ts';
import { type Explanations, explanations as en } from '../../src/text/en/explain/index.ts';
import { explanations as ko } from '../../src/text/ko/explain/index.ts';
import { fleet, region } from '../sandbox/support.ts';

interface Told {
  findings: { id: string; cause: string; causes: { cause: string }[] }[];
}

const denied = async (): Promise<never> => {
  throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
};
const refusing = new Proxy({}, { get: () => denied });
const nothing = { iam: refusing, cloudWatch: refusing, autoScaling: refusing, elb: refusing };

/** Which line of which script, no check knows. */
const TOLD_BY_LOGS = ['ScriptFailed', 'ScriptTimedOut', 'ScriptMissing', 'fileExists'];

test.each<[FaultName, string, RegExp]>([
  ['agent-missing', 'eventNotReceived', /agent is not installed, not running, or without credentials/],
  ['agent-stopped', 'eventNotReceived', /agent is not installed, not running, or without credentials/],
  ['no-credentials', 'eventNotReceived', /without credentials/],
  ['script-fails', 'ScriptFailed', /A command in the script failed/],
  ['script-times-out', 'ScriptTimedOut', /keeps the output open/],
  ['script-missing', 'ScriptMissing', /location is wrong/],
  ['file-exists', 'fileExists', /made anew/],
  ['unhealthy-target', 'neverHealthy', /path, port or expected status/],
  ['no-listener', 'neverHealthy', /No listener/],
  ['s3-denied', 's3Denied', /does not allow s3:GetObject/],
  ['profile-empty', 's3Denied', /does not allow s3:GetObject/],
  ['bucket-elsewhere', 's3OtherRegion', /own Region/],
  ['service-role-trust', 'IAM_ROLE_PERMISSIONS', /does not trust/],
  ['service-role-bare', 'IAM_ROLE_PERMISSIONS', /AWSCodeDeployRole is not attached/],
  ['service-role-no-launch', 'AUTO_SCALING_IAM_ROLE_PERMISSIONS', /lacks ec2:RunInstances/],
  ['alarm-active', 'ALARM_ACTIVE', /already before the deployment/],
  ['alarm-gone', 'ALARM_ACTIVE', /does not exist/],
  ['asg-gone', 'NO_INSTANCES', /does not exist any more/],
  ['no-targets', 'NO_INSTANCES', /tags do not match/],
  ['hook-suspended', 'NO_INSTANCES', /neither tags nor an Auto Scaling group/],
  ['minimum-impossible', 'HEALTH_CONSTRAINTS_INVALID', /as large as the fleet/],
  ['single-instance', 'HEALTH_CONSTRAINTS_INVALID', /as large as the fleet/],
])(
  '%s',
  async (fault, id, cause) => {
    const { arm, deploy, ended, sandbox } = fleet(3);
    if (fault === 'alarm-gone') sandbox.state.cloudWatch.alarms.errors = { name: 'errors', state: 'OK' };
    arm(fault);
    const deploymentId = await deploy();
    await ended(deploymentId);
    const aws = connect({ region, sandbox });
    const told = async (seen: object, catalogue: Explanations) => {
      // Somebody else's machine: nothing but what AWS says.
      const place = async () => ({ aws: seen, region, account: '000000000000' });
      const session = { place, program: 'codedeploy-wizard', globals: {} } as unknown as Session;
      const { data, next = [] } = await explainDeployment(session, catalogue, deploymentId);
      return { ...(data as unknown as Told), next };
    };
    const {
      findings: [first],
      next: [next = ''],
    } = await told(aws, en);
    expect([first?.id, first?.cause]).toEqual([id, expect.stringMatching(cause)]);
    const [korean] = (await told(aws, ko)).findings;
    const at = (catalogue: Explanations, text?: string) =>
      explanationOf(catalogue, id)!.causes.findIndex(([one]) => one === text);
    expect(at(ko, korean?.cause)).toBe(at(en, first?.cause));
    // With less to look at the order is the general one; nothing is lost.
    const [blind] = (await told({ ...nothing, codeDeploy: aws.codeDeploy }, en)).findings;
    expect([blind?.id, blind?.causes.length]).toEqual([id, first?.causes.length]);
    // That nothing is attached, the deployment group itself says.
    if (fault !== 'hook-suspended') expect(at(en, blind?.cause)).toBe(0);
    // What a check can name is looked at by that check, and it does find it.
    const [, only] = /^codedeploy-wizard doctor --application shop --group shop-group --only (\S+)$/.exec(next) ?? [];
    expect([fault, only !== undefined]).toEqual([fault, !TOLD_BY_LOGS.includes(id)]);
    if (only === undefined) return expect(next).toBe(`codedeploy-wizard logs ${deploymentId}`);
    const place = {
      ...{ aws, region, account: '000000000000', partition: 'aws', cwd: '/', clock: sandbox },
      command: (...words: string[]) => words.join(' '),
      until: async (look: () => Promise<unknown>) => {
        while (await look()) await sandbox.sleep(5_000);
      },
    } as unknown as Place;
    const facts = factsOf(place, { application: 'shop', group: 'shop-group', directory: '/' });
    const found = await examine(
      facts,
      checks.filter((check) => only.split(',').includes(check.id)),
    );
    expect(found.map(({ status }) => status)).toContain('fail');
  },
  60_000,
);
