// A custom deployment configuration: how many hosts stay healthy. AWS cannot change one, so its name tells what it says.
import { isNamed, unless } from '../aws/errors.ts';
import type { Place } from '../aws/place.ts';
import type { Resource } from '../engine/resource.ts';

export interface MinimumHealthy {
  type: 'HOST_COUNT' | 'FLEET_PERCENT';
  value: number;
}

/** `2` is a number of hosts, `50%` a part of the fleet. */
export const minimumHealthyOf = (text: string): MinimumHealthy =>
  text.endsWith('%')
    ? { type: 'FLEET_PERCENT', value: Number(text.slice(0, -1)) }
    : { type: 'HOST_COUNT', value: Number(text) };

export const configName = (project: string, { type, value }: MinimumHealthy) =>
  `${project}-min-${value}${type === 'FLEET_PERCENT' ? 'pct' : ''}`;

export function deploymentConfig(
  place: Place,
  name: string,
  minimum: MinimumHealthy,
): Resource<{ minimumHealthyHosts: string }> {
  const { codeDeploy } = place.aws;
  return {
    kind: 'codedeploy.config',
    name,
    spec: { minimumHealthyHosts: `${minimum.type} ${minimum.value}` },
    async read() {
      const found = await unless('DeploymentConfigDoesNotExistException', () =>
        codeDeploy.getDeploymentConfig({ deploymentConfigName: name }),
      );
      const hosts = found?.deploymentConfigInfo?.minimumHealthyHosts;
      return found && { minimumHealthyHosts: `${hosts?.type} ${hosts?.value}` };
    },
    async create() {
      try {
        await codeDeploy.createDeploymentConfig({
          deploymentConfigName: name,
          computePlatform: 'Server',
          minimumHealthyHosts: minimum,
        });
      } catch (error) {
        if (!isNamed(error, 'DeploymentConfigAlreadyExistsException')) throw error;
      }
    },
  };
}
