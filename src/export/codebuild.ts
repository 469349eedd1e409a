// A CodeBuild project that deploys what is pushed to one branch on GitHub. Its builds take their role from AWS itself.
import { type ExportedFile, type Pipeline, program, roleArn, roleFiles, type Taker } from './pipeline.ts';

export const codeBuildFolder = '.codebuild/codedeploy-wizard';

export function codeBuild(pipeline: Pipeline): ExportedFile[] {
  const { partition, region, account, repository, branch, role, words } = pipeline;
  // IAM takes more in a name than CodeBuild does.
  const name = role.replaceAll(/[^\w-]/g, '-');
  const log = `arn:${partition}:logs:${region}:${account}:log-group:/aws/codebuild/${name}`;
  const taker: Taker = {
    statement: {
      Principal: { Service: 'codebuild.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceArn': `arn:${partition}:codebuild:${region}:${account}:project/${name}` },
      },
    },
    said: words.builder,
    also: [
      {
        Sid: 'BuildLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [log, `${log}:*`],
      },
    ],
  };
  // No limit of builds at a time: CodeBuild does not run what is beyond it, not even later.
  const project = {
    name,
    source: { type: 'GITHUB', location: `https://github.com/${repository}.git`, buildspec: 'buildspec.yml' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      computeType: 'BUILD_GENERAL1_SMALL',
    },
    serviceRole: roleArn(pipeline),
    timeoutInMinutes: 90,
  };
  const head = `^refs/heads/${branch.replaceAll('.', '\\.')}$`;
  const filters = [
    [
      { type: 'EVENT', pattern: 'PUSH' },
      { type: 'HEAD_REF', pattern: head },
    ],
  ];
  const create = `#!/bin/sh
# ${words.madeBy}
# ${words.projectScript}
# ${words.connected}
set -eu
cd "$(dirname "$0")"
export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}

has() {
  test "$(aws codebuild batch-get-projects --names ${name} --query "projects[0].$1" --output text)" != None
}
if has name; then verb=update; else verb=create; fi
aws codebuild "$verb-project" --cli-input-json file://project.json
if has webhook.url; then verb=update; else verb=create; fi
aws codebuild "$verb-webhook" --project-name ${name} --filter-groups file://filters.json
`;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return [
    { path: 'buildspec.yml', content: buildspec(pipeline) },
    ...roleFiles(pipeline, taker, codeBuildFolder),
    { path: `${codeBuildFolder}/project.json`, content: json(project) },
    { path: `${codeBuildFolder}/filters.json`, content: json(filters) },
    { path: `${codeBuildFolder}/create-project.sh`, content: create },
  ];
}

const buildspec = (pipeline: Pipeline) => `# ${pipeline.words.madeBy}
# ${pipeline.words.rightBefore} && sh ${codeBuildFolder}/create-project.sh
version: 0.2
phases:
  install:
    runtime-versions:
      nodejs: 22
  build:
    on-failure: ABORT
    # ${pipeline.words.exitCode}
    # ${pipeline.words.sideBySide}
    commands:${pipeline.lint ? `\n      - ${program(pipeline)} ${pipeline.lint}` : ''}
      - ${program(pipeline)} ${pipeline.deploy.replace(' --output json', '')}
`;
