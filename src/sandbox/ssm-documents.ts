// The Systems Manager documents that the sandbox knows, and what they do to an instance.
import { type Account, refuse } from './account.ts';
import { type Deployed, deployedTo } from './host-logs.ts';
import { runPowerShell } from './host-powershell.ts';
import { run } from './host-shell.ts';
import type { Host, Instance } from './state.ts';

export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  seconds: number;
}

export interface Target {
  instance: Instance;
  hasCredentials: boolean;
}

type Parameters = Record<string, string[]>;

/** Runs a document everywhere, or nowhere: what is wrong with the request is refused before anything is done. */
export function runDocument(name: string, parameters: Parameters, targets: Target[], account: Account): Outcome[] {
  const document = documents[name] ?? refuse('InvalidDocument', `Document with name ${name} does not exist.`);
  const unknown = Object.keys(parameters).filter((key) => !document.takes.includes(key));
  const missing = document.needs.filter((key) => !parameters[key]?.length);
  if (unknown.length > 0 || missing.length > 0) {
    refuse('InvalidParameters', `Invalid parameters for document ${name}: ${[...unknown, ...missing].join(', ')}`);
  }
  document.check?.(parameters);
  const platforms = targets.map(({ instance }) => (instance.host.platform === 'Windows' ? 'Windows' : 'Linux'));
  if (document.platform && platforms.some((platform) => platform !== document.platform)) {
    refuse('UnsupportedPlatformType', `The document ${name} does not support the platform type of the instance.`);
  }
  return targets.map((target) => document.run(parameters, target, account));
}

interface Document {
  platform?: 'Linux' | 'Windows';
  takes: string[];
  needs: string[];
  check?(parameters: Parameters): void;
  run(parameters: Parameters, target: Target, account: Account): Outcome;
}

const succeeded = (stdout: string, seconds = 0): Outcome => ({ exitCode: 0, stdout, stderr: '', seconds });
const failed = (stderr: string): Outcome => ({ exitCode: 1, stdout: '', stderr, seconds: 0 });

const script = { takes: ['commands', 'workingDirectory', 'executionTimeout'], needs: ['commands'] };

const documents: Record<string, Document> = {
  'AWS-RunShellScript': {
    ...script,
    platform: 'Linux',
    run({ commands = [] }, { instance, hasCredentials }, account) {
      const { now, region, id } = account;
      let known: Deployed[] | undefined;
      const deployed = () => {
        known ??= deployedTo(account, instance);
        return known;
      };
      const context = { now, instanceId: instance.id, hasCredentials, region, account: id, deployed };
      const result = run(commands.join('\n'), instance.host, context);
      if (result.exitCode === 0) return result;
      return { ...result, stderr: `${result.stderr}failed to run commands: exit status ${result.exitCode}` };
    },
  },
  'AWS-RunPowerShellScript': {
    ...script,
    platform: 'Windows',
    run({ commands = [] }, { instance, hasCredentials }, account) {
      const { now, region, id } = account;
      const deployed = () => deployedTo(account, instance);
      const context = { now, instanceId: instance.id, hasCredentials, region, account: id, deployed };
      const { printed, unknown } = runPowerShell(commands, instance.host, context);
      const stdout = printed.map((text) => `${text}\r\n`).join('');
      if (unknown === undefined) return succeeded(stdout);
      const stderr = `${unknown}: not supported in the sandbox\nfailed to run commands: exit status 1`;
      return { exitCode: 1, stdout, stderr, seconds: 0 };
    },
  },
  'AWS-ConfigureAWSPackage': {
    takes: ['action', 'installationType', 'name', 'version', 'additionalArguments'],
    needs: ['action', 'name'],
    check({ action = [], installationType }) {
      const types = ['Uninstall and reinstall', 'In-place update'];
      if (!/^(Install|Uninstall)$/.test(action[0] ?? '')) {
        refuse('InvalidParameters', 'Parameter action is not one of the allowed values: Install, Uninstall');
      }
      if (installationType?.[0] !== undefined && !types.includes(installationType[0])) {
        refuse('InvalidParameters', `Parameter installationType is not one of the allowed values: ${types.join(', ')}`);
      }
    },
    run({ action = [], name = [], version: wanted = [] }, { instance, hasCredentials }) {
      const { host } = instance;
      const [packageName = ''] = name;
      const version = PACKAGES[packageName];
      if (!version) {
        return failed(
          `failed to download manifest - failed to retrieve package document description: InvalidDocument: Document with name "${packageName}" does not exist.`,
        );
      }
      if (wanted[0] && !wanted[0].startsWith(version)) {
        return failed(`failed to download manifest - version ${wanted[0]} of ${packageName} does not exist.`);
      }
      if (action[0] === 'Uninstall') {
        delete host.agent;
        return succeeded(`Successfully uninstalled ${packageName} ${version}\n`, 10);
      }
      if (version.startsWith('1.') && isWithoutOldRuby(host)) {
        return failed(
          'The following packages have unmet dependencies:\n codedeploy-agent : Depends: ruby3.2 but it is not installable\n' +
            'failed to install package: install operation failed: exit status 1',
        );
      }
      host.agent = { version, running: true, credentials: hasCredentials };
      return succeeded(
        `Initiating ${packageName} ${version} install\nPlugin aws:runShellScript ResultStatus Success\nSuccessfully installed ${packageName} ${version}\n`,
        10,
      );
    },
  },
};

const PACKAGES: Record<string, string | undefined> = {
  AWSCodeDeployAgent: '1.8.1',
  AWSCodeDeployAgentV2: '2.1.0',
};

/** The first generation of the agent is written in Ruby up to 3.2, which Ubuntu 26.04 no longer has. */
const isWithoutOldRuby = ({ platform, platformVersion }: Host) =>
  platform === 'Ubuntu' && Number.parseFloat(platformVersion) >= 26;
