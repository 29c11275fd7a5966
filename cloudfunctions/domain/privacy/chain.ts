/**
 * The chain that makes a changed or deleted entry of a ticket's journal visible (J-26, A47, design §6). Each
 * entry is linked by a keyed hash to the one before it; of its payload the link holds only a salted commitment,
 * so that personal data can be erased (payload and salt go, the commitment stays) without breaking it, and of
 * the ticket after it a salted digest. What was written before entries were keyed is linked without a key: the
 * first keyed entry holds it fast.
 */
export type Hash = (text: string) => string;

/** Keyed hash under one of the chain keys, which are kept for good; undefined when that key is not there. */
export type Mac = (key: string, text: string) => string | undefined;

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
  /** The id of the key that links it; missing in what was written before entries were keyed. */
  key?: string | undefined;
  /** Of keyed entries: the unit for which was acted, and the digest of the ticket after it (null = no ticket's). */
  unitId?: string | null;
  state?: string | null;
};

/** An entry as it is stored: `hash` is its link; payload and salt are both there or both erased. */
export type ChainEntry = LinkedEntry & { hash: string; payload?: unknown; salt?: string };

/** `key`: a chain key is missing with which this could be checked. */
export type ChainResult =
  { ok: true } | { ok: false; seq: number; why: 'changed' | 'missing' | 'head' | 'key' };

/** What stands before the first entry. */
export const CHAIN_START = '';

/**
 * JSON with sorted keys, so that equal values give equal texts. Members that are undefined are left out,
 * as a database leaves them out. Throws a TypeError for what JSON cannot hold (NaN, functions, bigint …).
 */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  // Texts are put together piece by piece: this runs over every document that is written, several times.
  if (Array.isArray(value)) {
    let items = '';
    for (const item of value as unknown[])
      items += (items === '' ? '' : ',') + canonical(item === undefined ? null : item);
    return `[${items}]`;
  }
  if (isPlain(value)) {
    let members = '';
    for (const key of Object.keys(value).sort()) {
      const member = value[key];
      if (member === undefined) continue;
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`;
    }
    return `{${members}}`;
  }
  throw new TypeError(`A ${typeof value} of this kind has no canonical form.`);
};

/** A plain object, also one that was made in another realm (a copy of `structuredClone`, for one). */
const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === Object.prototype ||
    prototype === null ||
    Object.getPrototypeOf(prototype as object) === null
  );
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

/** The hash of a keyed entry; undefined when its key is not there. */
export const keyedLink = (
  previousHash: string,
  entry: LinkedEntry & { key: string },
  mac: Mac,
): string | undefined =>
  mac(
    entry.key,
    canonical([
      'entry',
      previousHash,
      entry.no,
      entry.seq,
      entry.at,
      entry.type,
      entry.actor,
      entry.unitId ?? null,
      entry.commitment,
      entry.state ?? null,
      entry.key,
    ]),
  );

/**
 * Digest of a ticket in the form in which it is stored. The salt lies with the ticket and goes with its next change, so
 * that older digests tell nothing of what was erased since, and stay valid.
 */
export const stateDigest = (ticket: unknown, salt: string, sha256: Hash): string =>
  stateDigestOf(canonical(ticket), salt, sha256);

/** The same of a ticket that is in its canonical form already. */
export const stateDigestOf = (canonicalTicket: string, salt: string, sha256: Hash): string =>
  sha256(`["state",${canonical(salt)},${canonicalTicket}]`);

/** Keyed hash of a stored document as a whole: also of what the links do not cover, and of what may change later. */
export const sealOf = (kind: string, document: unknown, key: string, mac: Mac): string | undefined =>
  mac(key, canonical(['seal', kind, document]));

/** True when the payload is what was committed to, or was erased together with its salt. */
const keepsCommitment = (entry: ChainEntry, sha256: Hash): boolean => {
  if (entry.payload === undefined && entry.salt === undefined) return true;
  return entry.salt !== undefined && commit(entry.payload, entry.salt, sha256) === entry.commitment;
};

const noKeys: Mac = () => undefined;

/**
 * Checks entries of one chain, in any order, from its first on or behind one whose seq and hash are known. Gives the first
 * that is `changed` (also: of another ticket, twice there, or without a key behind one that has it) or `missing`.
 */
export const checkLinks = (
  entries: readonly ChainEntry[],
  sha256: Hash,
  mac: Mac,
  from: { seq: number; hash: string; keyed: boolean } = { seq: 0, hash: CHAIN_START, keyed: false },
): Exclude<ChainResult, { ok: true }> | { ok: true; seq: number; hash: string; keyed: boolean } => {
  const ordered = [...entries].sort((a, b) => a.seq - b.seq);
  let { seq, hash: previous, keyed } = from;
  for (const entry of ordered) {
    if (entry.seq > seq + 1) return { ok: false, seq: seq + 1, why: 'missing' };
    const { key } = entry;
    const wanted =
      key === undefined ? link(previous, entry, sha256) : keyedLink(previous, { ...entry, key }, mac);
    if (wanted === undefined) return { ok: false, seq: entry.seq, why: 'key' };
    const isNext = entry.seq === seq + 1 && entry.no === ordered[0]?.no;
    const weaker = keyed && key === undefined;
    if (!isNext || weaker || entry.hash !== wanted || !keepsCommitment(entry, sha256))
      return { ok: false, seq: entry.seq, why: 'changed' };
    previous = entry.hash;
    keyed ||= key !== undefined;
    seq = entry.seq;
  }
  return { ok: true, seq, hash: previous, keyed };
};

/**
 * All entries of a chain against its head: the hash of the last entry, kept on the ticket (`CHAIN_START` while it has
 * none). `head`: the entries agree among themselves but the last ones are gone or all was rewritten, with the seq that
 * would come next.
 */
export const checkChain = (
  entries: readonly ChainEntry[],
  head: string,
  sha256: Hash,
  mac: Mac = noKeys,
): ChainResult => {
  const result = checkLinks(entries, sha256, mac);
  if (!result.ok) return result;
  return result.hash === head ? { ok: true } : { ok: false, seq: result.seq + 1, why: 'head' };
};

/** Under this name the journal keeps the chain of administrative acts (A47). */
export const ADMINISTRATION = 'administration';
