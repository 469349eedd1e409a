// Deployment configurations: how many instances may be away at the same time. They never change once made.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page, refuse, uuid } from './account.ts';
import { checkName } from './codedeploy-names.ts';
import type { DeploymentConfig } from './state.ts';

const BUILT_IN: Record<string, DeploymentConfig['minimumHealthyHosts']> = {
  'CodeDeployDefault.OneAtATime': { type: 'MOST_CONCURRENCY', value: 1 },
  'CodeDeployDefault.HalfAtATime': { type: 'FLEET_PERCENT', value: 50 },
  'CodeDeployDefault.AllAtOnce': { type: 'FLEET_PERCENT', value: 0 },
};

export function configNamed({ state }: Account, name: string): DeploymentConfig | undefined {
  const builtIn = Object.keys(BUILT_IN).indexOf(name);
  if (builtIn < 0) return state.codeDeploy.configs[name];
  const id = `00000000-0000-0000-0000-00000000000${builtIn + 1}`;
  return { name, id, minimumHealthyHosts: BUILT_IN[name]!, createdAt: Date.UTC(2014, 10, 12) };
}

export function checkConfig(account: Account, name: string): string {
  if (!configNamed(account, checkName('DeploymentConfig', name)))
    refuse('DeploymentConfigDoesNotExistException', `No Deployment Configuration found for name: ${name}`);
  return name;
}

/** Of `fleet` instances so many must stay healthy; the others may be away together. */
export function minimumHealthy(account: Account, name: string, fleet: number): number {
  const { type, value } = configNamed(account, name)?.minimumHealthyHosts ?? BUILT_IN['CodeDeployDefault.OneAtATime']!;
  if (type === 'MOST_CONCURRENCY') return Math.max(0, fleet - value);
  return type === 'HOST_COUNT' ? value : Math.ceil((fleet * value) / 100);
}

type ConfigOperation =
  | 'getDeploymentConfig'
  | 'listDeploymentConfigs'
  | 'createDeploymentConfig'
  | 'deleteDeploymentConfig';

export const handlers: Pick<Handlers<'codeDeploy', Account>, ConfigOperation> = {
  getDeploymentConfig({ deploymentConfigName = '' }, account) {
    const config = configNamed(account, checkConfig(account, deploymentConfigName))!;
    return {
      deploymentConfigInfo: {
        deploymentConfigId: config.id,
        deploymentConfigName: config.name,
        minimumHealthyHosts: config.minimumHealthyHosts as { type: 'HOST_COUNT' },
        createTime: new Date(config.createdAt),
        computePlatform: 'Server',
      },
    };
  },

  listDeploymentConfigs({ nextToken } = {}, { state }) {
    const names = [...Object.keys(state.codeDeploy.configs), ...Object.keys(BUILT_IN)];
    const { items, next } = page(names, nextToken, 3);
    return { deploymentConfigsList: items, nextToken: next };
  },

  createDeploymentConfig(input, account) {
    const { computePlatform = 'Server', minimumHealthyHosts: { type, value } = {} } = input;
    const { configs } = account.state.codeDeploy;
    const name = checkName('DeploymentConfig', input.deploymentConfigName);
    if (name.startsWith('CodeDeployDefault'))
      refuse(
        'InvalidDeploymentConfigNameException',
        'Deployment configuration names cannot begin with CodeDeployDefault',
      );
    if (computePlatform !== 'Server')
      refuse('InvalidComputePlatformException', `The compute platform ${computePlatform} is not known here.`);
    if (input.zonalConfig)
      refuse('InvalidZonalDeploymentConfigurationException', 'Zonal configurations are not known here.');
    const most = type === 'FLEET_PERCENT' ? 99 : type === 'HOST_COUNT' ? Number.MAX_SAFE_INTEGER : -1;
    if (value === undefined || !Number.isInteger(value) || value < 0 || value > most)
      refuse(
        'InvalidMinimumHealthyHostValueException',
        'The minimum healthy hosts must be a HOST_COUNT of 0 or more, or a FLEET_PERCENT from 0 to 99.',
      );
    if (configs[name])
      refuse('DeploymentConfigAlreadyExistsException', `A deployment configuration already exists with name: ${name}`);
    const id = uuid(account);
    configs[name] = { name, id, minimumHealthyHosts: { type: type!, value: value! }, createdAt: account.now };
    return { deploymentConfigId: id };
  },

  /** What is not there is taken as deleted. */
  deleteDeploymentConfig({ deploymentConfigName }, { state }) {
    const name = checkName('DeploymentConfig', deploymentConfigName);
    if (BUILT_IN[name]) refuse('InvalidOperationException', `The predefined configuration ${name} cannot be deleted.`);
    if (Object.values(state.codeDeploy.groups).some(({ settings }) => settings.deploymentConfigName === name))
      refuse('DeploymentConfigInUseException', `The deployment configuration ${name} is in use.`);
    delete state.codeDeploy.configs[name];
    return {};
  },
};
