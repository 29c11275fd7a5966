import { isCreditCode, looksLikeIdNumber } from './checks';
import { ticketNumberSpans } from './ticket-number';

/** Numbers that name no person, whatever their digits look like. */

type Span = { start: number; end: number };

/**
 * Unified social credit codes, in one piece or in groups. Which organisation has which is published by the state
 * (国家企业信用信息公示系统), so a code in a text tells nothing about a person and stays.
 */
const creditCodeSpans = (folded: string): Span[] => {
  const groups = [...folded.matchAll(/[0-9A-Za-z]+/g)].map(match => ({
    value: match[0],
    start: match.index,
  }));
  return groups.flatMap((first, index) => {
    let value = '';
    for (let next = index; next < groups.length && value.length < 18; next += 1) {
      const group = groups[next];
      const before = groups[next - 1];
      if (!group) break;
      const gap = next > index && before ? folded.slice(before.start + before.value.length, group.start) : '';
      if (!/^[ -]?$/.test(gap)) break;
      value += group.value.toUpperCase();
      // One ID number in 31 would pass for a code.
      if (value.length === 18 && isCreditCode(value) && !looksLikeIdNumber(value))
        return [{ start: first.start, end: group.start + group.value.length }];
    }
    return [];
  });
};

/** Where in a folded text our own numbers and those of organisations stand. */
export const publicSpans = (folded: string): Span[] => [
  ...ticketNumberSpans(folded),
  ...creditCodeSpans(folded),
];
