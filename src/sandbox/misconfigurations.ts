// What somebody has set up wrongly, or left behind: it shows only in the next deployment, or in the next instance.
import { groups } from './misconfigured-groups.ts';
import { servers } from './misconfigured-servers.ts';

export const misconfigurations = { ...servers, ...groups };
