// What goes over the wire with an upload: signed for the bytes it carries, on one connection, nothing asked beforehand.
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/aws/connect.ts';

let server: Server;
const got: { headers: IncomingHttpHeaders; sha256: string; port?: number }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = createHash('sha256');
    request.on('data', (bytes) => body.update(bytes));
    request.on('end', () => {
      got.push({ headers: request.headers, sha256: body.digest('hex'), port: request.socket.remotePort });
      response.setHeader('etag', '"x"').end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
});
afterAll(() => server.close());

const s3 = () =>
  connect({
    region: 'ap-northeast-2',
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pathStyle: true,
  }).s3;

it('parts are signed with the checksum they carry', async () => {
  const aws = s3();
  for (const part of [1, 2]) {
    const Body = Buffer.alloc(3_000_000, String(part));
    const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
    await aws.uploadPart({ Bucket: 'b', Key: 'k', UploadId: 'u', PartNumber: part, Body, ChecksumSHA256 });
  }
  await aws.putObject({ Bucket: 'b', Key: 'k', Body: Buffer.from('no checksum') });
  expect(got).toHaveLength(3);
  for (const { headers, sha256 } of got) {
    expect(headers['x-amz-content-sha256']).toBe(sha256);
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-content-sha256/);
    expect(headers.expect).toBeUndefined();
  }
  // What must not be sent twice has a client of its own.
  expect(new Set(got.slice(0, 2).map(({ port }) => port)).size).toBe(1);
});

it('a whole object is asked for first: a refusal must not be lost in what is still being sent', async () => {
  await s3().putObject({ Bucket: 'b', Key: 'k', Body: Buffer.alloc(3_000_000) });
  expect(got.at(-1)?.headers.expect).toBe('100-continue');
});
