// The inside of a server: looked at, prepared only as far as needed, and believed when it polls.
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeInstanceInformationCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type HostShape, host, hostDigest, hostSpec } from '../../src/resources/host.ts';
import { fresh, named, place, progress, updated, verb } from './support.ts';

const ec2 = mockClient(EC2Client);
const ssm = mockClient(SSMClient);

const shape: HostShape = {
  instance: 'i-1',
  agent: 'ssm',
  generation: '1',
  clean: ['/srv/b', '/srv/a'],
  forget: true,
};
const wanted = (of: Partial<HostShape> = {}) => host(place, { ...shape, ...of });

const POLLS = 'INFO [Aws::CodeDeployCommand::Client 200 45.1 0 retries] poll_host_command';
const SICK = 'ERROR InstanceAgent: Missing credentials - please check the profile';

/** What the script of the inspection prints; each folder with its entries. */
const printed = ({
  version = 'OFFICIAL_1.7.0-92_rpm',
  service = 'active',
  log = [POLLS],
  state = [] as string[],
  paths = [[], []] as string[][],
} = {}) =>
  ['@version', version, '@service', service, '@log', ...log, '@state', ...state]
    .concat(
      paths.flatMap((entries) => ['@path', `${entries.length}`, ...entries]),
      '@end',
    )
    .join('\n');

const instance = (state: string, tags: Record<string, string> = {}) =>
  ec2.on(DescribeInstancesCommand).resolves({
    Reservations: [
      {
        Instances: [
          {
            InstanceId: 'i-1',
            State: { Name: state as 'running' },
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          },
        ],
      },
    ],
  });
const answers = (Output: string, Status = 'Success') =>
  ssm
    .on(ListCommandInvocationsCommand)
    .resolves({ CommandInvocations: [{ Status: Status as 'Success', CommandPlugins: [{ Output }] }] });

/** Each command that was sent after the looking inside: its document, and what it ran. */
const ran = () =>
  ssm
    .commandCalls(SendCommandCommand)
    .map(({ args }) => args[0].input)
    .map(
      ({ DocumentName, Parameters }) =>
        `${DocumentName}: ${(Parameters?.commands ?? Parameters?.name ?? []).join('; ')}`,
    )
    .filter((text) => !text.includes('@version'));

beforeEach(() => {
  fresh(ec2, ssm);
  instance('running');
  ssm
    .on(DescribeInstanceInformationCommand)
    .resolves({ InstanceInformationList: [{ PingStatus: 'Online' }] })
    .on(SendCommandCommand)
    .resolves({ Command: { CommandId: 'c-1' } });
  answers(printed());
});

describe('reading', () => {
  it('keeps a server whose agent polls, with empty folders and no memory', async () => {
    expect(await verb(wanted())).toBe('keep');
    expect(await wanted().read()).toMatchObject({ agent: 'running', memory: 'none', emptied: ['/srv/a', '/srv/b'] });
  });

  it.each([
    ['missing', { version: '' }],
    ['stopped', { service: 'inactive' }],
    ['not polling', { log: [] }],
    ['not polling', { log: [POLLS, 'ERROR something'] }],
    ['without credentials', { log: [POLLS, SICK] }],
    ['running', { log: [SICK, POLLS] }],
  ])('calls the agent %s with %j', async (agent, of) => {
    answers(printed(of));
    expect(await wanted().read()).toMatchObject({ agent });
  });

  it('knows which folders are empty, and what is remembered besides logs', async () => {
    answers(printed({ state: ['deployment-logs', 'abc-123'], paths: [['/srv/a/x'], []] }));
    expect(await wanted().read()).toMatchObject({ memory: 'abc-123', emptied: ['/srv/b'] });
    expect(await verb(wanted())).toBe('update');
    expect(await verb(wanted({ clean: [], forget: false }))).toBe('keep');
  });

  it('cannot look into what Systems Manager does not see', async () => {
    ssm.on(DescribeInstanceInformationCommand).resolves({});
    expect(await wanted().read()).toBeUndefined();
    instance('stopped');
    expect(await wanted().read()).toBeUndefined();
  });

  it('believes the mark on a stopped instance, only for the same preparation', async () => {
    const mark = (of: HostShape) => ({ 'codedeploy-wizard:prepared': hostDigest(hostSpec(of)) });
    instance('stopped', mark(shape));
    expect(await verb(wanted())).toBe('keep');
    expect(await verb(wanted({ clean: ['/srv/a', '/srv/b'] }))).toBe('keep');
    expect(await verb(wanted({ clean: ['/srv/c'] }))).toBe('create');
    instance('running', mark(shape));
    answers(printed({ service: 'inactive' }));
    expect(await verb(wanted())).toBe('update');
  });
});

