// `deploy list` and `deploy show`: newest first, in words, within 80 columns, and as the schemas say; nothing is written.
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ran } from '../support/run.ts';
import { validates } from '../support/schema.ts';
import { type Past, remember, type Shop, shop } from '../support/shop.ts';

interface Listed {
  deployments: { id: string; status: string; creator: string; subject: string | null; createdAt: string }[];
}
const listed = ({ envelope }: Ran) => (envelope.data as Listed).deployments;
const counted = ({ calls }: Ran, operation: string) => calls.filter((call) => call.operation === operation).length;
const writes = ({ calls }: Ran) => calls.filter(({ write }) => write);

describe('a short history', () => {
  let here: Shop;
  let second: string;

  beforeAll(async () => {
    here = await shop(2);
    await here.ask('deploy', '--source', 'github');
    second = here.release('Second release: a much longer subject line than any column could ever hold');
    await here.ask('deploy', '--source', 'github');
  }, 60_000);

  test('is listed newest first, with the subjects of the commits, and as the schema says', async () => {
    const ran = await here.ask('deploy', 'list');
    expect([ran.exitCode, writes(ran)]).toEqual([0, []]);
    validates('deploy-list', ran);
    const [newer, older] = listed(ran);
    expect([newer?.subject, older?.subject]).toEqual([expect.stringContaining('Second release'), 'First release']);
    expect(newer!.createdAt > older!.createdAt).toBe(true);
    expect(ran.envelope.data).toMatchObject({
      group: { application: 'shop', name: 'shop-group' },
      deployments: [
        {
          status: 'Succeeded',
          creator: 'user',
          revision: { repository: 'acme/shop', commitId: second },
          overview: { Succeeded: 2, Failed: 0 },
          completedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          error: null,
          targets: [],
        },
        {},
      ],
    });
    expect(ran.envelope.next[0]).toContain(`deploy show ${newer?.id}`);
  });

  test.each(['en', 'ko'])('fits 80 columns in %s', async (language) => {
    const ran = await here.run(['deploy', 'list', '--sandbox', '--lang', language]);
    const lines = ran.stdout.trimEnd().split('\n');
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    // A title, a line of titles, and one line for each.
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain(`${second.slice(0, 7)} Second`);
    expect(lines[2]).toMatch(/Succeeded .*2\/2 .*…$/);
  });

  test('without a repository, and without git, it says what was said of the deployment', async () => {
    const ran = await here.run(['deploy', 'list', '--sandbox', '--output', 'json'], { env: { PATH: '/nowhere' } });
    expect([ran.exitCode, listed(ran).length]).toEqual([0, 2]);
  });

  test.each([
    [['--status', 'Failed'], 0],
    [['--status', 'succeeded,failed'], 2],
    [['--limit', '1'], 1],
    [['--all'], 2],
  ])('%j', async (flags, count) => {
    expect(listed(await here.ask('deploy', 'list', ...flags))).toHaveLength(count);
  });

  test.each([
    [['list', '--status', 'Gone'], 2, 'Created, Queued'],
    [['list', '--limit', '0'], 2, 'between 1 and 9999'],
    [['list', '--group', 'nosuch'], 6, 'shop/shop-group'],
    [['list', '--application', 'nosuch'], 6, 'nosuch/shop-group'],
    [['show', 'D-1'], 2, 'id of a deployment'],
    [['show', 'd-AAAAAAAAA'], 6, 'd-AAAAAAAAA'],
    [['show', 'd-AAAAAAAAA', 'd-BBBBBBBBB'], 2, 'too many'],
  ])('deploy %j is exit %i', async (args, exitCode, part) => {
    const ran = await here.run(['deploy', ...args, '--sandbox']);
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(part);
    expect([ran.exitCode, ran.stdout, writes(ran)]).toEqual([exitCode, '', []]);
  });

  test('show tells all of the last one, and of an instance every event', async () => {
    const ran = await here.ask('deploy', 'show');
    expect([ran.exitCode, writes(ran)]).toEqual([0, []]);
    validates('deploy-show', ran);
    const { deployment } = ran.envelope.data as { deployment: { id: string; targets: { instance: string }[] } };
    expect(deployment.targets.map(({ instance }) => instance).sort()).toEqual(here.servers().sort());
    const [server = ''] = here.servers();
    const one = await here.ask('deploy', 'show', deployment.id, '--instance', server);
    validates('deploy-show', one);
    expect(one.envelope.data).toMatchObject({
      deployment: {
        targets: [
          {
            instance: server,
            events: expect.arrayContaining([
              {
                name: 'Install',
                status: 'Succeeded',
                startedAt: expect.any(String),
                endedAt: expect.any(String),
                error: null,
              },
            ]),
          },
        ],
      },
    });
    const text = await here.run(['deploy', 'show', deployment.id, '--instance', server, '--sandbox']);
    expect(text.stdout).toMatch(/Install +Succeeded +\d\d:\d\d:\d\d/);
    const other = await here.ask('deploy', 'show', deployment.id, '--instance', 'i-0123456789abcdef0');
    expect([other.exitCode, other.envelope.error?.hint]).toEqual([6, expect.stringContaining(server)]);
  });
});

