// `deploy` by itself: what it is told of the group's settings counts for this deployment alone, and is not kept.
import type { OptionValues } from 'commander';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { deployStep } from '../steps/deploy.ts';
import { make } from './make.ts';

const ONCE = ['deploymentConfig', 'rollbackOn'];

export function deploy(session: Session, settings: Settings, { ifChanged }: OptionValues) {
  const { flags, variables } = settings.given;
  const once = new Set(ONCE.filter((key) => key in flags || key in variables));
  return make(
    session,
    {
      ...settings,
      keepAgreed: (answers) => settings.keepAgreed(answers.filter(({ key }) => !ONCE.includes(key))),
    },
    deployStep({ always: !ifChanged, alone: true, once }),
  );
}
