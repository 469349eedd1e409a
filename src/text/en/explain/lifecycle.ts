// Error codes of a lifecycle event on an instance: every `LifecycleErrorCode` of the CodeDeploy API.
import type { Explanation } from '../../say.ts';

export const lifecycle = {
  Success: {
    means: 'The lifecycle event succeeded.',
    causes: [
      [
        'Nothing is wrong with this event.',
        'If the deployment failed all the same, another event or another instance did.',
        'Nothing to do here.',
      ],
    ],
  },
  ScriptMissing: {
    means: 'A script that appspec.yml names is not in the revision.',
    causes: [
      [
        'The location is wrong: it counts from the root of the revision, and upper and lower case differ.',
        'Compare the location in appspec.yml with the list of files in the archive.',
        'Correct the location, give no arguments in it, and check it: codedeploy-wizard appspec lint',
      ],
      [
        'The script was left out when the revision was packed.',
        'An ignore file names it, or it is not committed.',
        'Take it out of the ignore file, or commit it.',
      ],
    ],
  },
  ScriptNotExecutable: {
    means: 'The agent could not make the script executable.',
    causes: [
      [
        'The file system is mounted noexec, or the agent does not run as root.',
        'mount | grep noexec; ps aux | grep codedeploy-agent',
        'Move root_dir of the agent to another file system, or run the agent as root.',
      ],
      [
        'On Windows the file is not of a type that can be run.',
        'It does not end with .ps1, .bat, .cmd or .exe.',
        'Call it from a .ps1 or .bat file.',
      ],
    ],
  },
  ScriptTimedOut: {
    means: 'A script ran longer than its timeout in appspec.yml.',
    causes: [
      [
        'The script starts a process in the background that keeps the output open, so the agent waits for it.',
        'The work is done long before the timeout.',
        'Redirect all three streams: nohup ./server >/var/log/server.log 2>&1 </dev/null &',
      ],
      [
        'The script waits for something: a lock, an answer, an input.',
        'The last line it printed tells where.',
        'Give what it waits for a limit of its own.',
      ],
      [
        'The work takes that long.',
        'It takes as long when run by hand.',
        'Raise timeout in appspec.yml; one lifecycle event may take 3600 seconds at most.',
      ],
    ],
  },
  ScriptFailed: {
    means: 'A script ended with an exit code other than 0.',
    causes: [
      [
        'A command in the script failed.',
        'The last lines that the script printed. All that it printed: codedeploy-wizard logs --scripts',
        'Fix the script and deploy a new revision. It runs as root, without your shell profile, and not in the folder of the revision.',
      ],
      [
        'A command was not found, or the file cannot be run.',
        'Exit code 127: not found; 126: not executable, or Windows line endings.',
        'Use absolute paths or set PATH in the script; save it with LF line endings.',
      ],
      [
        'It is the script of the revision before: ApplicationStop and the events around BlockTraffic run the old scripts.',
        'The event that failed is ApplicationStop, BeforeBlockTraffic or AfterBlockTraffic.',
        'Go over it once: codedeploy-wizard deploy --ignore-application-stop-failures',
      ],
    ],
  },
  UnknownError: {
    means: 'The event failed for a reason without a code of its own: the message tells it.',
    causes: [
      [
        'The message of the event says what happened.',
        'DownloadBundle: S3, GitHub, network, disk. Install: files, permissions, appspec.yml. All events: the agent.',
        'Let the message be explained: codedeploy-wizard explain "<message>"',
      ],
      [
        'The agent never took up the event.',
        'The message says that the agent was not able to receive the lifecycle event.',
        'Look into the agent log of the instance: codedeploy-wizard logs --agent',
      ],
    ],
  },
} satisfies Record<string, Explanation>;
