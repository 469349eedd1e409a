// Whether users notice a deployment: what decides it, what happens to sessions, and what a probe has measured.
import { aws, type Where } from '../aws-cli.ts';
import { plural, type Sentence } from '../say.ts';

const targetGroup = (d: Where & { arn: string }, words: string) =>
  aws(d, `elbv2 modify-target-group --target-group-arn ${d.arn} ${words}`);
const attribute = (d: Where & { arn: string }, key: string, value: number | string) =>
  aws(d, `elbv2 modify-target-group-attributes --target-group-arn ${d.arn} --attributes Key=${key},Value=${value}`);

/** In the terms of the doctor. */
export const sessionChecks = {
  'targets-two': {
    title: 'At least two targets are healthy',
    evidence: (d: { targetGroup: string }) =>
      `Only one target of ${d.targetGroup} is healthy: there is no way to deploy in place without downtime`,
    fix: () =>
      'Make the Auto Scaling group larger (asg-minimum), or bring the other targets to health (target-health).',
  },
  'capacity-left': {
    title: 'Enough instances stay in service during a deployment',
    evidence: (d: { config: string; left: number; count: number }) =>
      `${d.config} leaves ${d.left} of ${d.count} in service while a batch is away: they carry all the load`,
    fix: (d: { command: string }) => `If they are too few for it:\n${d.command}`,
  },
  'drain-long-enough': {
    title: 'Draining is longer than the longest request',
    evidence: (d: { targetGroup: string; seconds: number; longest: number }) =>
      `${d.targetGroup} drains for ${d.seconds} s, and a request may take ${d.longest} s: it is cut off`,
    fix: (d: Where & { arn: string; wanted: number }) => attribute(d, 'deregistration_delay.timeout_seconds', d.wanted),
  },
  'keep-alive': {
    title: 'The application keeps idle connections longer than the load balancer',
    evidence: (d: { seconds: number; keepAlive: number }) =>
      `The application closes idle connections after ${d.keepAlive} s, the load balancer uses them for ${d.seconds} s: now and then a request meets one that has just been closed (502)`,
    fix: (d: Where & { balancer: string; seconds: number; wanted: number }) =>
      `Let the application keep them for more than ${d.seconds} s, or:\n${aws(d, `elbv2 modify-load-balancer-attributes --load-balancer-arn ${d.balancer} --attributes Key=idle_timeout.timeout_seconds,Value=${d.wanted}`)}`,
  },
  'fail-open': {
    title: 'Traffic goes to healthy targets alone',
    evidence: (d: { targetGroup: string; left: number; needed: number }) =>
      `With fewer than ${d.needed} healthy targets, ${d.targetGroup} sends requests to all of them, the unhealthy included; a deployment leaves ${d.left}`,
    fix: (d: Where & { arn: string; left: number }) =>
      attribute(d, 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count', d.left),
  },
  'health-path': {
    title: 'The health check asks the application',
    evidence: (d: { targetGroup: string }) =>
      `${d.targetGroup} asks for /, which a web server may answer while the application behind it is down`,
    fix: (d: Where & { arn: string }) =>
      `With a page that only the application answers, such as /health:\n${targetGroup(d, '--health-check-path /health')}`,
  },
  'alarms-configured': {
    title: 'An alarm stops a deployment and rolls it back',
    evidence: (d: { alarms: string }) =>
      d.alarms
        ? `An alarm (${d.alarms}) stops a deployment, but does not roll it back`
        : 'No alarm stops a deployment that hurts',
    fix: (d: { command?: string }) =>
      d.command ?? 'Make one in CloudWatch, such as of 5xx answers, and name it in the step group with --alarms.',
  },
  'stop-script': {
    title: 'A script ends the application in an orderly way',
    evidence: () => 'No script runs in ApplicationStop: what is on its way may be cut off when files are replaced',
    fix: () => 'In ApplicationStop send SIGTERM, and wait until the application has finished its requests.',
  },
  'validate-script': {
    title: 'A script makes sure that the application works',
    evidence: () => 'No script runs in ValidateService: an application that does not start goes on to the next batch',
    fix: () => 'In ValidateService request a page of the application, and end with an error if it does not answer.',
  },
};

export const sessionCommands = {
  sessionCheck: 'whether users notice a deployment: draining, stickiness, health; --probe measures it',
};

export const sessionFlags = {
  longestRequest: 'how long a request may take, such as 30s',
  keepAlive: 'how long the application keeps an idle connection open, such as 75s',
  scripts: 'what stopping, installing and starting take on an instance, for the estimate',
  probe: 'request this address all the time, instead of looking at the account',
  cookieJar: 'as visitors with cookies (default: 10 of them), and count lost sessions',
  sessionCookie: 'the cookie that holds the session (default: what is named like one)',
  during: 'until this deployment has ended',
  duration: 'so long, such as 10m (default: 60s, or until the deployment has ended)',
  rate: 'requests a second (default: 2)',
  requestTimeout: 'a request that takes longer has failed (default: 10s)',
  failOnErrors: 'exit 3 when more requests failed and sessions were lost than this',
};

export const sessionMessages = {
  probing: (d: { url: string; requests: number; failed: number }) =>
    `${d.url}: ${plural(d.requests, 'request')}, ${d.failed} failed`,
  noSessionCookie: () =>
    'No visitor got a session: no cookie is named like one. Say which it is with --session-cookie.',
  sessionsRoll: () =>
    'Each answer sets a new session: it is renewed every time, or kept in the memory of a single instance. How many were lost cannot be told.',
  probeLate: (d: { seconds: number }) =>
    `This machine was busy: a request was sent ${d.seconds} s late. What it waited for is in the latency.`,
};

export const sessionErrors = {
  requestsFailed: (d: { failed: number; lost: number; requests: number; allowed: number }): Sentence => ({
    message: `${d.failed} of ${plural(d.requests, 'request')} failed and ${plural(d.lost, 'session')} ${d.lost === 1 ? 'was' : 'were'} lost; ${d.allowed} may.`,
  }),
};

export const sessions = {
  titles: { sessions: 'Sessions', estimate: 'Duration of a deployment' },
  noBalancer: 'There is no target group: nothing takes users away from an instance while it is deployed to.',
  notSticky: (d: { targetGroup: string }) =>
    `${d.targetGroup} is not sticky: each request may reach another instance, so sessions must be in a store that all share, or in a signed cookie.`,
  sticky: (d: { targetGroup: string; type: string; time: string }) =>
    `${d.targetGroup} keeps each client on its instance (${[d.type, d.time].filter(Boolean).join(', ')}). A session in the memory of an instance is lost when that instance is deployed to, with every configuration: each is moved once. Keep sessions in a store that all share, then stickiness can go.`,
  sourceIp: 'Long connections (WebSocket, uploads) are not moved: they are cut at the end of draining.',
  mixed:
    'Both versions answer until the last batch: each must read the sessions and serve the assets of the other, with the same secrets.',
  estimate: (d: { time: string; batches: number; draining: number; healthy: number; scripts?: number }) =>
    `${d.time}: ${plural(d.batches, 'batch', 'batches')} × (${d.draining} s draining${d.scripts === undefined ? '' : ` + ${d.scripts} s scripts`} + ${d.healthy} s until healthy)`,
  withoutScripts: 'What stopping, installing and starting take is not in it: say it with --scripts.',
  capacity: (d: { lowest: number; total: number; config: string }) =>
    `${d.lowest} of ${plural(d.total, 'instance')} stay in service at the worst (${d.config}).`,
  probe: {
    rows: {
      requests: 'Requests',
      failed: 'Failed',
      gap: 'Longest gap',
      lost: 'Lost sessions',
      latency: 'Latency',
    },
    milliseconds: (d: { count: number }) => `${d.count} ms`,
    unfinished: (d: { count: number }) => `${d.count} cut off`,
    lost: (d: { lost: string; watched: number }) => `${d.lost} of ${plural(d.watched, 'visitor')}`,
  },
};
