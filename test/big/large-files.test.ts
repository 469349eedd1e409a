// Files and archives beyond 4 and 8 GiB, where zip and tar count with more digits; read by programs that are not ours.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCrew } from '../../src/bundle/crew.ts';
import { pack } from '../../src/bundle/pack.ts';
import { survey } from '../../src/bundle/survey.ts';
import type { BundleType } from '../../src/bundle/tree.ts';
import { hasProgram, newFolder, noise, putIn } from '../bundle/support.ts';

const GiB = 1024 ** 3;
const built = join(import.meta.dirname, '..', '..', 'dist', 'worker.js');
const threads = () => openCrew(existsSync(built), pathToFileURL(built));

let folder: string;
const put = putIn(() => folder);
beforeEach(() => {
  folder = newFolder();
  put('appspec.yml', 'version: 0.0\n');
  put('zz-after', 'what comes after it\n');
});
afterEach(() => {
  for (const end of ['', '.zip']) rmSync(folder + end, { recursive: true, force: true });
});

async function packInto(stream: Writable, type: BundleType) {
  const tree = await survey(folder, { type, crew: threads() });
  async function* bytes() {
    for await (const chunk of pack(tree, type === 'zip' ? threads() : undefined)) yield chunk.bytes;
  }
  await pipeline(Readable.from(bytes()), stream);
  return tree;
}

/** Of what a program writes. */
async function hashOf(command: string, ...args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const hash = createHash('sha256');
  await pipeline(child.stdout, hash);
  return hash.digest('hex');
}
async function hashOfFile(path: string) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

describe.skipIf(!hasProgram('unzip', '-v'))('a zip that unzip reads', () => {
  test('of a file over 4 GiB that becomes small', async () => {
    put('large', '');
    truncateSync(join(folder, 'large'), 4.25 * GiB);
    await packInto(createWriteStream(`${folder}.zip`), 'zip');
    execFileSync('unzip', ['-tq', `${folder}.zip`]);
    expect(await hashOf('unzip', '-p', `${folder}.zip`, 'large')).toBe(await hashOfFile(join(folder, 'large')));
    expect(execFileSync('unzip', ['-p', `${folder}.zip`, 'zz-after'], { encoding: 'utf8' })).toBe(
      'what comes after it\n',
    );
  });

  test('of a file over 4 GiB that does not, with another one behind it', async () => {
    const file = openSync(join(folder, 'large'), 'w');
    // Deflate does not see as far back as it is repeated.
    const block = noise(16 * 1024 ** 2);
    for (let written = 0; written < 4.1 * GiB; written += block.length) writeSync(file, block);
    closeSync(file);
    await packInto(createWriteStream(`${folder}.zip`), 'zip');
    execFileSync('unzip', ['-tq', `${folder}.zip`]);
    expect(execFileSync('unzip', ['-p', `${folder}.zip`, 'zz-after'], { encoding: 'utf8' })).toBe(
      'what comes after it\n',
    );
    if (hasProgram('python3', '--version')) {
      const sizes = 'import sys,zipfile\nprint([i.file_size for i in zipfile.ZipFile(sys.argv[1]).infolist()])';
      const told = execFileSync('python3', ['-c', sizes, `${folder}.zip`], { encoding: 'utf8' });
      expect(JSON.parse(told)).toEqual([13, Math.ceil((4.1 * GiB) / block.length) * block.length, 20]);
    }
  });
});

test.skipIf(!hasProgram('tar', '--version'))('a tar that tar reads, of a file over 8 GiB', async () => {
  put('large', '');
  truncateSync(join(folder, 'large'), 8.25 * GiB);
  const child = spawn('tar', ['-tvf', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (chunk) => {
    told += String(chunk);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await packInto(child.stdin, 'tar');
  expect(await ended).toBe(0);
  expect(told).toMatch(new RegExp(`${8.25 * GiB} 1980-01-01 \\S+ large`));
  expect(told).toContain('zz-after');
});
