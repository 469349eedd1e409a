// The page about the check lists every finding, in the words of the catalogue.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFindings } from '../../src/text/en/appspec-bundle.ts';
import { documentFindings } from '../../src/text/en/appspec-document.ts';
import { sectionFindings } from '../../src/text/en/appspec-sections.ts';
import type { Advice } from '../../src/text/say.ts';

/** What a sentence is filled with stands for itself; what may be absent is absent. */
const exampleFor = (id: string) =>
  new Proxy({} as Record<string, unknown>, {
    get: (_, name) => {
      if (name === 'other' && id === 'destination-clash') return '‹other›';
      if (['almost', 'instead', 'other', 'inner', 'script'].includes(name as string)) return undefined;
      return ['ignored', 'valid'].includes(name as string) ? false : `‹${String(name)}›`;
    },
  });

const cell = (text: string) => text.replaceAll('|', '\\|');

const tableOf = (title: string, findings: object) =>
  [
    `## ${title}`,
    '',
    '| id | what is wrong, and what comes of it | fix |',
    '|---|---|---|',
    ...Object.entries(findings as Record<string, (data: unknown) => Advice>).map(([id, say]) => {
      const { message, fix } = say(exampleFor(id));
      return `| \`${id}\` | ${cell(message)} | ${cell(fix)} |`;
    }),
    '',
  ].join('\n');

test('every finding is on the page', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'appspec.md'), 'utf8');
  const tables = [
    tableOf('The document', documentFindings),
    tableOf('files, hooks, permissions', sectionFindings),
    tableOf('The folder', bundleFindings),
  ].join('\n');
  expect(page.slice(page.indexOf('## The document'))).toBe(tables);
  expect(page).not.toContain('undefined');
});
