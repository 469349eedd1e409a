// Systems Manager in the sandbox: which instances it manages, and the commands it runs on them.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, pageOf, refuse, uuid, valuesOf } from './account.ts';
import { type Outcome, runDocument } from './ssm-documents.ts';
import type { Instance, SsmCommand } from './state.ts';

/** An instance reports in once it is up, and once it gets credentials that the policy covers. */
const REPORTS_AFTER = 10_000;
const ROLE_SPREADS_IN = 15_000;
/** A command just sent is not listed yet. */
const LISTED_AFTER = 2_000;
const PICKED_UP_AFTER = 3_000;

export function isManaged({ state, now }: Account, instance: Instance): boolean {
  if (instance.state !== 'running' || now - instance.since <= REPORTS_AFTER) return false;
  const role = roleOf(state, instance);
  if (!role?.attached.some((arn) => arn.endsWith(':policy/AmazonSSMManagedInstanceCore'))) return false;
  return now - Math.max(role.createdAt, instance.profile!.since) >= ROLE_SPREADS_IN;
}

function roleOf({ iam }: Account['state'], { profile }: Instance) {
  const [role = ''] = (profile && iam.profiles[profile.name]?.roles) ?? [];
  return iam.roles[role];
}

export const handlers: Handlers<'ssm', Account> = {
  describeInstanceInformation({ Filters, InstanceInformationFilterList, MaxResults, NextToken } = {}, account) {
    if (MaxResults !== undefined && (MaxResults < 5 || MaxResults > 50)) {
      refuse('ValidationException', `Value '${MaxResults}' at 'maxResults' must be between 5 and 50`);
    }
    const filters = [
      ...(Filters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values ?? [] })),
      ...(InstanceInformationFilterList ?? []).map(({ key, valueSet }) => ({ key, values: valueSet ?? [] })),
    ];
    const rows = valuesOf(account.state.ec2.instances)
      .filter((instance) => isManaged(account, instance))
      .map((instance) => describe(account, instance))
      .filter((row) =>
        filters.every(({ key, values }) => {
          if (key === 'InstanceIds') return values.includes(row.InstanceId);
          if (key === 'PingStatus') return values.includes(row.PingStatus);
          if (key === 'PlatformTypes') return values.includes(row.PlatformType);
          return refuse('InvalidFilterKey', `The filter key ${key} is not valid.`);
        }),
      );
    const { items, next } = page(rows, NextToken, MaxResults ?? pageOf(rows, 5, 50));
    return { InstanceInformationList: items, NextToken: next };
  },

  sendCommand(request, account) {
    const { InstanceIds = [], DocumentName = '', Parameters = {}, Comment, TimeoutSeconds } = request;
    if (InstanceIds.length > 50) {
      refuse('ValidationException', "Value at 'instanceIds' must have length less than or equal to 50");
    }
    if ((Comment?.length ?? 0) > 100) {
      refuse('ValidationException', "Value at 'comment' must have length less than or equal to 100");
    }
    if (TimeoutSeconds !== undefined && (TimeoutSeconds < 30 || TimeoutSeconds > 2_592_000)) {
      refuse('ValidationException', "Value at 'timeoutSeconds' must be between 30 and 2592000");
    }
    const { instances } = account.state.ec2;
    const ids = [...new Set(InstanceIds)];
    const unmanaged = ids.filter(
      (id) => !instances[id] || instances[id].host.offline || !isManaged(account, instances[id]),
    );
    if (ids.length === 0 || unmanaged.length > 0) {
      refuse(
        'InvalidInstanceId',
        `Instances [[${unmanaged.join(', ')}]] not in a valid state for account ${account.id}`,
      );
    }
    // What a command does is done at once; that it is done is told later.
    const outcomes = runDocument(
      DocumentName.replace(/^arn:[^/]*:document\//, ''),
      Parameters as Record<string, string[]>,
      ids.map((id) => ({
        instance: instances[id]!,
        hasCredentials: roleOf(account.state, instances[id]!) !== undefined,
      })),
      account,
    );
    const command: SsmCommand = {
      id: uuid(account),
      document: DocumentName,
      parameters: Parameters as Record<string, string[]>,
      sentAt: account.now,
      invocations: outcomes.map((outcome, i) => invocation(account.now, ids[i]!, outcome, i)),
    };
    account.state.ssm.commands[command.id] = command;
    return {
      Command: {
        CommandId: command.id,
        DocumentName,
        Comment: Comment ?? '',
        Parameters,
        InstanceIds: ids,
        Targets: [],
        RequestedDateTime: new Date(command.sentAt),
        Status: 'Pending',
        StatusDetails: 'Pending',
        TargetCount: ids.length,
        CompletedCount: 0,
        ErrorCount: 0,
      },
    };
  },

  getCommandInvocation({ CommandId = '', InstanceId, PluginName }, { state, now }) {
    const command = state.ssm.commands[CommandId] ?? refuse('InvalidCommandId', 'The command ID is not valid.');
    const one = command.invocations.find(({ instanceId }) => instanceId === InstanceId);
    if (!one || now < command.sentAt + LISTED_AFTER) refuse('InvocationDoesNotExist', 'The invocation does not exist.');
    const plugin = PLUGINS[nameOf(command)] ?? nameOf(command);
    if (PluginName ? PluginName !== plugin : plugin === 'configurePackage')
      refuse('InvalidPluginName', 'The plugin name is not valid.');
    const { CommandPlugins: _, RequestedDateTime, ...told } = describeInvocation(command, one, now, false);
    const ended = now >= one.readyAt;
    return {
      ...told,
      PluginName: plugin,
      ResponseCode: ended ? one.exitCode : -1,
      ExecutionStartDateTime: RequestedDateTime.toISOString(),
      StandardOutputContent: ended ? one.stdout.slice(0, MOST_STDOUT) : '',
      StandardErrorContent: ended ? one.stderr.slice(0, MOST_STDERR) : '',
    };
  },

  listCommandInvocations({ CommandId, InstanceId, Details, MaxResults, NextToken } = {}, { state, now }) {
    if (CommandId && !state.ssm.commands[CommandId]) refuse('InvalidCommandId', 'The command ID is not valid.');
    if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > 50)) {
      refuse('ValidationException', `Value '${MaxResults}' at 'maxResults' must be between 1 and 50`);
    }
    const rows = Object.values(state.ssm.commands)
      .filter(({ id, sentAt }) => (!CommandId || id === CommandId) && now >= sentAt + LISTED_AFTER)
      .flatMap((command) =>
        command.invocations
          .filter(({ instanceId }) => !InstanceId || instanceId === InstanceId)
          .map((one) => describeInvocation(command, one, now, Details ?? false)),
      );
    const { items, next } = page(rows, NextToken, MaxResults ?? 5);
    return { CommandInvocations: items, NextToken: next };
  },
};

