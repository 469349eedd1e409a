// `deploy push`: packed, uploaded and registered once; what cannot be pushed is refused before anything is.
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeEach, describe, expect, test } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import { noise, putIn } from '../bundle/support.ts';
import { type Bench, bench, initBook, type RecordedCall, stateFile } from '../support/run.ts';

const json = ['--sandbox', '--output', 'json'];
const writes = (calls: RecordedCall[]) => calls.filter(({ write }) => write).map(({ operation }) => operation);

interface Data {
  key: string;
  version: string | null;
  sha256: string | null;
  digest: string;
  size: number;
  files: number;
  uploaded: boolean;
  registered: boolean;
  largest: { path: string; size: number }[];
}

let here: Bench;
const put = putIn(() => here.cwd);
const push = async (...args: string[]) => {
  const ran = await here.run(['deploy', 'push', ...json, ...args]);
  return { ...ran, error: ran.envelope.error, data: ran.envelope.data as Data, next: ran.envelope.next };
};
const stateOf = () => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;
const change = (edit: (state: State) => void) => {
  const state = stateOf();
  edit(state);
  writeFileSync(stateFile(here), JSON.stringify(state));
};
const bucketOf = (state: State) => state.s3.buckets['exercise-revisions']!;

beforeEach(async () => {
  here = bench();
  await here.run(['app', ...json, '--yes', '--project', 'shop']);
  put('appspec.yml', 'version: 0.0\nos: linux\nfiles:\n  - source: web\n    destination: /srv/shop\n');
  put('web/index.html', '<p>안녕</p>');
  put('web/이미지.png', noise(50_000));
  put('.env', 'TOKEN=secret');
});

test('pushes once, and says how it is deployed', async () => {
  const first = await push();
  expect([first.exitCode, first.error]).toEqual([0, null]);
  expect(writes(first.calls)).toEqual(['putObject', 'registerApplicationRevision']);
  expect(first.data).toMatchObject({ uploaded: true, registered: true, files: 3 });
  expect(first.data.key).toBe(`shop/${first.data.digest.slice(0, 12)}.zip`);
  expect(first.data.largest[0]).toEqual({ path: 'web/이미지.png', size: 50_000 });
  expect(stateOf().codeDeploy.revisions.shop?.[0]?.description).toBe(`sha256:${first.data.sha256}`);

  const again = await push();
  expect([again.exitCode, writes(again.calls)]).toEqual([0, []]);
  expect(again.data).toEqual({ ...first.data, uploaded: false, registered: false });
  expect(again.next).toEqual(first.next);

  put('web/index.html', 'changed');
  expect((await push()).data).toMatchObject({ uploaded: true, registered: true });
});

test('a checksum that nobody knows yet is not shown', async () => {
  const pushedBy = async (...words: string[]) =>
    (
      await here.run([
        'deploy',
        'push',
        '--sandbox',
        'book',
        '--project',
        'shop',
        '--bucket',
        'exercise-revisions',
        ...words,
      ])
    ).stdout;
  expect(await pushedBy('--dry-run')).not.toContain('sha256');
  expect(await pushedBy()).toMatch(/sha256 +[0-9a-f]{64}/);
});

test('its data is as its schema says', async () => {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'schema', 'deploy-push.json');
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  for (const { data } of [await push('--dry-run'), await push(), await push()]) {
    validate(data);
    expect(validate.errors ?? []).toEqual([]);
  }
});

test('a dry run shows what would be packed, and writes nothing', async () => {
  const dry = await push('--dry-run', '--exit-code');
  expect([dry.exitCode, writes(dry.calls)]).toEqual([7, []]);
  expect(dry.data).toMatchObject({ uploaded: false, registered: false, version: null, files: 3 });
  expect(dry.next[0]).toMatch(/^codedeploy-wizard deploy push /);
  const text = await here.run(['deploy', 'push', '--sandbox', '--dry-run']);
  expect(text.stdout).toMatch(/web\/이미지\.png +50\.0 kB/);
});

test.each(['zip', 'tar', 'tgz'])(
  'what was pushed as %s is deployed by the command it ends with',
  async (type) => {
    await here.run([...initBook, '--bucket', 'exercise-revisions', '--project', 'shop']);
    const pushed = await push('--bundle-type', type);
    expect(pushed.data.key).toMatch(new RegExp(`\\.${type}$`));
    const [command = ''] = pushed.next;
    const { version, key } = pushed.data;
    expect(command).toContain(`deploy --source s3 --bucket exercise-revisions --key ${key} --version-id ${version}`);
    const deployed = await here.run([...command.split(' ').slice(1), '--yes', '--output', 'json']);
    expect([deployed.envelope.error, deployed.envelope.gives.deploy?.status]).toEqual([null, 'Succeeded']);
  },
  60_000,
);

