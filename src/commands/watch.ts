// Watches a deployment that is on its way, or tells how it ended. Changes nothing.
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { follow } from './follow.ts';
import { readsOnly } from './reads-only.ts';
import { suggest } from './suggest.ts';
import { activeOf, checkedId, lastOf } from './which-group.ts';

/** Without an id: the one of the group that is active, or else the one that was tried last. */
export async function watchDeployment(session: Session, settings: Settings, given?: string): Promise<Work> {
  await readsOnly(session, settings);
  const id = given === undefined ? await latestOf(session, settings) : checkedId(given);
  const { described } = await follow(session, await session.place(), id);
  const { status, creator, completedAt } = described;
  return {
    data: { deployment: described },
    next: [suggest(session, 'status')],
    blocks: [{ title: session.text.words.deployments, rows: [[id, status, creator, completedAt ?? '']] }],
  };
}

async function latestOf(session: Session, settings: Settings): Promise<string> {
  const { info } = await activeOf(session, settings);
  return (info ?? (await lastOf(session, settings)).info).deploymentId ?? '';
}
