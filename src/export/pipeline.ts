// What every pipeline is made of: the role that it takes, and the command line that deploys.
import type { Policy, Statement } from '../aws/policies.ts';

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
  | 'tokenFile'
  | 'builder'
  | 'sideBySide'
  | 'projectScript'
  | 'connected',
  string
>;

/** Who may take the role. */
export interface Taker {
  statement: Omit<Trust, 'Effect'>;
  /** The same in words. */
  said: string;
  /** Who vouches for a run of the pipeline, where that is not AWS itself. */
  provider?: Provider;
  /** What a run does besides deploying. */
  also?: Statement[];
}

interface Trust {
  Effect: 'Allow';
  Principal: Record<string, string>;
  Action: string;
  Condition: Record<string, Record<string, string>>;
}

export interface Provider {
  host: string;
  audience: string;
}

/** A run that shows a token. `subject`: the claim that names repository and branch, as this host words it. */
export function byToken({ partition, account, words }: Pipeline, provider: Provider, subject: string): Taker {
  const { host, audience } = provider;
  return {
    statement: {
      Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${host}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: subject } },
    },
    said: words.trust,
    provider,
  };
}

/** A scalar of YAML, whatever is in it. */
export const scalar = (text: string) => JSON.stringify(text);

export const program = ({ version }: Pick<Pipeline, 'version'>) => `npx --yes codedeploy-wizard@${version}`;

export const roleArn = ({ partition, account, role }: Pipeline) => `arn:${partition}:iam::${account}:role/${role}`;

/** The role's files, in a folder beside the pipeline. */
export function roleFiles(
  { policy, words, role, project }: Pipeline,
  { statement, said, provider, also = [] }: Taker,
  folder: string,
): ExportedFile[] {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement } satisfies Trust] };
  const permissions = { ...policy, Statement: [...policy.Statement, ...also] };
  const create = `#!/bin/sh
# ${words.madeBy}
# ${words.roleScript}
# ${said}
set -eu
cd "$(dirname "$0")"
${provider ? vouching(provider, words) : ''}
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
    { path: `${folder}/permissions-policy.json`, content: `${JSON.stringify(permissions, null, 2)}\n` },
    { path: `${folder}/create-role.sh`, content: create },
  ];
}

const vouching = ({ host, audience }: Provider, words: Words) => `
# ${words.oneProvider}
if ! aws iam list-open-id-connect-providers --query 'OpenIDConnectProviderList[].Arn' --output text | grep -q 'oidc-provider/${host}'; then
  aws iam create-open-id-connect-provider --url https://${host} --client-id-list ${audience}
fi
`;
