// Watches a deployment that is on its way, or tells how it ended. Changes nothing.
import { describeDeployment } from '../deployments/describe.ts';
import { unknownDeployment } from '../deployments/status.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { follow } from './follow.ts';
import { readsOnly } from './reads-only.ts';
import { type Sight, sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { checkedId, seen } from './which-group.ts';

/** Without an id: the one of the group that is active, or else the one that was tried last. */
export async function watchDeployment(session: Session, settings: Settings, given?: string): Promise<Work> {
  await readsOnly(session, settings);
  const sight = sightOf(session);
  const id = given === undefined ? (await seen.latest(session, settings, sight)).info?.deploymentId : checkedId(given);
  if (id === undefined) return unseen(session, sight);
  const place = await session.place();
  const watched = await sight.allowed(() => follow(session, place, id));
  if (!watched) return unseen(session, sight, id);
  const { described } = watched;
  const { status, creator, completedAt } = described;
  return {
    data: { deployment: described, unknown: sight.unknown },
    gives: { deploy: { deploymentId: id, status } },
    next: [suggest(session, 'status')],
    blocks: [{ title: session.text.words.deployments, rows: [[id, status, creator, completedAt ?? '']] }],
  };
}

/** Where it may not be looked at there is nothing to watch. */
function unseen({ text: { words }, soFar }: Session, sight: Sight, id?: string): Work {
  const again = soFar.takenUpBy?.()?.command;
  return {
    data: { deployment: id ? describeDeployment(unknownDeployment(id)) : null, unknown: sight.unknown },
    blocks: [{ rows: [[[words.deployment, id].filter(Boolean).join(' '), words.unknown]] }],
    next: [...(again ? [again] : []), sight.next],
    error: sight.refusal,
  };
}
