// A GitHub Actions workflow that deploys what is pushed to one branch. It tells by jq what `deploy --output json` has said.
import { byToken, type ExportedFile, type Pipeline, program, roleArn, roleFiles, scalar } from './pipeline.ts';

const FOLDER = '.github/codedeploy-wizard';

/** In China STS answers to a name of its own. */
const audienceIn = (partition: string) => (partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com');

export function gitHubActions(pipeline: Pipeline): ExportedFile[] {
  const provider = { host: 'token.actions.githubusercontent.com', audience: audienceIn(pipeline.partition) };
  const taker = byToken(pipeline, provider, `repo:${pipeline.repository}:ref:refs/heads/${pipeline.branch}`);
  return [{ path: '.github/workflows/deploy.yml', content: workflow(pipeline) }, ...roleFiles(pipeline, taker, FOLDER)];
}

/** The folder of the role's files, for the comment. */
export const gitHubFolder = FOLDER;

// GitHub shows ten annotations of a step: the failure itself comes first.
const annotations = ({ words }: Pipeline) => `def text: gsub("%"; "%25") | gsub("\\r"; "%0D") | gsub("\\n"; "%0A");
def title: text | gsub(":"; "%3A") | gsub(","; "%2C");
(.error // empty
  | "::error title=\\(.code | title)::\\([.message, .hint // empty] | join("\\n") | text)"),
(.warnings[] | "::warning title=\\(.code | title)::\\(.message | text)"),
(.data.deployment.targets[]? | .instance as $instance | .events[] | select(.error) | .name as $event | .error
  | "::error title=\\("\\($event) ${words.on} \\($instance)" | title)::\\([.script // .code, .message, .log[]] | join("\\n") | text)")`;

const summary = ({
  words,
}: Pipeline) => `"## \\(if .ok then ${JSON.stringify(words.deployed)} else ${JSON.stringify(words.notDeployed)} end)", "",
"| ${words.deployment} | ${words.status} | ${words.instances} |",
"|---|---|---|",
"| \\(.gives.deploy.deploymentId // .data.deployment.id // "-") | \\(.gives.deploy.status // .data.deployment.status // "-") | \\((.data.deployment.overview // {}) | to_entries | map(select(.value > 0) | "\\(.key) \\(.value)") | join(", ")) |",
"", (.error // empty | .message, .hint // empty, ""),
(.next[] | "    \\(.)")`;

const indented = (text: string, columns: number) =>
  text
    .split('\n')
    .map((line) => (line ? ' '.repeat(columns) + line : line))
    .join('\n');

function workflow(pipeline: Pipeline): string {
  const { words, branch, application, group, region, partition } = pipeline;
  const audience = audienceIn(partition);
  return `# ${words.madeBy}
# ${words.rightBefore}
name: ${scalar(words.deploy)}

on:
  push:
    branches: [${scalar(branch)}]
  workflow_dispatch:

# ${words.oneAtATime}
concurrency:
  group: ${scalar(`codedeploy-${application}-${group}`)}
  cancel-in-progress: false

# ${words.noKey}
permissions:
  contents: read
  id-token: write

jobs:
  deploy:
    if: github.ref == ${`'refs/heads/${branch}'`}
    # ${words.noInstall}
    runs-on: ubuntu-latest
    timeout-minutes: 90
    steps:
      - uses: actions/checkout@v5
${
  pipeline.lint
    ? `
      - name: ${scalar(words.lint)}
        run: ${program(pipeline)} ${pipeline.lint}
`
    : ''
}
      - name: ${scalar(words.credentials)}
        uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: ${roleArn(pipeline)}
          aws-region: ${region}${audience === 'sts.amazonaws.com' ? '' : `\n          audience: ${audience}`}

      # ${words.exitCode}
      - name: ${scalar(words.deploy)}
        id: deploy
        run: |
          code=0
          ${program(pipeline)} ${pipeline.deploy} > "$RUNNER_TEMP/deployment.json" || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"

      # ${words.tellWhy}
      - name: ${scalar(words.tell)}
        if: steps.deploy.outputs.code != ''
        env:
          CODE: \${{ steps.deploy.outputs.code }}
        run: |
          jq -r '
${indented(annotations(pipeline), 12)}
          ' "$RUNNER_TEMP/deployment.json"
          jq -r '
${indented(summary(pipeline), 12)}
          ' "$RUNNER_TEMP/deployment.json" >> "$GITHUB_STEP_SUMMARY"
          exit "$CODE"
`;
}
