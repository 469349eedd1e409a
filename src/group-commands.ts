// The commands below `group`: what can be known of it before it is there.
import type { Branch } from './deploy-commands.ts';

const CONFIG = ['project', 'deploymentConfig', 'minimumHealthy', 'trafficControl'];

export function groupCommands({
  text: { simulateCommands: about, simulateFlags: flags },
  command: group,
  about: describe,
  act,
  questions,
}: Branch): void {
  act(
    describe('simulate', about.simulate, group)
      .option('--instances <count>', flags.simulatedInstances)
      .option('--zones <zones>', flags.zones)
      .option('--minimum-healthy-per-zone <value>', flags.minimumHealthyPerZone)
      .option('--monitor <duration>', flags.monitor)
      .option('--first-monitor <duration>', flags.firstMonitor)
      .option('--minutes-per-instance <minutes>', flags.minutesPerInstance),
    questions.filter(({ key }) => CONFIG.includes(key)),
    async (session, settings, options) =>
      (await import('./commands/simulate.ts')).simulateGroup(session, settings, options),
  );
}
