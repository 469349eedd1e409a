// What the agent reports to CodeDeploy at the end of a lifecycle event, as its log shows the call.

export interface Reported {
  succeeded: boolean;
  message: string;
  /** What the script printed last; the agent cuts it to 2 KB. */
  log: string[];
}

/** The payload is JSON in a string of Ruby, and cut when it is long: so it is read by its marks, not parsed. */
export function reported(text: string): Reported | undefined {
  const call = /put_host_command_complete\(command_status:"(\w+)"/.exec(text);
  if (!call) return undefined;
  const plain = text.replace(/\\+[nr]/g, '\n').replace(/\\+"/g, '"');
  const message = /"message":"([\s\S]*?)(?:","log":|"\}|$)/.exec(plain)?.[1] ?? '';
  const log = /"log":"([\s\S]*?)(?:"\}"|$)/.exec(plain)?.[1] ?? '';
  return { succeeded: call[1] === 'Succeeded', message, log: log.split('\n').filter((line) => line.trim()) };
}
