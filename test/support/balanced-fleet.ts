// A load balancer and the instances behind it, played by real HTTP servers on loopback: what the sandbox says of weights,
// targets and instances is what they do. Clients ask all the time, each request on a connection of its own.
import { Agent, createServer, get, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAccount } from '../../src/sandbox/account.ts';
import { targetState } from '../../src/sandbox/elb.ts';
import type { State } from '../../src/sandbox/state.ts';

const listening = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Where sessions are: nowhere, in the memory of each server, or where all look. */
export type Sessions = 'none' | 'memory' | 'shared';

export interface Served {
  ok: number;
  failed: { status: number; why: string }[];
  /** The revisions that answered, in the order in which they were first seen. */
  revisions: string[];
  /** Sessions that a request named and its server did not know. */
  unknown: Set<string>;
}

/** How long a request takes at a server: long enough that some are always on their way. */
const TAKES = 4;

const cookieOf = (header: string | undefined, name: string) =>
  new RegExp(`(?:^|; )${name}=([^;]+)`).exec(header ?? '')?.[1];

export async function balancedFleet(clients: number, sessions: Sessions = 'none') {
  const agent = new Agent({ keepAlive: false });
  const instances = new Map<string, { server: Server; port: number; known: Set<string>; revision?: string }>();
  const shared = new Set<string>();
  let begun = 0;
  let state: State | undefined;
  const served: Served = { ok: 0, failed: [], revisions: [], unknown: new Set() };
  let running = true;

  /** What was installed last; nothing is nothing to serve. */
  const revisionOn = (id: string) =>
    /shop\/(\w+)/.exec(Object.values(state?.ec2.instances[id]?.host.installed ?? {}).at(-1) ?? '')?.[1];

  async function boot(id: string): Promise<void> {
    const known = sessions === 'shared' ? shared : new Set<string>();
    /** As an application does it: who brings none that it knows gets a new one. */
    const sessionFor = (header: string | undefined) => {
      const brought = cookieOf(header, 'PHPSESSID');
      if (brought !== undefined && known.has(brought)) return [];
      if (brought !== undefined) served.unknown.add(brought);
      known.add(String(++begun));
      return [`PHPSESSID=${begun}`];
    };
    const server = createServer(({ headers }, response) => {
      setTimeout(() => {
        const revision = revisionOn(id);
        if (revision && sessions !== 'none') response.setHeader('set-cookie', sessionFor(headers.cookie));
        response.writeHead(revision ? 200 : 503).end(revision ?? 'nothing is installed');
      }, TAKES);
    });
    instances.set(id, { server, port: await listening(server), known });
  }

  /** As ELB does it: a target group by the weights, then any of its targets that are healthy, or the one of the cookie. */
  function chosen(cookie: string | undefined): { id: string; port: number } | undefined {
    if (!state) return undefined;
    const account = openAccount(state, '/');
    const [balancer] = Object.values(state.elb.loadBalancers);
    const targets = balancer?.listeners[0]?.actions.at(-1)?.ForwardConfig?.TargetGroups ?? [];
    const total = targets.reduce((sum, { Weight }) => sum + Weight, 0);
    let at = Math.random() * total;
    const group = targets.find(({ Weight }) => {
      at -= Weight;
      return at < 0;
    });
    const ids = Object.keys(state.elb.targetGroups[group?.TargetGroupArn ?? '']?.targets ?? {}).filter(
      (id) => targetState(account, group!.TargetGroupArn, id).state === 'healthy',
    );
    const sticky = state.elb.targetGroups[group?.TargetGroupArn ?? '']?.attributes?.['stickiness.enabled'] === 'true';
    const kept = sticky ? ids.find((one) => one === cookieOf(cookie, 'AWSALB')) : undefined;
    const id = kept ?? ids[Math.floor(Math.random() * ids.length)];
    return id === undefined ? undefined : { id, port: instances.get(id)?.port ?? 0 };
  }

  const front = createServer(({ headers }, response) => {
    const target = chosen(headers.cookie);
    if (!target) return void response.writeHead(503).end('no healthy target');
    const from = { host: '127.0.0.1', port: target.port, agent };
    const onward = request({ ...from, headers: { cookie: headers.cookie ?? '' } }, (answer) => {
      const cookies = [...(answer.headers['set-cookie'] ?? []), `AWSALB=${target.id}`];
      response.writeHead(answer.statusCode ?? 502, { 'set-cookie': cookies });
      answer.pipe(response);
    });
    onward.on('error', (error) => response.writeHead(502).end(`${target.id}: ${error.message}`));
    onward.end();
  });
  const port = await listening(front);

  const ask = () =>
    new Promise<void>((resolve) => {
      get({ host: '127.0.0.1', port, agent }, (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () => {
          if (answer.statusCode !== 200) served.failed.push({ status: answer.statusCode ?? 0, why: body });
          else {
            served.ok++;
            if (!served.revisions.includes(body)) served.revisions.push(body);
          }
          resolve();
        });
      }).on('error', (error) => {
        served.failed.push({ status: 0, why: error.message });
        resolve();
      });
    });

  let asking: Promise<unknown> = Promise.resolve();

  return {
    served,
    url: `http://127.0.0.1:${port}/`,
    /** The account has become this: servers come and go with its instances. */
    async follow(now: State | undefined): Promise<void> {
      state = now ?? state;
      for (const { id, state: is } of Object.values(state?.ec2.instances ?? {}))
        if (is === 'running' && !instances.has(id)) await boot(id);
      for (const [id, instance] of instances) {
        const { server, known, revision } = instance;
        instance.revision = revisionOn(id);
        // The application is started afresh.
        if (sessions === 'memory' && revision !== instance.revision) known.clear();
        if (state?.ec2.instances[id]?.state === 'running') continue;
        // What it is in the middle of it ends, as during the deregistration delay.
        server.close();
        instances.delete(id);
      }
      await new Promise((resolve) => setTimeout(resolve, TAKES * 2));
    },
    start() {
      asking = Promise.all(
        Array.from({ length: clients }, async () => {
          while (running) await ask();
        }),
      );
    },
    /** A server dies. */
    kill(id: string) {
      instances.get(id)?.server.close();
    },
    async stop(): Promise<void> {
      running = false;
      await asking;
      front.close();
      for (const { server } of instances.values()) server.close();
    },
  };
}
