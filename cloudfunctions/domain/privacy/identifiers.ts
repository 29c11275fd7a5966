import { findAccounts } from './finding/find-accounts';
import { findDocuments } from './finding/find-documents';
import { findEmails } from './finding/find-emails';
import { findNumbers } from './finding/find-numbers';
import { findPlates } from './finding/find-plates';
import { foldWithPlaces } from '../typed/fold';
import type { Candidate, Identifier, IdentifierKind } from './identifier';
import { maskCard, maskEmail, maskIdNumber, maskPermit, maskPhone, maskPlate } from './mask';
import { publicSpans } from './finding/public-numbers';

const MASKS: Record<IdentifierKind, (value: string) => string> = {
  'id-card': maskIdNumber,
  phone: maskPhone,
  'bank-card': maskCard,
  passport: maskPermit,
  permit: maskPermit,
  account: maskPermit,
  email: maskEmail,
  plate: maskPlate,
};

/** One identifier as contract §6 shows it. */
export const maskIdentifier = ({ kind, value }: Pick<Identifier, 'kind' | 'value'>): string =>
  MASKS[kind](value);

/**
 * The personal identifiers in a free text, in the order of the text and without overlaps (J-21b, A23).
 * Our own ticket numbers, credit codes of organisations, amounts, dates and order numbers are none. Linear in the length of the text.
 */
export const findIdentifiers = (text: string): Identifier[] => {
  const { text: folded, starts, ends } = foldWithPlaces(text);
  const taken = new Uint8Array(folded.length);
  for (const span of publicSpans(folded)) taken.fill(1, span.start, span.end);
  const candidates = [
    ...findEmails(folded),
    ...findNumbers(folded),
    ...findDocuments(folded),
    ...findAccounts(folded),
    ...findPlates(folded),
  ].sort((a, b) => a.rank - b.rank || a.start - b.start || b.end - a.end);
  const found: Candidate[] = [];
  for (const candidate of candidates) {
    if (taken.subarray(candidate.start, candidate.end).includes(1)) continue;
    taken.fill(1, candidate.start, candidate.end);
    found.push(candidate);
  }
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ kind, value, start, end }) => ({
      kind,
      value,
      start: starts[start] ?? 0,
      end: ends[end - 1] ?? 0,
    }));
};

/**
 * The text with every identifier masked as contract §6 says, and what was taken out of it.
 * Masking the result again finds nothing: what a first pass leaves behind (e.g. the last digits
 * of one number beside the next number) is looked at until nothing is found. `keep` names kinds that
 * stay readable: an official reply may name an office's phone number; `only` says which of the others are masked.
 */
export const maskText = (
  text: string,
  {
    keep = [],
    only = () => true,
  }: { keep?: readonly IdentifierKind[]; only?: (found: Identifier) => boolean } = {},
): { text: string; identifiers: { kind: IdentifierKind; value: string }[] } => {
  const identifiers: { kind: IdentifierKind; value: string }[] = [];
  let masked = text;
  // A public hotline stays as it is: looked at again it would be found again, for ever.
  const isHidden = (found: Identifier): boolean => maskIdentifier(found) !== found.value;
  const findIn = (rest: string) =>
    findIdentifiers(rest).filter(found => !keep.includes(found.kind) && only(found) && isHidden(found));
  for (let found = findIn(masked); found.length > 0; found = findIn(masked)) {
    let result = '';
    let from = 0;
    for (const { kind, value, start, end } of found) {
      result += masked.slice(from, start) + maskIdentifier({ kind, value });
      from = end;
      identifiers.push({ kind, value });
    }
    masked = result + masked.slice(from);
  }
  return { text: masked, identifiers };
};
