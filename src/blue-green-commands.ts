// The commands of blue/green with two fixed Auto Scaling groups.
import type { Branch } from './deploy-commands.ts';
import type { Question } from './engine/question.ts';
import { pairAsks, releaseAsks } from './steps/blue-green.ts';

export function blueGreenCommands({
  text: { steps, blueGreenCommands: about, blueGreenFlags: flags },
  about: describe,
  act,
}: Pick<Branch, 'text' | 'act'> & {
  about(name: string, description: string, parent?: Branch['command']): Branch['command'];
}): void {
  const asks = Object.values(releaseAsks) as unknown as Question[];
  const names = Object.values(pairAsks).map(({ key }) => key);
  const command = act(
    describe('bluegreen', steps.bluegreen.about)
      .option('--steps <percents>', flags.steps)
      .option('--pause <duration>', flags.pause)
      .option('--keep <duration>', flags.keep)
      .option('--healthy-polls <n>', flags.healthyPolls)
      .option('--smoke <url>', flags.smoke)
      .option('--max-5xx <percent>', flags.max5xx)
      .option('--max-unhealthy <n>', flags.maxUnhealthy)
      .option('--setup-only', flags.setupOnly)
      .option('--again', flags.again),
    asks,
    async (session, settings, options) =>
      (await import('./commands/blue-green.ts')).blueGreen(session, settings, options),
  );
  const where = asks.filter(({ key }) => names.includes(key));
  act(describe('status', about.blueGreenStatus, command), where, async (session, settings) =>
    (await import('./commands/blue-green-status.ts')).blueGreenStatus(session, settings),
  );
  act(
    describe('switch', about.blueGreenSwitch, command).option('--to <colour>', flags.switchTo),
    where,
    async (session, settings, options) =>
      (await import('./commands/blue-green-back.ts')).switchColours(session, settings, options),
  );
  act(describe('abort', about.blueGreenAbort, command), where, async (session, settings) =>
    (await import('./commands/blue-green-back.ts')).abortRelease(session, settings),
  );
  act(
    describe('finish', about.blueGreenFinish, command).option('--now', flags.now),
    where,
    async (session, settings, options) =>
      (await import('./commands/blue-green-back.ts')).finishRelease(session, settings, options),
  );
}

/** Below `group`: it concerns CodeDeploy's own blue/green. */
export function leftoverCommand({
  text: { blueGreenCommands, blueGreenFlags: flags },
  command,
  about,
  act,
  questions,
}: Branch): void {
  act(
    about('leftovers', blueGreenCommands.leftovers, command).option('--remove', flags.removeLeftovers),
    questions.filter(({ key }) => ['project', 'application', 'group'].includes(key)),
    async (session, settings, options) =>
      (await import('./commands/leftovers.ts')).groupLeftovers(session, settings, options),
  );
}
