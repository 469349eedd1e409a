// `logs` in the sandbox: what CodeDeploy says and what the files of the servers say, in one order, and what is missing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { WizardError } from '../../src/engine/errors.ts';
import type { LogEntry } from '../../src/engine/ui.ts';
import type { Ran } from '../support/run.ts';
import { prepare, type Shop, sandbox, shop, underWay } from '../support/shop.ts';

const failing = (servers = 2) =>
  prepare(`${servers} servers, a script that failed`, async () => {
    const here = await shop(servers);
    await here.ask('deploy', '--source', 'github');
    here.release('Second release');
    await here.ask('sandbox', 'fault', 'script-fails');
    await here.ask('deploy', '--source', 'github', '--rollback-on', 'stop');
    return here;
  });

const lastOf = (here: Shop) => here.state().codeDeploy.groups['shop/shop-group']!.lastAttempted!;
const entriesOf = ({ envelope }: Ran) => (envelope.data as { entries: LogEntry[] }).entries;
const sourcesOf = (ran: Ran) => [...new Set(entriesOf(ran).map(({ source }) => source))].sort();
const warningsOf = ({ envelope }: Ran) => envelope.warnings.map(({ code }) => code);
const textOf = (ran: Ran, source: LogEntry['source']) =>
  entriesOf(ran)
    .filter((entry) => entry.source === source)
    .map(({ text }) => text)
    .join('\n');
const schema = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'schema', 'logs.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

describe('the logs of a deployment that failed', () => {
  it('are those of CodeDeploy, the agent and the scripts, by time, and nothing is written', async () => {
    const here = await failing();
    const ran = await here.ask('logs');
    expect([ran.exitCode, ran.envelope.warnings]).toEqual([0, []]);
    validate(ran.envelope.data);
    expect(validate.errors ?? []).toEqual([]);
    expect(ran.calls.filter(({ write }) => write)).toEqual([]);
    expect(sourcesOf(ran)).toEqual(['agent', 'codedeploy', 'scripts']);
    const times = entriesOf(ran).map(({ time }) => time!);
    expect(times).toEqual([...times].sort());
    expect(textOf(ran, 'scripts')).toBe(
      "LifecycleEvent - AfterInstall\nScript - scripts/permissions.sh\n[stdout]Preparing the application\n[stderr]chown: invalid user: 'app:app'",
    );
    const failed = entriesOf(ran).filter(({ text }) => text.startsWith('ERROR'));
    expect(failed.map(({ event }) => event)).toEqual(['AfterInstall']);
    expect(textOf(ran, 'codedeploy')).toMatch(/Failed: ScriptFailed scripts\/permissions.sh .* exit code 1$/m);
    const id = lastOf(here);
    expect(ran.envelope.next.map((command) => command.split(' ').slice(1, 4).join(' '))).toEqual([
      `explain ${id} --sandbox`,
      `deploy show ${id}`,
    ]);
  });

  it('can be narrowed to a server, a file and an event', async () => {
    const here = await failing();
    const [first = '', second = ''] = here.servers();
    const scripts = await here.ask('logs', lastOf(here), '--scripts', '--instance', first);
    expect(sourcesOf(scripts)).toEqual(['scripts']);
    expect(sourcesOf(await here.ask('logs', '--agent'))).toEqual(['agent']);
    const event = await here.ask('logs', '--event', 'afterinstall');
    expect(new Set(entriesOf(event).map(({ event }) => event))).toEqual(new Set(['AfterInstall']));
    const one = await here.ask('logs', '--instance', second, '--tail', '3');
    expect(new Set(entriesOf(one).map(({ instance }) => instance))).toEqual(new Set([second]));
    expect(entriesOf(await here.ask('logs', '--since', '1s'))).toEqual([]);
  });

  it('hold all that is there with --all, and the log of all deployments only once without', async () => {
    const here = await failing();
    const ran = await here.ask('logs', '--all');
    expect(sourcesOf(ran)).toEqual(['agent', 'codedeploy', 'deployments', 'scripts']);
    expect(textOf(ran, 'agent')).toContain('poll_host_command');
    expect(textOf(await here.ask('logs'), 'agent')).not.toContain('poll_host_command');
  });

  it('are told line by line as events of ndjson, and to people with a prefix', async () => {
    const here = await failing();
    const ran = await here.run(['logs', '--sandbox', '--output', 'ndjson', '--scripts']);
    const lines = ran.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines.filter(({ event }) => event === 'log')).toHaveLength(4);
    expect(lines.at(-1)).toMatchObject({ event: 'result', ok: true });
    const people = await here.run(['logs', '--sandbox', '--scripts', '--lang', 'ko']);
    expect(people.stdout).toMatch(/^2026-\d\d-\d\d [\d:]{8} i-\w+ scripts AfterInstall \| \[stderr\]chown: /m);
  });
});

it.each([
  [[], ['agent', 'codedeploy', 'scripts'], false],
  [['--agent'], ['agent'], false],
  [['--scripts'], ['scripts'], false],
  [['--agent', '--scripts'], ['agent', 'scripts'], false],
  [['--all'], ['agent', 'codedeploy', 'deployments', 'scripts'], true],
  [['--all', '--agent'], ['agent'], true],
  [['--all', '--scripts'], ['deployments', 'scripts'], false],
])('%j are the sources %j', async (flags, sources, routine) => {
  const ran = await (await failing()).ask('logs', ...flags);
  expect(sourcesOf(ran)).toEqual(sources);
  expect(textOf(ran, 'agent').includes('poll_host_command')).toBe(routine);
});

