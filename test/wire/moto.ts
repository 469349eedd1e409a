// A server of moto's on a free port of this machine, and the AWS CLI against it.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

function found(command: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
export const moto = found('moto_server');
export const cli = found('aws');
if (!moto) process.stderr.write('Skipped: moto_server is not on this machine (pip install "moto[server]").\n');
if (moto && !cli) process.stderr.write('Partly skipped: the AWS CLI is not on this machine.\n');

export const REGION = 'ap-northeast-2';

/** The real home stays: version managers find their commands through it. Of AWS nothing but these is known. */
const { HOME = '', PATH = '' } = process.env;
export const unknown = mkdtempSync(join(tmpdir(), 'cdw-wire-'));
export const environment = {
  HOME,
  PATH,
  AWS_ACCESS_KEY_ID: 'wire',
  AWS_SECRET_ACCESS_KEY: 'wire',
  AWS_CONFIG_FILE: join(unknown, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(unknown, 'credentials'),
  AWS_EC2_METADATA_DISABLED: 'true',
};

export interface Moto {
  url: string;
  empty(): Promise<unknown>;
  stop(): Promise<unknown>;
}

export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log: string[] = [];
  const server = spawn(moto!, ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...environment, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => log.push(String(chunk)));
  const isUp = () =>
    fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let attempt = 0; !(await isUp()); attempt++) {
    if (attempt === 150 || server.exitCode !== null) throw new Error(`moto_server did not start:\n${log.join('')}`);
    await sleep(200);
  }
  return {
    url,
    empty: () => fetch(`${url}/moto-api/reset`, { method: 'POST' }),
    async stop() {
      if (server.exitCode !== null) return;
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}

/** What the AWS CLI says, as JSON. */
export const ask = <T>(url: string, ...args: string[]) =>
  new Promise<T>((resolve, reject) => {
    const place = ['--endpoint-url', url, '--region', REGION, '--output', 'json'];
    execFile(cli!, [...args, ...place], { env: environment }, (error, stdout) =>
      error ? reject(error) : resolve((stdout.trim() ? JSON.parse(stdout) : undefined) as T),
    );
  });

/**
 * Before moto, CodeDeploy's answers as AWS words them. moto gives moments as text where the protocol has numbers, a group's
 * Auto Scaling groups as bare names, and null for what is absent: the SDK cannot read that, and the AWS CLI breaks on the names.
 * It knows no instance refreshes either: there are none.
 */
export async function asAwsWordsIt(url: string): Promise<{ url: string; stop(): void }> {
  const server: Server = createServer(async (asked, answer) => {
    const { method, headers } = asked;
    const input = await buffer(asked);
    if (input.includes('Action=DescribeInstanceRefreshes')) return answer.end(NO_REFRESHES);
    const isCodeDeploy = String(headers['x-amz-target']).startsWith('CodeDeploy_');
    const sent = request(`${url}${asked.url}`, { method, headers }, async (response) => {
      const output = await buffer(response);
      const { 'content-length': _length, 'transfer-encoding': _coding, ...others } = response.headers;
      answer.writeHead(response.statusCode ?? 500, others);
      const isJson = isCodeDeploy && /^\s*\{/.test(output.toString());
      answer.end(isJson ? JSON.stringify(JSON.parse(output.toString(), worded)) : output);
    });
    sent.on('error', () => answer.destroy()).end(input);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.close().closeAllConnections(),
  };
}

const NO_REFRESHES = `<DescribeInstanceRefreshesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">
<DescribeInstanceRefreshesResult><InstanceRefreshes/></DescribeInstanceRefreshesResult>
</DescribeInstanceRefreshesResponse>`;

function worded(key: string, value: unknown): unknown {
  if (value === null) return undefined;
  if (key === 'autoScalingGroups' && Array.isArray(value)) return value.map((name) => ({ name }));
  if (/Time$/.test(key) && typeof value === 'string') return Date.parse(value) / 1000;
  return value;
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
