// The check of an AppSpec file as a command: no account, no Region, only what is on the disk.
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import stringWidth from 'fast-string-width';
import { type Finding, refuses, START, warning } from '../appspec/finding.ts';
import { FILE, isMisnamed, lintFolder } from '../appspec/folder.ts';
import { type Linted, lintDocument } from '../appspec/lint.ts';
import { listed } from '../bundle/walk.ts';
import { WizardError } from '../engine/errors.ts';
import type { Block } from '../engine/ui.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Text } from '../text/en/index.ts';
import { adviceOf, placeOf } from '../text/say.ts';
import { suggest } from './suggest.ts';

export async function lint(
  session: Session,
  path: string,
  { strict = false, explain = false }: { strict?: boolean; explain?: boolean },
): Promise<Work> {
  const { text, world } = session;
  const full = resolve(world.cwd, path);
  const isFolder = await kindOf(path, full);
  if (explain && !isFolder) throw new WizardError('invalidValue', { where: '--explain', value: path, rule: 'file' });
  const file = isFolder ? join(path, FILE) : path;
  const linted = isFolder ? await lintFolder(full, await listed(full)) : await lintFile(full);
  const { findings, lines, plan } = linted;
  const refused = findings.filter((finding) => refuses(finding, strict));
  return {
    data: {
      file,
      findings: findings.map((finding) => told(text, finding, lines)),
      ...(explain && plan && { install: { folders: plan.folders, copies: plan.copies } }),
    },
    blocks: [
      { lines: [...findings.flatMap((finding) => shown(text, file, finding, lines)), summary(text, findings)] },
      ...(explain && plan ? [installBlock(text, plan)] : []),
    ],
    next:
      refused.length > 0
        ? [suggest(session, 'appspec', 'lint', path)]
        : isFolder
          ? [suggest(session, 'deploy', '--source', 'local', '--directory', path)]
          : [],
    ...(refused.length > 0 && { error: new WizardError('revisionBroken', { file, findings: refused }), told: true }),
  };
}

async function kindOf(path: string, full: string): Promise<boolean> {
  const found = await stat(full).catch(() => undefined);
  if (!found || !(found.isFile() || found.isDirectory()))
    throw new WizardError('notFound', { kind: 'local.path', name: path, instead: [] });
  return found.isDirectory();
}

async function lintFile(full: string): Promise<Linted> {
  const linted = lintDocument(await readFile(full));
  const name = basename(full);
  if (!isMisnamed(name)) return linted;
  return { ...linted, findings: [warning('appspec-name', { mark: START }, { file: name }), ...linted.findings] };
}

/** As JSON tells it; lines and columns begin at 1. */
function told(text: Text, finding: Finding, lines: string[]) {
  const { id, severity, fatal = false, mark, inside } = finding;
  const { message, fix } = adviceOf(text, finding);
  return {
    id,
    severity,
    fatal,
    line: mark.line + 1,
    column: mark.column + 1,
    message,
    fix,
    source: lines[mark.line] ?? '',
    ...(inside && { inside }),
  };
}

/** The line it stands in, with a mark below. Longer lines are shown around it. */
const WIDEST = 100;

function shown(text: Text, file: string, finding: Finding, lines: string[]): string[] {
  const { id, severity, fatal, mark, inside } = finding;
  const { message, fix } = adviceOf(text, finding);
  const certain = fatal ? ` (${text.lint.certain})` : '';
  const source = inside?.source ?? lines[mark.line] ?? '';
  const column = inside ? inside.column - 1 : mark.column;
  return [
    `${placeOf(file, finding)}  ${text.lint.severity[severity]}${certain}  ${id}`,
    `  ${message}`,
    ...(source.trim() ? marked(source, column).map((line) => `    ${line}`) : []),
    `  ${text.lint.fix({ fix })}`,
    '',
  ];
}

function marked(source: string, column: number): string[] {
  const from = column > WIDEST ? column - WIDEST / 2 : 0;
  const visible = (part: string) => part.replace(/[\t\p{Cc}\ufeff]/gu, ' ');
  return [
    visible(source.slice(from, from + WIDEST)),
    `${' '.repeat(stringWidth(visible(source.slice(from, column))))}^`,
  ];
}

function summary(text: Text, findings: Finding[]): string {
  if (findings.length === 0) return text.lint.clean;
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  return text.lint.counts({ errors: count('error'), warnings: count('warning'), infos: count('info') });
}

const installBlock = (text: Text, { folders, copies }: NonNullable<Linted['plan']>): Block => ({
  title: text.lint.install,
  rows: [
    ...folders.map((folder) => [folder, text.lint.folder]),
    ...copies.map(({ source, destination, mode, owner, group }) => [
      destination,
      [source, mode, owner && group ? `${owner}:${group}` : (owner ?? (group && `:${group}`))]
        .filter(Boolean)
        .join('  '),
    ]),
  ],
});
