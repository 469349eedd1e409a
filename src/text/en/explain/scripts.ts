// What lines of a log mean that concern the scripts of a deployment, and the traffic of an instance.
import type { Explanation } from '../../say.ts';

export const scripts = {
  oldScript: {
    means:
      'A script of the revision before failed: ApplicationStop and the events around BlockTraffic run the scripts that are on the server already, so a new revision cannot mend it.',
    causes: [
      [
        'The stop script of the last revision fails, for example because what it stops is not there.',
        'The event is ApplicationStop, BeforeBlockTraffic or AfterBlockTraffic.',
        'Put the fix into the new revision and deploy it once with codedeploy-wizard deploy --ignore-application-stop-failures',
      ],
    ],
  },
  commandNotFound: {
    means: 'A command in a script was not found (exit code 127).',
    causes: [
      [
        'The PATH of the agent is short: nvm, npm, pm2, rbenv and the like are not in it, for no shell profile is read.',
        'The line before names the command.',
        'Use the absolute path, or set PATH at the beginning of the script.',
      ],
      [
        'The program is not installed on this server.',
        'which <command> as root',
        'Install it in the image, or in a BeforeInstall script.',
      ],
      [
        'With runas: the interpreter in the first line does not exist, or ends with a Windows line break.',
        'head -1 <script> | od -c',
        'Save the script with LF line endings.',
      ],
    ],
  },
  notRunnable: {
    means: 'A file could not be run (exit code 126).',
    causes: [
      [
        'It is not executable, or lies on a file system that is mounted noexec.',
        'ls -l; mount | grep noexec',
        'chmod +x, or call it with its interpreter: bash <file>',
      ],
      [
        'It is a program for another processor, or has Windows line endings.',
        'file <file>; uname -m',
        'Build it for this processor; save it with LF line endings.',
      ],
    ],
  },
  scriptKilled: {
    means: 'A script was ended by a signal.',
    causes: [
      [
        'The server ran out of memory and Linux killed it (137).',
        'sudo dmesg | grep -i "killed process"',
        'Use a larger instance or swap; build elsewhere and deploy the result.',
      ],
      [
        'Another program killed it, such as a pkill in a stop script that fits too much.',
        'Exit code 143 or none.',
        'Kill by process id or by systemctl.',
      ],
    ],
  },
  noInterpreter: {
    means: 'The script is there, but its interpreter is not: the first line names one that does not exist.',
    causes: [
      [
        'The script has Windows line endings, so the first line ends with an invisible character.',
        'head -1 <script> | od -c shows \\r.',
        'Save it with LF line endings (git: *.sh text eol=lf in .gitattributes).',
      ],
      [
        'The interpreter is not installed, or location holds arguments.',
        'head -1 <script>',
        'Install it, or write #!/bin/bash; take arguments out of location.',
      ],
    ],
  },
  lineEndings: {
    means: 'A script has Windows line endings.',
    causes: [
      [
        'It was saved or checked out on Windows.',
        'file <script> says CRLF.',
        'Save it with LF line endings (git: *.sh text eol=lf in .gitattributes).',
      ],
    ],
  },
  outputLeftOpen: {
    means: 'A script ended, but a process that it started keeps its output open, so the event never ended.',
    causes: [
      [
        'A server is started in the background without redirecting its output.',
        'ps shows it as a child without its script.',
        'Redirect all three streams: nohup ./server >/var/log/server.log 2>&1 </dev/null &, or start it by systemctl.',
      ],
    ],
  },
  binaryOutput: {
    means: 'A script printed bytes that are not UTF-8, and the agent fails at that.',
    causes: [
      [
        'It prints binary data, or text in another encoding.',
        'Run it by hand and look at its output.',
        'Redirect that output to a file, or convert it with iconv.',
      ],
    ],
  },
  noLoginShell: {
    means: 'runas cannot run the script as this user.',
    causes: [
      [
        'The user has no login shell, as www-data and nobody.',
        'getent passwd <user> ends with nologin or false.',
        'Use a user with a shell, or run as root and use sudo -u or runuser within the script.',
      ],
      [
        'The user does not exist, or the agent itself does not run as root.',
        'getent passwd <user>; ps aux | grep codedeploy-agent',
        'Make the user in the image; run the agent as root.',
      ],
    ],
  },
  portInUse: {
    means: 'The application could not start: its port is taken.',
    causes: [
      [
        'The version before still runs: nothing stopped it.',
        'sudo ss -ltnp',
        'Stop it in ApplicationStop, or restart it by systemctl in ApplicationStart.',
      ],
    ],
  },
  outOfMemory: {
    means: 'The server ran out of memory while a script ran.',
    causes: [
      [
        'A build (npm, webpack, maven) runs on the server.',
        'free -m; sudo dmesg | grep -i "killed process"',
        'Build elsewhere and deploy the result, or use a larger instance.',
      ],
    ],
  },
  packageLock: {
    means: 'A script could not install packages: another program holds the lock.',
    causes: [
      [
        'Automatic updates run right after the instance is launched.',
        'ps aux | grep -E "apt|dnf|yum"',
        'Install packages in the image, or wait in the script: apt-get -o DPkg::Lock::Timeout=300',
      ],
    ],
  },
  serviceMissing: {
    means: 'systemctl could not start a service.',
    causes: [
      [
        'The unit does not exist on this server, or was put there without daemon-reload.',
        'systemctl cat <service>',
        'Install the unit, then sudo systemctl daemon-reload before the start.',
      ],
      ['The service itself fails.', 'journalctl -u <service> -n 50', 'Fix what it says.'],
    ],
  },
  notPermitted: {
    means: 'A script was not permitted to do something.',
    causes: [
      [
        'It runs as another user (runas), who may not do so.',
        'Look at runas in appspec.yml and at the owner of the file.',
        'Run it as root, or set owner and mode in the permissions section.',
      ],
      [
        'A file is not executable.',
        'ls -l <file>',
        'chmod +x in AfterInstall, or in git: git update-index --chmod=+x <file>',
      ],
    ],
  },
  wroteErrors: {
    means:
      'The last script wrote to its error output. Many programs do so without failing: the exit code is not in this log.',
    causes: [
      [
        'What it wrote is only a notice.',
        'The deployment succeeded, or the agent log shows error code 0 for the event.',
        'Nothing to do.',
      ],
      [
        'The script failed.',
        'The agent log says "failed with exit code".',
        'Read the agent log as well: codedeploy-wizard logs --agent',
      ],
    ],
  },
  neverHealthy: {
    means:
      'The load balancer did not see the instance healthy, so it got no traffic (AllowTraffic). No log tells more.',
    causes: [
      [
        'The health check of the target group fails: its path, port or expected status do not fit the application.',
        'The reason that the target group gives: codedeploy-wizard doctor --only target-health. On the instance: curl -i http://localhost:<port><path>',
        'Make this path answer with the expected status, or correct the health check.',
      ],
      [
        'The security group of the instance does not let the load balancer in.',
        'The reason is Target.Timeout.',
        "Allow the port from the load balancer's security group.",
      ],
      [
        'The target group is not attached to the Auto Scaling group, or the application starts slowly.',
        'Whether it is attached: codedeploy-wizard doctor --only asg-target-group',
        'Attach it: codedeploy-wizard asg --target-group <name>; or raise the thresholds.',
      ],
      [
        'No listener forwards to the target group, so its health is never checked.',
        'The reason is Target.NotInUse.',
        'Forward to it from a listener or a rule of the load balancer, or name the target group that is in use: codedeploy-wizard group --target-group <name>',
        'notListening',
      ],
    ],
  },
  notDrained: {
    means: 'The instance could not be taken out of the load balancer (BlockTraffic).',
    causes: [
      [
        'The instance is not registered in the target group of the deployment group.',
        'The target group does not list it.',
        'Name the target group in which the instances are: codedeploy-wizard group --target-group <name>',
      ],
      [
        'The service role may not deregister it.',
        'aws iam list-attached-role-policies --role-name <service role>',
        'Attach AWSCodeDeployRole to it: codedeploy-wizard roles',
      ],
    ],
  },
} satisfies Record<string, Explanation>;
