// `group leftovers`: what failed blue/green deployments of CodeDeploy have left behind, and its removal.
import type { OptionValues } from 'commander';
import { line, type Resource } from '../engine/resource.ts';
import type { Work } from '../perform.ts';
import { leftovers, unwantedGroup } from '../resources/leftover-group.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { carryOut, part } from './carry-out.ts';
import { suggest } from './suggest.ts';
import { whichGroup } from './which-group.ts';

export async function groupLeftovers(session: Session, settings: Settings, { remove }: OptionValues): Promise<Work> {
  if (!remove) session.readOnly = true;
  const { place, application, group, name } = await whichGroup(session, settings);
  const found = await leftovers(place, application, group);
  const data = { leftovers: found };
  if (found.length === 0) {
    session.ui.say(line('noLeftovers', { group: name }));
    return { data, next: [suggest(session, 'status')] };
  }
  for (const { asg, deployment, instances: count } of found)
    session.ui.say(line('leftoverFound', { asg, deployment, count }));
  const flags = ['--application', application, '--group', group];
  const names = found.flatMap(({ asg }) => ['--confirm', asg]);
  const next = [suggest(session, 'group', 'leftovers', '--remove', ...flags, '--yes', ...names)];
  if (!remove) return { data, next };
  session.soFar.next = next;
  const { changes, exitCode } = await carryOut(
    session,
    settings,
    [],
    [
      part('group', () =>
        Object.fromEntries(found.map((one) => [one.asg, unwantedGroup(place, application, group, one) as Resource])),
      ),
    ],
  );
  return { changes, exitCode, data, next: [suggest(session, 'status')] };
}
