// JSON values and their comparison by meaning: the order of an object's keys does not matter, the order of a list does.

export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export const same = (a: unknown, b: unknown) => canonical(a ?? null) === canonical(b ?? null);
