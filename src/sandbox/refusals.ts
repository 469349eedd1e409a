// What any call may get instead of its answer. AWS's services say the same things each in their own words.
import type { ServiceName } from '../aws/operations.ts';
import { refuse } from './account.ts';

type Words = Partial<Record<ServiceName, [name: string, status: number]>>;

const say = (words: Words, usual: [name: string, status: number], service: ServiceName, message: string): never => {
  const [name, status] = words[service] ?? usual;
  return refuse(name, message, status);
};

const THROTTLED: Words = {
  ec2: ['RequestLimitExceeded', 503],
  s3: ['SlowDown', 503],
  codeDeploy: ['ThrottlingException', 400],
  ssm: ['ThrottlingException', 400],
};

const EXPIRED: Words = {
  ec2: ['RequestExpired', 400],
  codeDeploy: ['ExpiredTokenException', 400],
  ssm: ['ExpiredTokenException', 400],
};

const BROKEN: Words = {
  iam: ['ServiceFailureException', 500],
  ec2: ['InternalError', 500],
  s3: ['InternalError', 500],
  ssm: ['InternalServerError', 500],
};

const OVERLOADED: Words = {
  ec2: ['Unavailable', 503],
  codeDeploy: ['ServiceUnavailableException', 503],
  ssm: ['ServiceUnavailableException', 503],
};

export const throttle = (service: ServiceName): never => say(THROTTLED, ['Throttling', 400], service, 'Rate exceeded');

export const expire = (service: ServiceName): never =>
  say(EXPIRED, ['ExpiredToken', 403], service, 'The security token included in the request is expired');

export const breakDown = (service: ServiceName): never =>
  say(BROKEN, ['InternalFailure', 500], service, 'An internal error has occurred');

export const overload = (service: ServiceName): never =>
  say(OVERLOADED, ['ServiceUnavailable', 503], service, 'The service is unavailable. Please try again shortly.');

export function deny(service: ServiceName, operation: string): never {
  const message = `User: arn:aws:iam::000000000000:user/sandbox is not authorized to perform: ${operation}`;
  if (service === 'ec2') refuse('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  // The answer to a HEAD has no body to name the error in.
  if (operation.startsWith('head')) refuse('Unknown', 'UnknownError', 403);
  if (service === 'codeDeploy' || service === 'ssm') refuse('AccessDeniedException', message);
  refuse('AccessDenied', message, 403);
}

/** Not an answer of AWS's: the SDK says so in Node's words. */
export function loseConnection(): never {
  throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', name: 'ECONNRESET', errno: -104 });
}

export function runOutOfTime(): never {
  throw Object.assign(new Error('The connection timed out'), { name: 'TimeoutError' });
}
