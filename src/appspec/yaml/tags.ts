// Directives, anchors and tags as libyaml scans them.
import { type Cursor, isBlank, isBreak, isBreakOrEnd, isDigit, isSpaceOrEnd, isWord, YamlError } from './cursor.ts';

export type Directive = { name: 'YAML'; version: string } | { name: 'TAG'; handle: string; prefix: string };

export function scanDirective(cursor: Cursor): Directive {
  const context = 'while scanning a directive';
  const fail = (problem: string) => new YamlError(problem, context, cursor.mark);
  cursor.take();
  const name = cursor.takeWhile(isWord);
  if (!name) throw fail('could not find expected directive name');
  if (!isSpaceOrEnd(cursor.at())) throw fail('found unexpected non-alphabetical character');
  let directive: Directive;
  if (name === 'YAML') directive = { name, version: takeVersion(cursor) };
  else if (name === 'TAG') directive = { name, ...takeTagDirective(cursor) };
  else throw fail('found unknown directive name');
  cursor.takeWhile(isBlank);
  if (cursor.at() === '#') cursor.takeWhile((c) => !isBreak(c));
  if (!isBreakOrEnd(cursor.at())) throw fail('did not find expected comment or line break');
  if (isBreak(cursor.at())) cursor.takeBreak();
  return directive;
}

function takeVersion(cursor: Cursor): string {
  const context = 'while scanning a %YAML directive';
  const takeNumber = () => {
    const digits = cursor.takeWhile(isDigit);
    if (!digits) throw new YamlError('did not find expected version number', context, cursor.mark);
    if (digits.length > 9) throw new YamlError('found extremely long version number', context, cursor.mark);
    return Number(digits);
  };
  cursor.takeWhile(isBlank);
  const major = takeNumber();
  if (cursor.at() !== '.') throw new YamlError("did not find expected digit or '.' character", context, cursor.mark);
  cursor.take();
  return `${major}.${takeNumber()}`;
}

function takeTagDirective(cursor: Cursor) {
  const context = 'while scanning a %TAG directive';
  cursor.takeWhile(isBlank);
  const handle = takeHandle(cursor, context);
  if (handle !== '!' && (handle.length < 2 || !handle.endsWith('!')))
    throw new YamlError("did not find expected '!'", context, cursor.mark);
  if (!isBlank(cursor.at())) throw new YamlError('did not find expected whitespace', context, cursor.mark);
  cursor.takeWhile(isBlank);
  const prefix = takeUri(cursor, context, true);
  if (!isSpaceOrEnd(cursor.at()))
    throw new YamlError('did not find expected whitespace or line break', context, cursor.mark);
  return { handle, prefix };
}

/** The name of an anchor or alias. */
export function scanName(cursor: Cursor): string {
  const context = `while scanning an ${cursor.take() === '*' ? 'alias' : 'anchor'}`;
  const name = cursor.takeWhile(isWord);
  if (!name || !(isSpaceOrEnd(cursor.at()) || '?:,]}%@`'.includes(cursor.at())))
    throw new YamlError('did not find expected alphabetic or numeric character', context, cursor.mark);
  return name;
}

export interface Tag {
  /** '' for a tag that is whole. */
  handle: string;
  suffix: string;
}

export function scanTag(cursor: Cursor, inFlow: boolean): Tag {
  const context = 'while scanning a tag';
  let tag: Tag;
  if (cursor.at(1) === '<') {
    cursor.take(2);
    tag = { handle: '', suffix: takeUri(cursor, context, true) };
    if (cursor.at() !== '>') throw new YamlError("did not find the expected '>'", context, cursor.mark);
    cursor.take();
  } else {
    const handle = takeHandle(cursor, context);
    if (handle.length > 1 && handle.endsWith('!')) tag = { handle, suffix: takeUri(cursor, context, false) };
    else {
      const suffix = takeUri(cursor, context, false, handle);
      tag = suffix ? { handle: '!', suffix } : { handle: '', suffix: '!' };
    }
  }
  if (!(inFlow && cursor.at() === ',') && !isSpaceOrEnd(cursor.at()))
    throw new YamlError('did not find expected whitespace or line break', context, cursor.mark);
  return tag;
}

function takeHandle(cursor: Cursor, context: string): string {
  if (cursor.at() !== '!') throw new YamlError("did not find expected '!'", context, cursor.mark);
  const handle = cursor.take() + cursor.takeWhile(isWord);
  return cursor.at() === '!' ? handle + cursor.take() : handle;
}

/** `head` is the beginning, taken already for a handle. */
function takeUri(cursor: Cursor, context: string, whole: boolean, head = ''): string {
  let uri = head.slice(1);
  const belongs = (c: string) =>
    isWord(c) || (c !== '' && (whole ? ";/?:@&=+$.!~*'(),[]" : ";/?:@&=+$.!~*'()").includes(c));
  for (;;) {
    uri += cursor.takeWhile(belongs);
    if (cursor.at() !== '%') break;
    uri += takeOctets(cursor, context);
  }
  if (!uri && !head) throw new YamlError('did not find expected tag URI', context, cursor.mark);
  return uri;
}

function takeOctets(cursor: Cursor, context: string): string {
  const octets: number[] = [];
  while (cursor.at() === '%') {
    const digits = cursor.at(1) + cursor.at(2);
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw new YamlError('did not find URI escaped octet', context, cursor.mark);
    octets.push(Number.parseInt(digits, 16));
    cursor.take(3);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(octets));
  } catch {
    throw new YamlError('found an incorrect leading UTF-8 octet', context, cursor.mark);
  }
}
