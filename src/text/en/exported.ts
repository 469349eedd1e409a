// Comments in the files that are exported. Each ends up in a line of its own, whatever language the file is in.
export const exported = {
  head: (d: { project: string; account: string; region: string }) =>
    `The project \`${d.project}\` as it is in account ${d.account}, ${d.region}. Written by codedeploy-wizard.`,
  terraform:
    'The import blocks take over what exists, nothing is made again. Read the first plan, apply it, then delete them.',
  cloudFormation:
    'Elsewhere: aws cloudformation create-stack --capabilities CAPABILITY_NAMED_IAM. Here: a change set of type IMPORT takes over what exists.',
  retain: 'Every resource is retained: deleting the stack deletes nothing that serves.',
  script: 'Makes the same from nothing, in the account and Region in which it is run. It stops at the first failure.',
  presupposed: 'What it presupposes. Set a variable to use another one.',
  again: 'What is new in IAM takes some seconds to be known everywhere: until then it is refused.',
  next: 'Then bring the application: codedeploy-wizard deploy',
  unknown: (d: { actions: string[] }) =>
    `What is missing here is unknown, for these credentials lack ${d.actions.join(', ')}.`,
  leftOut: (d: { names: string[] }) => `Left out, for there is no place for it here: ${d.names.join(', ')}`,
  inlinePolicies: (d: { role: string; names: string[] }) =>
    `Left out, for they are written into the role \`${d.role}\` itself: ${d.names.join(', ')}`,
  noTags: 'CloudFormation sets no tags on policies and instance profiles.',
  userData: 'The user data, decoded:',
  userDataSecret: 'The user data is left out: something in it looks like a secret.',
  hook: 'CodeDeploy adds its lifecycle hook by itself, through the deployment group. Do not write it here: only CodeDeploy can make one that works.',
  capacity: 'How many there are is changed by scaling policies and people.',
  movedSizes: 'How many there are is changed by scaling policies, and by every blue/green release.',
  releaseInTags:
    'While a release or a repair is under way, processes are suspended, and a tag remembers how it was: an apply must not undo that half-way.',
  waitForCapacity:
    'An instance is in service only when CodeDeploy has deployed to it, which an apply need not wait for.',
  copied: (d: { asg: string }) =>
    `Left out: the Auto Scaling group \`${d.asg}\`. CodeDeploy deletes it after the next blue/green deployment and puts a copy with another name in its place, which would be made again here.`,
  copiedNames: 'Each blue/green deployment puts another Auto Scaling group here.',
  copiedGroup: (d: { group: string }) =>
    `Left out: the deployment group \`${d.group}\`. CloudFormation cannot describe blue/green deployments of servers.`,
  newestVersion: 'A new version of the template is used at once.',
  /** What is made, above the commands that make it. */
  kinds: {
    policy: 'Policy',
    role: 'Role',
    profile: 'Instance profile',
    template: 'Launch template',
    asg: 'Auto Scaling group',
    application: 'Application',
    config: 'Deployment configuration',
    group: 'Deployment group',
  },
};
