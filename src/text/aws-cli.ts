// Commands of the AWS CLI as they would be pasted, for both languages.

export interface Where {
  region: string;
  profile?: string;
}

export const aws = ({ region, profile }: Where, words: string) =>
  `aws --region ${region}${profile ? ` --profile ${profile}` : ''} ${words}`;

/** One line, for as many as there are. */
export const forEach = (ids: string[], command: (id: string) => string) =>
  ids.length === 1 ? command(ids[0]!) : `for id in ${ids.join(' ')}; do ${command('$id')}; done`;

/** Ids of instances, as many in each as one command takes. */
export interface Hosts {
  linux: string[];
  windows: string[];
}

const lines = (all: string[][]) => all.flat().join('\n');

export const restart = (d: Where & Hosts) =>
  lines([
    d.linux.map((ids) =>
      aws(
        d,
        `ssm send-command --document-name AWS-RunShellScript --parameters 'commands=systemctl restart codedeploy-agent' --instance-ids ${ids}`,
      ),
    ),
    d.windows.map((ids) =>
      aws(
        d,
        `ssm send-command --document-name AWS-RunPowerShellScript --parameters 'commands=Restart-Service codedeployagent' --instance-ids ${ids}`,
      ),
    ),
  ]);

export const install = (d: Where & Hosts) =>
  lines([
    [...d.linux, ...d.windows].map((ids) =>
      aws(
        d,
        `ssm send-command --document-name AWS-ConfigureAWSPackage --parameters 'action=Install,name=AWSCodeDeployAgent' --instance-ids ${ids}`,
      ),
    ),
  ]);

type Owned = Where & { application: string; group: string };

export const groupCommand = (d: Owned, words: string, application = d.application, group = d.group) =>
  aws(
    d,
    `deploy update-deployment-group --application-name ${application} --current-deployment-group-name ${group} ${words}`,
  );

/** What may be done where no listener forwards to a target group: on the nearest balancer, or a new one. */
export interface NoListener {
  targetGroup: string;
  /** Absent where the target group is not there. */
  arn?: string;
  subnets: string[];
  balancer?: string;
  listener?: string;
}

export function listenerFor(d: Where & NoListener, arn: string): string {
  const actions = `--default-actions Type=forward,TargetGroupArn=${arn}`;
  if (d.listener) return aws(d, `elbv2 modify-listener --listener-arn ${d.listener} ${actions}`);
  if (d.balancer)
    return aws(d, `elbv2 create-listener --load-balancer-arn ${d.balancer} --protocol HTTP --port 80 ${actions}`);
  const name = d.targetGroup.slice(0, 29);
  return aws(d, `elbv2 create-load-balancer --name ${name}-lb --subnets ${d.subnets.join(' ')}`);
}
