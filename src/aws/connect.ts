// Turns the list of operations into `aws.iam.getRole(input)`: one client per service, made on first use.
import { setMaxListeners } from 'node:events';
import type { Provider } from '@smithy/types';
import { canonical } from '../engine/json.ts';
import { isUnheard } from './errors.ts';
import { type Aws, type ServiceName, services } from './operations.ts';
import { quickUploads } from './upload-requests.ts';

/** Answers in AWS's place, below the SDK's serialisation, signing and retry. */
export interface Answerer {
  answer(service: ServiceName, operation: string, write: boolean, input: unknown): Promise<unknown>;
}

export interface CallReport {
  service: ServiceName;
  operation: string;
  milliseconds: number;
  attempts: number;
  status: number | string;
  requestId?: string;
}

export interface ConnectOptions {
  /** The AWS Region, or a way to find it that may throw. */
  region: string | Provider<string>;
  /** Credentials provider; the SDK's default chain where absent. */
  profile?: string;
  /** Other endpoints, from the environment, are read by the SDK itself. */
  endpointUrl?: string;
  /** Buckets in the path instead of the host name: what emulators understand. */
  pathStyle?: boolean;
  sandbox?: Answerer;
  /** Refuses every write before it is sent: dry runs and commands that only read. */
  readOnly?: () => boolean;
  /** Called before a write is sent: from then on AWS may have acted. */
  onWrite?: () => void;
  /** What has been read and is not to be read again, by request; undefined: each read is made. */
  known?: () => Map<string, Promise<unknown>> | undefined;
  onCall?: (report: CallReport) => void;
  signal?: AbortSignal;
}

/** Writes that AWS cannot recognise as the same request when they are sent twice: after a lost answer we read back instead. */
const NOT_REPEATABLE = new Set([
  'createImage',
  'createDeployment',
  'startInstanceRefresh',
  'sendCommand',
  'createPolicyVersion',
  'putObject',
  'createMultipartUpload',
]);

/** To the SDK this is throttling; of IAM it is a quota, and asking again does not raise it. */
const QUOTA = 'LimitExceededException';

/** A connection that does not come about, or says nothing any more, counts as a lost answer. */
const PATIENCE = { connectionTimeout: 10_000, socketTimeout: 30_000 };