function invocation(
  now: number,
  instanceId: string,
  outcome: Outcome,
  index: number,
): SsmCommand['invocations'][number] {
  const { exitCode, stdout, stderr, seconds } = outcome;
  return {
    instanceId,
    status: exitCode === 0 ? 'Success' : 'Failed',
    statusDetails: exitCode === 0 ? 'Success' : 'Failed',
    exitCode,
    stdout,
    stderr,
    readyAt: now + 4_000 + (index % 5) * 1_000 + seconds * 1_000,
  };
}

function describe({ state, now }: Account, instance: Instance) {
  const { platform, platformVersion } = instance.host;
  const windows = platform === 'Windows';
  return {
    InstanceId: instance.id,
    PingStatus: instance.host.offline ? ('ConnectionLost' as const) : ('Online' as const),
    LastPingDateTime: new Date(now - 5_000),
    AgentVersion: '3.3.1611.0',
    IsLatestVersion: true,
    PlatformType: windows ? ('Windows' as const) : ('Linux' as const),
    PlatformName: windows ? 'Microsoft Windows Server' : platform,
    PlatformVersion: platformVersion,
    ResourceType: 'EC2Instance' as const,
    IPAddress: instance.privateIp,
    ComputerName: `ip-${instance.privateIp.replaceAll('.', '-')}.${state.region}.compute.internal`,
  };
}

const PLUGINS: Record<string, string> = {
  'AWS-RunShellScript': 'aws:runShellScript',
  'AWS-RunPowerShellScript': 'aws:runPowerShellScript',
  'AWS-ConfigureAWSPackage': 'configurePackage',
};

function describeInvocation(
  command: SsmCommand,
  one: SsmCommand['invocations'][number],
  now: number,
  details: boolean,
) {
  const ended = now >= one.readyAt;
  const running = now >= command.sentAt + PICKED_UP_AFTER;
  const Status = (ended ? one.status : running ? 'InProgress' : 'Pending') as 'Success';
  const StatusDetails = ended ? one.statusDetails : Status;
  const document = nameOf(command);
  const plugin = {
    Name: PLUGINS[document] ?? document,
    Status,
    StatusDetails,
    ResponseCode: ended ? one.exitCode : -1,
    ...(running && { ResponseStartDateTime: new Date(command.sentAt + PICKED_UP_AFTER) }),
    ...(ended && { ResponseFinishDateTime: new Date(one.readyAt) }),
    Output: ended ? shownOutput(one.stdout, one.stderr) : '',
  };
  return {
    CommandId: command.id,
    InstanceId: one.instanceId,
    DocumentName: command.document,
    RequestedDateTime: new Date(command.sentAt),
    Status,
    StatusDetails,
    CommandPlugins: details ? [plugin] : [],
  };
}

const nameOf = ({ document }: SsmCommand) => document.split('/').at(-1)!;

/** What an invocation by itself shows of each stream, in characters; a list of them shows less. */
const MOST_STDOUT = 24_000;
const MOST_STDERR = 8_000;
const MOST_OUTPUT = 2_500;

/** Both streams in one text, as the agent joins them: where they do not fit, the longer one is cut. */
function shownOutput(stdout: string, stderr: string): string {
  const title = stderr ? '\n----------ERROR-------\n' : '';
  const room = MOST_OUTPUT - title.length;
  if (stdout.length + stderr.length <= room) return stdout + title + stderr;
  const half = Math.floor(room / 2);
  const forErrors = Math.min(stderr.length, Math.max(half, room - stdout.length));
  const cut = (text: string, length: number, mark: string) =>
    text.length <= length ? text : text.slice(0, length - mark.length) + mark;
  return (
    cut(stdout, room - forErrors, '\n---Output truncated---') +
    title +
    cut(stderr, forErrors, '\n---Error truncated----')
  );
}
