// What AWS refuses, by the name of the error, and sentences of its messages that have a meaning of their own.
import type { Explanation } from '../../say.ts';

const throttled: Explanation = {
  means: 'AWS gets too many calls from this account at the moment.',
  causes: [
    [
      'Many calls at once, from this or from other programs.',
      'CloudTrail shows who calls most.',
      'Wait a little and run the same command again: it continues. AWS_MAX_ATTEMPTS=10 tries longer.',
    ],
  ],
};

export const refusals = {
  AccessDenied: {
    means: 'The caller may not do this.',
    causes: [
      [
        'No policy of the caller allows the action that the message names.',
        'The message says: is not authorized to perform: <action>, because no identity-based policy allows it.',
        'Allow exactly this action to the user or role, then run the same command again: it continues. All that a command needs: codedeploy-wizard export policy',
      ],
      [
        'A permissions boundary, an organization policy or a bucket policy denies it.',
        'The message says: with an explicit deny in …',
        'Ask who owns that policy; another Allow does not help.',
      ],
    ],
  },
  UnauthorizedOperation: {
    means: 'The caller may not do this in EC2.',
    causes: [
      [
        'No policy allows the action that the message names.',
        'aws sts decode-authorization-message --encoded-message <the long part of the message>',
        'Allow the action, then run the same command again: it continues.',
      ],
      [
        'The action needs iam:PassRole as well, because an instance profile is handed over.',
        'The message names iam:PassRole.',
        'See codedeploy-wizard explain iam:PassRole',
      ],
    ],
  },
  'iam:PassRole': {
    means: 'The caller may not hand this role over to an AWS service.',
    causes: [
      [
        'Launch templates, Auto Scaling groups and deployment groups hand over a role, and the policy of the caller lacks iam:PassRole for it.',
        'The message says: is not authorized to perform: iam:PassRole on resource: <role>.',
        'Allow iam:PassRole on this role only, with the condition iam:PassedToService for ec2.amazonaws.com or codedeploy.amazonaws.com.',
      ],
    ],
  },
  NotAuthorizedToUseLaunchTemplate: {
    means: 'You are not authorized to use launch template: Auto Scaling may not launch with it on your behalf.',
    causes: [
      [
        'The caller lacks ec2:RunInstances, iam:PassRole for the instance profile, or ec2:CreateTags.',
        'aws ec2 run-instances --dry-run --launch-template LaunchTemplateId=<id> names the missing one.',
        'Allow the three actions to the caller, then run again: codedeploy-wizard asg',
      ],
    ],
  },
  EntityAlreadyExistsException: {
    means: 'IAM already has something of this name.',
    causes: [
      [
        'An earlier run or another person made it.',
        'Its tags show whether it is of this project.',
        'Run the command again: it compares and takes over what fits. Else choose another name, such as --ec2-role.',
      ],
    ],
  },
  NoSuchEntityException: {
    means: 'IAM does not know this role, profile or policy.',
    causes: [
      [
        'It was made a moment ago and IAM has not spread it yet.',
        'It is there a minute later.',
        'Run the same command again.',
      ],
      [
        'The name is wrong, or it is in another account.',
        'aws iam get-role --role-name <name>; aws sts get-caller-identity',
        'Correct the name, or choose the account with --profile.',
      ],
    ],
  },
  LimitExceededException: {
    means: 'A quota of IAM is reached.',
    causes: [
      [
        'InstanceSessionsPerInstanceProfile: the instance profile holds a role already, and it takes only one.',
        'aws iam get-instance-profile --instance-profile-name <name>',
        'Use another instance profile, or the role that is in it.',
      ],
      [
        'PoliciesPerRole: the role has 10 managed policies.',
        'aws iam list-attached-role-policies --role-name <role>',
        'Detach one that is not used, or join two, or ask for a higher quota.',
      ],
    ],
  },
  ConcurrentModificationException: {
    means: 'The role or policy was being changed by somebody else at the same moment.',
    causes: [['Two programs write to it.', 'CloudTrail shows the other call.', 'Run the same command again.']],
  },
  InvalidRoleException: {
    means: 'CodeDeploy cannot use the service role.',
    causes: [
      [
        'The role does not trust codedeploy.amazonaws.com; a role for instances trusts ec2.amazonaws.com.',
        'aws iam get-role --role-name <service role>, AssumeRolePolicyDocument',
        'Make a service role: codedeploy-wizard roles',
      ],
      [
        'The role was made a moment ago and IAM has not spread it yet.',
        'The role is younger than five minutes.',
        'Run the same command again.',
      ],
      [
        'The role lacks what the deployment group needs, such as Auto Scaling.',
        'The message says: does not give you permission to perform operations in …',
        'Attach AWSCodeDeployRole to it: codedeploy-wizard roles',
      ],
    ],
  },
  ValidationError: {
    means: 'Auto Scaling (or IAM) does not accept a value, or what it names does not exist. The message says which.',
    causes: [
      [
        '"Invalid IAM Instance Profile": the instance profile is new and not spread yet.',
        'The profile is younger than two minutes.',
        'Run the same command again.',
      ],
      [
        '"Invalid IAM Instance Profile": the name of the role was given where the name of the instance profile belongs.',
        'aws iam list-instance-profiles-for-role --role-name <role>',
        'Give the name of the instance profile; a role made outside the console may have none.',
      ],
      [
        'The Auto Scaling group, the template version or the lifecycle action does not exist (any more).',
        'The message ends with: not found, does not exist, or No active Lifecycle Action found.',
        'Check name and Region: codedeploy-wizard status',
      ],
    ],
  },
  InvalidParameterValue: {
    means: 'EC2 does not accept a value. The message says which.',
    causes: [
      [
        '"Invalid IAM Instance Profile": the instance profile is new and not spread yet.',
        'The profile is younger than two minutes.',
        'Run the same command again.',
      ],
      [
        'The value does not exist or does not fit: a role instead of an instance profile, a subnet of another VPC.',
        'The message quotes the value.',
        'Correct it in codedeploy-wizard.yml or by its flag.',
      ],
    ],
  },
  'InvalidAMIName.Duplicate': {
    means: 'There is already an image of this name.',
    causes: [
      [
        'An earlier run made it.',
        'aws ec2 describe-images --owners self --filters Name=name,Values=<name>',
        'Use it with --image-id, or give another name: codedeploy-wizard ami --image-name <name>',
      ],
    ],
  },
  IncorrectInstanceState: {
    means: 'The instance is in a state in which this cannot be done.',
    causes: [
      [
        'It is just being stopped or started.',
        'Its state is stopping or pending.',
        'Run the same command again in a minute.',
      ],
    ],
  },
  UnsupportedOperation: {
    means: 'This instance cannot do that; mostly: it cannot be stopped.',
    causes: [
      [
        'Its root volume is an instance store, or it is a one-time Spot Instance.',
        'aws ec2 describe-instances --instance-ids <id> shows RootDeviceType and InstanceLifecycle.',
        'Make the image from another instance: codedeploy-wizard ami --source-instance <id>',
      ],
    ],
  },
  OperationNotPermitted: {
    means: 'The instance is protected against this.',
    causes: [
      [
        'Stop protection or termination protection is switched on.',
        'aws ec2 describe-instance-attribute --attribute disableApiStop --instance-id <id>',
        'Lift the protection yourself if you may, or choose another source instance.',
      ],
    ],
  },
  'InvalidLaunchTemplateId.VersionNotFound': {
    means: 'The launch template has no such version.',
    causes: [
      [
        'The number is wrong, or the version was deleted.',
        'aws ec2 describe-launch-template-versions --launch-template-id <id>',
        'Name one that exists: codedeploy-wizard template --template-version <number>',
      ],
      ['It was made a moment ago.', 'It is there a few seconds later.', 'Run the same command again.'],
    ],
  },
  ScalingActivityInProgressFault: {
    means: 'The Auto Scaling group is busy with a scaling activity.',
    causes: [
      [
        'Instances are just being launched or terminated.',
        "The group's activity history shows it in progress.",
        'Wait until it is done and run the same command again.',
      ],
    ],
  },
  ResourceContentionFault: {
    means: 'The Auto Scaling group is being changed by somebody else at the same moment.',
    causes: [
      [
        'Another update, deployment or instance refresh writes to the group.',
        "The group's activity history.",
        'Run the same command again.',
      ],
    ],
  },
  InstanceRefreshInProgressFault: {
    means: 'An instance refresh of this group is running already.',
    causes: [
      [
        'An earlier run or another person started it.',
        'aws autoscaling describe-instance-refreshes --auto-scaling-group-name <group>',
        'Wait until it has ended; run the same command again.',
      ],
    ],
  },
  ApplicationAlreadyExistsException: {
    means: 'There is already a CodeDeploy application of this name in the Region.',
    causes: [
      [
        'An earlier run or another person made it.',
        'codedeploy-wizard app show',
        'Run the command again: it takes over what fits. Or choose another name with --application.',
      ],
    ],
  },
  DeploymentGroupAlreadyExistsException: {
    means: 'The application already has a deployment group of this name.',
    causes: [
      [
        'An earlier run or another person made it.',
        'codedeploy-wizard group show',
        'Run the command again: it compares and shows what differs. Or choose another name with --group.',
      ],
    ],
  },
  DeploymentConfigAlreadyExistsException: {
    means: 'There is already a deployment configuration of this name, and configurations cannot be changed.',
    causes: [
      [
        'An earlier run made it with another minimum of healthy hosts.',
        'aws deploy get-deployment-config --deployment-config-name <name>',
        'Choose another name with --deployment-config.',
      ],
    ],
  },
  ApplicationDoesNotExistException: {
    means: 'CodeDeploy has no application of this name in this Region.',
    causes: [
      [
        'The Region is another one than that of the application.',
        'The first line of each command shows the Region.',
        'Choose it with --region.',
      ],
      [
        'The name is wrong, or the application is not made yet.',
        'aws deploy list-applications',
        'Correct the name, or make it: codedeploy-wizard app',
      ],
    ],
  },
  DeploymentGroupDoesNotExistException: {
    means: 'The application has no deployment group of this name in this Region.',
    causes: [
      [
        'The name is wrong, or the group is not made yet.',
        'aws deploy list-deployment-groups --application-name <application>',
        'Correct the name, or make it: codedeploy-wizard group',
      ],
      ['The Region is another one.', 'The first line of each command shows the Region.', 'Choose it with --region.'],
    ],
  },
  DeploymentConfigDoesNotExistException: {
    means: 'There is no deployment configuration of this name.',
    causes: [
      [
        'The name is wrong, or it is in another Region.',
        'aws deploy list-deployment-configs',
        'Use OneAtATime, HalfAtATime or AllAtOnce, or make one: codedeploy-wizard group --minimum-healthy 50%',
      ],
    ],
  },
  DeploymentDoesNotExistException: {
    means: 'CodeDeploy knows no deployment of this id.',
    causes: [
      [
        'It is in another Region or account.',
        'aws sts get-caller-identity',
        'Choose them with --region and --profile.',
      ],
      ['The id is not complete.', 'An id looks like d-ABCDEFGHI.', 'Copy it anew: codedeploy-wizard deploy list'],
    ],
  },
  InvalidAutoScalingGroupException: {
    means: 'CodeDeploy cannot find the Auto Scaling group.',
    causes: [
      [
        'The group does not exist in this Region, or was renamed by a blue/green deployment.',
        'aws autoscaling describe-auto-scaling-groups --auto-scaling-group-names <group>',
        'Name the present group with --asg.',
      ],
      [
        'The service role may not see Auto Scaling groups.',
        'aws iam list-attached-role-policies --role-name <service role>',
        'Attach AWSCodeDeployRole to it: codedeploy-wizard roles',
      ],
    ],
  },
  InvalidBlueGreenDeploymentConfigurationException: {
    means: 'The blue/green settings do not fit together.',
    causes: [
      [
        '"Exactly one AutoScaling group must be specified": blue/green that copies the group takes exactly one, and it must be named again in each update.',
        'The deployment group has no Auto Scaling group, or several.',
        'Keep one: codedeploy-wizard group --asg <group>',
      ],
      [
        'A wait is longer than allowed.',
        'The message names the setting.',
        'Termination may wait 2880 minutes at most.',
      ],
    ],
  },
  LifecycleHookLimitExceededException: {
    means: 'The Auto Scaling group has as many lifecycle hooks as it may have (50).',
    causes: [
      [
        'Hooks of deleted deployment groups are left over.',
        'Which are left over: codedeploy-wizard asg hook status',
        'Delete those that no deployment group names: codedeploy-wizard asg hook repair. Instances that wait in such a hook are terminated by this.',
      ],
    ],
  },
  DeploymentLimitExceededException: {
    means: 'No further deployment can be started now.',
    causes: [
      [
        'Another deployment of this deployment group is running; there can be only one. The message names it.',
        'codedeploy-wizard status',
        'Deploy once it has ended (codedeploy-wizard deploy --wait-for-active), or stop it: codedeploy-wizard deploy stop',
      ],
      [
        'The account has too many deployments at once; each instance that Auto Scaling launches counts as one.',
        'The message names the limit of the account.',
        'Wait, launch fewer instances at once, or ask for a higher quota.',
      ],
    ],
  },
  DeploymentNotStartedException: {
    means: 'The deployment has been created and has not begun yet.',
    causes: [
      [
        'CodeDeploy is still preparing it.',
        'Its status is Created or Queued.',
        'Wait a few seconds. Nothing is wrong.',
      ],
    ],
  },
  DeploymentIsNotInReadyStateException: {
    means: 'The deployment does not wait for you, so there is nothing to continue.',
    causes: [
      [
        'The new instances are not done yet, or the deployment is over.',
        'Its status is not Ready.',
        'Watch it until its status is Ready: codedeploy-wizard deploy watch',
      ],
    ],
  },
  DeploymentAlreadyCompletedException: {
    means: 'The deployment is over: it can be neither stopped nor continued.',
    causes: [
      [
        'It ended in the meantime.',
        'codedeploy-wizard status',
        'To go back to the revision before: codedeploy-wizard deploy rollback',
      ],
    ],
  },
  InvalidInstanceId: {
    means: 'Systems Manager (or EC2) does not accept the instance.',
    causes: [
      [
        'Systems Manager does not see it: no instance profile with AmazonSSMManagedInstanceCore, no SSM agent, or no way to the endpoints.',
        'aws ssm describe-instance-information does not list it.',
        'Attach the instance profile (so does codedeploy-wizard ami) and wait some minutes; or install by hand: --agent script',
      ],
      [
        'The instance is stopped, or in another Region.',
        'Look at its state and Region.',
        'Start it, or choose the Region with --region.',
      ],
    ],
  },
  InvocationDoesNotExist: {
    means: 'Systems Manager does not know this command on this instance (yet).',
    causes: [['The command was sent a moment ago.', 'It is there a few seconds later.', 'Run the same command again.']],
  },
  ThrottlingException: throttled,
  Throttling: throttled,
  RequestLimitExceeded: {
    means: 'EC2 gets too many calls from this account at the moment.',
    causes: [
      [
        'Many calls at once; EC2 counts them for the whole account.',
        'CloudTrail shows who calls most.',
        'Wait a little and run the same command again: it continues. AWS_MAX_ATTEMPTS=10 tries longer.',
      ],
    ],
  },
  ExpiredToken: {
    means: 'The credentials were temporary and have expired.',
    causes: [
      [
        'The session of aws sso login or of an assumed role is over.',
        'aws sts get-caller-identity fails in the same way.',
        'Log in again (aws sso login) and run the same command again: it continues.',
      ],
    ],
  },
  UnrecognizedClientException: {
    means: 'AWS does not know the access key.',
    causes: [
      [
        'The key was deleted or belongs to another partition (China, GovCloud).',
        'aws sts get-caller-identity fails in the same way.',
        'Use a valid profile: --profile',
      ],
      [
        'The Region is not enabled in the account.',
        'It works in another Region.',
        'Enable the Region, or choose another with --region.',
      ],
    ],
  },
  InvalidGitHubAccountTokenException: {
    means: "CodeDeploy's connection to GitHub is not valid.",
    causes: [
      [
        'Access was revoked on GitHub, or the user who connected has left.',
        'GitHub lists no authorized app "AWS CodeDeploy" for that user.',
        'Connect again in the console: create a deployment, "My application is stored in GitHub", "Connect to GitHub".',
      ],
    ],
  },
  Unknown: {
    means: 'An answer without a body, so without a name; mostly 403 from S3 to a question whether an object exists.',
    causes: [
      [
        'HTTP status 403: the caller may not read the object, or may not list the bucket and the object does not exist.',
        'Run it with --debug: the status of the call stands there.',
        'Allow s3:GetObject on the object and s3:ListBucket on the bucket; check the key and its upper and lower case.',
      ],
      [
        'HTTP status 301 or 400: the bucket is in another Region.',
        'aws s3api get-bucket-location --bucket <bucket>',
        'Use a bucket in the Region of the servers.',
      ],
    ],
  },
} satisfies Record<string, Explanation>;
