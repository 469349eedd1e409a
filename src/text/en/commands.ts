// The command line about itself: commands, flags, wrong lines, exit codes.

/** Wrong command lines, by commander's code; `what` is the word it concerns. */
export const usage = {
  'commander.unknownOption': (what: string) => `There is no option ${what}.`,
  'commander.unknownCommand': (what: string) => `There is no command ${what}.`,
  'commander.excessArguments': () => 'There are words too many.',
  'commander.optionMissingArgument': (what: string) => `The option ${what} needs a value.`,
  'commander.missingArgument': (what: string) => `${what} is missing.`,
  'commander.invalidArgument': (what: string, allowed: string) => `The option ${what} takes one of ${allowed}.`,
  'commander.help': () => 'A command is missing.',
};

/** What each command is for. */
export const commands = {
  program: 'From a plain EC2 server to zero-downtime deployments with AWS CodeDeploy.',
  init: 'the whole way, in order: roles ami template asg app group deploy',
  show: 'only read and show what is there',
  status: 'one screen: what exists, which revision runs where, what to do next',
  sandbox: 'the embedded account: show it, or start afresh',
  sandboxShow: 'what the sandbox holds',
  sandboxReset: 'start the sandbox afresh',
  help: 'help on a command or topic',
  hook: "CodeDeploy's lifecycle hook on the Auto Scaling group",
  hookStatus: 'what the hook is, whether it is healthy, who waits at it, and launch loops',
  hookSuspend: 'pause it: new instances come up without the application',
  hookRestore: 'put back exactly what was suspended',
  hookRepair: 'hooks left over, deleted by hand, or other than the deployment group names',
  rescue: 'the way out when new instances fail their deployment and are launched again and again',
};

export const flags = {
  region: 'AWS Region',
  profile: 'AWS profile',
  endpointUrl: 'any AWS-compatible endpoint',
  config: 'config file (default: codedeploy-wizard.yml, found upwards)',
  env: 'use codedeploy-wizard.NAME.yml',
  output: 'text, json or ndjson',
  lang: 'en or ko',
  yes: 'answer every moderate confirmation',
  confirm: 'answer the severe confirmation that asks for NAME (repeatable)',
  noInput: 'never prompt',
  dryRun: 'read, plan and print; write nothing',
  exitCode: 'with --dry-run: exit 7 when changes are pending',
  sandbox: 'use the embedded account (book or empty)',
  expectAccount: 'stop unless this is the account',
  timeout: 'longest wait, such as 90s, 30m or 2h',
  pollInterval: 'first pause between two looks (default 5s)',
  quiet: 'only the result',
  debug: 'each AWS call on stderr',
  noColor: 'no colours',
  help: 'show help',
  version: 'show the version',
  scenario: 'book or empty',
  instances: 'size of the fleet',
  ifChanged: 'deploy only if another revision runs',
  acceptEmptyInstances: 'suspend although instances without the application may take traffic',
  to: 'known good revision: a deployment id, s3://bucket/key or owner/name@commit',
};

export const exitCodes = {
  done: 'done, or nothing to do',
  unexpected: 'unexpected error: a defect of ours',
  usage: 'usage, invalid value, or missing answers with nobody to ask',
  notReady: 'not ready: an earlier step is missing, or a conflict with something not ours',
  credentials: 'credentials, permission, wrong account',
  refused: 'AWS refused or did not answer after retries',
  notFound: 'the named thing does not exist',
  pending: 'changes pending (--dry-run --exit-code)',
  declined: 'declined at a prompt',
  timedOut: 'a wait timed out; the work goes on in AWS',
  failed: 'the deployment failed or was stopped',
  rolledBack: 'the deployment failed and its rollback succeeded',
  busy: 'busy: another deployment of this group is active',
  interrupted: 'interrupted (SIGINT)',
  terminated: 'terminated (SIGTERM)',
};
