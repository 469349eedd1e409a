// What lines of the agent's log mean that concern the agent itself: credentials, network, configuration, start and stop.
import type { Explanation } from '../../say.ts';

const RESTART = 'sudo systemctl restart codedeploy-agent';
const REACH = 'On the server: curl -sv https://codedeploy-commands.<Region>.amazonaws.com';

export const agent = {
  missingCredentials: {
    means: 'The agent has no credentials, so it gets no deployments.',
    causes: [
      [
        'The instance has no instance profile.',
        'The instance shows no IAM role in the EC2 console.',
        `Attach one that trusts ec2.amazonaws.com (so does codedeploy-wizard ami), then restart the agent: ${RESTART}`,
      ],
      [
        'The profile was attached after the agent had been started: it never looks again.',
        'The instance shows an IAM role, and the line still appears.',
        `Restart the agent: ${RESTART}`,
      ],
      [
        'The metadata service (IMDS) is switched off or blocked for the agent.',
        'curl -s http://169.254.169.254/ gives no answer on the server.',
        'Enable the metadata service of the instance, then restart the agent.',
      ],
    ],
  },
  pollDenied: {
    means: 'CodeDeploy denies the agent: it asks with the wrong identity.',
    causes: [
      [
        'Access keys in the home folder of root (or in the environment of the service) win over the role of the instance.',
        'sudo ls /root/.aws shows credentials or config.',
        `Remove these files, then restart the agent: ${RESTART}`,
      ],
      [
        'The role of the instance was changed while the agent was running.',
        'The line began when the role was changed.',
        `Restart the agent (${RESTART}); if that is not enough, reboot the instance.`,
      ],
      [
        'enable_auth_policy is switched on and the role lacks codedeploy-commands-secure:*.',
        'grep enable_auth_policy /etc/codedeploy-agent/conf/codedeployagent.yml',
        'Allow codedeploy-commands-secure:* to the role of the instance.',
      ],
    ],
  },
  credentialsExpired: {
    means: 'The credentials of the agent have expired.',
    causes: [
      [
        'An on-premises server uses a session whose file is not renewed.',
        'codedeploy.onpremises.yml names aws_credentials_file; look how old that file is.',
        `Renew the session, then restart the agent: ${RESTART}`,
      ],
      [
        'The agent can no longer fetch new credentials from the metadata service.',
        'curl -s http://169.254.169.254/ gives no answer on the server.',
        'Restore the way to the metadata service, then restart the agent.',
      ],
    ],
  },
  keyUnknown: {
    means: 'AWS does not accept the key with which the agent signs.',
    causes: [
      [
        'On premises: the access key was deleted, disabled or copied wrongly.',
        'Compare codedeploy.onpremises.yml with the keys of the IAM user.',
        `Put a valid key into it, then restart the agent: ${RESTART}`,
      ],
      [
        'The Region or partition is another one than that of the key.',
        'The line "CodeDeploy endpoint" names the Region.',
        'Correct the Region in codedeploy.onpremises.yml.',
      ],
    ],
  },
  clockSkew: {
    means: 'The clock of the server is wrong by more than five minutes, so AWS refuses its signatures.',
    causes: [
      [
        'The time is not synchronized.',
        'timedatectl; the message names both times.',
        `Switch synchronization on (sudo systemctl enable --now chronyd, or chrony on Ubuntu), then restart the agent: ${RESTART}`,
      ],
    ],
  },
  secureEndpoint: {
    means: 'The agent asks an endpoint that does not know its question: a VPC endpoint needs the other way to sign in.',
    causes: [
      [
        'There is a VPC endpoint codedeploy-commands-secure, and enable_auth_policy is not switched on.',
        'grep enable_auth_policy /etc/codedeploy-agent/conf/codedeployagent.yml',
        'Set :enable_auth_policy: true, allow codedeploy-commands-secure:* to the role, restart the agent.',
      ],
      [
        'The agent is older than 1.3.2.',
        'cat /opt/codedeploy-agent/.version',
        'Update it: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  untrustedCertificate: {
    means: "The server does not trust the certificate of CodeDeploy's endpoint.",
    causes: [
      [
        'A proxy or firewall replaces certificates by its own.',
        `${REACH} shows an issuer that is not Amazon.`,
        "Let codedeploy-commands and S3 pass untouched, or install the proxy's certificate on the server.",
      ],
      [
        'The list of trusted authorities or the clock of the server is old.',
        'timedatectl; how old is the package ca-certificates?',
        'Update ca-certificates and set the clock, then restart the agent.',
      ],
    ],
  },
  dnsFails: {
    means: "The server cannot find the address of CodeDeploy's endpoint.",
    causes: [
      [
        'The resolver of the server does not work.',
        'getent hosts codedeploy-commands.<Region>.amazonaws.com',
        'Enable DNS resolution in the VPC, or correct /etc/resolv.conf.',
      ],
      [
        'The Region in the name is misspelt.',
        'The line "CodeDeploy endpoint" shows the name.',
        'Correct the Region in the configuration of the agent.',
      ],
    ],
  },
  networkTimeout: {
    means: "CodeDeploy's endpoint does not answer the server in time.",
    causes: [
      [
        'There is no way out: no public address, no NAT gateway in the route table of the subnet, no VPC endpoint.',
        REACH,
        'Give the subnet a route to a NAT or internet gateway, or a VPC endpoint for codedeploy-commands-secure.',
      ],
      [
        'A security group, network ACL or firewall drops outgoing port 443.',
        'Look at the outbound rules of the security group.',
        'Allow outgoing TCP 443.',
      ],
      [
        'The way out leads over a proxy that the agent does not know.',
        'env | grep -i proxy',
        'Set :proxy_uri: in codedeployagent.yml, then restart the agent.',
      ],
    ],
  },
  networkLost: {
    means: "The agent cannot connect to CodeDeploy's endpoint.",
    causes: [
      [
        'The way out is closed: security group, network ACL, route, NAT gateway or a firewall on the server.',
        REACH,
        'Allow outgoing TCP 443 to codedeploy-commands.<Region>.amazonaws.com.',
      ],
      [
        'The way out leads over a proxy that refuses or that the agent does not know.',
        'grep proxy_uri /etc/codedeploy-agent/conf/codedeployagent.yml',
        'Set :proxy_uri: in codedeployagent.yml, then restart the agent.',
      ],
    ],
  },
  startCheckFailed: {
    means:
      'At its start the agent could not make its first connection to CodeDeploy and gave up. It calls every such failure an invalid certificate; status still says that it is running.',
    causes: [
      [
        'The server has no way to the endpoint: route, security group, DNS or proxy.',
        REACH,
        'Open outgoing TCP 443 (NAT, security group, :proxy_uri:), then restart the agent.',
      ],
      [
        'The certificate is really not trusted: a proxy replaces it, the authorities or the clock are old.',
        'curl shows the issuer; timedatectl shows the clock.',
        'Update ca-certificates, set the clock, or let the endpoint pass the proxy untouched.',
      ],
      [
        'The agent does not tell which.',
        'Set :verbose: true in codedeployagent.yml and restart the agent: the true error stands beside this line.',
        'Read the new log: codedeploy-wizard logs --agent',
      ],
    ],
  },
  imdsUnreachable: {
    means:
      'The agent cannot start: the metadata service of the instance does not answer. Status still says that it is running.',
    causes: [
      [
        'The metadata service is switched off for the instance.',
        'aws ec2 describe-instances --instance-ids <id> shows MetadataOptions HttpEndpoint disabled.',
        'aws ec2 modify-instance-metadata-options --instance-id <id> --http-endpoint enabled',
      ],
      [
        'A firewall on the server blocks 169.254.169.254, or the agent runs in a container and the hop limit is 1.',
        'curl -s http://169.254.169.254/ gives no answer on the server.',
        'Allow the address, or set the hop limit to 2.',
      ],
      [
        'It is no EC2 instance, and the on-premises file is missing.',
        'The log says "On Premises config file does not exist or not readable".',
        'Put codedeploy.onpremises.yml into /etc/codedeploy-agent/conf.',
      ],
    ],
  },
  imdsTokenRefused: {
    means: 'The metadata service gives no IMDSv2 token, and the agent may not use IMDSv1.',
    causes: [
      [
        ':disable_imds_v1: is true, and IMDSv2 cannot be reached.',
        'grep disable_imds_v1 /etc/codedeploy-agent/conf/codedeployagent.yml',
        'Enable IMDSv2 for the instance (in containers with a hop limit of 2), or take the setting out.',
      ],
    ],
  },
  imdsOldAgent: {
    means: 'The instance requires IMDSv2, and this agent knows only IMDSv1.',
    causes: [
      [
        'The agent is older than 1.2.',
        'cat /opt/codedeploy-agent/.version',
        'Update it: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  imdsFallback: {
    means: 'The agent got no IMDSv2 token and uses IMDSv1. This is only a notice.',
    causes: [
      [
        'The hop limit is 1 and the agent runs in a container, or IMDSv2 is blocked.',
        'Does the agent poll afterwards? Then nothing is wrong.',
        'Nothing to do; before IMDSv1 is switched off, set the hop limit to 2.',
      ],
    ],
  },
  missingRegion: {
    means: 'The agent does not know its Region.',
    causes: [
      [
        'It was started before the network or the metadata service was ready.',
        'The line stands only after a boot.',
        `Restart the agent: ${RESTART}. Let the unit start after network-online.target.`,
      ],
    ],
  },
  onPremisesConfig: {
    means:
      'The on-premises configuration is not complete, so the agent cannot start. Status still says that it is running.',
    causes: [
      [
        'A key is missing in codedeploy.onpremises.yml; the line names it.',
        'cat /etc/codedeploy-agent/conf/codedeploy.onpremises.yml',
        'It needs region, and either iam_user_arn with both access keys, or iam_session_arn with aws_credentials_file.',
      ],
      [
        'The server is an EC2 instance and the file is left over.',
        'The instance has an instance profile.',
        'Remove the file, then restart the agent.',
      ],
    ],
  },
  badMaxRevisions: {
    means: 'max_revisions is not valid, and the agent ends itself right after its start.',
    causes: [
      [
        ':max_revisions: is 0 or no number.',
        'grep max_revisions /etc/codedeploy-agent/conf/codedeployagent.yml',
        'Set a whole number from 1 (1 keeps two revisions), then restart the agent.',
      ],
    ],
  },
  configUnreadable: {
    means: 'The configuration of the agent is no valid YAML: no command of the agent works.',
    causes: [
      [
        'The file was edited by hand; the message names line and column.',
        'sudo cat /etc/codedeploy-agent/conf/codedeployagent.yml',
        `Correct the line, or take the file of the package, then restart the agent: ${RESTART}`,
      ],
    ],
  },
  configMissing: {
    means: 'The agent does not find its configuration: no command of the agent works.',
    causes: [
      [
        'The file was deleted, or is not readable for the user of the agent.',
        'ls -l /etc/codedeploy-agent/conf /opt/codedeploy-agent/conf',
        'Restore codedeployagent.yml, or install the agent again: codedeploy-wizard ami',
      ],
    ],
  },
  agentStopped: {
    means: 'The agent is not running.',
    causes: [
      [
        'Nobody started it, or it is not enabled and the server was rebooted.',
        'sudo systemctl status codedeploy-agent',
        'sudo systemctl enable --now codedeploy-agent',
      ],
      [
        'It was started and ended again.',
        'The last lines of /var/log/aws/codedeploy-agent/codedeploy-agent.log tell why.',
        'Read that log: codedeploy-wizard logs --agent',
      ],
    ],
  },
  agentTooOld: {
    means: 'The agent is too old to check what CodeDeploy sends.',
    causes: [
      [
        'It is older than 1.0.1.854.',
        'cat /opt/codedeploy-agent/.version',
        'Update it: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  agentCrashLoops: {
    means: 'The working process of the agent ends at its start, again and again. Status still says that it is running.',
    causes: [
      [
        'The error in the line is the reason; it is not one of those known here.',
        'Look whether the same error repeats every few seconds.',
        'Solve what the error names, then restart the agent; or install it anew: codedeploy-wizard ami',
      ],
    ],
  },
  eventNotReceived: {
    means: 'The agent on the instance did not take up the lifecycle event within five minutes.',
    causes: [
      [
        'The agent is not installed, not running, or without credentials.',
        'sudo systemctl status codedeploy-agent; its log says "Missing credentials".',
        'Start it, or attach the instance profile and restart it; install it: codedeploy-wizard ami',
      ],
      [
        'The agent has no way to CodeDeploy.',
        REACH,
        'Open outgoing TCP 443 to codedeploy-commands.<Region>.amazonaws.com.',
      ],
      [
        'The agent is busy with another deployment: it does one at a time.',
        'The Auto Scaling group belongs to two deployment groups.',
        'Use one deployment group for each Auto Scaling group.',
      ],
    ],
  },
  pollThrottled: {
    means: 'CodeDeploy gets too many questions; the agent asks again later by itself.',
    causes: [
      [
        'Many agents of the account ask at once.',
        'It is over when a line with 200 and poll_host_command follows.',
        'Wait. If it lasts, start fewer instances or deployments at once.',
      ],
    ],
  },
  serviceFault: {
    means: 'CodeDeploy had a fault; the agent asks again by itself.',
    causes: [['A fault inside AWS.', 'The AWS Health Dashboard may show it.', 'Wait. If it lasts, ask AWS Support.']],
  },
  alreadyRunning: {
    means: 'The agent was started while it was running already: the second start ended by itself.',
    causes: [['Two units, or a script beside the unit, start it.', 'The agent goes on polling.', 'Nothing to do.']],
  },
  stopRefused: {
    means: 'The agent did not stop, because a deployment was in progress: it goes on running as it was.',
    causes: [
      [
        'Somebody, or a script of the deployment itself, stopped, restarted or updated the agent.',
        'Look what ran at this time; hooks must not restart the agent.',
        'Wait until the deployment has ended, then restart it once more.',
      ],
    ],
  },
} satisfies Record<string, Explanation>;
