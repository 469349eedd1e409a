// What stands in the files of a pipeline, as comments and as what it says.
export const pipeline = {
  madeBy: (d: { command: string }) => `Made by \`${d.command}\`: change it as you like.`,
  rightBefore: (d: { folder: string }) => `Before the first run: sh ${d.folder}/create-role.sh`,
  oneAtATime: 'CodeDeploy refuses a second deployment of a group while one is active (exit code 12): they wait here.',
  noKey: 'The role is taken with a token of this run: no key is kept anywhere.',
  noInstall: 'Node.js 20 or later is on the runner.',
  lint: 'Check appspec.yml',
  credentials: 'Take the role',
  deploy: 'Deploy',
  tell: 'Tell what happened',
  tellWhy: 'Each failed script becomes an annotation that names its instance.',
  exitCode: 'The exit code says what happened: codedeploy-wizard help exit-codes',
  deployed: 'Deployed',
  notDeployed: 'Not deployed',
  deployment: 'Deployment',
  status: 'Status',
  instances: 'Instances',
  on: 'on',
  roleScript: 'Makes the role of the pipeline, or changes it to what is said here. For somebody who may write IAM.',
  oneProvider: 'One provider serves the whole account.',
  notOurs: 'A role of this name is there, and was not made by this script.',
  trust: (d: { repository: string; branch: string }) =>
    `Only ${d.repository}, and of it only ${d.branch}, may take it.`,
  tokenFile: 'Outside of the folder that is packed.',
  builder: 'Only the CodeBuild project that is made by create-project.sh may take it.',
  sideBySide: 'Builds run side by side: a second one waits until the group is free.',
  projectScript: (d: { repository: string; branch: string }) =>
    `Makes the CodeBuild project that builds each push to ${d.branch} of ${d.repository}, or changes it.`,
  connected:
    'CodeBuild must have been connected to GitHub before, in this account and Region. Refused just after the role was made: try again.',
};

export const pipelineMessages = {
  filesWritten: (d: { folder: string; files: string }) => `Written into ${d.folder}: ${d.files}`,
  filesDiffer: (d: { files: string }) => `These files are there with other contents: ${d.files}`,
  filesReplace: () => 'Replace them?',
};
