// AWS as a list of answers: what each look at a deployment gets, one after the other, the last one for ever.
import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  type DeploymentInfo,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import type { Envelope } from '../../src/engine/ui.ts';
import { run } from '../../src/program.ts';
import { fakeWorld } from '../ui/support.ts';
import type { Fleet } from './fleet.ts';

export const codeDeploy = mockClient(CodeDeployClient);
const sts = mockClient(STSClient);

export const ID = 'd-SCRIPT001';

export const named = (name: string, message = '', status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

export type Answer = Partial<DeploymentInfo> | Error;

/** Each deployment with what the looks at it get; what is not said of targets is nobody's. */
export function script(answers: Record<string, Answer[]>, fleets: Fleet[] = []): void {
  codeDeploy.reset();
  sts.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/kim' });
  const looks = new Map<string, number>();
  codeDeploy.on(GetDeploymentCommand).callsFake(({ deploymentId }: { deploymentId: string }) => {
    const list = answers[deploymentId];
    if (!list) return Promise.reject(named('DeploymentDoesNotExistException'));
    const at = looks.get(deploymentId) ?? 0;
    looks.set(deploymentId, at + 1);
    const answer = list[Math.min(at, list.length - 1)]!;
    if (answer instanceof Error) return Promise.reject(answer);
    return {
      deploymentInfo: { creator: 'user', applicationName: 'shop', deploymentGroupName: 'shop-group', ...answer },
    };
  });
  codeDeploy.on(ListDeploymentTargetsCommand).rejects(named('DeploymentNotStartedException'));
  codeDeploy.on(BatchGetDeploymentTargetsCommand).rejects(named('DeploymentNotStartedException'));
  for (const fleet of fleets) {
    const of = { deploymentId: fleet.id };
    codeDeploy.on(ListDeploymentTargetsCommand, of).callsFake((input) => fleet.listDeploymentTargets(input));
    codeDeploy.on(BatchGetDeploymentTargetsCommand, of).callsFake((input) => fleet.batchGetDeploymentTargets(input));
  }
}

/** The whole fleet by itself: also what the looks at the deployment get. */
export function scriptFleet(fleet: Fleet): void {
  script({}, [fleet]);
  codeDeploy.on(GetDeploymentCommand, { deploymentId: fleet.id }).callsFake(() => fleet.getDeployment());
}

export interface Watched {
  exitCode: number;
  envelope: Envelope;
  stderr: string;
  /** Pauses between two looks, in milliseconds. */
  pauses: number[];
}

/** `deploy watch` as a whole, in a world where only sleeping takes time. */
export async function watchCommand(
  id: string,
  args: string[] = ['--output', 'json'],
  stopAfter = 500,
): Promise<Watched> {
  const { world, out, err, tick } = fakeWorld();
  const controller = new AbortController();
  const pauses: number[] = [];
  const exitCode = await run({
    ...world,
    args: ['deploy', 'watch', id, '--region', 'ap-northeast-2', ...args],
    env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    signal: controller.signal,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      tick(milliseconds);
      if (pauses.length >= stopAfter) throw new Error('It never ends.');
    },
  });
  const last = out().trimEnd().split('\n').at(-1) ?? '';
  return { exitCode, stderr: err(), pauses, envelope: last.startsWith('{') ? JSON.parse(last) : (undefined as never) };
}
