// The one error class, and the one table from which exit codes, `help exit-codes` and the docs page are made.
import type { ErrorCode, ErrorData } from '../text/en/index.ts';

/** Exit code -> name in the catalogue; the order is the order of the help page. */
export const exitCodes = {
  0: 'done',
  1: 'unexpected',
  2: 'usage',
  3: 'notReady',
  4: 'credentials',
  5: 'refused',
  6: 'notFound',
  7: 'pending',
  8: 'declined',
  9: 'timedOut',
  10: 'failed',
  11: 'rolledBack',
  12: 'busy',
  130: 'interrupted',
  143: 'terminated',
} as const;

export type ExitCode = keyof typeof exitCodes;

/** Error code -> exit code. Codes are public: renaming one is a breaking change. */
export const exitCodeOf: Record<ErrorCode, ExitCode> = {
  unexpected: 1,
  usage: 2,
  missingAnswers: 2,
  invalidValue: 2,
  configInvalid: 2,
  regionMissing: 2,
  confirmationMissing: 2,
  sandboxStateBroken: 2,
  noGoodRevision: 2,
  notReady: 3,
  conflict: 3,
  servesTraffic: 3,
  filesInTheWay: 3,
  agentNotVerified: 3,
  notManaged: 3,
  scriptToRun: 3,
  unplanned: 3,
  cannotStart: 3,
  revisionBroken: 3,
  notPackable: 3,
  folderChanged: 3,
  notWaiting: 3,
  nothingBefore: 3,
  neverSucceeded: 3,
  launchLoop: 3,
  hookAbsent: 3,
  emptyInstances: 3,
  noHealthyTargets: 3,
  noFleet: 3,
  notForwarded: 3,
  notPaired: 3,
  bothActive: 3,
  releaseUnfinished: 3,
  notMoved: 3,
  requestsFailed: 3,
  otherBalancer: 3,
  noCredentials: 4,
  expiredCredentials: 4,
  denied: 4,
  bucketDenied: 4,
  keyDenied: 4,
  wrongAccount: 4,
  refused: 5,
  unreachable: 5,
  throttled: 5,
  unavailable: 5,
  broken: 5,
  notFound: 6,
  unknownCode: 6,
  declined: 8,
  timedOut: 9,
  deploymentFailed: 10,
  deploymentStopped: 10,
  partlyDeployed: 10,
  smokeFailed: 10,
  rolledBack: 11,
  shiftUnhealthy: 11,
  shiftErrors: 11,
  busy: 12,
  atWork: 12,
  refreshActive: 12,
  interrupted: 130,
  terminated: 143,
};

/** A refusal or failure that has a text, a hint and an exit code; anything else that is thrown is a defect of ours. */
export class WizardError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly data: ErrorData<C>;

  constructor(code: C, data: ErrorData<C>, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'WizardError';
    this.code = code;
    this.data = data;
  }

  get exitCode(): ExitCode {
    return exitCodeOf[this.code];
  }
}

export const isWizardError = <C extends ErrorCode>(error: unknown, code?: C): error is WizardError<C> =>
  error instanceof WizardError && (code === undefined || error.code === code);