it('what the agent has put aside is read where --since reaches back to it', async () => {
  const here = await failing();
  here.change((state) => {
    state.now += 2 * 86_400_000;
  });
  const failed = async (...flags: string[]) =>
    textOf(await here.ask('logs', '--agent', ...flags), 'agent').includes('Error during perform');
  expect([await failed(), await failed('--since', '1h'), await failed('--since', '72h')]).toEqual([false, false, true]);
});

describe('at a terminal', () => {
  it('lines are broken at words below their prefix, and never where they are piped', async () => {
    const here = await failing();
    const piped = (await here.run(['logs', '--sandbox'])).stdout.trimEnd().split('\n');
    const terminal = { columns: 80, env: { NO_COLOR: '1' } };
    const lines = (await here.run(['logs', '--sandbox'], terminal)).stdout.trimEnd().split('\n');
    expect(Math.max(...piped.map((line) => line.length))).toBeGreaterThan(160);
    expect(piped.every((line) => /^\d{4}-\d\d-\d\d [\d:]{8} i-/.test(line))).toBe(true);
    for (const line of lines.filter((line) => line.length > 80)) expect(line).toMatch(/^ {2}\| \S+$/);
    // Nothing is lost, and no word is broken.
    const words = (all: string[]) =>
      all
        .map((line) => line.replace(/^ {2}\|/, ''))
        .join(' ')
        .split(/\s+/);
    expect(words(lines)).toEqual(words(piped));
  });
});

describe('where files cannot be read', () => {
  it('an instance that the deployment never knew is exit 6, and those it knows are named', async () => {
    const here = await failing();
    const ran = await here.ask('logs', '--instance', 'i-0123456789abcdef0');
    expect([ran.exitCode, ran.envelope.error?.code, ran.envelope.error?.hint]).toEqual([
      6,
      'notFound',
      expect.stringContaining('i-'),
    ]);
  });

  it('a server that is terminated says so, and what CodeDeploy kept is shown', async () => {
    const here = await failing();
    const [first = ''] = here.servers();
    here.change(({ ec2 }) => {
      ec2.instances[first]!.state = 'terminated';
    });
    const ran = await here.ask('logs');
    expect([ran.exitCode, warningsOf(ran)]).toEqual([0, ['logsGone']]);
    expect(textOf(ran, 'codedeploy')).toContain("chown: invalid user: 'app:app'");
  });

  it('the commands to type on the server are named', async () => {
    const here = await failing();
    here.change(({ iam }) => {
      for (const role of Object.values(iam.roles)) role.attached = [];
    });
    const ran = await here.ask('logs');
    expect([ran.exitCode, warningsOf(ran)]).toEqual([0, ['logsUnreachable', 'logsUnreachable']]);
    expect(ran.envelope.warnings[0]?.message).toMatch(
      /sudo tail -n 50 \/opt\/codedeploy-agent\/deployment-root\/[\w-]+\/d-[A-Z0-9]+\/logs\/scripts.log/,
    );
    expect(textOf(ran, 'codedeploy')).toContain("chown: invalid user: 'app:app'");
  });

  it.each(['SendCommand', 'DescribeInstanceInformation'])('without the right to %s the rest is shown', async (what) => {
    const here = await failing();
    const ran = await here.run(['logs', ...sandbox], {
      onCall: ({ operation }, moment) => {
        if (moment === 'before' && operation.toLowerCase() === what.toLowerCase())
          throw Object.assign(new Error('not authorized'), {
            name: 'AccessDeniedException',
            $metadata: { httpStatusCode: 400 },
          });
      },
    });
    expect([ran.exitCode, warningsOf(ran)]).toEqual([0, ['notAllowed', 'logsUnreachable', 'logsUnreachable']]);
    expect(ran.envelope.warnings[0]?.message).toContain(`ssm:${what}`);
    expect(sourcesOf(ran)).toEqual(['codedeploy']);
  });
});

describe('following', () => {
  it('goes on until the deployment has ended, and tells nothing twice', async () => {
    const { here } = await underWay();
    const ran = await here.ask('logs', '--follow');
    expect([ran.exitCode, ran.envelope.data]).toEqual([
      0,
      expect.objectContaining({ deployment: { id: lastOf(here), status: 'Succeeded' } }),
    ]);
    const told = entriesOf(ran).map((entry) => JSON.stringify(entry));
    expect(told.length).toBe(new Set(told).size);
    for (const server of here.servers())
      expect(
        told.filter((entry) => entry.includes(server) && entry.includes('Script - scripts/validate.sh')),
      ).toHaveLength(1);
  }, 60_000);

  it('ends at Ctrl-C with what it has read', async () => {
    const { here } = await underWay();
    const controller = new AbortController();
    let looks = 0;
    const ran = await here.run(['logs', '--follow', ...sandbox], {
      signal: controller.signal,
      onCall: ({ operation }, moment) => {
        if (moment === 'after' && operation.toLowerCase() === 'getdeployment' && ++looks === 2)
          controller.abort(new WizardError('interrupted', { command: 'again' }));
      },
    });
    expect([ran.exitCode, ran.envelope.error?.code]).toEqual([130, 'interrupted']);
    expect(entriesOf(ran).length).toBeGreaterThan(0);
  });
});

it.each([
  [['logs', 'd-1;reboot'], 2],
  [['logs', 'd-NOSUCH000'], 6],
  [['logs', '--instance', "i-0'; reboot"], 2],
  [['logs', '--event', 'Nosuch'], 2],
  [['logs', '--tail', '0'], 2],
  [['logs', '--since', 'yesterday'], 2],
])('%j is refused', async (args, exitCode) => {
  const here = await shop();
  expect((await here.ask(...args)).exitCode).toBe(exitCode);
});