test('a failed one: the instance, the event, what the agent says, and the way on', async () => {
  const here = await shop(2);
  await here.ask('deploy', '--source', 'github');
  here.release('Broken');
  await here.ask('sandbox', 'fault', 'script-missing');
  const failed = await here.ask('deploy', '--source', 'github', '--rollback-on', 'stop');
  expect(failed.exitCode).toBe(10);
  const ran = await here.ask('deploy', 'show');
  validates('deploy-show', ran);
  expect(ran.envelope.data).toMatchObject({
    deployment: {
      status: 'Failed',
      error: { code: 'HEALTH_CONSTRAINTS' },
      subject: 'Broken',
      targets: [{ status: 'Failed' }, {}],
      targetsLeftOut: 0,
    },
  });
  const text = await here.run(['deploy', 'show', '--sandbox']);
  expect(text.stdout.replace(/\s+/g, ' ')).toContain('ScriptMissing');
  expect(ran.envelope.next).toEqual([
    expect.stringContaining('--instance i-'),
    expect.stringContaining('deploy rollback'),
  ]);
  const looked = await here.run(ran.envelope.next[0]!.split(' ').slice(1));
  expect([looked.exitCode, looked.stdout.includes('| Script - ')]).toEqual([0, true]);
}, 60_000);

test('before any deployment: list is empty, show names the command that makes one', async () => {
  const here = await shop();
  const list = await here.ask('deploy', 'list');
  expect([list.exitCode, listed(list), list.envelope.next[0]]).toEqual([
    0,
    [],
    expect.stringContaining('wizard deploy '),
  ]);
  const show = await here.ask('deploy', 'show');
  expect([show.exitCode, show.envelope.error?.hint]).toEqual([3, 'codedeploy-wizard deploy --sandbox book']);
}, 60_000);

describe('a long history', () => {
  const id = (index: number) => `d-${String(index).padStart(9, '0')}`;
  const every = (count: number, minutes: number, offset = 0): Past[] =>
    Array.from({ length: count }, (_, index) => ({
      id: id(offset + index),
      minutes: offset + (index + 1) * minutes,
      ...(index % 7 === 0 && { status: 'Failed' as const }),
      ...(index % 5 === 0 && { creator: 'autoscaling' as const }),
    }));

  test.each([
    ['spread over years', every(400, 4_000)],
    ['all in a storm of one hour', every(400, 0.15)],
    ['nothing for a year', every(60, 10, 600_000)],
  ])(
    '%s: the newest are found without reading all',
    async (_, deployments) => {
      const here = await shop();
      remember(here, deployments);
      const ran = await here.ask('deploy', 'list', '--limit', '10');
      expect(listed(ran).map(({ id }) => id)).toEqual(deployments.slice(0, 10).map(({ id }) => id));
      // Of 400 the descriptions of fewer than all are read: 25 in a call.
      expect(counted(ran, 'batchGetDeployments')).toBeLessThanOrEqual(9);
      const failed = await here.ask('deploy', 'list', '--limit', '3', '--status', 'Failed');
      const wanted = deployments.filter(({ status }) => status === 'Failed').slice(0, 3);
      expect(listed(failed).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    },
    60_000,
  );

  test('--all reads all of it, in order', async () => {
    const here = await shop();
    const deployments = every(130, 500);
    remember(here, deployments);
    const ran = await here.ask('deploy', 'list', '--all');
    expect(listed(ran).map(({ id }) => id)).toEqual(deployments.map(({ id }) => id));
    const most = await here.ask('deploy', 'list', '--limit', '500');
    expect(listed(most)).toEqual(listed(ran));
  }, 60_000);
});

test.each([
  ['user', 'a user', '사용자'],
  ['autoscaling', 'scale-out', '스케일 아웃'],
  ['codeDeployRollback', 'rollback', '롤백'],
  ['CodeDeployAutoUpdate', 'auto-update', '자동 업데이트'],
  ['somethingNew', 'somethingNew', 'somethingNew'],
])(
  'the creator %s in words',
  async (creator, english, korean) => {
    const here = await shop();
    remember(here, [{ id: 'd-ONLYTHIS1', minutes: 5, creator: creator as Past['creator'], description: 'By hand' }]);
    for (const [language, word] of [
      ['en', english],
      ['ko', korean],
    ] as const) {
      const { stdout } = await here.run(['deploy', 'list', '--sandbox', '--lang', language]);
      expect(stdout).toContain(`  ${word}  `);
      expect(stdout).toContain('aaaaaaa By hand');
    }
  },
  60_000,
);
