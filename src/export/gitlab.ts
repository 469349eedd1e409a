// A GitLab pipeline that deploys what is pushed to one branch, with the role taken by a token of the job.
import { byToken, type ExportedFile, type Pipeline, program, roleArn, roleFiles, scalar } from './pipeline.ts';

export const gitLabFolder = '.gitlab/codedeploy-wizard';

export function gitLab(pipeline: Pipeline): ExportedFile[] {
  const provider = { host: 'gitlab.com', audience: 'https://gitlab.com' };
  const subject = `project_path:${pipeline.repository}:ref_type:branch:ref:${pipeline.branch}`;
  const { words, branch, application, group, region } = pipeline;
  const content = `# ${words.madeBy}
# ${words.rightBefore}
deploy:
  image: node:22
  rules:
    - if: ${scalar(`$CI_COMMIT_BRANCH == ${JSON.stringify(branch)}`)}
  # ${words.oneAtATime}
  resource_group: ${scalar(`codedeploy-${application}-${group}`)}
  interruptible: false
  timeout: 90 minutes
  # ${words.noKey}
  id_tokens:
    AWS_ID_TOKEN:
      aud: ${provider.audience}
  variables:
    AWS_REGION: ${region}
    AWS_ROLE_ARN: ${roleArn(pipeline)}
    # ${words.tokenFile}
    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-id-token
  before_script:
    - umask 077 && printf %s "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
  # ${words.exitCode}
  script:${pipeline.lint ? `\n    - ${program(pipeline)} ${pipeline.lint}` : ''}
    - ${program(pipeline)} ${pipeline.deploy.replace(' --output json', '')}
`;
  return [
    { path: '.gitlab-ci.yml', content },
    ...roleFiles(pipeline, byToken(pipeline, provider, subject), gitLabFolder),
  ];
}
