// EC2 in the sandbox, put together from its parts.
import type { Handlers } from '../aws/operations.ts';
import type { Account } from './account.ts';
import { advanceImages, handlers as images } from './ec2-images.ts';
import { advanceInstances, handlers as instances } from './ec2-instances.ts';
import { handlers as network } from './ec2-network.ts';
import { handlers as templates } from './ec2-templates.ts';

export { terminateInstance } from './ec2-instances.ts';
export { launchInstance } from './ec2-launch.ts';
export { templateWith, versionWith } from './ec2-templates.ts';

export const handlers: Handlers<'ec2', Account> = { ...instances, ...images, ...templates, ...network };

export function advance(account: Account): void {
  advanceInstances(account);
  advanceImages(account);
}
