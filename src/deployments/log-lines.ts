// What a script printed, made fit to be shown: it may hold colours, cursor codes and half lines.
import { stripVTControlCharacters } from 'node:util';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const plain = (text: string) => stripVTControlCharacters(text).replaceAll('\t', '  ').replace(CONTROLS, '');

/** The last lines that are not empty. */
export const logLines = (log = '', most = 10): string[] =>
  log
    .split(/\r\n|[\n\r]/)
    .map((line) => plain(line).trimEnd())
    .filter(Boolean)
    .slice(-most);

export const oneLine = (message = ''): string => plain(message.replace(/\s*[\n\r]+\s*/g, ' ')).trim();
