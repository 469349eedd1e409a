// What can be made to go wrong in the sandbox.
import type { FaultName } from '../../sandbox/faults.ts';
import { misconfigurations } from './misconfigurations.ts';

/** One line each: what happens. */
export const faults = {
  'agent-missing': 'the CodeDeploy agent is not installed on an instance',
  'agent-stopped': 'the agent of an instance is stopped: no event is received within 5 minutes',
  'no-credentials': 'the agent of an instance runs, but finds no credentials',
  'stopped-instance': 'an instance is stopped; with tags it is deployed to all the same, and counts as failed',
  'script-fails': 'a script of the revision ends with exit code 1',
  'script-times-out': 'a script of the revision does not end in time',
  'script-missing': 'a script that the appspec names is not in the revision',
  'some-fail': 'on every third instance of a deployment a script fails',
  'file-exists': 'files lie where the revision goes, and the agent has no record of them',
  'unhealthy-target': 'an instance never becomes healthy in its target group: AllowTraffic waits an hour and fails',
  's3-denied': 'the role of the instances may not read from S3',
  'bucket-elsewhere': 'the buckets are in another Region',
  'commit-not-found': 'GitHub does not find the commit',
  'service-role-trust': 'the service role trusts EC2 instead of CodeDeploy',
  'alarm-active': 'the alarms are in ALARM; where the account has none, there is one: sandbox-errors',
  'slow-overview': 'a deployment says nothing of its instances for the first 20 seconds',
  'throttling-storm': 'each call is throttled twice, for 10 minutes',
  'connection-lost': 'after 10 calls, 20 get no answer',
  'credentials-expire': 'after 30 calls the credentials have expired',
  ...misconfigurations,
} satisfies Record<FaultName, string>;

export const faultWords = {
  title: 'Faults',
  isArmed: (d: { what: string }) => `→ armed: ${d.what}`,
  cleared: (d: { what: string }) => `No longer armed: ${d.what}`,
  nothingArmed: 'Nothing was armed.',
  unknown: (d: { name: string }) => `There is no fault ${d.name}.`,
  thereAre: (d: { names: string }) => `There is: ${d.names}`,
};
