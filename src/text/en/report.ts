// The report of a deployment: a page, and its summary at the terminal.
import { plural } from '../say.ts';

export const report = {
  language: 'en',
  title: (d: { deployment: string }) => `Deployment ${d.deployment}`,
  statuses: {
    Created: 'Created',
    Queued: 'Queued',
    InProgress: 'In progress',
    Baking: 'Baking',
    Ready: 'Ready',
    Succeeded: 'Succeeded',
    Failed: 'Failed',
    Stopped: 'Stopped',
    Pending: 'Pending',
    Skipped: 'Skipped',
    Unknown: 'Unknown',
    unknown: 'unknown',
  } as Record<string, string>,
  timeline: 'Instances and their events',
  timelineHelp: 'A bar for each event, from its beginning to its end.',
  grouped: (d: { total: number; rows: number }) =>
    `${plural(d.total, 'instance')}. Below, the ${d.rows} that failed or took longest.`,
  density: 'The whole fleet',
  densityHelp: 'On how many instances each event ran: the stronger the colour, the more.',
  most: (d: { count: number }) => `${d.count} at most`,
  asTable: 'As a table',
  event: 'Event',
  instance: 'Instance',
  batch: 'Batch',
  batches: 'Batches',
  batchesHelp: 'An instance that begins after one of a batch has ended begins the next.',
  andMore: (d: { count: number }) => `and ${d.count} more`,
  succeeded: 'Succeeded',
  failed: 'Failed',
  time: 'Time (UTC)',
  healthy: 'Healthy instances over time',
  healthyCount: 'Healthy',
  healthyHelp: 'Those that are not being deployed to and have not failed.',
  lowest: (d: { lowest: number; total: number; minimum: number | null }) =>
    `${d.lowest} of ${d.total} at the lowest${d.minimum === null ? '' : `; at least ${d.minimum} must stay healthy`}`,
  failures: 'What failed',
  howMany: (d: { count: number }) => plural(d.count, 'instance'),
  log: 'What the script printed last',
  noFailures: 'No instance has failed.',
  unseen: 'The instances may not be looked at.',
  nothingYet: 'No instance has been begun.',
  probe: 'The application meanwhile',
  probed: {
    url: 'Address',
    duration: 'Duration',
    requests: 'Requests',
    sent: 'Requests',
    failed: 'Failed requests',
    failures: 'Failed requests',
    errors: 'Failed requests',
    longestGap: 'Longest gap',
    longestGapMs: 'Longest gap (ms)',
    lostSessions: 'Lost sessions',
    sessionsLost: 'Lost sessions',
  } as Record<string, string>,
  groups: {
    out: 'out of the load balancer',
    stop: 'stop',
    install: 'download and install',
    start: 'start and check',
    in: 'into the load balancer',
    failed: 'failed',
  },
  made: (d: { version: string; time: string }) => `codedeploy-wizard, version ${d.version}, ${d.time}`,
  page: 'Page',
};

export const reportMessages = {
  waitTargets: (d: { read: number; total: number }) => `reading the instances (${d.read} of ${d.total})`,
};

export const reportCommands = {
  about: 'what happened in a deployment, also as a page to pass on (default: the last one)',
};

export const reportFlags = {
  html: 'write a page that needs nothing else',
  probe: 'what `session-check --output json` printed, shown with it',
};
