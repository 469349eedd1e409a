// Writes what was exported into a folder.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { line } from '../engine/resource.ts';
import type { ExportedFile } from '../export/pipeline.ts';
import type { Session } from '../session.ts';
import { agree } from './follow.ts';

/** A file that is there with other contents is replaced only by who agrees. */
export async function writeFiles(session: Session, folder: string, files: ExportedFile[]): Promise<void> {
  const before = await Promise.all(
    files.map(({ path }) => readFile(join(folder, path), 'utf8').catch(() => undefined)),
  );
  const isOther = (content: string, index: number) => before[index] !== undefined && before[index] !== content;
  const others = files.filter(({ content }, index) => isOther(content, index)).map(({ path }) => path);
  if (session.globals.dryRun) return;
  if (others.length > 0) {
    session.ui.say(line('filesDiffer', { files: others.join(', ') }));
    await agree(session, line('filesReplace', {}));
  }
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  session.ui.say(line('filesWritten', { folder, files: files.map(({ path }) => path).join(', ') }));
}
