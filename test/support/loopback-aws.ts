// CodeDeploy and STS on loopback, as the SDK speaks with them: for runs in a process of their own.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fleet } from './fleet.ts';

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/kim</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

export interface LoopbackAws {
  url: string;
  /** Credentials and Region for it. */
  env: Record<string, string>;
  /** How many have been opened. */
  connections(): number;
  close(): void;
}

export async function loopbackAws(
  fleet: Pick<Fleet, 'getDeployment' | 'listDeploymentTargets' | 'batchGetDeploymentTargets'>,
): Promise<LoopbackAws> {
  let connections = 0;
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      if (!operation) return response.setHeader('content-type', 'text/xml').end(IDENTITY);
      const name = (operation.charAt(0).toLowerCase() + operation.slice(1)) as keyof typeof fleet;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(fleet[name](JSON.parse(body))));
    });
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: { AWS_ENDPOINT_URL: url, AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    connections: () => connections,
    close: () => server.close(),
  };
}
