// What the caller of a reading command may not look at: said once, by the IAM action that is missing, and the rest is answered.
import type { Allowed } from '../aws/allowed.ts';
import { actionFor, explain } from '../aws/errors.ts';
import type { WizardError } from '../engine/errors.ts';
import { line } from '../engine/resource.ts';
import type { Session } from '../session.ts';
import { suggest } from './suggest.ts';

export interface Sight {
  allowed: Allowed;
  /** Says what is missing, and whether it was that. */
  isDenied(error: unknown): boolean;
  /** The actions that are missing. */
  readonly unknown: string[];
  /** The first refusal: that of a command which can answer nothing at all. */
  readonly refusal: WizardError | undefined;
  /** Whether something was refused, and nothing answered. */
  readonly blind: boolean;
  /** Names, check by check, what the caller lacks. */
  readonly next: string;
}

const DENIED: ReadonlySet<string> = new Set(['denied', 'bucketDenied', 'keyDenied']);

export function sightOf(session: Session): Sight {
  const unknown: string[] = [];
  let refusal: WizardError | undefined;
  let answered = 0;

  function isDenied(error: unknown): boolean {
    const known = explain(error);
    if (!DENIED.has(known.code)) return false;
    refusal ??= known;
    const action = actionFor(known);
    if (action && !unknown.includes(action)) {
      unknown.push(action);
      session.ui.warn(line('notAllowed', { action }));
    }
    return true;
  }

  return {
    isDenied,
    unknown,
    next: suggest(session, 'doctor'),
    get refusal() {
      return refusal;
    },
    get blind() {
      return refusal !== undefined && answered === 0;
    },
    async allowed(read) {
      try {
        const found = await read();
        answered++;
        return found;
      } catch (error) {
        if (!isDenied(error)) throw error;
        return undefined;
      }
    },
  };
}
