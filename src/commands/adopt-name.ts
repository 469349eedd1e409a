// After CodeDeploy's own blue/green the Auto Scaling group has another name: what the config file says is made true again.
import type { Place } from '../aws/place.ts';
import { renamed } from '../deployments/renames.ts';
import type { Value } from '../engine/question.ts';
import { line } from '../engine/resource.ts';
import { readGroup } from '../resources/deployment-group.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';

export async function adoptName(
  session: Session,
  { given, adopt }: Settings,
  place: Place,
  { application, group }: Record<string, Value | undefined>,
): Promise<void> {
  const from = given.config.asg;
  if (typeof from !== 'string') return;
  const info = await readGroup(place, String(application), String(group));
  const to = info && renamed(info);
  // Any other name is somebody's choice; only CodeDeploy's own are made by a deployment.
  if (!to || to === from || !to.startsWith('CodeDeploy_')) return;
  if (await adopt('asg', from, to)) session.ui.say(line('nameAdopted', { from, to }));
}
