// What `npx` has to bring: the packed tarball, its size, and how long it takes, with an empty cache and with a full one.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { median } from './table.mjs';

const root = join(import.meta.dirname, '..', '..');

export async function install({ row, title, leftOut }, count) {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-install-'));
  try {
    title('The package');
    const own = await pack(root, folder);
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, 'package.json'), '{}');
    const offline = { ...process.env, npm_config_offline: 'true', npm_config_cache: join(folder, 'cache-install') };
    const started = performance.now();
    await run(['npm', 'install', '--no-audit', '--no-fund', own.file], { cwd: empty, env: offline });
    const seconds = (performance.now() - started) / 1000;
    const packages = readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.'));
    row('packages installed', packages.length, 1, packages.join(' '));
    row('tarball, kB', own.size / 1000, 450);
    row('unpacked, kB', own.unpackedSize / 1000, 1600, `${own.files} files`);
    row('npm install, seconds', seconds);

    title('npx --version, in wall time ÷ a package of one file');
    const one = join(folder, 'one');
    mkdirSync(one);
    writeFileSync(join(one, 'package.json'), JSON.stringify({ name: 'one-file', version: '1.0.0', bin: 'one.js' }));
    writeFileSync(join(one, 'one.js'), "#!/usr/bin/env node\nconsole.log('1.0.0');\n");
    const floor = await pack(one, folder);
    let caches = 0;
    const npx = async (packed, name, cache = join(folder, `cache-${caches++}`)) => {
      const env = { ...process.env, npm_config_cache: cache, npm_config_update_notifier: 'false' };
      const before = performance.now();
      await run(['npx', '--yes', '--package', packed, name, '--version'], { cwd: empty, env, patience: 60_000 });
      return (performance.now() - before) / 1000;
    };
    const cold = [];
    for (let i = 0; i < count; i++)
      cold.push({ base: await npx(floor.file, 'one-file'), own: await npx(own.file, 'codedeploy-wizard') });
    const ratio = (all) => median(all.map(({ own, base }) => own / base));
    const told = (all) =>
      `${median(all.map(({ own }) => own)).toFixed(2)} s against ${median(all.map(({ base }) => base)).toFixed(2)} s`;
    row('with an empty cache', ratio(cold), 1.25, told(cold));
    const warm = [];
    for (let i = 0; i <= count; i++) {
      const each = {
        base: await npx(floor.file, 'one-file', join(folder, 'warm')),
        own: await npx(own.file, 'codedeploy-wizard', join(folder, 'warm')),
      };
      if (i > 0) warm.push(each);
    }
    row('with a full cache', ratio(warm), undefined, told(warm));
    try {
      const cdk = [];
      for (let i = 0; i < 3; i++)
        cdk.push({ base: await npx('aws-cdk@3.0.0', 'cdk'), own: await npx(own.file, 'codedeploy-wizard') });
      row('with an empty cache ÷ npx aws-cdk', ratio(cdk), 0.5, told(cdk));
    } catch (error) {
      leftOut('npx aws-cdk', error.message.split('\n')[0].slice(0, 120));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pack(from, to) {
  const { stdout } = await run(['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', to], { cwd: from });
  const [packed] = Object.values(JSON.parse(stdout));
  const { filename, size, unpackedSize, files } = packed;
  return { file: join(to, filename), size, unpackedSize, files: files.length };
}
