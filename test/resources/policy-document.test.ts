// Policy documents: the same meaning in other words is the same.
import { describe, expect, it } from 'vitest';
import {
  allows,
  covers,
  isService,
  normal,
  type PolicyDocument,
  parseDocument,
  trustedServices,
  trustOf,
} from '../../src/resources/policy-document.ts';

const of = (...Statement: Exclude<PolicyDocument['Statement'], unknown[]> extends infer S ? S[] : never) => ({
  Version: '2012-10-17',
  Statement,
});
const objects = 'arn:aws:s3:::revisions/shop/*';
const wanted = of({ Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: objects });

describe('reading', () => {
  it('takes a document plain or URL-encoded', () => {
    const text = JSON.stringify(wanted);
    expect(parseDocument(encodeURIComponent(text))).toEqual(wanted);
    expect(parseDocument(text)).toEqual(wanted);
  });

  it.each([undefined, '', '%', 'not JSON', '%7B'])('knows nothing from %j, and never throws', (text) => {
    expect(parseDocument(text)).toBeUndefined();
    expect(normal(undefined)).toEqual([]);
    expect(trustedServices(undefined)).toEqual([]);
    expect(allows(undefined, wanted)).toBe(false);
  });
});

describe('normal form', () => {
  it('does not depend on lists, order, or names of statements', () => {
    const other = of({ Effect: 'Allow', Action: 's3:ListBucket', Resource: ['b', 'a'] });
    const one = { ...wanted, Statement: [...wanted.Statement, ...other.Statement] };
    const two = of({ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['a', 'b'] }, {
      Sid: 'Objects',
      Effect: 'Allow',
      Action: ['s3:GetObjectVersion', 's3:GetObject'],
      Resource: [objects],
    } as object);
    expect(normal(two)).toEqual(normal(one));
    expect(normal({ Version: '', Statement: wanted.Statement[0]! })).toEqual(normal(wanted));
  });

  it.each([
    { Effect: 'Deny' },
    { Action: '*' },
    { Resource: '*' },
    { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { NotAction: 's3:PutObject' },
  ])('is another one for %j', (change) => {
    expect(normal(of({ ...wanted.Statement[0], ...change }))).not.toEqual(normal(wanted));
  });
});

describe('trust', () => {
  it('is the services that may assume, however they are written', () => {
    expect(trustedServices(trustOf('ec2.amazonaws.com'))).toEqual(['ec2.amazonaws.com']);
    const services = trustedServices(
      of(
        { Effect: 'Allow', Action: ['sts:TagSession', 'STS:assumerole'], Principal: { Service: ['b', 'a'] } },
        { Effect: 'Allow', Action: 'sts:*', Principal: { Service: 'a', AWS: 'x' } },
        { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: { Service: 'denied' } },
        { Effect: 'Allow', Action: 'sts:TagSession', Principal: { Service: 'tags only' } },
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' },
        { Effect: 'Allow', Action: 'sts:AssumeRole' },
      ),
    );
    expect(services).toEqual(['a', 'b']);
  });

  it.each([
    ['codedeploy.amazonaws.com', true],
    ['codedeploy.ap-northeast-2.amazonaws.com', true],
    ['codedeploy.cn-north-1.amazonaws.com.cn', true],
    ['ec2.amazonaws.com', false],
    ['codedeploy-commands.amazonaws.com', false],
    ['codedeploy.amazonaws.com.evil.example', false],
    ['xcodedeploy.amazonaws.com', false],
  ])('%s is CodeDeploy: %s', (principal, is) => expect(isService(principal, 'codedeploy.amazonaws.com')).toBe(is));
});

describe('allowing', () => {
  it.each([
    ['the same', wanted],
    ['everything', of({ Effect: 'Allow', Action: '*', Resource: '*' })],
    ['more by wildcards', of({ Effect: 'Allow', Action: 's3:get*', Resource: 'arn:aws:s3:::revisions/*' })],
    [
      'in two statements',
      of(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: objects },
        { Effect: 'Allow', Action: 's3:GetObjectVersion', Resource: objects },
      ),
    ],
    ['and denying something else', of(...wanted.Statement, { Effect: 'Deny', Action: 's3:Put*', Resource: '*' })],
    [
      'and denying all but this',
      of(
        ...wanted.Statement,
        { Effect: 'Deny', NotAction: 's3:Get*', Resource: '*' },
        {
          Effect: 'Deny',
          Action: '*',
          NotResource: objects,
        },
      ),
    ],
  ])('%s is enough', (_, document) => expect(allows(document, wanted)).toBe(true));

  it.each([
    ['nothing', of()],
    ['one action less', of({ Effect: 'Allow', Action: 's3:GetObject', Resource: objects })],
    ['another bucket', of({ ...wanted.Statement[0], Resource: 'arn:aws:s3:::other/*' })],
    ['a key in other letters', of({ ...wanted.Statement[0], Resource: 'arn:aws:s3:::revisions/SHOP/*' })],
    ['a condition', of({ ...wanted.Statement[0], Condition: { Bool: { x: 'true' } } })],
    ['everything but', of({ Effect: 'Allow', Action: '*', NotResource: objects })],
    ['a denial', of(...wanted.Statement, { Effect: 'Deny', Action: 's3:GetObject*', Resource: '*' })],
    ['a denial of all but others', of(...wanted.Statement, { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' })],
    ['a denial elsewhere', of(...wanted.Statement, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::x/*' })],
  ])('%s is not', (_, document) => expect(allows(document, wanted)).toBe(false));

  it('reads wildcards and nothing else as wildcards', () => {
    expect(covers('s3:Get?bject', 's3:GetObject')).toBe(true);
    expect(covers('s3.GetObject', 's3:GetObject')).toBe(false);
    expect(covers('s3:Get', 's3:GetObject')).toBe(false);
    expect(covers('a(b+c)$', 'a(b+c)$')).toBe(true);
  });
});
