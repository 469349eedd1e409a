// The CodeDeploy agent on a virtual machine: what it writes to its log, and its service.
import type { Context } from './host-files.ts';
import { type AgentLine, agentLines } from './host-logs.ts';
import type { Host } from './state.ts';

type Agent = NonNullable<Host['agent']>;

const POLLS_EVERY = 45_000;
const LINES = 12;

/**
 * The last lines that an agent in this condition would have written, and all that it wrote about its deployments. What
 * it wrote of those of earlier days it has put aside: files by their names.
 */
export function agentLogs(agent: Agent, { now, instanceId, region, account, deployed }: Context): Map<string, string> {
  const host = `host_identifier:"arn:aws:ec2:${region}:${account}:instance/${instanceId}"`;
  // Nothing after it stopped; when that was, nobody noted.
  const until = agent.running && !agent.quiet ? now : now - 3_600_000;
  const idle = Array.from({ length: LINES + 1 }, (_, index) => until - (LINES - index) * POLLS_EVERY);
  const told = deployed().flatMap((one) => agentLines(one, region, host));
  const today = dayOf(now);
  const lines: AgentLine[] = [
    ...told.filter(({ time }) => dayOf(time) === today),
    ...idle.flatMap((time): AgentLine[] => {
      if (!agent.credentials) return [refused(time)];
      return agent.trouble ? [{ time, level: 'ERROR', text: agent.trouble }] : polled(time, agent.version, host);
    }),
  ]
    .filter(({ time }) => !agent.quiet || time <= until)
    .sort((a, b) => a.time - b.time);
  if (!agent.running) lines.push({ time: until, level: 'INFO', text: 'Stopping master 1040' });
  const files = new Map([['codedeploy-agent.log', written(lines)]]);
  const before = new Set(told.map(({ time }) => dayOf(time)).filter((day) => day !== today));
  for (const day of [...before].sort().slice(-DAYS_KEPT)) {
    const ofDay = told.filter(({ time }) => dayOf(time) === day).sort((a, b) => a.time - b.time);
    files.set(`codedeploy-agent.${day}.log`, written(ofDay));
  }
  return files;
}

const DAYS_KEPT = 7;

/** `20260105` */
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10).replaceAll('-', '');

const written = (lines: AgentLine[]) =>
  lines
    .map(
      ({ time, level, text }) =>
        `${new Date(time).toISOString().slice(0, 19)} ${level.padEnd(5)} [codedeploy-agent(1042)]: ${text}\n`,
    )
    .join('');

const polled = (time: number, version: string, host: string): AgentLine[] => [
  {
    time,
    level: 'INFO',
    text: `Version file found in /opt/codedeploy-agent/.version with agent version OFFICIAL_${version}-11_deb.`,
  },
  { time, level: 'INFO', text: `[Aws::CodeDeployCommand::Client 200 45.3 0 retries] poll_host_command(${host})  \n` },
];

const refused = (time: number): AgentLine => ({
  time,
  level: 'ERROR',
  text: 'InstanceAgent::Plugins::CodeDeployPlugin::CommandPoller: Missing credentials - please check if this instance was started with an IAM instance profile',
});

/** `systemctl VERB codedeploy-agent`: what it prints and its exit code. */
export function systemctl(args: string[], host: Host, { hasCredentials }: Context) {
  const options = args.filter((arg) => arg.startsWith('-'));
  const [verb = '', unit = ''] = args.filter((arg) => !arg.startsWith('-'));
  const name = unit.replace(/\.service$/, '');
  const agent = name === 'codedeploy-agent' ? host.agent : undefined;
  const answer = (code: number, out = '', err = '') => ({
    code,
    out: options.includes('--quiet') || options.includes('-q') ? '' : out,
    err,
  });
  const start = () => {
    if (agent) Object.assign(agent, { running: true, credentials: hasCredentials });
    return answer(0);
  };

  switch (verb) {
    case 'is-active':
      if (!agent) return answer(4, 'inactive\n');
      return agent.running ? answer(0, 'active\n') : answer(3, 'inactive\n');
    case 'start':
    case 'stop':
    case 'restart':
      if (!agent) return answer(5, '', `Failed to ${verb} ${name}.service: Unit ${name}.service not found.\n`);
      if (verb === 'stop') agent.running = false;
      // A running agent keeps the credentials it has, or has not, until it is restarted.
      else if (verb === 'restart' || !agent.running) return start();
      return answer(0);
    case 'enable':
    case 'disable':
      if (!agent) return answer(1, '', `Failed to ${verb} unit: Unit file ${name}.service does not exist.\n`);
      if (options.includes('--now')) {
        if (verb === 'disable') agent.running = false;
        else if (!agent.running) return start();
      }
      return answer(0);
    default:
      return answer(1, '', `Unknown command verb ${verb}.\n`);
  }
}
