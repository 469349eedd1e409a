// What the doctor looks at: what must hold, how it shows that it does not, and what to do.

/** What every sentence may speak of. */
interface Place {
  region: string;
  profile?: string;
  application: string;
  group: string;
}

/** A command of the AWS CLI as it would be pasted. */
const aws = ({ region, profile }: { region: string; profile?: string }, words: string) =>
  `aws --region ${region}${profile ? ` --profile ${profile}` : ''} ${words}`;

const restart = (d: { region: string; profile?: string; ids: string }) =>
  aws(
    d,
    `ssm send-command --document-name AWS-RunShellScript --parameters 'commands=systemctl restart codedeploy-agent' --instance-ids ${d.ids}`,
  );

const install = (d: { region: string; profile?: string; ids: string }) =>
  aws(
    d,
    `ssm send-command --document-name AWS-ConfigureAWSPackage --parameters 'action=Install,name=AWSCodeDeployAgent' --instance-ids ${d.ids}`,
  );

export const checks = {
  'caller-root': {
    title: 'The caller is not the root user',
    evidence: (d: { arn: string }) => `The credentials are those of the root user: ${d.arn}`,
    fix: () => 'Use a role or a user of IAM instead, and delete the access keys of the root user.',
  },

  'network-outbound': {
    title: 'The agents reach CodeDeploy',
    evidence: (d: { hosts: string; line: string }) => `No connection from ${d.hosts}: ${d.line}`,
    fix: (d: Place) =>
      `Let TCP 443 out to codedeploy-commands.${d.region} and s3.${d.region}: a NAT gateway or VPC endpoints, the egress rules of the security group, or :proxy_uri: in codedeployagent.yml.`,
  },
  'network-zones': {
    title: 'The Auto Scaling group spans two Availability Zones',
    evidence: (d: { asg: string; zone: string }) => `${d.asg} has subnets in one zone only: ${d.zone}`,
    fix: (d: Place & { asg: string }) =>
      aws(
        d,
        `autoscaling update-auto-scaling-group --auto-scaling-group-name ${d.asg} --vpc-zone-identifier SUBNET_A,SUBNET_B`,
      ),
  },

  'service-role-trust': {
    title: 'The service role trusts CodeDeploy',
    evidence: (d: { role: string; services: string }) =>
      d.services ? `${d.role} trusts ${d.services}, not CodeDeploy` : `${d.role} is not there, or trusts no service`,
    fix: (d: { command: string }) => d.command,
  },
  'service-role-policy': {
    title: 'The service role may do what a deployment does',
    evidence: (d: { role: string; actions: string }) => `${d.role} does not allow: ${d.actions}`,
    fix: (d: Place & { role: string; policy: string }) =>
      aws(d, `iam attach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`),
  },
  'service-role-launch': {
    title: 'The service role may launch from a template for blue/green',
    evidence: (d: { role: string; actions: string }) =>
      `Copying the group needs more than AWSCodeDeployRole; ${d.role} does not allow: ${d.actions}`,
    fix: (d: Place & { role: string; document: string }) =>
      aws(
        d,
        `iam put-role-policy --role-name ${d.role} --policy-name codedeploy-launch --policy-document '${d.document}'`,
      ),
  },
  'service-role-ec2': {
    title: 'The service role trusts CodeDeploy alone',
    evidence: (d: { role: string }) =>
      `${d.role} also trusts EC2: any instance with it could terminate instances and change Auto Scaling groups`,
    fix: (d: { command: string }) => `Take ec2.amazonaws.com out of its trust policy; what it should be:\n${d.command}`,
  },
  'service-role-on-instance': {
    title: 'No instance carries the service role',
    evidence: (d: { role: string; policy: string }) =>
      `The role of the instances, ${d.role}, carries ${d.policy}, which is meant for the service`,
    fix: (d: Place & { role: string; policy: string }) =>
      `The agent needs no permission of CodeDeploy:\n${aws(d, `iam detach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`)}`,
  },
  'instance-profile': {
    title: 'Every instance has an instance profile',
    evidence: (d: { hosts: string }) => `Without an instance profile the agent has no credentials: ${d.hosts}`,
    fix: (d: Place & { first: string; instanceProfile: string }) =>
      `${aws(d, `ec2 associate-iam-instance-profile --instance-id ${d.first} --iam-instance-profile Name=${d.instanceProfile}`)}\nThen restart the agent.`,
  },
  'instance-profile-role': {
    title: 'The instance profile has a role',
    evidence: (d: { instanceProfile: string }) => `The instance profile ${d.instanceProfile} is not there, or empty`,
    fix: (d: { command: string }) => d.command,
  },
  'instance-role-trust': {
    title: 'The role of the instances trusts EC2',
    evidence: (d: { role: string; services: string }) => `${d.role} trusts ${d.services || 'no service'}, not EC2`,
    fix: (d: { command: string }) => d.command,
  },
  'instance-role-s3': {
    title: 'The role of the instances reads the revision',
    evidence: (d: { role: string; actions: string; resource: string }) =>
      `${d.role} does not allow ${d.actions} on ${d.resource}`,
    fix: (d: { command: string }) => d.command,
  },

  'host-managed': {
    title: 'Systems Manager reaches the instances',
    evidence: (d: { hosts: string }) => `Not managed, so that nobody can look inside: ${d.hosts}`,
    fix: (d: Place & { role: string; policy: string }) =>
      `${aws(d, `iam attach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`)}\nIt takes up to 30 minutes unless amazon-ssm-agent is restarted`,
  },
  'agent-installed': {
    title: 'The agent is installed',
    evidence: (d: { hosts: string }) => `No CodeDeploy agent on ${d.hosts}`,
    fix: (d: Place & { ids: string }) => install(d),
  },
  'agent-running': {
    title: 'The agent runs',
    evidence: (d: { hosts: string }) => `The agent is stopped on ${d.hosts}`,
    fix: (d: Place & { ids: string }) => restart(d),
  },
  'agent-credentials': {
    title: 'The agent has credentials',
    evidence: (d: { hosts: string }) =>
      `The agent found no credentials on ${d.hosts}: the profile was attached after it had started, or is missing`,
    fix: (d: Place & { ids: string }) => restart(d),
  },
  'agent-polling': {
    title: 'The agent asks for its orders',
    evidence: (d: { hosts: string; line: string }) => `Running, but not polling, on ${d.hosts}: ${d.line}`,
    fix: (d: { ids: string } & Place) =>
      `${restart(d)}\nWhat the line means:\ncodedeploy-wizard explain --log codedeploy-agent.log`,
  },
  'agent-version': {
    title: 'The agent is recent',
    evidence: (d: { hosts: string; version: string }) => `Older than ${d.version}: ${d.hosts}`,
    fix: (d: Place & { ids: string }) => install(d),
  },
  'agent-ruby': {
    title: 'The Ruby on the instances can run the agent',
    evidence: (d: { hosts: string; version: string }) =>
      `The agent 1.x needs Ruby 2.0 to 3.2; there is ${d.version} on ${d.hosts}`,
    fix: (d: Place) =>
      `Install the second generation, which needs no Ruby:\ncurl -O https://aws-codedeploy-${d.region}.s3.${d.region}.amazonaws.com/latestv2/install && chmod +x install && sudo ./install auto`,
  },
  'agent-identity': {
    title: 'The agent uses the role of its instance',
    evidence: (d: { hosts: string }) => `Keys in /root/.aws/credentials win over the role on ${d.hosts}`,
    fix: () => 'sudo mv /root/.aws/credentials /root/.aws/credentials.off && sudo systemctl restart codedeploy-agent',
  },
  'host-clock': {
    title: 'The clocks are right',
    evidence: (d: { hosts: string; seconds: number }) =>
      `${d.seconds} s off on ${d.hosts}; from 5 minutes on AWS refuses the signature`,
    fix: () => 'sudo systemctl enable --now chronyd || sudo systemctl enable --now chrony; sudo chronyc makestep',
  },
  'host-disk': {
    title: 'There is room on the disks',
    evidence: (d: { hosts: string; percent: number }) => `${d.percent} % full on ${d.hosts}`,
    fix: () =>
      'Make room:\nsudo du -xh / | sort -h | tail\nA lower :max_revisions: in codedeployagent.yml keeps fewer revisions.',
  },
  'host-files': {
    title: 'No file lies in the way of the next deployment',
    evidence: (d: { hosts: string; path: string }) =>
      `${d.path} is there on ${d.hosts}, but was not put there by this deployment group: Install will fail`,
    fix: (d: { command: string }) => `Remove it, or overwrite it this once:\n${d.command}`,
  },

  'image-available': {
    title: 'The image of the template can be launched',
    evidence: (d: { image: string; template: string }) => `${d.template} names ${d.image}, which is not available`,
    fix: (d: { command: string }) => d.command,
  },
  'image-agent': {
    title: 'The image has the agent that the instances have',
    evidence: (d: { image: string; version: string; newest: string }) =>
      `Instances come up from ${d.image} with agent ${d.version}, while ${d.newest} runs elsewhere in the group`,
    fix: (d: { command: string }) => `Make an image with the newer agent:\n${d.command}`,
  },
  'image-memory': {
    title: 'The image does not hand on earlier deployments',
    evidence: (d: { hosts: string; groups: string }) =>
      `The agent remembers deployment groups that are not there (${d.groups}) on ${d.hosts}: their files lie in the way`,
    fix: () =>
      'Before the next image:\nsudo systemctl stop codedeploy-agent && sudo rm -rf /opt/codedeploy-agent/deployment-root/*',
  },

  'template-profile': {
    title: 'The launch template names an instance profile',
    evidence: (d: { template: string; version: string }) =>
      `${d.template} version ${d.version} names no instance profile: the agent of new instances has no credentials`,
    fix: (d: { command: string }) => d.command,
  },
  'template-user-data': {
    title: 'The user data names no Region',
    evidence: (d: { template: string; version: string; found: string }) =>
      `The user data of ${d.template} version ${d.version} says ${d.found}: in another Region it installs nothing`,
    fix: () =>
      'Ask the instance:\nT=$(curl -sS -X PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 300")\nR=$(curl -sS -H "X-aws-ec2-metadata-token: $T" http://169.254.169.254/latest/meta-data/placement/region)',
  },
  'template-pinned': {
    title: 'The Auto Scaling group names a version by its number',
    evidence: (d: { asg: string; template: string; version: string }) =>
      `${d.asg} launches ${d.version} of ${d.template}: whoever makes a version changes what is launched`,
    fix: (d: { command: string }) => d.command,
  },
  'template-current': {
    title: 'The instances come from the version of the group',
    evidence: (d: { hosts: string; version: string }) => `Launched from another version than ${d.version}: ${d.hosts}`,
    fix: (d: { command: string }) => d.command,
  },

  'asg-exists': {
    title: 'The Auto Scaling group is there',
    evidence: (d: { asg: string }) => `The deployment group names ${d.asg}, which is not there`,
    fix: (d: { command: string }) => d.command,
  },
  'asg-shared': {
    title: 'The Auto Scaling group belongs to one deployment group',
    evidence: (d: { asg: string; groups: string }) =>
      `${d.asg} is in ${d.groups}: a new instance gets two deployments at once, and its agent serves one`,
    fix: (d: Place & { other: string; otherApplication: string }) =>
      `Take it out of the other:\n${aws(d, `deploy update-deployment-group --application-name ${d.otherApplication} --current-deployment-group-name ${d.other} --auto-scaling-groups`)}`,
  },
  'asg-warm-pool': {
    title: 'The Auto Scaling group has no warm pool',
    evidence: (d: { asg: string }) =>
      `${d.asg} has a warm pool: its instances pass the hook when they enter it, and come out with what was current then`,
    fix: (d: Place & { asg: string }) => aws(d, `autoscaling delete-warm-pool --auto-scaling-group-name ${d.asg}`),
  },
  'asg-launch-loop': {
    title: 'Launches do not fail in a loop',
    evidence: (d: { asg: string; count: number; message: string }) =>
      `${d.count} launches of ${d.asg} failed in the last 30 minutes: ${d.message}`,
    fix: (d: { command: string }) => d.command,
  },
  'asg-processes': {
    title: 'No process of the Auto Scaling group is suspended',
    evidence: (d: { asg: string; processes: string }) => `Suspended on ${d.asg}: ${d.processes}`,
    fix: (d: Place & { asg: string; names: string }) =>
      aws(d, `autoscaling resume-processes --auto-scaling-group-name ${d.asg} --scaling-processes ${d.names}`),
  },
  'asg-minimum': {
    title: 'The Auto Scaling group keeps two instances',
    evidence: (d: { asg: string; count: number }) =>
      `${d.asg} may shrink to ${d.count}: then a deployment is an outage`,
    fix: (d: { command: string }) => d.command,
  },
  'asg-target-group': {
    title: 'The target group is attached to the Auto Scaling group',
    evidence: (d: { asg: string; targetGroup: string }) =>
      `New instances of ${d.asg} are not registered with ${d.targetGroup}, and never get traffic`,
    fix: (d: Place & { asg: string; arn: string }) =>
      aws(
        d,
        `autoscaling attach-load-balancer-target-groups --auto-scaling-group-name ${d.asg} --target-group-arns ${d.arn}`,
      ),
  },

  'target-group-listener': {
    title: 'The target group is on a listener',
    evidence: (d: { targetGroup: string }) =>
      `No load balancer forwards to ${d.targetGroup}, or it is not there: health is never checked, and AllowTraffic waits an hour`,
    fix: (d: Place & { arn: string }) =>
      aws(
        d,
        `elbv2 modify-listener --listener-arn LISTENER_ARN --default-actions Type=forward,TargetGroupArn=${d.arn}`,
      ),
  },
  'target-health': {
    title: 'The targets are healthy',
    evidence: (d: { targetGroup: string; hosts: string; message: string }) =>
      `Unhealthy in ${d.targetGroup}: ${d.hosts}: ${d.message}`,
    fix: () =>
      'On the instance:\ncurl -i http://localhost:PORT/PATH\nIt must answer without a login or a redirect, and the security group must let the load balancer in.',
  },
  'health-check': {
    title: 'The health check can pass',
    evidence: (d: { targetGroup: string; check: string; message: string }) =>
      `Not one target of ${d.targetGroup} passes ${d.check}: ${d.message}`,
    fix: (d: Place & { arn: string }) =>
      aws(d, `elbv2 modify-target-group --target-group-arn ${d.arn} --health-check-path /PATH --matcher HttpCode=200`),
  },
  'deregistration-delay': {
    title: 'Draining does not take long',
    evidence: (d: { targetGroup: string; seconds: number }) =>
      `BlockTraffic takes ${d.seconds} s in ${d.targetGroup} for each batch`,
    fix: (d: Place & { arn: string }) =>
      aws(
        d,
        `elbv2 modify-target-group-attributes --target-group-arn ${d.arn} --attributes Key=deregistration_delay.timeout_seconds,Value=60`,
      ),
  },
  'traffic-control': {
    title: 'Deployments take instances out of the load balancer',
    evidence: (d: { targetGroup: string }) =>
      `The instances are in ${d.targetGroup}, but the deployment group has no traffic control: users reach an instance while it is deployed to`,
    fix: (d: { command: string }) => d.command,
  },

  'group-exists': {
    title: 'The deployment group is there',
    evidence: (d: Place) => `There is no deployment group ${d.application}/${d.group}`,
    fix: (d: { command: string }) => d.command,
  },
  'group-targets': {
    title: 'The deployment group reaches instances',
    evidence: (d: Place) => `Nothing that runs belongs to ${d.group}: a deployment ends with NO_INSTANCES`,
    fix: (d: { command: string }) => d.command,
  },
  'group-stopped': {
    title: 'No stopped instance is deployed to',
    evidence: (d: { hosts: string }) => `Stopped, but deployed to all the same, and so failed: ${d.hosts}`,
    fix: (d: Place & { ids: string }) =>
      `Start them, or take the tags away:\n${aws(d, `ec2 start-instances --instance-ids ${d.ids}`)}`,
  },
  'group-minimum': {
    title: 'The deployment configuration leaves room',
    evidence: (d: { config: string; minimum: number; count: number }) =>
      `${d.config} keeps ${d.minimum} healthy of ${d.count}: nothing can be deployed to`,
    fix: (d: { command: string }) => d.command,
  },
  'group-single': {
    title: 'There is more than one instance',
    evidence: (d: { config: string }) => `With a single instance each deployment is an outage, also with ${d.config}`,
    fix: (d: { command: string }) => d.command,
  },
  'group-rollback': {
    title: 'A deployment that fails is rolled back',
    evidence: (d: Place) => `${d.group} does not roll back when a deployment fails`,
    fix: (d: { command: string }) => d.command,
  },
  'alarms-exist': {
    title: 'The alarms are there',
    evidence: (d: { alarms: string }) => `The deployment group names alarms that are not there: ${d.alarms}`,
    fix: (d: { command: string }) => `Make them, or name others:\n${d.command}`,
  },
  'alarms-quiet': {
    title: 'No alarm is in ALARM',
    evidence: (d: { alarms: string }) => `A deployment is stopped at once while these are in ALARM: ${d.alarms}`,
    fix: (d: Place & { names: string }) => aws(d, `cloudwatch describe-alarm-history --alarm-name ${d.names}`),
  },
  'last-deployment': {
    title: 'The last deployment succeeded',
    evidence: (d: { deployment: string; status: string }) => `${d.deployment} ended as ${d.status}`,
    fix: (d: { command: string }) => d.command,
  },

  'bucket-region': {
    title: 'The bucket is in this Region',
    evidence: (d: Place & { bucket: string; actual: string }) =>
      `${d.bucket} is in ${d.actual}; the agent reads from ${d.region} alone`,
    fix: (d: Place & { command: string }) => `${aws(d, 's3 mb s3://another-bucket')}\n${d.command}`,
  },
  'revision-there': {
    title: 'The last good revision is still there',
    evidence: (d: { revision: string }) => `${d.revision} is gone: new instances and rollbacks fail`,
    fix: (d: { command: string }) => d.command,
  },
  'bucket-versioning': {
    title: 'The bucket keeps versions',
    evidence: (d: { bucket: string }) => `${d.bucket} keeps none: what is uploaded twice under a key is lost`,
    fix: (d: { bucket: string } & Place) =>
      aws(d, `s3api put-bucket-versioning --bucket ${d.bucket} --versioning-configuration Status=Enabled`),
  },
  'github-connection': {
    title: 'The application is connected to GitHub',
    evidence: (d: Place) => `${d.application} deploys from GitHub, but is not connected to it`,
    fix: (d: { url: string }) => `Connect it in the console, by a deployment that is created there: ${d.url}`,
  },
  'github-other': {
    title: 'The GitHub connection is the one that is meant',
    evidence: (d: { linked: string; token: string }) => `Connected as ${d.linked}, while ${d.token} is meant`,
    fix: (d: { url: string }) => `Connect it again in the console: ${d.url}`,
  },

  'hook-deleted': {
    title: "CodeDeploy's hook is there",
    evidence: (d: { asg: string; hook: string }) =>
      `Somebody deleted ${d.hook} from ${d.asg}: new instances come up without the application`,
    fix: (d: { command: string }) => d.command,
  },
  'hook-mismatch': {
    title: 'The hook is the one that CodeDeploy knows',
    evidence: (d: { asg: string; hook: string; expected: string }) =>
      `${d.asg} has ${d.hook}, CodeDeploy expects ${d.expected}`,
    fix: (d: { command: string }) => d.command,
  },
  'hook-leftover': {
    title: 'No hook is left over',
    evidence: (d: { asg: string; hook: string }) =>
      `Nobody answers ${d.hook} on ${d.asg}: each launch waits until its timeout and fails`,
    fix: (d: { command: string }) => d.command,
  },
  'hook-suspended': {
    title: 'The hook is not suspended',
    evidence: (d: { asg: string }) => `The hook of ${d.asg} is suspended: new instances come up bare`,
    fix: (d: { command: string }) => d.command,
  },
};

