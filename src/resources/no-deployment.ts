// Nothing is being deployed to a deployment group: what goes on there is stopped, and not rolled back.
import { unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import { activeDeployments } from '../deployments/status.ts';
import { line, type Resource } from '../engine/resource.ts';

interface FoundActive {
  active: boolean;
  id: string;
}

const NO_GROUP = ['DeploymentGroupDoesNotExistException', 'ApplicationDoesNotExistException'];

export function noDeployment(place: Place, application: string, group: string): Resource<FoundActive> {
  const name = `${application}/${group}`;
  return {
    kind: 'codedeploy.deployment',
    name,
    spec: { active: false },
    async read() {
      const [info] = (await unless(NO_GROUP, () => activeDeployments(place, application, group))) ?? [];
      return { active: info !== undefined, id: info?.deploymentId ?? '' };
    },
    create: async () => undefined,
    update: ({ id }) =>
      unless('DeploymentAlreadyCompletedException', () =>
        place.aws.codeDeploy.stopDeployment({ deploymentId: id, autoRollbackEnabled: false }),
      ),
    notYet: ({ id }) => line('waitStoppedHere', { group: name, deployment: id }),
    patience: 60 * 60_000,
  };
}
