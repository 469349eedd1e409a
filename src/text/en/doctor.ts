// What the doctor looks at: what must hold, how it shows that it does not, and what to do.

import {
  aws,
  forEach,
  groupCommand,
  type Hosts,
  install,
  listenerFor,
  type NoListener,
  restart,
  type Where,
} from '../aws-cli.ts';

/** What every sentence may speak of. */
interface Place extends Where {
  application: string;
  group: string;
}

/** Why an instance was not looked into. */
const dark = {
  unmanaged: 'not managed by Systems Manager',
  offline: 'Systems Manager has lost the connection',
  failed: 'the command failed',
  unanswered: 'no answer',
  untold: 'cannot be told of it',
};

interface Dark {
  count: number;
  seen: number;
  total: number;
  blind: { why: keyof typeof dark; hosts: string; count: number }[];
}

const darkness = ({ blind }: Dark) => blind.map(({ why, hosts }) => `${hosts} (${dark[why]})`).join('; ');

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
    fix: (d: Place & { asg: string; subnets: string }) =>
      d.subnets
        ? aws(
            d,
            `autoscaling update-auto-scaling-group --auto-scaling-group-name ${d.asg} --vpc-zone-identifier ${d.subnets}`,
          )
        : 'Make a subnet in another Availability Zone of its VPC, and give it to the group.',
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
    fix: (d: Place & { each: string[]; instanceProfile?: string; command: string }) =>
      d.instanceProfile === undefined
        ? `Make one, and attach it to the instances:\n${d.command}`
        : `${forEach(d.each, (id) => aws(d, `ec2 associate-iam-instance-profile --instance-id ${id} --iam-instance-profile Name=${d.instanceProfile}`))}\nThen restart the agent.`,
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
  'role-boundary': {
    title: 'No permissions boundary denies what the roles allow',
    evidence: (d: { role: string; boundary: string; actions: string }) =>
      `The boundary of ${d.role}, ${d.boundary}, does not let through: ${d.actions}`,
    fix: (d: Place & { role: string; boundary: string }) =>
      `Ask whoever keeps the boundary to add them; what it says is in its default version:\n${aws(d, `iam get-policy --policy-arn ${d.boundary}`)}`,
  },

  'host-managed': {
    title: 'Systems Manager reaches the instances',
    evidence: (d: Dark) => `Nobody can look into ${d.count} of ${d.total}: ${darkness(d)}`,
    fix: (d: Place & { role?: string; policy: string; command: string; unmanaged: boolean; first: string }) =>
      d.unmanaged
        ? `${d.role === undefined ? d.command : aws(d, `iam attach-role-policy --role-name ${d.role} --policy-arn ${d.policy}`)}\nIt takes up to 30 minutes unless amazon-ssm-agent is restarted`
        : `Restart amazon-ssm-agent there; whether it has come back:\n${aws(d, `ssm describe-instance-information --filters Key=InstanceIds,Values=${d.first}`)}`,
  },
  'agent-installed': {
    title: 'The agent is installed',
    evidence: (d: { hosts: string }) => `No CodeDeploy agent on ${d.hosts}`,
    fix: (d: Place & Hosts) => install(d),
  },
  'agent-running': {
    title: 'The agent runs',
    evidence: (d: { hosts: string }) => `The agent is stopped on ${d.hosts}`,
    fix: (d: Place & Hosts) => restart(d),
  },
  'agent-credentials': {
    title: 'The agent has credentials',
    evidence: (d: { hosts: string }) =>
      `The agent found no credentials on ${d.hosts}: the profile was attached after it had started, or is missing`,
    fix: (d: Place & Hosts) => restart(d),
  },
  'agent-polling': {
    title: 'The agent asks for its orders',
    evidence: (d: { hosts: string; line?: string; polled?: string; log: string }) =>
      `Running, but not polling, on ${d.hosts}: ${d.line ?? (d.polled ? `the last answer in its log is of ${d.polled}` : `there is no answer in ${d.log}`)}`,
    fix: (d: Place & Hosts & { command: string }) => `${restart(d)}\nWhat it writes:\n${d.command}`,
  },
  'agent-version': {
    title: 'The agent is recent',
    evidence: (d: { hosts: string; version: string }) => `Older than ${d.version}: ${d.hosts}`,
    fix: (d: Place & Hosts) => install(d),
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
    evidence: (d: { hosts: string }) => `Keys of the agent's user (.aws/credentials) win over the role on ${d.hosts}`,
    fix: (d: { platform: string }): string =>
      d.platform === 'Windows'
        ? 'Rename C:\\Windows\\System32\\config\\systemprofile\\.aws\\credentials, then: Restart-Service codedeployagent'
        : 'sudo mv /root/.aws/credentials /root/.aws/credentials.off && sudo systemctl restart codedeploy-agent',
  },
  'host-clock': {
    title: 'The clocks are right',
    evidence: (d: { hosts: string; seconds: number }) =>
      `${d.seconds} s off on ${d.hosts}; from 5 minutes on AWS refuses the signature`,
    fix: (d: { platform: string }): string =>
      d.platform === 'Windows'
        ? 'In PowerShell: Start-Service w32time; w32tm /resync /force'
        : 'sudo systemctl enable --now chronyd || sudo systemctl enable --now chrony; sudo chronyc makestep',
  },
  'host-disk': {
    title: 'There is room on the disks',
    evidence: (d: { hosts: string; percent: number }) => `${d.percent} % full on ${d.hosts}`,
    fix: (d: { platform: string }) =>
      `${d.platform === 'Windows' ? 'Make room on drive C.' : 'Make room:\nsudo du -xh / | sort -h | tail'}\nA lower :max_revisions: in the configuration of the agent keeps fewer revisions.`,
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
    fix: (d: Place & { asg: string; other: string; otherApplication: string; kept: string[] }) => {
      const detached = (words: string) => groupCommand(d, words, d.otherApplication, d.other);
      return d.kept.length > 0
        ? `Take it out of the other, which keeps the rest:\n${detached(`--auto-scaling-groups ${d.kept.join(' ')}`)}`
        : `It is the only one of the other. Without it that group reaches only what it finds by tags; if it is not needed, delete it instead:\n${detached('--auto-scaling-groups')}`;
    },
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
    evidence: (d: { asg: string; processes: string; rescue?: string; release?: string }) =>
      `Suspended on ${d.asg}: ${d.processes}${d.rescue ? '; a rescue has not come to its end' : ''}${d.release ? '; a blue/green release has not come to its end' : ''}`,
    fix: (d: Place & { asg: string; names: string; rescue?: string; release?: string }) =>
      d.rescue ??
      d.release ??
      aws(d, `autoscaling resume-processes --auto-scaling-group-name ${d.asg} --scaling-processes ${d.names}`),
  },
  'asg-refresh': {
    title: 'No instance refresh is under way',
    evidence: (d: { asg: string; id: string; status: string }) =>
      `${d.asg} replaces its instances (${d.id}, ${d.status}): a deployment would lose those that it has deployed to`,
    fix: (d: Place & { asg: string }) =>
      `Wait for its end:\n${aws(d, `autoscaling describe-instance-refreshes --auto-scaling-group-name ${d.asg}`)}`,
  },
  'asg-grace': {
    title: 'New instances have the time to become healthy',
    evidence: (d: { asg: string; grace: number; seconds: number }) =>
      `${d.asg} replaces what is unhealthy after ${d.grace} s, and the target group takes ${d.seconds} s to call it healthy`,
    fix: (d: Place & { asg: string; wanted: number }) =>
      aws(
        d,
        `autoscaling update-auto-scaling-group --auto-scaling-group-name ${d.asg} --health-check-grace-period ${d.wanted}`,
      ),
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
  'asg-green-left': {
    title: 'No copy of a blue/green deployment is left over',
    evidence: (d: { asg: string; count: number }) =>
      `${d.asg} was copied by a deployment that failed; it is in no deployment group, and ${d.count} instances of it cost money`,
    fix: (d: Place & { asg: string }) =>
      `If nothing uses it:\n${aws(d, `autoscaling delete-auto-scaling-group --auto-scaling-group-name ${d.asg} --force-delete`)}`,
  },

  'target-group-listener': {
    title: 'The target group is on a listener',
    evidence: (d: { targetGroup: string }) =>
      `No load balancer forwards to ${d.targetGroup}, or it is not there: health is never checked, and AllowTraffic waits an hour`,
    fix: (d: Place & NoListener) =>
      d.arn === undefined
        ? `There is none of that name in this Region. Those that are:\n${aws(d, 'elbv2 describe-target-groups')}`
        : `${d.listener ? 'It will forward here instead of where it does now:\n' : ''}${listenerFor(d, d.arn)}`,
  },
  'target-health': {
    title: 'The targets are healthy',
    evidence: (d: { targetGroup: string; hosts: string; message: string }) =>
      `Unhealthy in ${d.targetGroup}: ${d.hosts}: ${d.message}`,
    fix: (d: { port: number; path: string }) =>
      `On the instance:\ncurl -i http://localhost:${d.port}${d.path}\nIt must answer without a login or a redirect, and the security group must let the load balancer in.`,
  },
  'target-zones': {
    title: 'The load balancer is in the zones of the targets',
    evidence: (d: { targetGroup: string; hosts: string }) =>
      `In a zone that the load balancer of ${d.targetGroup} does not serve, without traffic: ${d.hosts}`,
    fix: (d: Place & { balancer: string; subnets: string }) =>
      aws(d, `elbv2 set-subnets --load-balancer-arn ${d.balancer} --subnets ${d.subnets}`),
  },
  'health-check': {
    title: 'The health check can pass',
    evidence: (d: { targetGroup: string; check: string; message: string }) =>
      `Not one target of ${d.targetGroup} passes ${d.check}: ${d.message}`,
    fix: (d: Place & { arn: string; port: number; path: string }) =>
      `What an instance answers:\ncurl -i http://localhost:${d.port}${d.path}\nWhat is asked can be another path, or a wider range of answers:\n${aws(d, `elbv2 modify-target-group --target-group-arn ${d.arn} --health-check-path / --matcher HttpCode=200-399`)}`,
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
  stickiness: {
    title: 'No session hangs on an instance',
    evidence: (d: { targetGroup: string }) =>
      `${d.targetGroup} is sticky: who is logged in on an instance is logged out when it is deployed to, unless sessions are kept elsewhere`,
    fix: (d: Place & { arn: string }) =>
      `With sessions in a store that all instances share:\n${aws(d, `elbv2 modify-target-group-attributes --target-group-arn ${d.arn} --attributes Key=stickiness.enabled,Value=false`)}`,
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
    evidence: (d: Place & { asg?: string; colour?: string }) =>
      d.colour
        ? `${d.group} has given its fleet to two colours that take turns (bluegreen); ${d.colour} deploys to the one that serves`
        : `Nothing that runs belongs to ${d.group}: a deployment ends with NO_INSTANCES${d.asg ? `; ${d.asg} is detached while its hook is suspended` : ''}`,
    fix: (d: { command: string }) => d.command,
  },
  'group-stopped': {
    title: 'No stopped instance is deployed to',
    evidence: (d: { hosts: string }) => `Stopped, but deployed to all the same, and so failed: ${d.hosts}`,
    fix: (d: Place & { batches: string[] }) =>
      `Start them, or take the tags away:\n${d.batches.map((ids) => aws(d, `ec2 start-instances --instance-ids ${ids}`)).join('\n')}`,
  },
  'group-mixed': {
    title: 'Instances are found in one way',
    evidence: (d: Place & { asgs: string; tags: string }) =>
      `${d.group} has Auto Scaling groups (${d.asgs}) and tags (${d.tags}): it reaches all of both, also what carries the tags elsewhere`,
    fix: (d: Place) => `If the tags are not meant:\n${groupCommand(d, '--ec2-tag-set ec2TagSetList=[]')}`,
  },
  'group-minimum': {
    title: 'The deployment configuration leaves room',
    evidence: (d: { config: string; minimum: number; count: number }) =>
      `${d.config} keeps ${d.minimum} healthy of ${d.count}: nothing can be deployed to`,
    fix: (d: { command: string }) => d.command,
  },
  'group-all-at-once': {
    title: 'Not all instances are deployed to at once',
    evidence: (d: { config: string; count: number }) =>
      `${d.config} takes all ${d.count} out of service at the same time: each deployment is an outage`,
    fix: (d: { command: string }) => d.command,
  },
  'group-single': {
    title: 'There is more than one instance',
    evidence: (d: { config: string }) => `With a single instance each deployment is an outage, also with ${d.config}`,
    fix: (d: { command?: string; tags: string }) =>
      d.command ?? `Launch a second instance with the same tags: ${d.tags}`,
  },
  'group-outdated': {
    title: 'Instances that come up during a deployment are brought up to date',
    evidence: (d: Place) =>
      `${d.group} leaves instances that are launched during a deployment with the revision before (outdatedInstancesStrategy IGNORE)`,
    fix: (d: Place) => groupCommand(d, '--outdated-instances-strategy UPDATE'),
  },
  'group-rollback': {
    title: 'A deployment that fails is rolled back',
    evidence: (d: Place) => `${d.group} does not roll back when a deployment fails`,
    fix: (d: { command: string }) => d.command,
  },
  'blue-green-one-asg': {
    title: 'Blue/green copies one Auto Scaling group',
    evidence: (d: Place & { asgs: string }) =>
      `${d.group} copies an Auto Scaling group for each deployment, which takes exactly one; it has ${d.asgs || 'none'}`,
    fix: (d: Place & { keep?: string }) =>
      d.keep === undefined
        ? `Deploy in place, or name the group to copy:\n${groupCommand(d, '--deployment-style deploymentType=IN_PLACE,deploymentOption=WITH_TRAFFIC_CONTROL')}`
        : groupCommand(d, `--auto-scaling-groups ${d.keep}`),
  },
  'blue-green-copy': {
    title: 'The Auto Scaling group keeps its name',
    evidence: (d: { asg: string }) =>
      `Each blue/green deployment puts a copy with another name in the place of ${d.asg || 'the Auto Scaling group'}: alarms, Terraform and CloudFormation that know it by name lose it`,
    fix: (d: Place) =>
      `Deploy in place, or keep two groups of your own and switch between them:\n${groupCommand(d, '--deployment-style deploymentType=IN_PLACE,deploymentOption=WITH_TRAFFIC_CONTROL')}`,
  },
  'alarms-exist': {
    title: 'The alarms are there',
    evidence: (d: { alarms: string }) => `The deployment group names alarms that are not there: ${d.alarms}`,
    fix: (d: Place & { command?: string }) =>
      d.command === undefined
        ? `Make them, or go without alarms:\n${groupCommand(d, '--alarm-configuration enabled=false')}`
        : `Make them, or keep only those that are there:\n${d.command}`,
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
    fix: (d: Place & { command: string; instead: string }) => `${aws(d, `s3 mb s3://${d.instead}`)}\n${d.command}`,
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
      evidence: (d: { action: string; further: string[] }) =>
        `Not allowed to look: ${d.action}${d.further.length > 0 ? `; it also needs ${d.further.join(', ')}` : ''}`,
      fix: (d: { action: string; further: string[] }) =>
        `Allow the caller ${[d.action, ...d.further].join(', ')}, then look again.`,
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
      evidence: (d: { asg: string }) => `The Auto Scaling group ${d.asg} is not there to be looked at`,
      fix: () => 'First make asg-exists pass.',
    },
    noHosts: {
      evidence: () => 'There is no instance that Systems Manager could look into',
      fix: () => 'First make host-managed and group-targets pass.',
    },
    hostsUnseen: {
      evidence: (d: Dark) => `Known of ${d.seen} of ${d.total} instances; not of ${darkness(d)}`,
      fix: () => 'First make host-managed pass, or look again when a deployment there has ended.',
    },
    manyFiles: {
      evidence: (d: { count: number; most: number }) =>
        `None of the first ${d.most} of ${d.count} files is there; the others were not looked for`,
      fix: () => 'In the first deployment to a server, --file-exists-behavior OVERWRITE passes them all.',
    },
    onPremises: {
      evidence: () => 'The group has on-premises instances, of which EC2 knows nothing',
      fix: () => 'On each of them:\nsudo service codedeploy-agent status',
    },
    unsaid: {
      evidence: (d: { flag: string }) => `Only the application knows: ${d.flag} is not said`,
      fix: (d: { flag: string }) => `Say it, such as ${d.flag} 60s, and look again.`,
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
  looked: (d: { seen: number; total: number }) => `Looked into ${d.seen} of ${d.total} instances.`,
  besides: (d: Dark) => `not known of ${darkness(d)}`,
  blind: 'The caller may look at nothing but its own name: nothing is known, which does not mean that all is well.',
  noCheck: (d: { id: string }) => `There is no check \`${d.id}\`.`,
};
