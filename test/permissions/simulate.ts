// Asks an IAM simulator, with the knowledge of the Service Authorization Reference, whether a policy allows a request.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Policy, Statement } from '../../src/aws/policies.ts';
import { ACCOUNT, type Request } from './requests.ts';

/** Two generations of load balancers share a prefix, and of `AddTags` the simulator knows only the first one's resource. */
const inItsWords = <T>(of: T): T => JSON.parse(JSON.stringify(of).replaceAll(':targetgroup/', ':loadbalancer/')) as T;

const known = new Map<string, boolean>();

export async function allows(statements: readonly Statement[], request: Request): Promise<boolean> {
  return request.action === 'elasticloadbalancing:AddTags'
    ? simulated(inItsWords(statements), inItsWords(request))
    : simulated(statements, request);
}

async function simulated(statements: readonly Statement[], request: Request): Promise<boolean> {
  const Action = statements.filter((statement) => statement.Action.includes(request.action));
  if (Action.length === 0) return false;
  // Other actions of a statement change nothing.
  const policy: Policy = {
    Version: '2012-10-17',
    Statement: Action.map((statement) => ({ ...statement, Action: [request.action] })),
  };
  const key = JSON.stringify([policy, request]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const { action, resource, context } = request;
  const response = await runSimulation(
    {
      identityPolicies: [{ name: 'exported', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        action,
        principal: `arn:aws:iam::${ACCOUNT}:user/kim`,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: context,
      },
    },
    {},
  );
  if (response.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(response.errors)}`);
  const allowed = response.overallResult === 'Allowed';
  known.set(key, allowed);
  return allowed;
}
