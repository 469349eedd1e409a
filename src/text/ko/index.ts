// 한국어. Console terms as AWS's Korean console has them; event names, enums and error names stay as they are.
import type { Text } from '../en/index.ts';
import { blueGreen, blueGreenCommands, blueGreenErrors, blueGreenFlags, blueGreenMessages } from './bluegreen.ts';
import { bundle } from './bundle.ts';
import { commands, exitCodes, flags, usage } from './commands.ts';
import { checks, creators, deploymentMessages, shown, time } from './deployments.ts';
import { atWork, destroyMessages, left } from './destroy.ts';
import { doctor, checks as doctorChecks } from './doctor.ts';
import { errors } from './errors.ts';
import { examples } from './examples.ts';
import { exportMessages } from './export.ts';
import { exported } from './exported.ts';
import { faults, faultWords } from './faults.ts';
import { findings, lint } from './findings.ts';
import { help } from './help.ts';
import { hook, hookErrors, hookMessages } from './hook.ts';
import { logMessages } from './logs.ts';
import { messages } from './messages.ts';
import { gives, kinds, sources, steps, verbs, words } from './names.ts';
import { pipeline, pipelineMessages } from './pipeline.ts';
import { choices, questions } from './questions.ts';
import { report, reportCommands, reportFlags, reportMessages } from './report.ts';
import { reasons, rules } from './rules.ts';
import { sessionChecks, sessionCommands, sessionErrors, sessionFlags, sessionMessages, sessions } from './sessions.ts';
import { simulate, simulateCommands, simulateFlags } from './simulate.ts';
import { running, statusMessages } from './status.ts';
import { causes, marks, watchErrors, watchMessages } from './watch.ts';

export const ko: Text = {
  kinds,
  steps,
  gives,
  verbs,
  sources,
  rules,
  reasons,
  findings,
  lint,
  messages: {
    ...messages,
    ...bundle,
    ...deploymentMessages,
    ...watchMessages,
    ...hookMessages,
    ...destroyMessages,
    ...logMessages,
    ...statusMessages,
    ...exportMessages,
    ...pipelineMessages,
    ...blueGreenMessages,
    ...sessionMessages,
    ...reportMessages,
  },
  causes,
  marks,
  errors: { ...errors, ...watchErrors, ...hookErrors, ...blueGreenErrors, ...sessionErrors, atWork },
  usage,
  hook,
  left,
  blueGreen,
  questions,
  choices,
  words,
  commands,
  flags,
  blueGreenCommands,
  blueGreenFlags,
  simulate,
  simulateCommands,
  simulateFlags,
  sessions,
  sessionCommands,
  sessionFlags,
  report,
  reportCommands,
  reportFlags,
  exitCodes,
  examples,
  help,
  pipeline,
  explanations: async () => (await import('./explain/index.ts')).explanations,
  faults,
  faultWords,
  creators,
  time,
  shown,
  running,
  checks,
  doctor,
  doctorChecks: { ...doctorChecks, ...sessionChecks },
  exported,
};