export function connect(options: ConnectOptions): Aws {
  // Every call under way listens to it, and a fleet is read side by side.
  if (options.signal) setMaxListeners(0, options.signal);
  const opened = new Map<ServiceName, Promise<Record<string, (input: unknown) => Promise<unknown>>>>();

  async function open(name: ServiceName) {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    const [module, retry] = await Promise.all([services[name](), import('@smithy/core/retry')]);
    const strategy = (repeatable: boolean) => {
      const backoff = (attempt: number) => (options.sandbox ? 1 : Math.random() * Math.min(20_000, 200 * 2 ** attempt));
      // The first question to an account is who we are: where nobody answers that, waiting longer tells nothing more.
      const standard = new retry.ConfiguredRetryStrategy(name === 'sts' ? 2 : repeatable ? 6 : 8, backoff);
      const refresh = standard.refreshRetryTokenForRetry.bind(standard);
      standard.refreshRetryTokenForRetry = async (token, info) => {
        const isQuota = (info.error as Error | undefined)?.name === QUOTA;
        // A request that may have been acted on is sent again only when AWS said that it was not.
        if (isQuota || (!repeatable && info.errorType !== 'THROTTLING')) throw new Error('not to be repeated');
        return refresh(token, info);
      };
      return standard;
    };
    const Client = module.Client as unknown as new (
      config: object,
    ) => {
      send(command: unknown, options?: object): Promise<unknown>;
      middlewareStack: { add(middleware: unknown, options: object): void };
    };
    const make = (repeatable: boolean) => {
      const client = new Client({
        region: options.region,
        ...(options.profile && { profile: options.profile }),
        ...(options.endpointUrl && { endpoint: options.endpointUrl }),
        ...(name === 's3' && options.pathStyle && { forcePathStyle: true }),
        ...(options.sandbox && { credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } }),
        ...(name === 's3' && { followRegionRedirects: false, requestChecksumCalculation: 'WHEN_REQUIRED' }),
        retryStrategy: strategy(repeatable),
        requestHandler: PATIENCE,
        customUserAgent: [['codedeploy-wizard', '0.1']],
      });
      if (name === 's3')
        client.middlewareStack.add(quickUploads, { step: 'build', priority: 'low', name: 'quickUploads' });
      const listen =
        (next: (args: { input: unknown }) => Promise<unknown>) =>
        async (args: { input: unknown }): Promise<unknown> => {
          try {
            return await next(args);
          } catch (error) {
            if (isUnheard(error)) unheard.add(args.input as object);
            throw error;
          }
        };
      client.middlewareStack.add(listen, { step: 'finalizeRequest', name: 'unheard', priority: 'low' });
      const { sandbox } = options;
      if (sandbox) {
        const answerHere =
          (_next: unknown, context: { commandName: string }) =>
          async ({ input }: { input: unknown }) => {
            const operation = operationName(context.commandName);
            const write = (asked.get(input as object) ?? operation) in module.writes;
            const output = await sandbox.answer(name, operation, write, input);
            return {
              output: { ...(output as object), $metadata: { httpStatusCode: 200, requestId: 'sandbox' } },
              response: {},
            };
          };
        client.middlewareStack.add(answerHere, { step: 'deserialize', name: 'sandbox', priority: 'high' });
      }
      return client;
    };
    /** Under which name of the list a request was made: one command may stand there as a read and as a write. */
    const asked = new WeakMap<object, string>();
    /** Requests of which an attempt got no answer: what is said to a later one may be due to it. */
    const unheard = new WeakSet<object>();
    const clients = new Map<boolean, ReturnType<typeof make>>();
    const clientFor = (repeatable: boolean) => {
      const client = clients.get(repeatable) ?? make(repeatable);
      clients.set(repeatable, client);
      return client;
    };
    const calls: Record<string, (input: unknown) => Promise<unknown>> = {};
    for (const [operation, Command] of Object.entries({ ...module.reads, ...module.writes })) {
      const make = async (input: unknown) => {
        if (operation in module.writes && options.readOnly?.())
          throw new Error(`A write in a read-only run: ${name}.${operation}`);
        if (operation in module.writes) options.onWrite?.();
        const client = clientFor(!NOT_REPEATABLE.has(operation));
        const started = performance.now();
        const report = (metadata: { attempts?: number; requestId?: string } | undefined, status: number | string) =>
          options.onCall?.({
            service: name,
            operation,
            milliseconds: Math.round(performance.now() - started),
            attempts: metadata?.attempts ?? 1,
            status,
            requestId: metadata?.requestId,
          });
        try {
          asked.set(input as object, operation);
          const command = new (Command as new (input: unknown) => unknown)(input);
          const output = (await client.send(command, options.signal && { abortSignal: options.signal })) as {
            $metadata?: { attempts?: number; requestId?: string; httpStatusCode?: number };
          };
          report(output.$metadata, output.$metadata?.httpStatusCode ?? 200);
          return output;
        } catch (error) {
          const { $metadata, name: errorName } = error as {
            $metadata?: { attempts?: number; requestId?: string };
            name?: string;
          };
          report($metadata, errorName ?? 'error');
          // Which call failed is half of the message; the SDK's error does not say it.
          if (error instanceof Error)
            Object.assign(error, { aws: { service: name, operation, unheard: unheard.has(input as object) } });
          throw error;
        }
      };
      calls[operation] = (input) => {
        const known = operation in module.reads && name !== 'ssm' ? options.known?.() : undefined;
        if (!known) return make(input);
        const request = `${name}.${operation} ${canonical(input)}`;
        const answer = known.get(request) ?? make(input);
        known.set(request, answer);
        return answer;
      };
    }
    return calls;
  }

  return new Proxy({} as Aws, {
    get: (_, service: ServiceName) =>
      new Proxy(
        {},
        {
          get: (_target, operation: string) => async (input: unknown) => {
            if (!opened.has(service)) opened.set(service, open(service));
            const calls = await opened.get(service)!;
            return calls[operation]!(input);
          },
        },
      ),
  });
}

/** `GetRoleCommand` -> `getRole` */
const operationName = (commandName: string) =>
  commandName.charAt(0).toLowerCase() + commandName.slice(1).replace(/Command$/, '');
