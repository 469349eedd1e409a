// What a script printed, made fit to be shown: it may hold secrets, colours, cursor codes and half lines.
import { stripVTControlCharacters } from 'node:util';
import { mask } from '../engine/mask.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const plain = (text: string) => stripVTControlCharacters(text).replaceAll('\t', '  ').replace(CONTROLS, '');

/** The last lines that are not empty. */
export const logLines = (log = '', most = 10): string[] =>
  // A secret is found without the colours inside it, and a key only as long as its lines are together.
  mask(plain(log.replace(/\r\n?/g, '\n')))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .slice(-most);

export const oneLine = (message = ''): string => mask(plain(message.replace(/\s*[\n\r]+\s*/g, ' ')).trim());
