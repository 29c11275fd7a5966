/**
 * The chain that makes a changed or deleted entry of a ticket's journal visible (J-26, design §6). Each
 * entry is linked by hash to the one before it; of its payload the link holds only a salted commitment,
 * so that personal data can be erased (payload and salt go, the commitment stays) without breaking it.
 */
export type Hash = (text: string) => string;

export type LinkedEntry = {
  /** Number of the ticket. */
  no: string;
  /** 1 for the first entry of a ticket, without gaps. */
  seq: number;
  /** Instant in the product's fixed form. */
  at: string;
  type: string;
  actor: string;
  commitment: string;
};

/** An entry as it is stored: `hash` is its link; payload and salt are both there or both erased. */
export type ChainEntry = LinkedEntry & { hash: string; payload?: unknown; salt?: string };

export type ChainResult = { ok: true } | { ok: false; seq: number; why: 'changed' | 'missing' | 'head' };

/** What stands before the first entry. */
export const CHAIN_START = '';

/**
 * JSON with sorted keys, so that equal values give equal texts. Members that are undefined are left out,
 * as a database leaves them out. Throws a TypeError for what JSON cannot hold (NaN, functions, bigint …).
 */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map(item => canonical(item === undefined ? null : item)).join(',')}]`;
  }
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`A ${typeof value} of this kind has no canonical form.`);
};

/** The commitment to a payload; the salt must be random and as long as a hash, so that nobody can guess back. */
export const commit = (payload: unknown, salt: string, sha256: Hash): string =>
  sha256(canonical(['commit', salt, payload]));

/** The hash of an entry, given the hash of the one before it (`CHAIN_START` for the first). */
export const link = (previousHash: string, entry: LinkedEntry, sha256: Hash): string =>
  sha256(
    canonical([
      'link',
      previousHash,
      entry.no,
      entry.seq,
      entry.at,
      entry.type,
      entry.actor,
      entry.commitment,
    ]),
  );

/** True when the payload is what was committed to, or was erased together with its salt. */
const keepsCommitment = (entry: ChainEntry, sha256: Hash): boolean => {
  if (entry.payload === undefined && entry.salt === undefined) return true;
  return entry.salt !== undefined && commit(entry.payload, entry.salt, sha256) === entry.commitment;
};

/**
 * Checks all entries of one ticket, in any order, against the head: the hash of the last entry, kept on the
 * ticket (`CHAIN_START` while it has none). Gives the first entry that is `changed` (also: of another ticket,
 * or twice there) or `missing`; `head` when the entries agree among themselves but the last ones are gone or
 * all was rewritten, with the seq that would come next.
 */
export const checkChain = (entries: readonly ChainEntry[], head: string, sha256: Hash): ChainResult => {
  const ordered = [...entries].sort((a, b) => a.seq - b.seq);
  let previous = CHAIN_START;
  let seq = 1;
  for (const entry of ordered) {
    if (entry.seq > seq) return { ok: false, seq, why: 'missing' };
    const same =
      entry.seq === seq && entry.no === ordered[0]?.no && entry.hash === link(previous, entry, sha256);
    if (!same || !keepsCommitment(entry, sha256)) return { ok: false, seq: entry.seq, why: 'changed' };
    previous = entry.hash;
    seq += 1;
  }
  return previous === head ? { ok: true } : { ok: false, seq, why: 'head' };
};

/** Under this name the journal keeps the chain of administrative acts (A47). */
export const ADMINISTRATION = 'administration';
