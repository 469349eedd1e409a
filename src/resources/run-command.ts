// Runs a script on instances through Systems Manager and brings back what it printed.
import type { CommandInvocation } from '@aws-sdk/client-ssm';
import { isNamed, unless } from '../aws/errors.ts';
import { allPages, type Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import type { TaskKey } from '../text/en/index.ts';

export interface Ran {
  ok: boolean;
  output: string;
  status: string;
}

const SHELL = {
  DocumentName: 'AWS-RunShellScript',
  parameters: (commands: string[]) => ({ commands, executionTimeout: ['600'] }),
};

/** For scripts that change nothing. */
export const lookInside = (place: Place, instance: string, commands: string[], what: TaskKey): Promise<Ran> =>
  run(place, 'lookInside', instance, SHELL.DocumentName, SHELL.parameters(commands), what);

export const runScript = (place: Place, instance: string, commands: string[], what: TaskKey): Promise<Ran> =>
  runDocument(place, instance, SHELL.DocumentName, SHELL.parameters(commands), what);

export const runDocument = (
  place: Place,
  instance: string,
  document: string,
  parameters: Record<string, string[]>,
  what: TaskKey,
) => run(place, 'sendCommand', instance, document, parameters, what);

async function run(
  place: Place,
  operation: 'lookInside' | 'sendCommand',
  instance: string,
  document: string,
  parameters: Record<string, string[]>,
  what: TaskKey,
): Promise<Ran> {
  const { ssm } = place.aws;
  let commandId: string | undefined;
  try {
    const { Command } = await ssm[operation]({
      DocumentName: document,
      InstanceIds: [instance],
      Parameters: parameters,
      TimeoutSeconds: 600,
      Comment: `codedeploy-wizard: ${what}`.replace(/[^\x20-\x7e]/g, '').slice(0, 100),
    });
    commandId = Command?.CommandId;
  } catch (error) {
    if (isNamed(error, 'InvalidInstanceId')) throw new WizardError('notManaged', { instance }, { cause: error });
    throw error;
  }
  let ran: Ran | undefined;
  await place.until(async () => {
    // Right after it was sent the list may still be empty.
    const answer = await asSoonAsKnown(() =>
      ssm.listCommandInvocations({ CommandId: commandId, InstanceId: instance, Details: true }),
    );
    const { CommandInvocations = [] } = answer ?? {};
    ran = CommandInvocations[0] && ranOf(CommandInvocations[0]);
    return ran ? undefined : line('waitCommand', { instance, what });
  }, instance);
  return ran!;
}

/** Undefined while Systems Manager does not know of a command that it has just been sent. */
const asSoonAsKnown = <T>(look: () => Promise<T>) => unless('InvalidCommandId', look);

/** Undefined while it runs. */
function ranOf({ Status, StatusDetails, CommandPlugins = [] }: CommandInvocation): Ran | undefined {
  if (!Status || !['Success', 'Failed', 'Cancelled', 'TimedOut'].includes(Status)) return undefined;
  const output = CommandPlugins.map(({ Output }) => Output ?? '').join('\n');
  return { ok: Status === 'Success', status: StatusDetails ?? Status, output };
}

const LOOKS = 5;

/** As many as one command can be sent to. */
export const BATCH = 50;

export type Platform = 'Linux' | 'Windows';

export function inBatches<T>(all: readonly T[], size = BATCH): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/**
 * One look into any number of instances: a command for every 50, and as many calls to bring the answers of 50 back. Who is
 * not there, or has not answered after some time, is left out: nobody waits for one.
 */
export const lookInsideEach = (
  place: Place,
  instances: string[],
  commands: string[],
  platform: Platform = 'Linux',
): Promise<Map<string, Ran>> => askEach(place, instances, platform, commands, 'waitAgents');

/** The same, but with all of the 24,000 characters that AWS keeps of what was printed: a call for each that has answered. */
export async function readInsideEach(
  place: Place,
  instances: string[],
  platform: Platform,
  commands: string[],
): Promise<Map<string, Ran>> {
  const answered = await askEach(place, instances, platform, commands, 'waitLogs');
  const whole = new Map<string, Ran>();
  for (const [InstanceId, { CommandId, ...ran }] of answered) {
    const { StandardOutputContent: output = '' } = await place.aws.ssm.getCommandInvocation({ CommandId, InstanceId });
    whole.set(InstanceId, { ...ran, output });
  }
  return whole;
}

type Wait = 'waitAgents' | 'waitLogs';

async function askEach(place: Place, instances: string[], platform: Platform, commands: string[], wait: Wait) {
  const { ssm } = place.aws;
  const sent: Sent[] = [];
  // One after the other: AWS counts commands by the second.
  for (const batch of inBatches(instances)) {
    const command = await send(place, batch, platform, commands, wait);
    if (command) sent.push(command);
  }
  const answered = new Map<string, Ran & { CommandId: string | undefined }>();
  let looks = 0;
  if (sent.length === 0) return answered;
  await place.until(async () => {
    for (const { CommandId, waiting } of sent) {
      if (waiting.size === 0) continue;
      const invocations = await asSoonAsKnown(() =>
        allPages(
          (NextToken) => ssm.listCommandInvocations({ CommandId, Details: true, MaxResults: 50, NextToken }),
          ({ CommandInvocations }) => CommandInvocations,
          ({ NextToken }) => NextToken,
        ),
      );
      for (const invocation of invocations ?? []) {
        const ran = ranOf(invocation);
        if (ran && waiting.delete(invocation.InstanceId ?? ''))
          answered.set(invocation.InstanceId ?? '', { ...ran, CommandId });
      }
    }
    const open = sent.reduce((sum, { waiting }) => sum + waiting.size, 0);
    return open === 0 || ++looks >= LOOKS ? undefined : line(wait, { count: open });
  }, 'agents');
  return answered;
}

interface Sent {
  CommandId: string | undefined;
  waiting: Set<string>;
}

async function send(
  place: Place,
  instances: string[],
  platform: Platform,
  commands: string[],
  wait: Wait,
): Promise<Sent | undefined> {
  try {
    const { Command } = await place.aws.ssm.lookInside({
      DocumentName: platform === 'Windows' ? 'AWS-RunPowerShellScript' : SHELL.DocumentName,
      InstanceIds: instances,
      Parameters: SHELL.parameters(commands),
      TimeoutSeconds: 30,
      Comment: `codedeploy-wizard: ${wait === 'waitLogs' ? 'readsLogs' : 'looksAtAgent'}`,
    });
    return { CommandId: Command?.CommandId, waiting: new Set(instances) };
  } catch (error) {
    if (!isNamed(error, 'InvalidInstanceId')) throw error;
    // One that has gone meanwhile refuses the command for all; AWS names it.
    const left = instances.filter((id) => !(error as Error).message.includes(id));
    if (left.length === instances.length) throw error;
    return left.length > 0 ? send(place, left, platform, commands, wait) : undefined;
  }
}