export const doctor = {
  groups: {
    caller: 'Caller',
    network: 'Network',
    roles: 'Roles',
    host: 'Agent and host',
    image: 'Image',
    template: 'Launch template',
    asg: 'Auto Scaling group',
    balancer: 'Load balancer',
    group: 'Deployment group',
    revision: 'Revision',
    hook: 'Hook',
  },
  /** Why nothing is known. */
  unknown: {
    denied: {
      evidence: (d: { action: string }) => `Not allowed to look: ${d.action}`,
      fix: (d: { action: string }) => `Allow the caller ${d.action}, then look again.`,
    },
    unanswered: {
      evidence: (d: { message: string }) => `AWS did not answer: ${d.message}`,
      fix: () => 'Look again in a minute.',
    },
    noGroup: {
      evidence: (d: Place) => `There is no deployment group ${d.application}/${d.group} to look at`,
      fix: () => 'First make group-exists pass.',
    },
    noAsg: {
      evidence: () => 'The Auto Scaling group is not there to be looked at',
      fix: () => 'First make asg-exists pass.',
    },
    noHosts: {
      evidence: () => 'There is no Linux instance that Systems Manager could look into',
      fix: () => 'First make host-managed pass.',
    },
    onPremises: {
      evidence: () => 'The group has on-premises instances, of which EC2 knows nothing',
      fix: () => 'On each of them:\nsudo service codedeploy-agent status',
    },
    noAppSpec: {
      evidence: () => 'No appspec.yml here says where the files of the next revision go',
      fix: () => 'Run it in the folder of the application, or with --directory.',
    },
    inlinePolicies: {
      evidence: (d: { role: string; policies: string }) =>
        `${d.role} has inline policies, which are not read: ${d.policies}`,
      fix: (d: Place & { role: string; first: string }) =>
        aws(d, `iam get-role-policy --role-name ${d.role} --policy-name ${d.first}`),
    },
  },
  counts: (d: { passed: string; warned: string; failed: string; unknown: string }) =>
    `${d.passed} passed, ${d.warned} warned, ${d.failed} failed, ${d.unknown} unknown`,
  sampled: (d: { count: number; total: number }) => `Looked into ${d.count} of ${d.total} instances.`,
  blind: 'The caller may look at nothing but its own name: nothing is known, which does not mean that all is well.',
  noCheck: (d: { id: string }) => `There is no check \`${d.id}\`.`,
};
