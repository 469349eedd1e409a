// Taking back what was made, what stays and why, and who is at work.
import type { Sentence } from '../say.ts';
import { plural } from '../say.ts';
import { time } from './deployments.ts';

interface AtWork {
  what: string;
  user: string;
  host: string;
  pid: number;
  command: string;
  seconds: number;
}

const who = (d: AtWork) =>
  d.pid > 0
    ? `${d.command}, by ${d.user || 'somebody'} on ${d.host}, process ${d.pid}, begun ${time.ago(d)}`
    : 'another process';

export const destroyMessages = {
  destroys: (d: { project: string; count: number }) =>
    `${plural(d.count, 'thing')} that \`${d.project}\` has made ${d.count === 1 ? 'is' : 'are'} removed from AWS.`,
  endsInstances: (d: { asg: string; count: number }) =>
    `With \`${d.asg}\` ${plural(d.count, 'instance')} ${d.count === 1 ? 'is' : 'are'} terminated.`,
  removesImages: (d: { images: string }) => `Remove AMIs and snapshots too? ${d.images}`,
  waitGone: (d: { kind: string; name: string }) => `waiting until \`${d.name}\` is gone`,
  waitAtWork: (d: AtWork) => `\`${d.what}\`: waiting for ${who(d)}`,
};

export const atWork = (d: AtWork): Sentence => ({
  message: `Somebody is at work on \`${d.what}\`: ${who(d)}.`,
  hint: 'Run the same command again when that has ended. deploy waits by itself with --wait-for-active.',
});

/** Why something stays. */
export const left = {
  notOurs: (_: { users: string }) => "does not carry this project's tag: it was there before, or somebody else made it",
  inUse: (d: { users: string }) => `is in use by ${d.users}`,
  isDefault: (_: { users: string }) => 'is the default version of its template, which AWS does not delete',
  onRequest: (_: { users: string }) => 'is removed only with --images',
  revisions: (_: { users: string }) => 'a bucket and the revisions in it are never removed',
};
