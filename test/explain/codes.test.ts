// Every code of the SDK, and every refusal that is known, is explained: in both languages, with causes, ways to tell, and fixes.
import { ErrorCode, LifecycleErrorCode } from '@aws-sdk/client-codedeploy';
import { describe, expect, test } from 'vitest';
import { explanationOf, findCode, idsOf, near } from '../../src/explain/codes.ts';
import { SIGNS } from '../../src/explain/signs.ts';
import { type Explanations, explanations as en } from '../../src/text/en/explain/index.ts';
import { explanations as ko } from '../../src/text/ko/explain/index.ts';
import { bench } from '../support/run.ts';

test('the codes of deployments are those of the SDK, and one that only the user guide has', () => {
  expect(Object.keys(en.deployment).sort()).toEqual([...Object.values(ErrorCode), 'UNABLE_TO_SEND_ASG'].sort());
});

test('the codes of lifecycle events are those of the SDK', () => {
  expect(Object.keys(en.lifecycle).sort()).toEqual(Object.values(LifecycleErrorCode).sort());
});

const refused =
  `EntityAlreadyExistsException NoSuchEntityException LimitExceededException InvalidRoleException ValidationError
  InvalidParameterValue AccessDenied UnauthorizedOperation iam:PassRole InvalidAMIName.Duplicate IncorrectInstanceState
  UnsupportedOperation OperationNotPermitted InvalidLaunchTemplateId.VersionNotFound ScalingActivityInProgressFault
  ResourceContentionFault InstanceRefreshInProgressFault ApplicationAlreadyExistsException
  DeploymentGroupAlreadyExistsException DeploymentConfigAlreadyExistsException ApplicationDoesNotExistException
  InvalidAutoScalingGroupException InvalidBlueGreenDeploymentConfigurationException LifecycleHookLimitExceededException
  DeploymentLimitExceededException DeploymentNotStartedException DeploymentIsNotInReadyStateException InvalidInstanceId
  InvocationDoesNotExist ThrottlingException Throttling RequestLimitExceeded Unknown`.split(/\s+/);
test.each(refused)('the refusal %s is explained', (name) => expect(en.refusals).toHaveProperty([name]));

test('every sign has its text, and every text of a log its sign', () => {
  const ids = idsOf(en);
  expect(SIGNS.filter(({ id }) => !ids.includes(id))).toEqual([]);
  const byOther = ['oldScript', 'oldRevisionGone', 'noScriptRan', 'wroteErrors', 'neverHealthy', 'notDrained'];
  const signed = new Set<string>([...SIGNS.map(({ id }) => id), ...byOther]);
  expect(Object.keys({ ...en.agent, ...en.revision, ...en.scripts }).filter((id) => !signed.has(id))).toEqual([]);
});

test('no two names are the same to somebody who does not mind capitals', () => {
  const names = idsOf(en).map((id) => id.toLowerCase().replace(/[^a-z]/g, ''));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('both languages know the same causes in the same order', () => {
  const counts = (catalogue: Explanations) =>
    idsOf(catalogue).map((id) => [id, ...explanationOf(catalogue, id)!.causes.map(([, , , cause]) => cause)]);
  expect(counts(ko)).toEqual(counts(en));
});

test('commands and names in the text are the same in both languages', () => {
  // What is to be typed: our own command with its options, and AWS's error names in quotes.
  const typed = (text: string) =>
    (text.match(/codedeploy-wizard [a-z]+|--[a-z][a-z-]+|(?<!\.)\baws [a-z0-9]+ [a-z-]+|:[a-z_]+:/g) ?? []).sort();
  const differing = idsOf(en).filter((id) => {
    const [here, there] = [explanationOf(en, id)!, explanationOf(ko, id)!];
    const of = ({ means, causes }: typeof here) => [means, ...causes.map((cause) => cause.join(' '))].map(typed);
    return JSON.stringify(of(here)) !== JSON.stringify(of(there));
  });
  expect(differing).toEqual([]);
});

describe('every command that a text names is one that this program understands', () => {
  const said = idsOf(en).flatMap((id) =>
    explanationOf(en, id)!
      .causes.flat()
      .filter((text) => text !== undefined),
  );
  const commands = new Set(said.flatMap((text) => text.match(/codedeploy-wizard [^.,;)]+/g) ?? []));
  test.each([...commands])('%s', async (command) => {
    const args = command.replaceAll('"', '').split(' ').slice(1);
    const ran = await bench().run([...args, '--endpoint-url', 'none']);
    // The line itself is understood; what stops it is the address.
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('--endpoint-url')]);
  });
  test('there are such commands', () => expect(commands.size).toBeGreaterThan(20));
});

describe('a code is found however it is written', () => {
  test.each([
    ['HEALTH_CONSTRAINTS', 'HEALTH_CONSTRAINTS'],
    ['health_constraints', 'HEALTH_CONSTRAINTS'],
    ['health-constraints', 'HEALTH_CONSTRAINTS'],
    ['scriptfailed', 'ScriptFailed'],
    ['EntityAlreadyExists', 'EntityAlreadyExistsException'],
    ['AccessDeniedException', 'AccessDenied'],
    ['InstanceRefreshInProgress', 'InstanceRefreshInProgressFault'],
    ['InvalidAMIName.Duplicate', 'InvalidAMIName.Duplicate'],
    ['s3denied', 's3Denied'],
  ])('%s', (word, id) => expect(findCode(en, word)).toBe(id));
});

describe('a message that was copied is read', () => {
  test.each([
    [
      'An error occurred (DeploymentLimitExceededException) when calling CreateDeployment: …',
      'DeploymentLimitExceededException',
    ],
    ['User: arn:aws:iam::1:user/a is not authorized to perform: iam:PassRole on resource: arn:…', 'iam:PassRole'],
    ['You are not authorized to use launch template: lt-1', 'NotAuthorizedToUseLaunchTemplate'],
    [
      'Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
      'ValidationError',
    ],
    ['Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 'LimitExceededException'],
    [
      'The overall deployment failed because too many individual instances failed deployment, too few',
      'HEALTH_CONSTRAINTS',
    ],
    ['The deployment failed because a specified file already exists at this location: /var/www/a', 'fileExists'],
    ['Script at specified location: scripts/a.sh run as user root failed with exit code 127', 'commandNotFound'],
    [
      'CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs',
      'eventNotReceived',
    ],
    ['Access Denied', 'AccessDenied'],
  ])('%s', (message, id) => expect(findCode(en, message)).toBe(id));

  test.each(['', '   ', 'nothing that is known', 'The deployment', 'toString', '__proto__', '한글'])(
    '%j means nothing',
    (word) => expect(findCode(en, word)).toBeUndefined(),
  );
});

test.each([
  ['HEALTH_CONSTRAINT', 'HEALTH_CONSTRAINTS'],
  ['ScriptFaild', 'ScriptFailed'],
  ['NO_INSTANCE', 'NO_INSTANCES'],
  ['InvalidRole', 'InvalidRoleException'],
  ['THROTLED', 'THROTTLED'],
])('%s is nearly %s', (word, id) => expect([findCode(en, word), ...near(en, word)]).toContain(id));

test('what is like no code has none near it', () => {
  expect(near(en, 'xyzzy')).toEqual([]);
  expect(near(en, 'q'.repeat(1_000_000))).toEqual([]);
});
