// What `session-check --output json` measured, read from a file: whatever it names, and nothing is required of it.
import type { Json } from '../engine/json.ts';

/** A name as it stands there, and its value. */
export type ProbeRow = [name: string, value: string];

const MOST_ROWS = 40;
const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** Undefined where it is no JSON object. */
export function probeIn(text: string): ProbeRow[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isObject(document)) return undefined;
  const data = isObject(document.data) ? document.data : document;
  const probe = isObject(data.probe) ? data.probe : data;
  return rowsOf(probe, '').slice(0, MOST_ROWS);
}

/** Lists are left out: they are its details. */
const rowsOf = (object: Record<string, unknown>, above: string): ProbeRow[] =>
  Object.entries(object).flatMap(([key, value]): ProbeRow[] => {
    const name = above ? `${above} ${key}` : key;
    if (isObject(value)) return above ? [] : rowsOf(value, name);
    return ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [];
  });
