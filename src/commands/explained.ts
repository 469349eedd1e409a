// One explanation as data and as a block of text.
import type { Block } from '../engine/ui.ts';
import type { Explanations } from '../text/en/explain/index.ts';
import type { CauseId, Explanation } from '../text/say.ts';

export interface Explained {
  id: string;
  severity: 'error' | 'warning' | 'info';
  explanation: Explanation;
  line?: number;
  evidence?: string;
  /** What stands beside the id, and below it. */
  title?: string;
  rows?: string[][];
  /** The cause for which there is evidence: it comes first. */
  likely?: CauseId;
  /** How many of the causes are shown, the likeliest first, where more is to be read. */
  most?: number;
  /** Further keys of the data. */
  more?: object;
}

export function explained({ words }: Explanations, one: Explained): { finding: object; block: Block } {
  const { id, severity, explanation, line = null, evidence = null, title, rows = [], likely, most, more } = one;
  const { means } = explanation;
  const causes = explanation.causes
    .toSorted(
      ([, , , a], [, , , b]) => Number(b !== undefined && b === likely) - Number(a !== undefined && a === likely),
    )
    .map(([cause, tell, fix]) => ({ cause, tell, fix }));
  const shown = causes.slice(0, most);
  const label = (index: number) => (shown.length > 1 ? `${words.cause} ${index + 1}` : words.cause);
  return {
    finding: { id, severity, ...causes[0], line, evidence, means, causes, ...more },
    block: {
      title: [words.severities[severity], id, title].filter(Boolean).join('  '),
      rows: [
        [words.means, means],
        ...(evidence ? [[words.evidence, evidence]] : []),
        ...rows,
        ...shown.flatMap(({ cause, tell, fix }, index) => [
          ['', ''],
          [label(index), cause],
          [words.tell, tell],
          [words.fix, fix],
        ]),
        ['', ''],
      ],
    },
  };
}
