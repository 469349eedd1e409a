// What every pipeline is made of: the role that it takes with a token of its run, and the command line that deploys.
import type { Policy } from '../aws/policies.ts';

export interface ExportedFile {
  path: string;
  content: string;
}

export interface Pipeline {
  partition: string;
  region: string;
  account: string;
  project: string;
  application: string;
  group: string;
  /** `owner/name`. */
  repository: string;
  branch: string;
  /** Name of the role. */
  role: string;
  /** The folder of the revision, if one is packed. */
  folder?: string;
  /** What the role may do. */
  policy: Policy;
  /** Command lines, without their program: they are safe in a shell. */
  deploy: string;
  lint?: string;
  /** Of this program. */
  version: string;
  words: Words;
}

/** Comments and sentences, in the language of the run. */
export type Words = Record<
  | 'madeBy'
  | 'rightBefore'
  | 'oneAtATime'
  | 'noKey'
  | 'noInstall'
  | 'lint'
  | 'credentials'
  | 'deploy'
  | 'tell'
  | 'tellWhy'
  | 'exitCode'
  | 'deployed'
  | 'notDeployed'
  | 'deployment'
  | 'status'
  | 'instances'
  | 'on'
  | 'roleScript'
  | 'oneProvider'
  | 'notOurs'
  | 'trust'
  | 'tokenFile',
  string
>;

/** Who vouches for a run of the pipeline. */
export interface Provider {
  host: string;
  audience: string;
  /** The claim that names repository and branch, as this host words it. */
  subject: string;
}

/** A scalar of YAML, whatever is in it. */
export const scalar = (text: string) => JSON.stringify(text);

export const program = ({ version }: Pick<Pipeline, 'version'>) => `npx --yes codedeploy-wizard@${version}`;

export const roleArn = ({ partition, account, role }: Pipeline) => `arn:${partition}:iam::${account}:role/${role}`;

/** The role's files, in a folder beside the pipeline. */
export function roleFiles(pipeline: Pipeline, { host, audience, subject }: Provider, folder: string): ExportedFile[] {
  const { partition, account, policy, words, role, project } = pipeline;
  const provider = `arn:${partition}:iam::${account}:oidc-provider/${host}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } },
      },
    ],
  };
  const create = `#!/bin/sh
# ${words.madeBy}
# ${words.roleScript}
# ${words.trust}
set -eu
cd "$(dirname "$0")"

# ${words.oneProvider}
if ! aws iam list-open-id-connect-providers --query 'OpenIDConnectProviderList[].Arn' --output text | grep -q 'oidc-provider/${host}'; then
  aws iam create-open-id-connect-provider --url https://${host} --client-id-list ${audience}
fi

project=$(aws iam list-role-tags --role-name ${role} --query "Tags[?Key=='codedeploy-wizard:project'].Value" --output text 2>/dev/null || echo none)
case $project in
  none)
    aws iam create-role --role-name ${role} --assume-role-policy-document file://trust-policy.json \\
      --tags Key=codedeploy-wizard:project,Value=${project}
    ;;
  ${project})
    aws iam update-assume-role-policy --role-name ${role} --policy-document file://trust-policy.json
    ;;
  *)
    echo '${words.notOurs.replaceAll("'", "'\\''")}' >&2
    exit 1
    ;;
esac
aws iam put-role-policy --role-name ${role} --policy-name deploy --policy-document file://permissions-policy.json
`;
  return [
    { path: `${folder}/trust-policy.json`, content: `${JSON.stringify(trust, null, 2)}\n` },
    { path: `${folder}/permissions-policy.json`, content: `${JSON.stringify(policy, null, 2)}\n` },
    { path: `${folder}/create-role.sh`, content: create },
  ];
}
