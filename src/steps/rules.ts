// AWS's constraints on names, so that what AWS would refuse is refused before any call. Patterns are from the service models.
import type { Broken, Check } from '../engine/question.ts';

export const matching = (pattern: RegExp, rule: Broken['rule'], data?: Broken['data']): Check<string> =>
  Object.assign(
    (value: string): Broken | undefined => (pattern.test(value) ? undefined : { rule, ...(data && { data }) }),
    { pattern },
  );

export const projectName = matching(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/, 'projectName');
export const roleName = matching(/^[A-Za-z0-9_+=,.@-]{1,64}$/, 'iamName', { max: 64 });
export const policyName = matching(/^[A-Za-z0-9_+=,.@-]{1,128}$/, 'iamName', { max: 128 });
export const codeDeployName = matching(/^[A-Za-z0-9+=,.@_-]{1,100}$/, 'codeDeployName');
export const instanceId = matching(/^i-[0-9a-f]{8,17}$/, 'instanceId');
export const imageId = matching(/^ami-[0-9a-f]{8,17}$/, 'imageId');
export const imageName = matching(/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/, 'imageName');
export const templateName = matching(/^[a-zA-Z0-9().\-/_]{3,128}$/, 'templateName');
export const templateVersion = matching(/^(\d{1,9}|\$Latest|\$Default)$/, 'templateVersion');
export const asgName = matching(/^[!-9;-~][ !-9;-~]{0,254}$/, 'asgName');
export const targetGroupName = matching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/, 'targetGroupName');
export const policyArn = matching(/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.{1,500}$/, 'arn');
export const minimumHealthy = matching(/^(\d{1,5}|\d{1,2}%)$/, 'minimumHealthy');

export const bucketName = matching(/^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'bucketName');

const SYSTEM =
  /^\/(bin|boot|dev|etc|lib|lib32|lib64|proc|root|run|sbin|sys|usr|var|opt|home|srv|tmp|snap|mnt|media)?$|^\/(bin|boot|dev|etc|lib|lib64|proc|run|sbin|sys|usr)\//;
/** Parents of what the system itself needs: `/var/www` may be emptied, `/var/lib` may not. */
const SYSTEM_BELOW = /^\/(var\/(lib|log|run|spool|cache|lock|tmp|mail|backups)|opt\/codedeploy-agent|root)(\/|$)/;

/** Folders that a user wants emptied on a server. */
export function cleanPaths(paths: string[]): Broken | undefined {
  for (const path of paths) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
    if (/['"`\\\u0000-\u001f\u007f]/.test(path)) return { rule: 'pathCharacters' };
    const plain = path.replace(/\/+$/, '') || '/';
    if (!path.startsWith('/') || plain.split('/').some((part) => part === '.' || part === '..') || plain.includes('//'))
      return { rule: 'absolutePath' };
    if (SYSTEM.test(plain) || SYSTEM_BELOW.test(plain)) return { rule: 'systemPath' };
  }
  return undefined;
}

export const tagPairs = (tags: string[]): Broken | undefined =>
  tags.length === 0
    ? { rule: 'empty' }
    : tags.length > 10
      ? { rule: 'tagCount' }
      : tags.every((tag) => /^[^=]{1,128}=.{0,256}$/.test(tag) && !tag.startsWith('aws:'))
        ? undefined
        : { rule: 'tagPairs' };

export const each = (pattern: RegExp, rule: Broken['rule']): Check<string[]> =>
  Object.assign(
    (values: string[]): Broken | undefined => (values.every((value) => pattern.test(value)) ? undefined : { rule }),
    { pattern },
  );

export const subnetIds = each(/^subnet-[0-9a-f]{8,17}$/, 'subnetId');
export const securityGroupIds = each(/^sg-[0-9a-f]{8,17}$/, 'securityGroupId');
