// A look that the caller may not be allowed: what it would tell is unknown then, which is not the same as absent.

/** Undefined where we may not look. */
export type Allowed = <T>(read: () => Promise<T>) => Promise<T | undefined>;

/** A refusal is a failure: for what cannot go on without. */
export const must: Allowed = (read) => read();
