// An AWS that takes whatever is pushed and keeps nothing: enough of STS, S3 and CodeDeploy for one push. On loopback;
// it ends with the process that started it, and by itself after half an hour.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const xml = (name, inside) => `<?xml version="1.0" encoding="UTF-8"?><${name}>${inside}</${name}>`;
const objects = new Map();

const server = createServer((request, response) => {
  let size = 0;
  const md5 = createHash('md5');
  const head = [];
  request.on('data', (chunk) => {
    size += chunk.length;
    if (size < 65_536) head.push(chunk);
    md5.update(chunk);
  });
  request.on('end', () => {
    const url = new URL(request.url, 'http://sink');
    const target = request.headers['x-amz-target'] ?? '';
    const answer = (status, body = '', headers = {}) => {
      response.writeHead(status, { 'content-length': Buffer.byteLength(body), 'x-amzn-requestid': 'sink', ...headers });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const json = (status, body) =>
      answer(status, JSON.stringify(body), { 'content-type': 'application/x-amz-json-1.1' });
    if (target.endsWith('.GetApplication'))
      return json(200, { application: { applicationId: 'id', applicationName: 'shop', computePlatform: 'Server' } });
    if (target.endsWith('.RegisterApplicationRevision')) {
      objects.set('registered', true);
      return json(200, {});
    }
    if (target.endsWith('.GetApplicationRevision'))
      return objects.has('registered')
        ? json(200, { applicationName: 'shop', revisionInfo: {} })
        : json(400, { __type: 'RevisionDoesNotExistException', message: 'none' });
    if (url.pathname === '/' && request.method === 'POST')
      return answer(
        200,
        xml(
          'GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"',
          '<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/bench</Arn><UserId>B</UserId><Account>123456789012</Account></GetCallerIdentityResult>',
        ).replace(/<\/GetCallerIdentityResponse [^>]*>/, '</GetCallerIdentityResponse>'),
        { 'content-type': 'text/xml' },
      );
    if (url.searchParams.has('versioning'))
      return answer(200, xml('VersioningConfiguration', '<Status>Enabled</Status>'));
    if (url.searchParams.has('uploads') && request.method === 'GET')
      return answer(200, xml('ListMultipartUploadsResult', '<IsTruncated>false</IsTruncated>'));
    const key = url.pathname;
    if (request.method === 'HEAD') {
      const found = objects.get(key);
      return found ? answer(200, '', { etag: '"x"', 'x-amz-version-id': 'v1', ...found }) : answer(404);
    }
    const kept = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-')));
    if (url.searchParams.has('uploads')) {
      objects.set(`begun ${key}`, kept);
      return answer(
        200,
        xml('InitiateMultipartUploadResult', `<UploadId>${randomBytes(8).toString('hex')}</UploadId>`),
      );
    }
    const etag = `"${md5.digest('hex')}"`;
    if (url.searchParams.has('partNumber')) return answer(200, '', { etag });
    if (url.searchParams.has('uploadId')) {
      objects.set(key, objects.get(`begun ${key}`));
      return answer(200, xml('CompleteMultipartUploadResult', `<ETag>${etag}</ETag>`), { 'x-amz-version-id': 'v1' });
    }
    if (request.method === 'PUT') {
      objects.set(key, kept);
      return answer(200, '', { etag, 'x-amz-version-id': 'v1' });
    }
    answer(501);
  });
});
// What one push has left must not make the next one short.
process.on('message', () => {
  objects.clear();
  process.send('empty');
});
process.on('disconnect', () => process.exit());
setTimeout(() => process.exit(), 30 * 60_000).unref();
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
