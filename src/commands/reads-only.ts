// What every command that changes nothing begins with.
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';

/** No write is sent from now on, and what was said to be read must be there. */
export async function readsOnly(session: Session, settings: Settings): Promise<void> {
  session.readOnly = true;
  await settings.mustExist();
}
