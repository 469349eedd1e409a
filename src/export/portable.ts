// ARNs that hold in another account, Region and partition too: what in them says where they are is told apart.
import type { Place } from '../aws/place.ts';

export type Pseudo = 'partition' | 'region' | 'account';
export type Part = string | { pseudo: Pseudo };
type Where = Pick<Place, 'partition' | 'region' | 'account'>;

/** Undefined where nothing in it depends on the place. */
export function portable(text: string, { partition, region, account }: Where): Part[] | undefined {
  const [arn, itsPartition, service = '', itsRegion, itsAccount, ...rest] = text.split(':');
  if (arn !== 'arn' || itsPartition !== partition || rest.length === 0) return undefined;
  const parts: Part[] = ['arn:', { pseudo: 'partition' }, `:${service}:`];
  if (itsRegion === region) parts.push({ pseudo: 'region' });
  else parts.push(itsRegion ?? '');
  parts.push(':');
  if (itsAccount === account) parts.push({ pseudo: 'account' });
  else parts.push(itsAccount ?? '');
  const resource = rest.join(':');
  // The agent's own bucket is named by its Region.
  const [bucket, ...path] = resource.split('/');
  if (bucket === `aws-codedeploy-${region}`)
    parts.push(':aws-codedeploy-', { pseudo: 'region' }, ['', ...path].join('/'));
  else parts.push(`:${resource}`);
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}
