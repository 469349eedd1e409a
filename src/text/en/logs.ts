// Reading logs: which servers' files could not be read, and what was left out.
export const logMessages = {
  logsOfFew: (d: { shown: number; more: number }) =>
    `These are the logs of ${d.shown} instances, first of those that failed; ${d.more} more are not read. Name one with --instance.`,
  logsGone: (d: { instance: string }) =>
    `${d.instance} is terminated, and its log files are gone with it. What CodeDeploy kept of it is shown.`,
  logsStopped: (d: { instance: string }) =>
    `${d.instance} is stopped, so its log files cannot be read now. What CodeDeploy kept of it is shown.`,
  logsUnreachable: (d: { instance: string; commands: string[] }) =>
    `Systems Manager cannot read files on ${d.instance}. What CodeDeploy kept of it is shown. On the server itself:\n${d.commands.map((command) => `  ${command}`).join('\n')}`,
  logsCut: (d: { instance: string; paths: string[] }) =>
    `Systems Manager hands on only so much: of ${d.paths.join(', ')} on ${d.instance} only the end is shown.`,
  waitLogs: (d: { count: number }) => `reading logs (${d.count} to go)`,
};
