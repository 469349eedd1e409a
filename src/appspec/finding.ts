// What is found wrong: an id, where it stands, and the data of its sentences. The words are in the catalogue.
import type { FindingData, FindingId } from '../text/en/index.ts';
import type { Mark } from './yaml/cursor.ts';

/** error: the agent refuses it, or the bundle lacks it; warning: accepted, but fails later or does something else. */
export type Severity = 'error' | 'warning' | 'info';

export type Found = { [K in FindingId]: { id: K; data: FindingData<K> } }[FindingId];

export type Finding = Found & {
  severity: Severity;
  /** A warning that is certain to fail a deployment. */
  fatal?: true;
  /** In appspec.yml. */
  mark: Mark;
  /** In a script that appspec.yml names there. */
  inside?: { file: string; line: number; column: number; source: string };
};

const made =
  (severity: Severity, fatal?: true) =>
  <K extends FindingId>(id: K, { mark }: { mark: Mark }, data: FindingData<K>): Finding =>
    ({ id, data, severity, mark, ...(fatal && { fatal }) }) as Finding;

export const error = made('error');
export const warning = made('warning');
export const fatal = made('warning', true);
export const info = made('info');

export const START: Mark = { index: 0, line: 0, column: 0 };

/** What must not be deployed. */
export const refuses = ({ severity, fatal }: Finding, strict: boolean): boolean =>
  severity === 'error' || fatal === true || (strict && severity === 'warning');

/** As one reads: from top to bottom, and in a script likewise. */
export const inOrder = (findings: Finding[]): Finding[] =>
  findings.toSorted(
    (a, b) =>
      a.mark.line - b.mark.line ||
      a.mark.column - b.mark.column ||
      (a.inside?.file ?? '').localeCompare(b.inside?.file ?? '') ||
      (a.inside?.line ?? 0) - (b.inside?.line ?? 0),
  );