describe('preparing', () => {
  const bare = { clean: [], forget: false };

  it('restarts an agent that does not poll, and does nothing more', async () => {
    answers(printed({ log: [SICK] }));
    await updated(wanted(bare));
    expect(ran()).toEqual([expect.stringContaining('systemctl restart codedeploy-agent')]);
  });

  it('empties exactly the folders named, quoted, and leaves a polling agent alone', async () => {
    const path = "/srv/it's; rm -rf /";
    answers(printed({ paths: [['x']] }));
    await updated(wanted({ ...bare, clean: [path] }));
    expect(ran()).toHaveLength(1);
    expect(ran()[0]).toContain(`find '/srv/it'\\''s; rm -rf /' -mindepth 1 -delete`);
    expect(ran()[0]).not.toContain('deployment-root');
  });

  it.each([
    ['1', 'AWSCodeDeployAgent'],
    ['2', 'AWSCodeDeployAgentV2'],
  ] as const)('installs a missing agent of generation %s by Systems Manager', async (generation, name) => {
    answers(printed({ version: '' }));
    await updated(wanted({ ...bare, generation }));
    expect(ran()).toEqual([`AWS-ConfigureAWSPackage: ${name}`]);
  });

  it("installs by the agent's own installer where the package fails, and says how that fails", async () => {
    answers(printed({ version: '' }), 'Failed');
    await expect(updated(wanted(bare))).rejects.toMatchObject({ code: 'agentNotVerified', data: { state: 'Failed' } });
    expect(ran()).toEqual([
      'AWS-ConfigureAWSPackage: AWSCodeDeployAgent',
      expect.stringMatching(/^AWS-RunShellScript: .*\.\/install auto/),
    ]);
  });

  it('never installs where the user does it', async () => {
    answers(printed({ version: '' }));
    await expect(updated(wanted({ ...bare, agent: 'script' }))).rejects.toMatchObject({ code: 'scriptToRun' });
    expect(ran()).toEqual([]);
  });

  it('says that the instance is not managed when Systems Manager refuses it', async () => {
    ssm.on(SendCommandCommand).rejects(named('InvalidInstanceId'));
    await expect(wanted().create(progress)).rejects.toMatchObject({ code: 'notManaged', data: { instance: 'i-1' } });
  });
});

describe('consent and patience', () => {
  it('asks for each folder that is not empty, later where nobody could look', async () => {
    answers(printed({ paths: [['x', 'y'], []] }));
    const resource = wanted();
    expect(await resource.severe?.(await resource.read(), [])).toEqual([
      { confirm: '/srv/a', why: { key: 'emptiesFolder', data: { path: '/srv/a', count: 2 } }, later: false },
    ]);
    expect(await resource.severe?.(undefined, [])).toMatchObject([
      { confirm: '/srv/a', later: true },
      { confirm: '/srv/b', later: true },
    ]);
  });

  it('takes no folder for empty when the answer was cut off', async () => {
    const text = printed();
    for (const cut of ['@end', '0\n@path\n0\n@end', '@path\n0\n@end']) {
      answers(text.slice(0, text.lastIndexOf(cut)));
      const resource = wanted();
      expect(await resource.read()).toMatchObject({ emptied: [] });
      expect(await resource.severe?.(await resource.read(), [])).toMatchObject([
        { confirm: '/srv/a' },
        { confirm: '/srv/b' },
      ]);
    }
  });

  it('gives up with evidence when the agent never polls', async () => {
    answers(printed({ log: [SICK] }));
    const resource = wanted();
    const found = (await resource.read())!;
    const looks = () => {
      for (let look = 0; look < 100; look++) expect(resource.notYet?.(found)).toMatchObject({ key: 'waitAgent' });
    };
    expect(looks).toThrow(
      expect.objectContaining({
        code: 'agentNotVerified',
        data: { instance: 'i-1', state: 'without credentials', evidence: SICK },
      }),
    );
  });
});
