// What a project has in AWS, written for the tools that teams already have: Terraform, CloudFormation, a shell script.
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { WizardError } from '../engine/errors.ts';
import type { Question } from '../engine/question.ts';
import { line } from '../engine/resource.ts';
import { holdings, isEmpty } from '../export/holdings.ts';
import type { Exported } from '../export/terraform.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { blueOf, greenOf } from '../steps/blue-green.ts';
import { agree } from './follow.ts';
import { readsOnly } from './reads-only.ts';
import { sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { answersTo } from './which-group.ts';

const KINDS = {
  terraform: { extension: 'tf', write: async () => (await import('../export/terraform.ts')).terraform },
  cloudformation: { extension: 'yml', write: async () => (await import('../export/cloudformation.ts')).cloudFormation },
  cli: { extension: 'sh', write: async () => (await import('../export/script.ts')).script },
};

export type ExportKind = keyof typeof KINDS;

export async function exportProject(
  session: Session,
  settings: Settings,
  asks: readonly Question[],
  kind: ExportKind,
  { out }: { out?: string },
): Promise<Work> {
  await readsOnly(session, settings);
  const sight = sightOf(session);
  const place = await session.place();
  const asked = asks.map((question) => ({ ...question, optional: true }));
  const want = await answersTo(session, settings, asked, sight.isDenied);
  const word = (key: string) => String(want[key] ?? '');
  const asg = want.asg === undefined ? [] : [word('asg'), greenOf(word('asg'))];
  const held = await holdings(
    place,
    {
      application: word('application'),
      groups: [word('group'), blueOf(word('group')), greenOf(word('group'))],
      asgs: asg,
      template: want.template === undefined ? undefined : word('template'),
      ec2Role: word('ec2Role'),
      serviceRole: word('serviceRole'),
      policy: word('ec2Policy'),
    },
    sight.allowed,
  );
  if (isEmpty(held) && sight.unknown.length === 0) {
    const what = { kind: 'codedeploy.application', name: word('application') };
    throw new WizardError('notReady', { step: 'init', what });
  }
  const { extension, write } = KINDS[kind];
  const exported: Exported = {
    project: word('project'),
    held,
    unknown: [...sight.unknown].sort(),
    place,
    text: session.text.exported,
  };
  const content = (await write())(exported);
  const files = [{ path: `${word('project')}.${extension}`, content }];
  if (out !== undefined) await writeOut(session, out, files);
  return {
    data: { files, unknown: sight.unknown },
    blocks: out === undefined ? [{ lines: [content.trimEnd()] }] : [],
    next: [sight.unknown.length > 0 ? sight.next : suggest(session, 'status')],
    ...(isEmpty(held) && { error: sight.refusal }),
  };
}

async function writeOut(session: Session, out: string, files: { path: string; content: string }[]): Promise<void> {
  const { cwd } = session.world;
  const folder = resolve(cwd, out);
  const paths = files.map(({ path }) => relative(cwd, join(folder, path)));
  const there = await Promise.all(
    files.map(({ path }) =>
      access(join(folder, path)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const replaced = paths.filter((_, index) => there[index]);
  if (replaced.length > 0) await agree(session, line('filesReplaced', { paths: replaced }));
  if (session.globals.dryRun) return;
  await mkdir(folder, { recursive: true });
  for (const { path, content } of files)
    await writeFile(join(folder, path), content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  session.ui.say(line('filesWritten', { paths }));
}
