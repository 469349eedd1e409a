// `destroy`: the steps backwards. Only what carries our tag and is not in use by something foreign; the rest is listed with why.
import type { OptionValues } from 'commander';
import { line } from '../engine/resource.ts';
import { makeItSo } from '../engine/run.ts';
import type { StepName } from '../engine/step.ts';
import type { Work } from '../perform.ts';
import {
  type Left,
  left,
  type Names,
  type Removable,
  type Search,
  type Survey,
  unwanted,
} from '../resources/removal.ts';
import { findAccess } from '../resources/remove-access.ts';
import { findApplication, findGroups } from '../resources/remove-codedeploy.ts';
import { findTargetGroups } from '../resources/remove-colours.ts';
import { findAutoScalingGroups, findImages, findTemplates } from '../resources/remove-launch.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { application } from '../steps/app.ts';
import { asgName } from '../steps/asg.ts';
import { groupName } from '../steps/group.ts';
import { project } from '../steps/project.ts';
import { ec2Policy, ec2Role, serviceRole } from '../steps/roles.ts';
import { template } from '../steps/template.ts';
import { atWork } from './at-work.ts';
import { part } from './carry-out.ts';
import { runIn } from './make.ts';
import { suggest } from './suggest.ts';
import { answersTo } from './which-group.ts';

/** The steps backwards. What a deployment has left is not ours to remove: what runs, runs. */
const finders: [StepName, (search: Search) => Promise<Survey>][] = [
  ['deploy', async ({ bucket }) => ({ goes: [], stays: bucket ? [left('s3.bucket', bucket, 'revisions')] : [] })],
  ['group', findGroups],
  ['app', findApplication],
  ['asg', findAutoScalingGroups],
  ['asg', findTargetGroups],
  ['template', findTemplates],
  ['ami', findImages],
  ['roles', findAccess],
];

/** `only`: names of steps; empty means all. */
export async function destroy(
  session: Session,
  settings: Settings,
  { images }: OptionValues,
  only: string[],
): Promise<Work> {
  await session.place();
  const optional = { optional: true };
  const questions = [project, application, groupName, ec2Role, ec2Policy, serviceRole];
  const want = await answersTo(session, settings, [
    ...questions,
    { ...template, ...optional },
    { ...asgName, ...optional },
  ]);
  const { bucket } = settings.given.config;
  const names = { ...want, bucket, images: images === true } as unknown as Names;
  const { globals } = session;
  const again = suggest(session, 'destroy', ...only, ...(images ? ['--images'] : []), '--confirm', names.project);
  session.soFar.next = [again];
  const act = () => remove(session, names, only);
  if (globals.dryRun) return act();
  const what = [names.project, `${names.application}/${names.group}`];
  return atWork(session, { what, command: 'destroy' }, act);
}

async function remove(session: Session, names: Names, only: string[]): Promise<Work> {
  const { ui, globals, text } = session;
  const place = await session.place();
  const gone = new Set<string>();
  const stays: (Left & { step: StepName })[] = [];
  const going: { step: StepName; goes: Removable[] }[] = [];
  for (const [step, find] of finders.filter(([step]) => only.length === 0 || only.includes(step))) {
    const search = (images: boolean): Search => ({
      ...names,
      images,
      place,
      goes: (kind, name) => gone.has(`${kind} ${name}`),
    });
    let found = await find(search(names.images));
    const onRequest = found.stays.filter(({ why }) => why === 'onRequest');
    if (onRequest.length > 0 && ui.interactive && !globals.dryRun) {
      const images = onRequest.map(({ name }) => name).join(', ');
      if (await ui.confirm(line('removesImages', { images }))) found = await find(search(true));
    }
    for (const { kind, name } of found.goes) gone.add(`${kind} ${name}`);
    stays.push(...found.stays.map((one) => ({ ...one, step })));
    going.push({ step, goes: found.goes });
  }
  // Asked once, with the first that goes.
  const [first] = going.flatMap(({ goes }) => goes);
  const asked = [{ confirm: names.project, why: line('destroys', { project: names.project, count: gone.size }) }];
  const parts = going.map(({ step, goes }) =>
    part(step, () =>
      Object.fromEntries(
        goes.map((thing) => [`${thing.kind} ${thing.name}`, unwanted(thing, thing === first ? asked : [])]),
      ),
    ),
  );
  const { changes } = await makeItSo({
    // The name that is typed answers for all.
    ...runIn(session, place, true),
    steps: parts,
    want: {},
    show: (changes) => ui.plan(changes, []),
  });
  if (globals.dryRun) ui.say(line('dryRun', {}));

  const told = stays.map((one) => ({
    ...one,
    message: text.left[one.why]({ users: one.users.map(shown).join(', ') }),
  }));
  const shownLeft = told.map(({ kind, name, message }) => [`${text.kinds[kind]} ${name}`, message]);
  const byRequest = stays.some(({ why }) => why === 'onRequest');
  return {
    changes,
    data: { left: told },
    blocks: shownLeft.length > 0 ? [{ title: text.words.left, rows: shownLeft }] : [],
    next: byRequest ? [suggest(session, 'destroy', 'ami', '--images', '--confirm', names.project)] : [],
    exitCode: globals.dryRun && globals.exitCode && changes.length > 0 ? 7 : 0,
  };

  function shown({ kind, name }: { kind: Left['kind']; name: string }) {
    return `${text.kinds[kind]} ${name}`;
  }
}
