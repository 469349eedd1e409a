// 한국어. Console terms as AWS's Korean console has them; event names, enums and error names stay as they are.
import type { Text } from '../en/index.ts';
import { commands, exitCodes, flags, usage } from './commands.ts';
import { errors } from './errors.ts';
import { hook, hookErrors, hookMessages } from './hook.ts';
import { messages } from './messages.ts';
import { kinds, sources, steps, verbs, words } from './names.ts';
import { choices, questions } from './questions.ts';
import { reasons, rules } from './rules.ts';

export const ko: Text = {
  kinds,
  steps,
  verbs,
  sources,
  rules,
  reasons,
  messages: { ...messages, ...hookMessages },
  usage,
  errors: { ...errors, ...hookErrors },
  hook,
  questions,
  choices,
  words,
  commands,
  flags,
  exitCodes,
};
