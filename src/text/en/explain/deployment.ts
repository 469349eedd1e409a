// Error codes of a whole deployment: every `ErrorCode` of the CodeDeploy API, and one that only the user guide knows.
import type { Cause, Explanation } from '../../say.ts';

const otherPlatform = (platform: string): [Cause] => [
  [
    `The deployment is one of ${platform}. Deployments to EC2 instances, which this program makes, never end with it.`,
    'The compute platform of the application stands in the console beside its name.',
    `Look it up in the part of the CodeDeploy user guide that is about ${platform}.`,
  ],
];

export const deployment = {
  AGENT_ISSUE: {
    means: 'The CodeDeploy agent on the instances did not do its work.',
    causes: [
      [
        'The agent is not installed or not running.',
        'On an instance: sudo systemctl status codedeploy-agent',
        'Start it (sudo systemctl enable --now codedeploy-agent), or install it: codedeploy-wizard ami',
      ],
      [
        'The agent runs without credentials: the instance has no instance profile, or got it after the agent was started.',
        'The agent log says "Missing credentials".',
        'Attach the instance profile, then restart the agent: sudo systemctl restart codedeploy-agent',
      ],
      [
        'The agent is too old.',
        'cat /opt/codedeploy-agent/.version',
        'Update it: sudo /opt/codedeploy-agent/bin/install auto',
      ],
    ],
  },
  ALARM_ACTIVE: {
    means:
      'A CloudWatch alarm of the deployment group was in ALARM, or its state could not be read, so the deployment was stopped or not begun.',
    causes: [
      [
        'The alarm fires because of the new revision.',
        'The alarm went to ALARM after the deployment had started.',
        'Fix what the alarm measures, then deploy again.',
      ],
      [
        'The alarm was firing already before the deployment.',
        'Its history in CloudWatch is older than the deployment.',
        'Bring the alarm back to OK, or take it out of the deployment group while you deploy the fix.',
        'alarmBefore',
      ],
      [
        'The deployment group names an alarm that does not exist: it was deleted, renamed, misspelt, or is in another Region. CodeDeploy cannot read its state and stops.',
        'aws cloudwatch describe-alarms --alarm-names <alarm> finds nothing. An alarm that is there but has no data (INSUFFICIENT_DATA) is not in ALARM.',
        'Make the alarm again, or name those that are there: codedeploy-wizard group --alarms <alarm>',
        'alarmGone',
      ],
    ],
  },
  APPLICATION_MISSING: {
    means: 'The CodeDeploy application was deleted after the deployment had been created.',
    causes: [
      [
        'Somebody or something deleted it.',
        'CloudTrail shows DeleteApplication.',
        'Make it again: codedeploy-wizard app. The next deployments need --file-exists-behavior OVERWRITE once, for the new deployment group does not know the old files.',
      ],
    ],
  },
  AUTOSCALING_VALIDATION_ERROR: {
    means: 'Auto Scaling refused what CodeDeploy asked of it.',
    causes: [
      [
        'Something that the Auto Scaling group names is gone: launch template, image, subnet, security group, key pair.',
        "The deployment's message quotes Auto Scaling; the group's activity history says the same.",
        'Repair the launch template or the group: codedeploy-wizard asg',
      ],
      [
        'A quota of Auto Scaling is reached, such as 50 lifecycle hooks in a group.',
        'The message names the quota.',
        'Delete what is no longer used, or ask for a higher quota.',
      ],
    ],
  },
  AUTO_SCALING_CONFIGURATION: {
    means: 'The Auto Scaling group cannot be used as the deployment group wants it.',
    causes: [
      [
        'The Auto Scaling group does not exist any more, or was renamed by a blue/green deployment.',
        'codedeploy-wizard status',
        'Name the present group in the deployment group: codedeploy-wizard group',
      ],
      [
        'The group or its launch template cannot be copied for blue/green.',
        "The group's activity history tells what fails when an instance is launched.",
        'Make one launch from the template by hand succeed first.',
      ],
    ],
  },
  AUTO_SCALING_IAM_ROLE_PERMISSIONS: {
    means: "CodeDeploy's service role may not do to the Auto Scaling group what the deployment needs.",
    causes: [
      [
        'The group uses a launch template, and the role lacks ec2:RunInstances, ec2:CreateTags and iam:PassRole, which AWSCodeDeployRole does not contain.',
        'It is a blue/green deployment that copies the group, or a launch fails in the activity history.',
        'Give the service role these three actions as well: codedeploy-wizard roles --deployment-type blue-green',
      ],
      [
        'The role lacks AWSCodeDeployRole.',
        'aws iam list-attached-role-policies --role-name <service role>',
        'Attach AWSCodeDeployRole to it: codedeploy-wizard roles',
      ],
    ],
  },
  CLOUDFORMATION_STACK_FAILURE: {
    means: 'A CloudFormation stack that deploys through CodeDeploy has failed.',
    causes: otherPlatform('CloudFormation blue/green (Amazon ECS)'),
  },
  CODEDEPLOY_RESOURCE_CANNOT_BE_FOUND: {
    means: 'Something in CodeDeploy that the deployment refers to is gone.',
    causes: [
      [
        'The application, deployment group, configuration or revision was deleted meanwhile.',
        'codedeploy-wizard status',
        'Make what is missing again, then deploy.',
      ],
    ],
  },
  CUSTOMER_APPLICATION_UNHEALTHY: {
    means: 'The application was not healthy after the deployment.',
    causes: [
      [
        'Health checks of the new version fail; mostly seen with Amazon ECS.',
        'The targets in the target group are unhealthy, with a reason.',
        'Open the health check path on an instance, fix the application, deploy again.',
      ],
    ],
  },
  DEPLOYMENT_GROUP_MISSING: {
    means: 'The deployment group was deleted after the deployment had been created.',
    causes: [
      [
        'Somebody or something deleted it.',
        'CloudTrail shows DeleteDeploymentGroup.',
        'Make it again: codedeploy-wizard group. A new group has a new id, so the first deployment needs --file-exists-behavior OVERWRITE.',
      ],
    ],
  },
  ECS_UPDATE_ERROR: { means: 'An Amazon ECS service could not be updated.', causes: otherPlatform('Amazon ECS') },
  ELASTIC_LOAD_BALANCING_INVALID: {
    means: 'The load balancer or target group of the deployment group cannot be used.',
    causes: [
      [
        'The target group was deleted or renamed, or is in another Region.',
        'aws elbv2 describe-target-groups --names <target group>',
        'Name the present one: codedeploy-wizard group --target-group <name>',
      ],
      [
        'The target group registers IP addresses, not instances.',
        'Its target type is ip.',
        'Use a target group of the type instance.',
      ],
    ],
  },
  ELB_INVALID_INSTANCE: {
    means: 'An instance cannot be registered with the load balancer.',
    causes: [
      [
        'The instance is in another VPC than the target group.',
        'Compare the VPC ids of both.',
        'Use a target group in the VPC of the instances.',
      ],
      [
        'The instance was stopped or terminated meanwhile, or its Availability Zone is not enabled on the load balancer.',
        'Look at the state of the instance and at the zones of the load balancer.',
        'Start the instance, or enable the zone.',
      ],
    ],
  },
  HEALTH_CONSTRAINTS: {
    means:
      'Too many instances failed, or too few are healthy. This is only the summary: the reason stands at an instance.',
    causes: [
      [
        'A script or a lifecycle event failed on the instances.',
        'The first failed event of a failed instance, with its error code, message and last log lines: codedeploy-wizard deploy show',
        'Have its error code explained, for example: codedeploy-wizard explain ScriptFailed',
      ],
      [
        'The agent did not answer: all events were skipped or stayed pending.',
        'No instance has any diagnostics.',
        'Look into the agent log: codedeploy-wizard logs --agent',
      ],
      [
        'AllowTraffic failed, which leaves no log: the target group never saw the instance healthy.',
        'The failed event is AllowTraffic.',
        "Check path, port and thresholds of the target group's health check: codedeploy-wizard doctor --only health-check",
      ],
    ],
  },
  HEALTH_CONSTRAINTS_INVALID: {
    means: 'The minimum of healthy hosts leaves no instance to deploy to.',
    causes: [
      [
        'The minimum is as large as the fleet: a percentage is rounded up, so any percentage above 0 of one instance is one.',
        'Compare the deployment configuration with the number of instances.',
        'Deploy with fewer healthy hosts: codedeploy-wizard group --deployment-config AllAtOnce, or add instances.',
      ],
      [
        'Stopped instances carry the tags of the deployment group and count as not healthy.',
        'Which they are: codedeploy-wizard doctor --only group-stopped',
        'Take the tags off them, or start or terminate them.',
      ],
    ],
  },
  HOOK_EXECUTION_FAILURE: {
    means: 'A Lambda function that runs as a lifecycle hook has failed.',
    causes: otherPlatform('AWS Lambda or Amazon ECS'),
  },
  IAM_ROLE_MISSING: {
    means: 'The service role of the deployment group does not exist.',
    causes: [
      [
        'The role was deleted or made again under another name.',
        'The ARN in the deployment group names a role that IAM does not know.',
        'Make it and put it into the group: codedeploy-wizard roles, then codedeploy-wizard group',
      ],
    ],
  },
  IAM_ROLE_PERMISSIONS: {
    means: 'CodeDeploy cannot use its service role, or the role lacks a permission.',
    causes: [
      [
        'The role does not trust codedeploy.amazonaws.com: often a role for instances was named instead.',
        'aws iam get-role --role-name <service role>, AssumeRolePolicyDocument',
        'Name a role that trusts CodeDeploy: codedeploy-wizard roles',
      ],
      [
        'AWSCodeDeployRole is not attached, or a permissions boundary or an organization policy takes it away.',
        'aws iam list-attached-role-policies --role-name <service role>',
        'Attach AWSCodeDeployRole (codedeploy-wizard roles), or ask who owns the boundary.',
        'policyMissing',
      ],
    ],
  },
  INTERNAL_ERROR: {
    means: 'CodeDeploy itself had a fault.',
    causes: [
      [
        'A fault inside AWS.',
        'The AWS Health Dashboard may show it.',
        'Deploy again; if it stays, give the deployment id to AWS Support.',
      ],
    ],
  },
  INVALID_ECS_SERVICE: { means: 'The Amazon ECS service cannot be used.', causes: otherPlatform('Amazon ECS') },
  INVALID_LAMBDA_CONFIGURATION: {
    means: 'The configuration of a Lambda deployment is not valid.',
    causes: otherPlatform('AWS Lambda'),
  },
  INVALID_LAMBDA_FUNCTION: { means: 'A Lambda function cannot be deployed.', causes: otherPlatform('AWS Lambda') },
  INVALID_REVISION: {
    means: 'The revision cannot be deployed.',
    causes: [
      [
        'There is no appspec.yml at its root, or it is not valid.',
        'In the folder of the application: codedeploy-wizard appspec lint. What is in the archive: unzip -l bundle.zip, or tar -tzf bundle.tgz',
        'Pack so that appspec.yml is at the root: codedeploy-wizard deploy --source local',
      ],
      [
        'The file type does not fit: a tgz that was declared as zip.',
        'Compare the bundle type of the deployment with the file.',
        'Give the right one: --bundle-type',
      ],
    ],
  },
  MANUAL_STOP: {
    means: 'Somebody stopped the deployment.',
    causes: [
      [
        'A person or another program stopped it.',
        'CloudTrail shows who called StopDeployment.',
        'Nothing is broken by this; instances that were done keep the new revision. Deploy again when you want.',
      ],
    ],
  },
  MISSING_BLUE_GREEN_DEPLOYMENT_CONFIGURATION: {
    means: 'The deployment group is blue/green, but its blue/green settings are missing.',
    causes: [
      [
        'The group was changed to blue/green without saying where the new instances come from and what becomes of the old ones.',
        'aws deploy get-deployment-group --application-name <application> --deployment-group-name <group> shows no blueGreenDeploymentConfiguration.',
        'Set it anew: codedeploy-wizard group --deployment-type blue-green',
      ],
    ],
  },
  MISSING_ELB_INFORMATION: {
    means: 'The deployment needs a load balancer, and the deployment group names none.',
    causes: [
      [
        'Load balancing is switched on (or the group is blue/green) without a target group.',
        'aws deploy get-deployment-group --application-name <application> --deployment-group-name <group> shows no loadBalancerInfo.',
        'Name one: codedeploy-wizard group --target-group <name>, or switch it off: --no-traffic-control',
      ],
    ],
  },
  MISSING_GITHUB_TOKEN: {
    means: 'CodeDeploy has no valid connection to GitHub for this application.',
    causes: [
      [
        'The application was never connected with GitHub in this Region.',
        'The application shows no GitHub connection; connections are kept per Region.',
        'Connect it once in the console: create a deployment, choose "My application is stored in GitHub", "Connect to GitHub".',
      ],
      [
        'The connection became invalid: access was revoked, the user left, or there are more than 25 connections.',
        'It worked before; GitHub lists no authorized app "AWS CodeDeploy" for the user.',
        'Connect it again in the console under the same name.',
      ],
    ],
  },
  NO_EC2_SUBSCRIPTION: {
    means: 'The account is not signed up for Amazon EC2.',
    causes: [
      [
        'The account is new or suspended.',
        'The EC2 console says so.',
        'Finish the sign-up, check the means of payment, or ask AWS Support.',
      ],
    ],
  },
  NO_INSTANCES: {
    means: 'No instance belongs to the deployment group.',
    causes: [
      [
        'The tags do not match: another value, or upper and lower case differ.',
        'How many instances match: codedeploy-wizard group --dry-run',
        'Put the tags on the instances, or the right tags into the group: codedeploy-wizard group',
      ],
      [
        'The Auto Scaling group has no running instance.',
        'Its desired capacity is 0, or its launches fail.',
        'Raise the capacity: codedeploy-wizard asg --desired-capacity 1',
        'asgEmpty',
      ],
      [
        'The Auto Scaling group of the deployment group does not exist any more.',
        'Whether it is there: codedeploy-wizard doctor --only asg-exists',
        'Name the present one: codedeploy-wizard group',
        'asgGone',
      ],
      [
        'The deployment group names neither tags nor an Auto Scaling group: it was detached, for example while its hook is suspended.',
        'Whether it is suspended: codedeploy-wizard status',
        'Put the hook back: codedeploy-wizard asg hook restore; or name the group: codedeploy-wizard group',
        'detached',
      ],
      [
        'The instances are in another Region.',
        'Compare the Region of this run with theirs.',
        'Choose the Region with --region.',
      ],
    ],
  },
  OVER_MAX_INSTANCES: {
    means: 'The deployment has more instances than one deployment may have.',
    causes: [
      [
        'The quota of instances per deployment is reached.',
        'Compare the number of instances with the quota in Service Quotas.',
        'Split the fleet into several deployment groups, or ask for a higher quota.',
      ],
    ],
  },
  RESOURCE_LIMIT_EXCEEDED: {
    means: 'A quota of the AWS account is reached.',
    causes: [
      [
        'Too many of something: vCPUs, Auto Scaling groups, lifecycle hooks. A blue/green deployment needs the fleet twice.',
        "The deployment's message or the group's activity history names it.",
        'Delete what is no longer used, or ask for a higher quota in Service Quotas.',
      ],
    ],
  },
  REVISION_MISSING: {
    means: 'The revision was there when the deployment was created, and is gone now.',
    causes: [
      [
        'The object in S3 was deleted or expired by a lifecycle rule of the bucket, or the commit was removed from GitHub.',
        'Look for the object or the commit.',
        'Upload it again and deploy: codedeploy-wizard deploy. Keep versions in the bucket.',
      ],
    ],
  },
  THROTTLED: {
    means: 'AWS throttled calls that CodeDeploy made in this account.',
    causes: [
      [
        'Many deployments or other tools call the same API at the same time.',
        'CloudTrail shows many ThrottlingException or RequestLimitExceeded.',
        'Deploy again; run fewer deployments at once.',
      ],
    ],
  },
  TIMEOUT: {
    means: 'The deployment took longer than it may.',
    causes: [
      [
        'An instance died within a lifecycle event, or a script hangs: the event fails only after an hour.',
        'An event stayed InProgress for long.',
        'Give scripts a timeout in appspec.yml; redirect the output of background processes.',
      ],
      [
        'A blue/green deployment waited for somebody to reroute traffic, and nobody did.',
        'Its status was Ready.',
        'Continue it in time (codedeploy-wizard deploy continue), or let it reroute by itself.',
      ],
      [
        'Deregistration from the load balancer takes minutes for each batch.',
        'BlockTraffic lasts as long as the deregistration delay of the target group.',
        'Lower the deregistration delay (300 s by default), or deploy to more instances at once.',
      ],
    ],
  },
  UNABLE_TO_SEND_ASG: {
    means: 'The link between the deployment group and its Auto Scaling group is broken.',
    causes: [
      [
        "CodeDeploy's lifecycle hook was deleted or changed by hand.",
        'The hook that the deployment group names is not in the Auto Scaling group: codedeploy-wizard asg hook status',
        'Only CodeDeploy can make a new hook; have it made: codedeploy-wizard asg hook repair',
      ],
    ],
  },
} satisfies Record<string, Explanation>;
