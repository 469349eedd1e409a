// The page about the check lists every finding, in the words of the catalogue.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFindings } from '../../src/text/en/appspec-bundle.ts';
import { documentFindings } from '../../src/text/en/appspec-document.ts';
import { sectionFindings } from '../../src/text/en/appspec-sections.ts';
import type { Advice } from '../../src/text/say.ts';

/** What a sentence is filled with stands for itself; what may be absent is absent. */
const example = new Proxy({} as Record<string, unknown>, {
  get: (_, name) =>
    ({ ignored: false, valid: false, seconds: '‹seconds›' })[name as string] ??
    (['almost', 'instead', 'other', 'inner', 'script'].includes(name as string) ? undefined : `‹${String(name)}›`),
});

const cell = (text: string) => text.replaceAll('|', '\\|');

const tableOf = (title: string, findings: object) =>
  [
    `## ${title}`,
    '',
    '| id | what is wrong, and what comes of it | fix |',
    '|---|---|---|',
    ...Object.entries(findings as Record<string, (data: unknown) => Advice>).map(([id, say]) => {
      const { message, fix } = say(example);
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
});
