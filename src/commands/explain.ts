// Says what a code, a message, a log or a deployment means. Only the deployment needs AWS.
import { WizardError } from '../engine/errors.ts';
import { explanationOf, findCode, near, severityOf } from '../explain/codes.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { explained } from './explained.ts';
import { readsOnly } from './reads-only.ts';

export async function explain(
  session: Session,
  settings: Settings,
  options: { log?: string },
  [word]: string[],
): Promise<Work> {
  const explanations = await session.text.explanations();
  if (options.log !== undefined) {
    if (word !== undefined) throw new WizardError('usage', { problem: session.text.words.explainOne });
    return (await import('./explain-log.ts')).explainLog(session, explanations, options.log);
  }
  if (word === undefined) throw new WizardError('usage', { problem: session.text.words.explainWhat });
  if (/^d-[A-Z0-9]{3,20}$/i.test(word)) {
    await readsOnly(session, settings);
    const { explainDeployment } = await import('./explain-deployment.ts');
    return explainDeployment(session, explanations, `d${word.slice(1).toUpperCase()}`);
  }
  const id = findCode(explanations, word);
  if (id === undefined) throw new WizardError('unknownCode', { code: word, near: near(explanations, word) });
  const { finding, block } = explained(explanations, {
    id,
    severity: severityOf(id),
    explanation: explanationOf(explanations, id)!,
  });
  return { data: { findings: [finding] }, blocks: [block] };
}
