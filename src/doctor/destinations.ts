// Where the files of the next revision go, by the appspec.yml that is here.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FILE, lintFolder } from '../appspec/folder.ts';
import type { Place } from '../aws/place.ts';
import { survey } from '../bundle/survey.ts';

export interface Destinations {
  paths: string[];
  /** The appspec itself says what becomes of files that are there. */
  settled: boolean;
}

/** What is typed into a script on a server is one line. */
const ONE_LINE = /^\/[^\p{Cc}]+$/u;

/** Undefined where nothing here can be read as a revision for Linux. */
export async function destinationsIn({ cwd }: Place, directory: string): Promise<Destinations | undefined> {
  const folder = resolve(cwd, directory);
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { entries } = await survey(folder, { type: 'zip' });
  const { plan, spec } = await lintFolder(folder, entries);
  if (!plan || spec?.os !== 'linux') return undefined;
  return {
    paths: plan.copies.map(({ destination }) => destination).filter((path) => ONE_LINE.test(path)),
    settled: /^file_exists_behavior:\s*["']?(OVERWRITE|RETAIN)\b/m.test(text),
  };
}
