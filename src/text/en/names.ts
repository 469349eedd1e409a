// What things, places and states are called.

/** Kinds of resources. The keys are public: they stand in JSON. */
export const kinds = {
  'aws.region': 'Region',
  'aws.profile': 'profile',
  'iam.policy': 'IAM policy',
  'iam.role': 'IAM role',
  'iam.instance-profile': 'instance profile',
  'ec2.profile-association': 'instance profile of instance',
  'ssm.host': 'server',
  'ec2.image': 'AMI',
  'ec2.instance': 'instance',
  'ec2.launch-template': 'launch template',
  'ec2.launch-template-version': 'launch template version',
  'autoscaling.group': 'Auto Scaling group',
  'autoscaling.refresh': 'instance refresh',
  'autoscaling.hook': 'lifecycle hook',
  'elb.target-group': 'target group',
  'cloudwatch.alarm': 'alarm',
  's3.bucket': 'bucket',
  'codedeploy.application': 'CodeDeploy application',
  'codedeploy.config': 'deployment configuration',
  'codedeploy.group': 'deployment group',
  's3.object': 'revision in S3',
  'codedeploy.deployment': 'deployment',
};

/** What is run on a server, as said while it runs. */
export const tasks = {
  looksAtAgent: 'looking at the agent',
  looksForFiles: 'looking for files in the way',
  installsAgent: 'installing the agent',
  restartsAgent: 'restarting the agent',
  emptiesFolders: 'emptying folders',
};

/** States of the agent on a server. */
export const agentStates = {
  missing: 'missing',
  stopped: 'stopped',
  'without credentials': 'running without credentials',
  'not polling': 'running, but not polling CodeDeploy',
  running: 'running',
};

export const steps = {
  roles: { title: 'IAM roles', about: 'EC2 policy, role and instance profile; CodeDeploy service role' },
  ami: { title: 'AMI', about: 'agent on the instance, stop, image, wait until available' },
  template: { title: 'Launch template', about: 'new version: only AMI and instance profile change' },
  asg: { title: 'Auto Scaling group', about: 'template version, sizes, wait until InService' },
  app: { title: 'CodeDeploy application', about: 'the application (EC2/On-premises)' },
  group: { title: 'Deployment group', about: 'where and how to deploy' },
  deploy: { title: 'Deployment', about: 'revision, deployment, watch to the end' },
};

export const verbs = {
  create: 'create',
  update: 'change',
  keep: 'keep',
  remove: 'remove',
};

/** Where an answer comes from. */
export const sources = {
  flag: 'flag',
  environment: 'environment',
  file: 'file',
  typed: 'typed',
  default: 'default',
  directory: 'suggested: name of the folder',
  repository: 'suggested: name of the repository',
  git: 'suggested: git',
  onlyOne: 'suggested: the only one in the account',
  project: 'suggested: from the project name',
  present: 'suggested: as it is now',
  book: 'suggested: as in the book',
  clock: 'suggested: present time',
  target: 'suggested: from the Auto Scaling group',
  bundle: 'suggested: from the revision',
  unreachable: 'suggested: running instances have no instance profile, so nothing can be deployed to them',
};

/** Single words and short phrases of the faces. */
export const words = {
  account: 'Account',
  region: 'Region',
  profile: 'profile',
  sandbox: 'sandbox',
  plan: 'Plan',
  answers: 'Answers',
  done: 'Done.',
  next: 'Next',
  warning: 'Warning',
  error: 'Error',
  hint: 'Hint',
  none: 'none',
  newOne: 'a new one',
  yes: 'yes',
  no: 'no',
  severe: 'This cannot be undone.',
  typeToConfirm: 'Type the name to confirm',
  keys: '↑↓ move · ⏎ choose',
  keysMany: '↑↓ move · space mark · ⏎ done',
  missing: 'missing',
  partial: 'partial',
  ready: 'ready',
  state: 'State',
  instance: 'Instance',
  event: 'Event',
  status: 'Status',
  step: 'Step',
  value: 'Value',
  stillWaiting: 'still waiting',
  requestId: 'request id',
  usage: 'Usage:',
  commands: 'Commands:',
  options: 'Options:',
  arguments: 'Arguments:',
  globalOptions: 'Global options:',
  didYouMean: 'Did you mean',
  targets: 'Targets',
  deployments: 'Deployments',
  hook: 'Lifecycle hook',
  group: 'Deployment group',
  empty: '(empty)',
  fileTooLarge: 'The file is larger than 1 MB.',
  fileNotKeys: 'The file must hold lines such as `project: shop`.',
  keyTwice: 'is given twice',
};
