// What is exported, read by what others made: Terraform's grammar, YAML, bash.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, parseDocument, Scalar, visit } from 'yaml';
import type { Holdings } from '../../src/export/holdings.ts';
import type { Exported } from '../../src/export/terraform.ts';
import { en } from '../../src/text/en/index.ts';

export const place = { partition: 'aws', region: 'ap-northeast-2', account: '123456789012' };

/** Names of resources and their blocks, each with what it takes; a name with ! is required. */
export function namesIn(file: string): Map<string, { known: Set<string>; required: string[] }> {
  const lines = readFileSync(join(import.meta.dirname, `${file}.txt`), 'utf8')
    .trimEnd()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [, path = '', rest = ''] = /^(.*?): (.*)$/.exec(line) ?? [];
      const names = rest.split(' ');
      return [
        path,
        {
          known: new Set(names.map((name) => name.replace('!', ''))),
          required: names.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1)),
        },
      ];
    }),
  );
}

// Two of its modules in one process break each other.
const PARSE = `
import { parse } from '@cdktf/hcl2json';
const texts = JSON.parse(await new Response(process.stdin).text());
const parsed = [];
for (const text of texts) parsed.push(await parse('x.tf', text));
process.stdout.write(JSON.stringify(parsed));
process.exit(0);
`;

// biome-ignore lint/suspicious/noExplicitAny: whatever a file says.
export const hcl = (texts: string[]): any[] =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', PARSE], {
      cwd: join(import.meta.dirname, '..', '..'),
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 100 * 1024 ** 2,
    }),
  );

/** With intrinsic functions as their text. */
export function yaml(text: string): { document: Document; value: Record<string, Record<string, unknown>> } {
  const document = parseDocument(text, { version: '1.1', logLevel: 'error' });
  visit(document, {
    Scalar(_key, node) {
      if (node.tag?.startsWith('!') && node instanceof Scalar) node.tag = undefined;
    },
  });
  return { document, value: document.toJS() };
}

/** An `aws` that does nothing but write down what it was called with; answers the words with which it was called. */
export function executed(script: string): { words: string[]; input: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'cdw-export-'));
  mkdirSync(join(folder, 'bin'));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(
    join(folder, 'bin', 'aws'),
    `#!/bin/bash
case "$1 $4" in "sts Account") echo ${place.account}; exit ;; "sts Arn") echo arn:aws:iam::${place.account}:user/x; exit ;; esac
[ "$1" = elbv2 ] && { echo "arn:of:$4"; exit; }
case "$*" in *file:///dev/stdin*) input=$(cat; echo x) ;; *) input=x ;; esac
{ printf '%s\\0' "$@"; printf '\\1%s\\2' "\${input%x}"; } >> '${log}'
`,
    { mode: 0o755 },
  );
  const file = join(folder, 'made.sh');
  writeFileSync(file, script);
  execFileSync('bash', [file], {
    cwd: folder,
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` },
    stdio: 'pipe',
  });
  return readFileSync(log, 'utf8')
    .split('\u0002')
    .slice(0, -1)
    .map((call) => {
      const [words = '', input = ''] = call.split('\u0001');
      return { words: words.split('\0').slice(0, -1), input };
    });
}

export const exported = (held: Partial<Holdings>, more: Partial<Exported> = {}): Exported => ({
  project: 'shop',
  held: {
    policies: [],
    roles: [],
    profiles: [],
    templates: [],
    asgs: [],
    targetGroups: [],
    applications: [],
    configs: [],
    groups: [],
    ...held,
  },
  unknown: [],
  place,
  text: en.exported,
  ...more,
});
