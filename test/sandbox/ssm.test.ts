// Systems Manager in the sandbox, as the SDK shows it.
import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';
import type { Aws } from '../../src/aws/operations.ts';
import { createSandbox, memoryStore, type Sandbox } from '../../src/sandbox/index.ts';
import type { Instance } from '../../src/sandbox/state.ts';

const region = 'ap-northeast-2';
let sandbox: Sandbox;
let aws: Aws;
let id: string;

beforeEach(() => {
  sandbox = createSandbox({ scenario: 'book', region, cwd: '/', store: memoryStore(), throttling: false });
  aws = connect({ region, sandbox });
  id = Object.values(sandbox.state.ec2.instances)[0]!.id;
});

const instance = (): Instance => sandbox.state.ec2.instances[id]!;

async function wait(milliseconds: number) {
  await sandbox.sleep(milliseconds);
  sandbox.save();
}

/** Gives the instance a profile whose role may talk to Systems Manager. */
function manage(one = instance()) {
  const { iam, now } = sandbox.state;
  iam.roles.web = {
    name: 'web',
    id: 'AROA',
    path: '/',
    trust: '{}',
    tags: [],
    attached: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
    createdAt: now,
  };
  iam.profiles.web = { name: 'web', id: 'AIPA', tags: [], roles: ['web'], createdAt: now };
  one.profile = { name: 'web', associationId: 'iip-assoc-1', since: now };
  sandbox.save();
}

const managed = async () =>
  (await aws.ssm.describeInstanceInformation({ Filters: [{ Key: 'InstanceIds', Values: [id] }] }))
    .InstanceInformationList;

const send = async (DocumentName: string, Parameters: Record<string, string[]>) =>
  (await aws.ssm.sendCommand({ InstanceIds: [id], DocumentName, Parameters })).Command?.CommandId as string;

const shell = (...commands: string[]) => send('AWS-RunShellScript', { commands });

const result = async (CommandId: string, Details = true) =>
  (await aws.ssm.listCommandInvocations({ CommandId, InstanceId: id, Details })).CommandInvocations?.[0];

describe('managed instances', () => {
  it('are those with a role that has spread, and that run', async () => {
    expect(await managed()).toEqual([]);
    manage();
    expect(await managed()).toEqual([]);
    await wait(15_000);
    expect(await managed()).toMatchObject([
      { InstanceId: id, PingStatus: 'Online', PlatformType: 'Linux', PlatformName: 'Ubuntu', PlatformVersion: '22.04' },
    ]);
    sandbox.state.iam.roles.web!.attached = [];
    expect(await managed()).toEqual([]);
  });

  it('come in pages of five', async () => {
    manage();
    for (let i = 0; i < 6; i++)
      sandbox.state.ec2.instances[`i-${i}`] = { ...structuredClone(instance()), id: `i-${i}` };
    await wait(20_000);
    const { InstanceInformationList, NextToken } = await aws.ssm.describeInstanceInformation({});
    expect(InstanceInformationList).toHaveLength(5);
    const rest = await aws.ssm.describeInstanceInformation({ NextToken });
    expect([rest.InstanceInformationList?.length, rest.NextToken]).toEqual([2, undefined]);
  });

  it('are the only ones that take commands', async () => {
    await expect(shell('true')).rejects.toMatchObject({
      name: 'InvalidInstanceId',
      message: `Instances [[${id}]] not in a valid state for account ${sandbox.state.account}`,
    });
  });
});

