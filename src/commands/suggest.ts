// Commands to run next: whole, and in the same place as this run.
import type { Session } from '../session.ts';
import { typed } from '../text/say.ts';

/** `words` as they would be typed; what is not safe in a shell is quoted. */
export function suggest({ program, globals }: Session, ...words: string[]): string {
  const where = Object.entries({
    '--sandbox': globals.sandbox,
    '--region': globals.region,
    '--profile': globals.profile,
    '--endpoint-url': globals.endpointUrl,
    '--config': globals.config,
    '--env': globals.env,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
  return [program, ...words, ...where].map(typed).join(' ');
}
