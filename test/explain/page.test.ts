// docs/errors.md is made from the catalogue. After a change of the catalogue: npx vitest run test/explain/page.test.ts -u
import { expect, test } from 'vitest';
import { severityOf } from '../../src/explain/codes.ts';
import { explanations } from '../../src/text/en/explain/index.ts';
import type { Explanation } from '../../src/text/say.ts';

const SECTIONS = {
  deployment: 'Error codes of a deployment',
  lifecycle: 'Error codes of a lifecycle event',
  refusals: 'What AWS refuses',
  agent: 'Log: the agent',
  revision: 'Log: the revision',
  scripts: 'Log: scripts and traffic',
} as const;

// Angle brackets would be taken for HTML.
const plain = (text: string) => text.replaceAll('<', '&lt;').replaceAll('*', '\\*');

const entry = ([id, { means, causes }]: [string, Explanation]) =>
  `### ${id}\n\n${severityOf(id) === 'error' ? '' : `*${explanations.words.severities[severityOf(id)]}.* `}${plain(means)}\n\n${causes
    .map(
      ([cause, tell, fix], at) =>
        `${at + 1}. ${plain(cause)}\n   - *How to tell:* ${plain(tell)}\n   - *Fix:* ${plain(fix)}`,
    )
    .join('\n')}\n`;

const page = [
  `# Errors

What \`codedeploy-wizard explain\` knows, the likeliest cause first. The same text, also in Korean, on a terminal:

\`\`\`
codedeploy-wizard explain HEALTH_CONSTRAINTS
codedeploy-wizard explain "The specified key does not exist."
codedeploy-wizard explain --log codedeploy-agent.log
codedeploy-wizard explain d-ABCDEFGHI
\`\`\`

A log is read line by line, from a file or a pipe (\`--log -\`), of any length. It may be the agent's own log, a log of
scripts, or what a terminal showed. What was followed by healthy polling, or by a deployment that came further, counts as
over. Nothing leaves this computer, and keys and passwords in what is shown are hidden.
`,
  ...Object.entries(SECTIONS).map(
    ([section, title]) =>
      `## ${title}\n\n${Object.entries(explanations[section as keyof typeof SECTIONS])
        .map(entry)
        .join('\n')}`,
  ),
].join('\n');

test('the page says what the catalogue says', async () => {
  await expect(page).toMatchFileSnapshot('../../docs/errors.md');
});
