/** Dates, errors, replies and pages: what everything else is made of (contract.md §2). */

export type CivilDate = string;
export type Instant = string;

/** The closed union of errors, in the order in which they are checked. */
export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'unsafe-content'
  | 'rate-limited'
  | 'wrong-state'
  | 'conflict'
  | 'unavailable'
  | 'internal';

export type ContractError = {
  code: ErrorCode;
  /** Chinese, says what to do next. */
  message: string;
  /** Each wrong input with its message. */
  fields?: Record<string, string>;
  /** Can be quoted to the help desk. */
  errorNo: string;
};

export type Reply<T> = { ok: true; data: T } | { ok: false; error: ContractError };

/** A page of a list, and where the next one begins. */
export type Page<K extends string, T> = { [key in K]: T[] } & { nextCursor?: string };