describe('commands', () => {
  beforeEach(async () => {
    manage();
    await wait(15_000);
  });

  it('are not listed at first, then pending, running and done', async () => {
    const command = await shell('echo hello', 'echo problem >&2');
    expect(await result(command)).toBeUndefined();
    expect((await result(command))?.Status).toBe('Pending');
    expect((await result(command))?.Status).toBe('InProgress');
    await wait(5_000);
    expect(await result(command)).toMatchObject({
      Status: 'Success',
      CommandPlugins: [
        {
          Name: 'aws:runShellScript',
          ResponseCode: 0,
          Output: 'hello\n\n----------ERROR-------\nproblem\n',
        },
      ],
    });
    expect((await result(command, false))?.CommandPlugins).toEqual([]);
  });

  it('fail with the exit code of the script', async () => {
    const command = await shell('echo a', 'exit 3');
    await wait(10_000);
    expect(await result(command)).toMatchObject({
      Status: 'Failed',
      CommandPlugins: [{ ResponseCode: 3, Output: expect.stringMatching(/^a\n.*exit status 3$/s) }],
    });
  });

  it('tell at most 2500 characters', async () => {
    const command = await shell(...Array.from({ length: 200 }, (_, i) => `echo 'this is line number ${i}'`));
    await wait(10_000);
    const output = (await result(command))?.CommandPlugins?.[0]?.Output ?? '';
    expect(output).toHaveLength(2_500);
    expect(output).toMatch(/---Output truncated---$/);
  });

  it('tell more of one instance alone', async () => {
    const ask = (CommandId: string) => aws.ssm.getCommandInvocation({ CommandId, InstanceId: id });
    const command = await shell(
      ...Array.from({ length: 2_000 }, (_, i) => `echo 'this is line number ${i}'`),
      'exit 3',
    );
    await expect(ask(command)).rejects.toMatchObject({ name: 'InvocationDoesNotExist' });
    await wait(10_000);
    const { StandardOutputContent, StandardErrorContent, ...told } = await ask(command);
    expect(StandardOutputContent).toHaveLength(24_000);
    expect(StandardErrorContent).toContain('exit status 3');
    expect(told).toMatchObject({ Status: 'Failed', ResponseCode: 3, PluginName: 'aws:runShellScript' });
    await expect(ask('11111111-2222-3333-4444-555555555555')).rejects.toMatchObject({ name: 'InvalidCommandId' });
  });

  it('install the agent, with the credentials of the profile', async () => {
    const parameters = {
      action: ['Install'],
      installationType: ['Uninstall and reinstall'],
      name: ['AWSCodeDeployAgent'],
    };
    await send('AWS-ConfigureAWSPackage', parameters);
    expect(instance().host.agent).toEqual({ version: '1.8.1', running: true, credentials: true });
    const command = await send('AWS-ConfigureAWSPackage', { ...parameters, name: ['Nothing'] });
    await wait(20_000);
    expect((await result(command))?.Status).toBe('Failed');
    await send('AWS-ConfigureAWSPackage', { ...parameters, action: ['Uninstall'] });
    expect(instance().host.agent).toBeUndefined();
  });

  it('cannot install the agent in Ruby where there is no such Ruby', async () => {
    instance().host.platformVersion = '26.04';
    sandbox.save();
    const command = await send('AWS-ConfigureAWSPackage', { action: ['Install'], name: ['AWSCodeDeployAgent'] });
    await send('AWS-ConfigureAWSPackage', { action: ['Install'], name: ['AWSCodeDeployAgentV2'] });
    await wait(20_000);
    expect((await result(command))?.Status).toBe('Failed');
    expect(instance().host.agent?.version).toBe('2.1.0');
  });

  it('are refused where document, parameters or platform are wrong', async () => {
    const refused = async (document: string, parameters: Record<string, string[]>, name: string) =>
      expect(send(document, parameters)).rejects.toMatchObject({ name });
    await refused('AWS-Nothing', {}, 'InvalidDocument');
    await refused('AWS-RunShellScript', { command: ['true'] }, 'InvalidParameters');
    await refused('AWS-RunPowerShellScript', { commands: ['dir'] }, 'UnsupportedPlatformType');
    await refused(
      'AWS-ConfigureAWSPackage',
      { action: ['Improve'], name: ['AWSCodeDeployAgent'] },
      'InvalidParameters',
    );
    instance().host.platform = 'Windows';
    sandbox.save();
    await refused('AWS-RunShellScript', { commands: ['true'] }, 'UnsupportedPlatformType');
    const command = await send('AWS-RunPowerShellScript', { commands: ['dir'] });
    await wait(10_000);
    expect((await result(command))?.CommandPlugins?.[0]?.Output).toContain('not supported in the sandbox');
    await expect(aws.ssm.listCommandInvocations({ CommandId: '0'.repeat(36) })).rejects.toMatchObject({
      name: 'InvalidCommandId',
    });
  });
});
