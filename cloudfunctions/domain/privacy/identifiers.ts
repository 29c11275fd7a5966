import { findNumbers } from './find-numbers';
import { fold } from './fold';
import { isCreditCode } from './checks';
import type { Candidate, Identifier, IdentifierKind } from './identifier';
import { maskCard, maskCreditCode, maskEmail, maskIdNumber, maskPermit, maskPhone, maskPlate } from './mask';
import { ticketNumberSpans } from './ticket-number';

const MASKS: Record<IdentifierKind, (value: string) => string> = {
  'id-card': maskIdNumber,
  phone: maskPhone,
  'bank-card': maskCard,
  'credit-code': maskCreditCode,
  passport: maskPermit,
  email: maskEmail,
  plate: maskPlate,
};

const isMailCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9._%+-]/.test(character);

/** Walks out from each `@`, at most as far as an address may reach: linear, whatever the text. */
const findEmails = (text: string): Candidate[] => {
  const found: Candidate[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (at - start < 64 && isMailCharacter(text[start - 1])) start -= 1;
    const domain = /^(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/.exec(text.slice(at + 1, at + 256));
    if (start === at || !domain) continue;
    const end = at + 1 + domain[0].length;
    found.push({ kind: 'email', value: text.slice(start, end), start, end, rank: 0 });
  }
  return found;
};

/** Unified social credit codes, in one piece or in groups. */
const findCreditCodes = (text: string): Candidate[] => {
  const groups = [...text.matchAll(/[0-9A-Za-z]+/g)].map(match => ({ value: match[0], start: match.index }));
  const found: Candidate[] = [];
  groups.forEach((first, index) => {
    let value = '';
    for (let next = index; next < groups.length && value.length < 18; next += 1) {
      const group = groups[next];
      const before = groups[next - 1];
      if (!group) break;
      if (
        next > index &&
        before &&
        !/^[ -]$/.test(text.slice(before.start + before.value.length, group.start))
      )
        break;
      value += group.value.toUpperCase();
      if (value.length !== 18 || !isCreditCode(value)) continue;
      found.push({
        kind: 'credit-code',
        value,
        start: first.start,
        end: group.start + group.value.length,
        rank: 2,
      });
    }
  });
  return found;
};

/** Passports and permits to travel have no check digit: they count only after their name. */
const findPermits = (text: string): Candidate[] => {
  const found: Candidate[] = [];
  for (const word of text.matchAll(/护照|通行证|回乡证|返乡证|台胞证|旅行证|永久居留/g)) {
    const from = word.index + word[0].length;
    const match = /^([^0-9A-Za-z\n]{0,10})((?:[A-Za-z]{1,2}\d{6,10})|\d{8}(?:\d{2})?)(?![0-9A-Za-z])/.exec(
      text.slice(from, from + 24),
    );
    const value = match?.[2];
    if (!match || !value || /^(?:19|20)\d{2}[01]\d[0-3]\d$/.test(value)) continue;
    const start = from + (match[1]?.length ?? 0);
    found.push({ kind: 'passport', value: value.toUpperCase(), start, end: start + value.length, rank: 2 });
  }
  return found;
};

const findPlates = (text: string): Candidate[] => {
  const pattern =
    /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. -]?([A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])/gi;
  return [...text.matchAll(pattern)]
    .filter(match => (match[1] ?? '').replace(/\D/g, '').length >= 3)
    .map(match => ({
      kind: 'plate' as const,
      value: match[0].replace(/[·. -]/g, '').toUpperCase(),
      start: match.index,
      end: match.index + match[0].length,
      rank: 6,
    }));
};

/**
 * The personal identifiers in a free text, in the order of the text and without overlaps (J-21b, A23).
 * Our own ticket numbers, amounts, dates and order numbers are none. Linear in the length of the text.
 */
export const findIdentifiers = (text: string): Identifier[] => {
  const folded = fold(text);
  const taken = new Uint8Array(text.length);
  for (const span of ticketNumberSpans(folded)) taken.fill(1, span.start, span.end);
  const candidates = [
    ...findEmails(folded),
    ...findNumbers(folded),
    ...findCreditCodes(folded),
    ...findPermits(folded),
    ...findPlates(folded),
  ].sort((a, b) => a.rank - b.rank || a.start - b.start || b.end - a.end);
  const found: Identifier[] = [];
  for (const { kind, value, start, end } of candidates) {
    if (taken.subarray(start, end).includes(1)) continue;
    taken.fill(1, start, end);
    found.push({ kind, value, start, end });
  }
  return found.sort((a, b) => a.start - b.start);
};

/**
 * The text with every identifier masked as contract §6 says, and what was taken out of it.
 * Masking the result again finds nothing: what a first pass leaves behind (e.g. the last digits
 * of one number beside the next number) is looked at until nothing is found. `keep` names kinds that
 * stay readable: an official reply may name an office's phone number.
 */
export const maskText = (
  text: string,
  { keep = [] }: { keep?: readonly IdentifierKind[] } = {},
): { text: string; identifiers: { kind: IdentifierKind; value: string }[] } => {
  const identifiers: { kind: IdentifierKind; value: string }[] = [];
  let masked = text;
  const findIn = (rest: string) => findIdentifiers(rest).filter(({ kind }) => !keep.includes(kind));
  for (let found = findIn(masked); found.length > 0; found = findIn(masked)) {
    let result = '';
    let from = 0;
    for (const { kind, value, start, end } of found) {
      result += masked.slice(from, start) + MASKS[kind](value);
      from = end;
      identifiers.push({ kind, value });
    }
    masked = result + masked.slice(from);
  }
  return { text: masked, identifiers };
};
