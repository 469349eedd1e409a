// Deployments day by day: who made them, when, and what is said when they are listed, shown, stopped and rolled back.
import { reasonText, type SilentAgent, silentText } from '../say.ts';
import type { Reason } from './index.ts';
import { agentStates } from './names.ts';
import { reasons } from './rules.ts';

/** Who made a deployment, by AWS's word. */
export const creators = {
  user: 'a user',
  autoscaling: 'scale-out',
  autoscalingTermination: 'scale-in',
  codeDeployRollback: 'rollback',
  CodeDeploy: 'CodeDeploy',
  CodeDeployAutoUpdate: 'auto-update',
  CloudFormation: 'CloudFormation',
  CloudFormationRollback: 'CloudFormation rollback',
};

const spans = [
  [86_400, 'd', 'd'],
  [3_600, 'h', 'h'],
  [60, 'min', 'm'],
  [1, 's', 's'],
] as const;

const spanOf = (seconds: number) => spans.find(([size]) => seconds >= size) ?? ([1, 's', 's'] as const);

export const time = {
  ago({ seconds }: { seconds: number }): string {
    const [size, unit] = spanOf(seconds);
    return `${Math.max(0, Math.floor(seconds / size))} ${unit} ago`;
  },
  /** The same for a narrow column. */
  age({ seconds }: { seconds: number }): string {
    const [size, , unit] = spanOf(seconds);
    return `${Math.max(0, Math.floor(seconds / size))}${unit}`;
  },
  /** How long something took. */
  took({ seconds }: { seconds: number }): string {
    const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
    if (hours > 0) return `${hours}h${minutes}m`;
    return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
  },
};

/** Titles of what is shown of a deployment. */
export const shown = {
  status: 'Status',
  by: 'By',
  age: 'Age',
  created: 'Created',
  took: 'Took',
  done: 'Done',
  revision: 'Revision',
  description: 'Description',
  group: 'Group',
  error: 'Error',
  rollback: 'Rollback',
  instances: 'Instances',
  events: 'Events',
  notShown: (d: { count: number }) => `${d.count} more are not shown`,
  noDeployments: (d: { group: string }) => `\`${d.group}\` has no such deployment yet.`,
};

/** What is looked at before a deployment is created. */
export const checks = {
  targets: 'which instances belong to the group',
  agents: 'whether the agents run',
  minimum: 'how many instances must stay healthy',
  alarms: 'whether an alarm is active',
  pushed: 'whether GitHub has the commit: the repository here does not tell',
  gitHub: 'whether the application is connected with GitHub',
};

export type CheckKey = keyof typeof checks;

export const deploymentMessages = {
  wouldNotStart: (d: Reason) => `As things are now the deployment could not succeed: ${reasonText({ reasons }, d)}`,
  joins: (d: { deployment: string }) =>
    `Deployment ${d.deployment} brings this revision already: it is followed, and no other is created.`,
  notChecked: (d: { what: CheckKey; why: string }) => `Not checked: ${checks[d.what]} (${d.why})`,
  silentAgents: (d: { agents: SilentAgent[] }) =>
    `The CodeDeploy agent is silent on ${silentText(agentStates, d.agents, (count) => `and ${count} more`)}: the deployment fails there.`,
  onceConfig: (d: { config: string }) =>
    `This deployment uses \`${d.config}\` instead of the configuration of the group.`,
  waitAgents: (d: { count: number }) => `looking at the agents (${d.count} to go)`,
  waitsForActive: (d: { deployment: string }) => `Waits until deployment ${d.deployment} has ended.`,
  waitActive: (d: { deployment: string; status: string }) => `deployment ${d.deployment}: ${d.status}`,
  stopThis: (d: { deployment: string; status: string }) => `Stop deployment ${d.deployment} (${d.status})?`,
  stopAndRollBack: (d: { deployment: string; status: string }) =>
    `Stop deployment ${d.deployment} (${d.status}) and roll it back?`,
  waitStopped: (d: { deployment: string; counts: string }) =>
    `Deployment ${d.deployment} is being stopped; scripts that run go on to their end${d.counts ? ` (${d.counts})` : ''}`,
  noneActive: (d: { group: string }) => `No deployment of \`${d.group}\` is active: there is nothing to stop.`,
  isOver: (d: { deployment: string; status: string }) =>
    `Deployment ${d.deployment} is over already (${d.status}): there is nothing to stop.`,
  wasStopped: (d: { deployment: string }) => `Deployment ${d.deployment} was stopped.`,
  followsStop: (d: { deployment: string; rollback: string }) =>
    `Rollback ${d.rollback} of deployment ${d.deployment} is followed to its end.`,
  wasContinued: (d: { deployment: string }) => `Deployment ${d.deployment} goes on.`,
  endsReadyWait: (d: { deployment: string }) => `Sends the traffic to the new instances of deployment ${d.deployment}.`,
  endsTerminationWait: (d: { deployment: string }) =>
    `Terminates the original instances of deployment ${d.deployment} now.`,
  noWayBack: (d: { group: string }) =>
    `No deployment of \`${d.group}\` has ever succeeded: CodeDeploy has nothing to roll back to and only stops.`,
  rollsBackTo: (d: { deployment: string; revision: string; seconds: number }) =>
    `Goes back to what deployment ${d.deployment} brought ${time.ago(d)}: ${d.revision}`,
  rollbackUnderWay: (d: { deployment: string }) =>
    `Rollback ${d.deployment} is on its way already; it is followed to its end.`,
  untouched: (d: { deployment: string }) =>
    `Deployment ${d.deployment} was stopped before it reached any instance: nothing has to be rolled back.`,
  endedFirst: (d: { deployment: string; status: string }) =>
    `Deployment ${d.deployment} had ended (${d.status}) before it could be stopped.`,
  revisionGone: (d: { deployment: string; revision: string }) =>
    `What deployment ${d.deployment} brought is no longer in S3: ${d.revision}`,
};
