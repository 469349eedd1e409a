// What is run on a server, as root with /bin/sh: each script is made here, and nothing typed by a user enters one unquoted.
import { domainOf } from '../aws/place.ts';

const STATE = '/opt/codedeploy-agent/deployment-root';
export const AGENT_LOG = '/var/log/aws/codedeploy-agent/codedeploy-agent.log';

/**
 * `'` cannot stand inside single quotes; it is put between two strings. `{{` is taken apart likewise: before a script
 * reaches a server, Systems Manager puts the value of a parameter where one is named in such braces, quotes and all.
 */
export const quote = (text: string) => `'${text.replaceAll("'", `'\\''`).replace(/\{(?=\{)/g, "{''")}'`;

/**
 * Looks at the agent, at its deployment state and into folders; changes nothing. Sections are marked by `@` lines.
 * Systems Manager hands on 2,500 characters of what is printed: every section is kept short, and `@end` says that none was cut.
 */
export const inspect = (paths: readonly string[]): string[] => [
  'set -u',
  "echo '@version'",
  'cat /opt/codedeploy-agent/.version 2>/dev/null || /opt/codedeploy-agent/bin/codedeploy-agent --version 2>/dev/null || true',
  "echo '@service'",
  'systemctl is-active codedeploy-agent 2>/dev/null || true',
  "echo '@log'",
  // A long poll that was answered is what proves health: the last minutes fit into a few lines.
  `tail -n 6 ${AGENT_LOG} 2>/dev/null | cut -c1-160 || true`,
  "echo '@state'",
  `ls -A ${STATE} 2>/dev/null || true`,
  ...paths.flatMap((path) => [
    "echo '@path'",
    `find ${quote(path)} -mindepth 1 2>/dev/null | wc -l || true`,
    `find ${quote(path)} -mindepth 1 -maxdepth 3 2>/dev/null | sort | head -n 12 | cut -c1-80 || true`,
  ]),
  "echo '@end'",
];

/** Empties folders and forgets earlier deployments, so that an image does not hand them on. */
export const clean = (paths: readonly string[], forget: boolean): string[] => [
  'set -e',
  ...paths.map((path) => `find ${quote(path)} -mindepth 1 -delete`),
  ...(forget ? [`rm -rf ${STATE}/*`] : []),
  'systemctl enable codedeploy-agent',
];

/** An agent that was started without a profile keeps believing that it has no credentials. */
export const restart = ['set -e', 'systemctl restart codedeploy-agent'];

/** Installs the agent on any Linux that CodeDeploy knows; the Region comes from the instance itself. */
export function installScript(generation: '1' | '2', partition: string): string[] {
  const token =
    "T=$(curl -sS -X PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')";
  const region =
    'R=$(curl -sS -H "X-aws-ec2-metadata-token: $T" http://169.254.169.254/latest/meta-data/placement/region)';
  const ruby =
    'if command -v apt-get >/dev/null; then apt-get update && apt-get install -y ruby-full wget; elif command -v dnf >/dev/null; then dnf install -y ruby wget; else yum install -y ruby wget; fi';
  return [
    'set -e',
    token,
    region,
    ...(generation === '1' ? [ruby] : []),
    'cd /tmp',
    `curl -sSf -o install "https://aws-codedeploy-$R.s3.$R.${domainOf(partition)}/${generation === '1' ? 'latest' : 'latestv2'}/install"`,
    'chmod +x ./install',
    './install auto',
    'systemctl enable --now codedeploy-agent',
  ];
}

export interface Inspection {
  version: string | null;
  agent: 'missing' | 'stopped' | 'without credentials' | 'not polling' | 'running';
  /** Names below the agent's deployment root: what it remembers of earlier deployments. */
  remembered: string[];
  /** The last line of the agent's log that says what is wrong. */
  evidence?: string;
  /** Whether all that was printed has arrived. */
  whole: boolean;
  /** What each folder that was asked for holds, in the order asked; only the first entries are named. */
  folders: { count: number; first: string[] }[];
}

/** Reads what `inspect` printed. */
export function readInspection(output: string): Inspection {
  const sections: { name: string; lines: string[] }[] = [];
  for (const text of output.split('\n')) {
    if (text.startsWith('@')) sections.push({ name: text.slice(1).trim(), lines: [] });
    else if (text.trim()) sections.at(-1)?.lines.push(text.trimEnd());
  }
  const lines = (name: string) => sections.find((section) => section.name === name)?.lines ?? [];
  const version = /(\d+\.\d+\.\d+)/.exec(lines('version').join('\n'))?.[1] ?? null;
  const log = lines('log');
  const lastIndex = (pattern: RegExp) => log.findLastIndex((text) => pattern.test(text));
  const polled = lastIndex(/ 200 [\d.]+ \d+ retries\] poll_host_command/);
  const sick = lastIndex(/Missing credentials|Cannot reach InstanceService|ERROR/);
  const agent =
    version === null
      ? 'missing'
      : lines('service')[0] !== 'active'
        ? 'stopped'
        : polled > sick
          ? 'running'
          : sick >= 0 && /Missing credentials/.test(log[sick]!)
            ? 'without credentials'
            : 'not polling';
  return {
    version,
    agent,
    // Folders of its own logs are made again at each start and say nothing about deployments.
    remembered: lines('state').filter((name) => !/^(deployment-logs|ongoing-deployment)$/.test(name)),
    evidence: sick > polled ? log[sick] : undefined,
    whole: sections.some(({ name }) => name === 'end'),
    folders: sections
      .filter(({ name }) => name === 'path')
      .map(({ lines: [count = '0', ...first] }) => ({ count: Number(count), first })),
  };
}
