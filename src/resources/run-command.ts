// Runs a script on one instance through Systems Manager and brings back what it printed.
import { isNamed } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
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
    const { CommandInvocations = [] } = await ssm.listCommandInvocations({
      CommandId: commandId,
      InstanceId: instance,
      Details: true,
    });
    const invocation = CommandInvocations[0];
    if (invocation && ['Success', 'Failed', 'Cancelled', 'TimedOut'].includes(invocation.Status ?? '')) {
      ran = {
        ok: invocation.Status === 'Success',
        status: invocation.StatusDetails ?? invocation.Status ?? '',
        output: (invocation.CommandPlugins ?? []).map(({ Output }) => Output ?? '').join('\n'),
      };
      return undefined;
    }
    return line('waitCommand', { instance, what });
  }, instance);
  return ran!;
}
