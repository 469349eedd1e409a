// `deploy` by itself: what it is told of the group's settings counts for this deployment alone, and is not kept.
import type { OptionValues } from 'commander';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { deployStep } from '../steps/deploy.ts';
import { type Made, make } from './make.ts';
import { suggest } from './suggest.ts';

const ONCE = ['deploymentConfig', 'rollbackOn'];

export async function deploy(session: Session, settings: Settings, { ifChanged }: OptionValues): Promise<Made> {
  const { flags, variables } = settings.given;
  const once = new Set(ONCE.filter((key) => key in flags || key in variables));
  const made = await make(
    session,
    {
      ...settings,
      keepAgreed: (answers) => settings.keepAgreed(answers.filter(({ key }) => !ONCE.includes(key))),
    },
    deployStep({ always: !ifChanged, alone: true, once }),
  );
  if (session.globals.dryRun) return made;
  const { deploymentId = '', status } = made.gives.deploy ?? {};
  const verb = ['Succeeded', 'Failed', 'Stopped'].includes(status ?? '') ? 'show' : 'watch';
  return { ...made, next: [suggest(session, 'deploy', verb, deploymentId), suggest(session, 'status')] };
}
