// What a project has in AWS, written for the tools that teams already have: Terraform, CloudFormation, a shell script.
import { resolve } from 'node:path';
import { blueOf, greenOf } from '../deployments/colours.ts';
import { WizardError } from '../engine/errors.ts';
import type { Question } from '../engine/question.ts';
import { holdings, isEmpty } from '../export/holdings.ts';
import type { Exported } from '../export/terraform.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { readsOnly } from './reads-only.ts';
import { sightOf } from './sight.ts';
import { suggest } from './suggest.ts';
import { answersTo } from './which-group.ts';
import { writeFiles } from './write-files.ts';

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
  if (out !== undefined) await writeFiles(session, resolve(session.world.cwd, out), files);
  return {
    data: { files, unknown: sight.unknown },
    blocks: out === undefined ? [{ lines: [content.trimEnd()] }] : [],
    next: [sight.unknown.length > 0 ? sight.next : suggest(session, 'status')],
    ...(isEmpty(held) && { error: sight.refusal }),
  };
}
