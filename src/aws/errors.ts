// What AWS's errors mean. Names differ by service (IAM appends Exception, EC2 uses dotted codes, HEAD answers have no name at all).
import { isWizardError, WizardError } from '../engine/errors.ts';
import { mask } from '../engine/mask.ts';
import type { Envelope } from '../engine/ui.ts';
import { actionsOf } from './actions.ts';
import { refusalOf } from './refusal.ts';

interface AwsError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
  $retryable?: unknown;
  aws?: { service: string; operation: string; unheard?: boolean };
}

const asAws = (error: unknown): AwsError | undefined => (error instanceof Error ? (error as AwsError) : undefined);

const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthFailure|AuthorizationError|Forbidden)$/;
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const BAD_CREDENTIALS =
  /^(CredentialsProviderError|UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignatureException|MissingAuthenticationToken|IncompleteSignature)$/;
const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|RequestThrottled|SlowDown|BandwidthLimitExceeded)$/;
const NETWORK =
  /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|TimeoutError|NetworkingError|RequestTimeout|RequestTimeoutException)$/;

/** Whether `error` is AWS's refusal of one of these names, its message holding `part` if given. */
export function isNamed(error: unknown, names: string | readonly string[], part?: string): boolean {
  const aws = asAws(error);
  return (
    !!aws &&
    (typeof names === 'string' ? aws.name === names : names.includes(aws.name)) &&
    (!part || aws.message.includes(part))
  );
}

export const httpStatus = (error: unknown) => asAws(error)?.$metadata?.httpStatusCode;

const isNetwork = (error: AwsError) => NETWORK.test(error.code ?? '') || NETWORK.test(error.name);

/** AWS asks to be asked less often. */
export const isThrottled = (error: unknown) => THROTTLED.test(asAws(error)?.name ?? '');

const EXISTS = /(AlreadyExists(Exception|Fault)?|\.Duplicate)$/;

/** No answer came, or one that does not say whether AWS has acted. */
export function isUnheard(error: unknown): boolean {
  const aws = asAws(error);
  if (!aws || error instanceof WizardError || isThrottled(error)) return false;
  return isNetwork(aws) || (httpStatus(error) ?? 0) >= 500;
}

/**
 * AWS may have acted although no answer came, or somebody else has: what is there must be read before anything is sent
 * again. That includes what AWS says to a repeated request, such as that the name is taken: by the first one.
 */
export const maybeActed = (error: unknown): boolean =>
  isUnheard(error) ||
  asAws(error)?.aws?.unheard === true ||
  isThrottled(error) ||
  (!(error instanceof WizardError) && EXISTS.test(asAws(error)?.name ?? ''));

/** Absent: undefined instead of the error that says so. */
export async function unless<T>(
  names: string | readonly string[],
  read: () => Promise<T>,
  part?: string,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNamed(error, names, part)) return undefined;
    throw error;
  }
}

/** Any error as one that has a text, a hint and an exit code; what AWS did not say is a defect of ours. */
export function explain(error: unknown): WizardError {
  if (error instanceof WizardError) return error;
  const aws = asAws(error);
  if (!aws) return new WizardError('unexpected', { message: mask(String(error)) }, { cause: error });
  const operation = aws.aws ? `${aws.aws.service}:${aws.aws.operation}` : '';
  // The SDK adds advice for programmers on further lines.
  const [message = ''] = mask(aws.message).split('\n');
  const options = { cause: error };
  if (EXPIRED.test(aws.name) || /SSO session .*(expired|invalid)/i.test(message))
    return new WizardError('expiredCredentials', { operation: operation || message }, options);
  if (aws.name === 'CredentialsProviderError' || BAD_CREDENTIALS.test(aws.name))
    return new WizardError('noCredentials', { reason: message }, options);
  if (/Region is missing/i.test(message)) return new WizardError('regionMissing', {}, options);
  if (DENIED.test(aws.name) || (aws.name === 'Unknown' && httpStatus(error) === 403))
    return new WizardError(
      'denied',
      { operation, message, ...(aws.aws && refusalOf(aws.aws.service, aws.aws.operation, message)) },
      options,
    );
  if (THROTTLED.test(aws.name)) return new WizardError('throttled', { operation }, options);
  if ((httpStatus(error) ?? 0) >= 500) return new WizardError('unavailable', { operation, message }, options);
  if (isNetwork(aws))
    return new WizardError('unreachable', { operation, message: message || aws.code || aws.name }, options);
  if (aws.$metadata)
    return new WizardError('refused', { operation, message: `${message || 'no message'} (${aws.name})` }, options);
  // An answer that is not AWS's (an HTML page, a proxy's text) surfaces as a parse error of the SDK.
  if (aws.aws) return new WizardError('refused', { operation, message: `${message} (${aws.name})` }, options);
  return new WizardError('unexpected', { message: message || aws.name }, options);
}

/** What an IAM policy must allow for the call that failed. */
export function actionFor(error: unknown): string | undefined {
  const { aws } = asAws(error instanceof WizardError ? error.cause : error) ?? {};
  return aws && actionsOf(aws.service, aws.operation)[0];
}

/** The part of an error that the JSON envelope shows. */
export function awsPart(error: unknown): NonNullable<Envelope['error']>['aws'] {
  const cause = error instanceof WizardError ? error.cause : error;
  const aws = asAws(cause);
  if (!aws?.aws) return undefined;
  return {
    operation: `${aws.aws.service}:${aws.aws.operation}`,
    name: aws.name,
    message: mask(aws.message).split('\n')[0] ?? '',
    requestId: aws.$metadata?.requestId ?? null,
    ...(isWizardError(error, 'denied') && {
      action: error.data.action,
      resource: error.data.resource,
      statement: error.data.statement,
    }),
  };
}
