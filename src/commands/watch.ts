// Watches a deployment that is on its way, or tells how it ended. Changes nothing.
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Place } from '../aws/place.ts';
import { activeDeployments, deploymentInfo } from '../deployments/status.ts';
import { passing, WATCHED_FOR, watch } from '../deployments/watch.ts';
import { answer } from '../engine/answers.ts';
import { WizardError } from '../engine/errors.ts';
import { settle } from '../engine/settle.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import { readGroup } from '../resources/deployment-group.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { questions } from '../steps/index.ts';
import { suggest } from './suggest.ts';

/** Without an id: the one of the group that is active, or else the one that was tried last. */
export async function watchDeployment(session: Session, settings: Settings, given?: string): Promise<Work> {
  const { ui, world, globals, soFar, text } = session;
  session.readOnly = true;
  if (given !== undefined && !/^d-[A-Z0-9]+$/.test(given)) throw invalid('ID', given, 'deploymentId');
  const place = await session.place();
  const id = given ?? (await latestOf(session, settings, place));
  soFar.takenUpBy = () => suggest(session, 'deploy', 'watch', id);

  const watching = watch(place);
  let info: DeploymentInfo = {};
  await settle(
    async () => {
      info = watching.ended() ?? (await deploymentInfo(place, id));
      return watching.look(info, ui);
    },
    id,
    {
      clock: place.clock,
      signal: world.signal,
      interval: globals.pollInterval,
      timeout: globals.timeout ?? WATCHED_FOR,
      wait: (line) => ui.wait(line),
      passing,
    },
  );
  const described = watching.describe(info);
  return {
    data: { deployment: described },
    next: [suggest(session, 'status')],
    blocks: [
      {
        title: text.words.deployments,
        rows: [[described.id, described.status, described.creator, described.completedAt ?? '']],
      },
    ],
  };
}

async function latestOf({ ui, world }: Session, { given }: Settings, place: Place): Promise<string> {
  const asked = ['project', 'application', 'group'].map((key) => questions.get(key)!);
  const answers = await answer([{ name: '', questions: asked, quiet: true }], {
    given,
    look: { want: {}, place: async () => place, cwd: world.cwd, now: world.now } as never,
    ui,
    keep: () => {},
  });
  const want = Object.fromEntries(answers.map(({ key, value }) => [key, String(value)]));
  const { application = '', group = '' } = want;
  const info = await readGroup(place, application, group);
  const name = `${application}/${group}`;
  if (!info) throw new WizardError('notFound', { kind: 'codedeploy.group', name, region: place.region, instead: [] });
  const [active] = await activeDeployments(place, application, group);
  const id = active?.deploymentId ?? info.lastAttemptedDeployment?.deploymentId;
  if (!id)
    throw new WizardError('notFound', { kind: 'codedeploy.deployment', name, region: place.region, instead: [] });
  return id;
}