test("a folder, a type and a key of one's own", async () => {
  const there = await push('web/..', '--type', 'tgz', '--key', 'releases/today.tgz');
  expect([there.error, there.data.key]).toEqual([null, 'releases/today.tgz']);
  // What the ending says needs not be said; and other content takes its place.
  put('web/index.html', 'changed');
  const other = await push('--key', 'releases/today.tgz');
  expect([other.error, other.data]).toMatchObject([null, { uploaded: true, registered: true, bundleType: 'tgz' }]);
  expect(bucketOf(stateOf()).objects['releases/today.tgz']).toHaveLength(2);
});

test('secrets stay here, unless they are asked for', async () => {
  expect((await push()).envelope.warnings).toEqual([]);
  const asked = await push('--include-env');
  expect([asked.data.files, asked.envelope.warnings[0]?.code]).toEqual([4, 'envPacked']);
  // Asked for once is not asked for always.
  expect((await push()).data.files).toBe(3);
});

describe('a run that was killed', () => {
  const parts = 4;
  const large = () => put('web/large.bin', noise((parts - 1) * 8 * 1024 ** 2 + 1000));

  test.each([
    [1, 'after'],
    [2, 'before'],
    [3, 'after'],
    [parts + 2, 'before'],
    [parts + 2, 'after'],
    [parts + 3, 'before'],
  ] as const)(
    'at write %i, %s AWS acted: is taken up, and ends the same',
    async (at, moment) => {
      large();
      let killed = false;
      let seen = 0;
      let arrived = 0;
      const dead = await here.run(['deploy', 'push', ...json], {
        onCall: (call, now) => {
          if (call.write && now === moment) seen++;
          if (!killed && call.operation === 'uploadPart' && now === 'after') arrived++;
          killed ||= call.write && now === moment && seen === at;
          if (killed) throw new Error('killed');
        },
      });
      expect([killed, dead.exitCode]).not.toContain(0);
      const again = await push();
      expect([again.error, again.exitCode]).toEqual([null, 0]);
      const object = bucketOf(stateOf()).objects[again.data.key];
      expect([object?.length, object?.[0]?.bundle.files]).toEqual([1, expect.arrayContaining(['web/large.bin'])]);
      expect(stateOf().codeDeploy.revisions.shop).toHaveLength(1);
      expect(Object.keys(bucketOf(stateOf()).uploads ?? {})).toEqual([]);
      const sent = writes(again.calls).filter((operation) => operation === 'uploadPart');
      expect(sent).toHaveLength(parts - arrived);
    },
    60_000,
  );
});

describe('refuses', () => {
  test.each<[string, () => void, object]>([
    [
      'a folder without appspec.yml',
      () => rmSync(join(here.cwd, 'appspec.yml')),
      { code: 'revisionBroken', exitCode: 3 },
    ],
    ['what cannot be unpacked', () => put('a\\b'), { code: 'notPackable', exitCode: 3 }],
    [
      'a bucket that is not there',
      () => change((state) => void delete state.s3.buckets['exercise-revisions']),
      { code: 'notFound', exitCode: 6, message: expect.stringContaining('bucket `exercise-revisions`') },
    ],
    [
      'a bucket in another Region',
      () => change((state) => void Object.assign(bucketOf(state), { region: 'us-west-2' })),
      { code: 'cannotStart', exitCode: 3, message: expect.stringContaining('us-west-2') },
    ],
    [
      'an application that is not there',
      () => change((state) => void delete state.codeDeploy.applications.shop),
      { code: 'notReady', exitCode: 3, hint: 'codedeploy-wizard app --sandbox book' },
    ],
  ])('%s', async (_what, arrange, error) => {
    arrange();
    const ran = await push('--bucket', 'exercise-revisions');
    expect(ran.error).toMatchObject(error);
    expect(writes(ran.calls)).toEqual([]);
  });

  test('what lies at its key and is something else', async () => {
    const { data } = await push();
    change((state) => void Object.assign(bucketOf(state).objects[data.key]![0]!, { metadata: {} }));
    const ran = await push();
    expect([ran.error?.code, ran.exitCode, writes(ran.calls)]).toEqual(['conflict', 3, []]);
  });
});

test('warns of a bucket without versions, and of links that leave the folder', async () => {
  change((state) => void Object.assign(bucketOf(state), { versioning: false }));
  symlinkSync('/etc/passwd', join(here.cwd, 'web/users'));
  const ran = await push();
  expect([ran.exitCode, ran.data.version]).toEqual([0, null]);
  expect(ran.envelope.warnings.map(({ code }) => code).sort()).toEqual(['linksOutside', 'noBucketVersioning']);
  expect(ran.next[0]).not.toContain('--version-id');
});
