// A deployment in place before it is made: its batches, who stays healthy, how long.
import { plural } from '../say.ts';

export const simulateCommands = {
  simulate: 'batches, lowest healthy count and duration of a deployment in place; asks nothing of AWS',
};

export const simulateFlags = {
  simulatedInstances: 'how many instances there are',
  zones: 'zonal, one Availability Zone after the other: a number, names, or a=3,b=3',
  minimumHealthyPerZone: 'so many stay healthy in the zone that is deployed to: 2 or 50% (default: 0)',
  monitor: 'pause after each zone, such as 10m',
  firstMonitor: 'pause after the first zone (default: as --monitor)',
  minutesPerInstance: 'what one instance takes, from its first event to its last',
};

export const simulate = {
  titles: { simulation: 'Simulation', picture: 'Batches over time' },
  rows: {
    config: 'Configuration',
    instances: 'Instances',
    minimum: 'Must stay healthy',
    batches: 'Batches',
    lowest: 'Lowest healthy',
    expected: 'Takes',
    longest: 'At most',
  },
  columns: { batch: 'Batch', instances: 'Instances', zone: 'Zone', healthy: 'Healthy' },
  counted: (d: { count: number; most: number }) =>
    d.count === 1 ? `1, of ${plural(d.most, 'instance')}` : `${d.count}, of ${plural(d.most, 'instance')} at most`,
  share: (d: { count: number; total: number }) => `${d.count} of ${d.total}`,
  perZone: (d: { minimum: string }) => `${d.minimum} in each zone`,
  withoutTime: '--minutes-per-instance says how long one takes',
  longestIs: (d: { time: string }) => `${d.time}, if every event takes as long as it may`,
  limit: (d: { time: string }) => `${d.time}: then CodeDeploy ends it`,
  pastLimit: (d: { time: string }) => `${d.time}: longer than the 12 hours after which CodeDeploy ends it`,
  more: (d: { count: number }) => `${plural(d.count, 'further batch', 'further batches')}`,
  legend: { waits: 'waits', away: 'is deployed to', done: 'done', monitored: 'pause after a zone' },
  /** Why it fails at once. */
  refused: {
    NO_INSTANCES: () => 'It fails at once with NO_INSTANCES: there is nothing to deploy to.',
    HEALTH_CONSTRAINTS_INVALID: (d: { minimum: number; count: number; zone?: string }) =>
      `It fails at once with HEALTH_CONSTRAINTS_INVALID: ${d.minimum} of ${plural(d.count, 'instance')}${d.zone === undefined ? '' : ` in ${d.zone}`} must stay healthy, so none may be taken away.`,
  },
  way: 'A lower minimum (--minimum-healthy), or more instances.',
  /** What is wrong with the command line. */
  problems: {
    noInstances: 'Say how many instances there are: --instances N.',
    zoneSum: (d: { total: number; count: number }) =>
      `The zones have ${plural(d.total, 'instance')} together, but --instances says ${d.count}.`,
    zoneList: 'Zones are a number, names such as a,b,c, or names with their sizes such as a=3,b=3.',
    zonesMissing: 'Say which zones there are: --zones 3.',
    zonesPredefined: 'Zones take a custom configuration: say how many stay healthy, with --minimum-healthy.',
    unknownConfig: (d: { config: string }) =>
      `What \`${d.config}\` says is not known without asking AWS: say it with --minimum-healthy.`,
  },
};
