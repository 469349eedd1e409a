// The command that says whether users notice a deployment: by the account, or by asking the application all the time.
import type { Branch } from './deploy-commands.ts';

export function sessionCommands({
  text: { sessionCommands: commands, sessionFlags: flags },
  about,
  act,
  questions,
}: Pick<Branch, 'text' | 'act' | 'questions'> & {
  about(name: string, description: string): Branch['command'];
}): void {
  act(
    about('session-check', commands.sessionCheck)
      .option('--longest-request <duration>', flags.longestRequest)
      .option('--keep-alive <duration>', flags.keepAlive)
      .option('--scripts <duration>', flags.scripts)
      .option('--probe <url>', flags.probe)
      .option('--cookie-jar [visitors]', flags.cookieJar)
      .option('--session-cookie <name>', flags.sessionCookie)
      .option('--during <deployment>', flags.during)
      .option('--duration <duration>', flags.duration)
      .option('--rate <n>', flags.rate)
      .option('--request-timeout <duration>', flags.requestTimeout)
      .option('--fail-on-errors <n>', flags.failOnErrors),
    questions.filter(({ key }) => key !== 'githubTokenName'),
    async (session, settings, { probe, ...options }) =>
      probe === undefined
        ? (await import('./commands/session-check.ts')).sessionCheck(session, settings, options)
        : (await import('./commands/session-probe.ts')).probeSessions(session, settings, { ...options, probe }),
  );
}
