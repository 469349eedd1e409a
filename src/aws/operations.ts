// The list of every AWS operation the program uses. It is at once the typed client (`aws.iam.getRole(input)`), what a
// bundler keeps, what a dry run may call (reads only), and the permission reference.
import type { Command } from '@smithy/types';

/** One lazily loaded module per service, so that a command pays only for what it calls. */
export const services = {
  sts: () => import('./services/sts.ts'),
  iam: () => import('./services/iam.ts'),
  ec2: () => import('./services/ec2.ts'),
  autoScaling: () => import('./services/auto-scaling.ts'),
  elb: () => import('./services/elb.ts'),
  codeDeploy: () => import('./services/codedeploy.ts'),
  ssm: () => import('./services/ssm.ts'),
  s3: () => import('./services/s3.ts'),
  cloudWatch: () => import('./services/cloudwatch.ts'),
};

export type ServiceName = keyof typeof services;
export type ServiceModule<S extends ServiceName> = Awaited<ReturnType<(typeof services)[S]>>;
type Commands<S extends ServiceName> = ServiceModule<S>['reads'] & ServiceModule<S>['writes'];

export type InputOf<C> = C extends abstract new (...input: infer I) => unknown ? NonNullable<I[0]> : never;
export type OutputOf<C> = C extends abstract new (
  ...input: never[]
) => Command<never, never, never, infer O, never>
  ? O
  : C extends abstract new (
        ...input: never[]
      ) => { resolveMiddleware(...a: never[]): (...a: never[]) => Promise<{ output: infer O }> }
    ? O
    : never;

/** `aws.iam.getRole({ RoleName })` for every operation above. */
export type Aws = {
  [S in ServiceName]: {
    [K in keyof Commands<S>]: (input: InputOf<Commands<S>[K]>) => Promise<OutputOf<Commands<S>[K]>>;
  };
};

/** What the sandbox answers for a service: every operation, in the SDK's own input and output types. */
export type Handlers<S extends ServiceName, Context> = {
  [K in Exclude<keyof Commands<S>, 'lookInside'>]: (
    input: InputOf<Commands<S>[K]>,
    context: Context,
  ) => Omit<OutputOf<Commands<S>[K]>, '$metadata'> | Promise<Omit<OutputOf<Commands<S>[K]>, '$metadata'>>;
};
