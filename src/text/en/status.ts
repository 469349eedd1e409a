// What `status` says of which revision runs where, and of what it may not look at.
import { plural } from '../say.ts';

export const statusMessages = {
  mixedRevisions: (d: { group: string; kinds: number }) =>
    `The instances of \`${d.group}\` do not all run the same: ${plural(d.kinds, 'kind')} of revision and outcome.`,
  statusOfFew: (d: { step: string; most: number; left: number }) =>
    `Of the servers of \`${d.step}\` only the first ${d.most} were looked into; ${plural(d.left, 'more thing')} of theirs ${d.left === 1 ? 'was' : 'were'} not.`,
  statusLoop: (d: { asg: string; failed: number; since: string; message: string }) =>
    `Launch loop in \`${d.asg}\`: ${plural(d.failed, 'instance')} launched and lost since ${d.since}. ${d.message}`,
  notAllowed: (d: { action: string }) => `These credentials lack ${d.action}: what it would tell is unknown.`,
};

/** How the last deployment to an instance ended. */
export const running = {
  Succeeded: 'succeeded',
  Failed: 'failed',
  unknown: 'unknown',
  count: (d: { count: number }) => plural(d.count, 'instance'),
};
