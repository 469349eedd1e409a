// Labels and sentences around an explanation.
import { type Explanation, plural } from '../../say.ts';

export const words = {
  severities: { error: 'error', warning: 'warning', info: 'note' },
  means: 'what',
  evidence: 'proof',
  cause: 'cause',
  tell: 'how to tell',
  fix: 'fix',
  where: 'where',
  since: 'over',
  instance: 'instance',
  log: 'log',
  line: (d: { line: number; lines: number; last: number }) =>
    d.lines > 1 ? `line ${d.line} (${d.lines} lines, the last is ${d.last})` : `line ${d.line}`,
  over: (d: { line: number }) => `This is over: all was well again at line ${d.line}.`,
  event: (d: { deployment: string; event: string; script: string }) =>
    [d.deployment, d.event, d.script].filter(Boolean).join(' · '),
  wrong: (d: { count: number }) =>
    `${plural(d.count, 'problem')} found${d.count > 1 ? ', the most important first' : ''}.`,
  healthy: (d: { line: number }) =>
    `Nothing is wrong now: the agent polls CodeDeploy and gets answers (line ${d.line}).`,
  nothingKnown: (d: { lines: number }) =>
    d.lines === 0
      ? 'The log is empty.'
      : `Nothing that is known here was found in ${plural(d.lines, 'line')}. That does not prove that all is well: no line shows the agent polling.`,
  scriptsOnly: () =>
    'This is a log of scripts: it holds what they printed, not whether they failed. The agent log tells that.',
  notOurs: () => 'No line looks like a log of the CodeDeploy agent or of a deployment.',
  stopped: (d: { line: number }) =>
    `The agent was stopped at line ${d.line} and not started again in this log. To start it: sudo systemctl start codedeploy-agent`,
  unknownErrors: (d: { lines: number; line: number; evidence: string }) =>
    `${plural(d.lines, 'error line')} that ${d.lines === 1 ? 'is' : 'are'} not known here, the last at line ${d.line}: ${d.evidence}`,
  deploymentStatus: (d: { deployment: string; status: string }) => `Deployment ${d.deployment}: ${d.status}`,
  agentSilent: () => 'No instance reported anything: the agent did not answer.',
  newCode: {
    means: 'This code is newer than this program: CodeDeploy gives it, and nothing is known of it here.',
    causes: [
      ['The message tells what happened.', 'The user guide of CodeDeploy lists all codes.', 'Look the code up there.'],
    ],
  } as Explanation,
  instances: (d: { count: number; first: string }) => (d.count > 1 ? `${d.first} and ${d.count - 1} more` : d.first),
};
