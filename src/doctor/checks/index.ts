// All checks, in the order in which they are shown.
import type { Check } from '../check.ts';
import { asgChecks } from './asg.ts';
import { balancerChecks } from './balancer.ts';
import { callerChecks } from './caller.ts';
import { groupChecks } from './group.ts';
import { hookChecks } from './hook.ts';
import { hostChecks } from './hosts.ts';
import { imageChecks, templateChecks } from './image.ts';
import { revisionChecks } from './revision.ts';
import { roleChecks } from './roles.ts';

export const checks: readonly Check[] = [
  ...callerChecks,
  ...roleChecks,
  ...hostChecks,
  ...imageChecks,
  ...templateChecks,
  ...asgChecks,
  ...balancerChecks,
  ...groupChecks,
  ...revisionChecks,
  ...hookChecks,
];
