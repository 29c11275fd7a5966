import { isBankCard, isIdNumber, isOldIdNumber, looksLikeIdNumber } from './checks';
import type { Candidate, IdentifierKind } from './identifier';
import { isMobile, splitLandline } from './phone';

type Group = { value: string; start: number; end: number };

const LONGEST = 19;
const CHINESE_DIGITS = '零一二三四五六七八九';

/** How people break numbers into groups. */
const MOBILE_GROUPS = /^(11|3,4,4|3,8|7,4|4,4,3|4,3,4|3,3,5|(1,){10}1)$/;
const LANDLINE_GROUPS = /^(1[012]|[34],[78]|[34],4,4|[34],3,4)$/;
const CARD_GROUPS = /^(1[6-9]|(4,){3}(4|4,[1-3]|[5-7])|6,1[0-3])$/;

/** A number of a kind of its own that also may be long enough: an order, a case, a parcel. */
const numberedThing = (before: string): boolean =>
  /(订单|单号|流水|工单|快递|运单|受理|业务|办件|案件|编号|批次|条码|发票)(编号|号码|号)?[为是:#\s]*$/.test(
    before,
  );

const isAmount = (text: string, start: number, end: number): boolean =>
  /[¥￥$]\s*$/.test(text.slice(Math.max(0, start - 3), start)) ||
  /^(\.\d{1,2})?\s*(元|块|圆|万|亿|美元|人民币)/.test(text.slice(end, end + 8));

/** The lengths of the groups behind a country code, which may be glued to the first group. */
const lengthsWithout = (code: number, groups: Group[]): string => {
  const [first = 0, ...rest] = groups.map(group => group.value.length);
  return (first > code ? [first - code, ...rest] : rest).join(',');
};

/** What 10 to 19 digits in these groups are, if they are anything. */
const classify = (
  digits: string,
  groups: Group[],
  text: string,
): { kind: IdentifierKind; rank: number; value?: string } | undefined => {
  const start = groups[0]?.start ?? 0;
  const end = groups[groups.length - 1]?.end ?? 0;
  const lengths = groups.map(group => group.value.length).join(',');
  const before = text.slice(Math.max(0, start - 12), start);
  if (digits.length === 18 && isIdNumber(digits)) return { kind: 'id-card', rank: 1 };
  if (digits.length === 18 && looksLikeIdNumber(digits) && /身份|证件|证号/.test(before))
    return { kind: 'id-card', rank: 1 };
  if (isAmount(text, start, end)) return undefined;
  const afterLetter = /[A-Za-z]$/.test(before);
  if (CARD_GROUPS.test(lengths) && isBankCard(digits) && !afterLetter && !numberedThing(before)) {
    return { kind: 'bank-card', rank: 2 };
  }
  const mobile = digits.replace(/^(?:0086|86|0)(?=1[3-9]\d{9}$)/, '');
  if (isMobile(mobile) && MOBILE_GROUPS.test(lengthsWithout(digits.length - mobile.length, groups))) {
    return { kind: 'phone', rank: 3, value: mobile };
  }
  const abroad = digits.replace(/^00/, '');
  const dialled = /\+$/.test(before) || abroad !== digits;
  if (/^(85[23]\d{8}|886\d{8,9})$/.test(abroad) && (dialled || groups.length > 1)) {
    return { kind: 'phone', rank: 4, value: '+' + abroad };
  }
  if (/\+$/.test(before) && digits.length <= 15) return { kind: 'phone', rank: 6, value: '+' + digits };
  if (LANDLINE_GROUPS.test(lengths) && !afterLetter && !numberedThing(before)) {
    const landline = splitLandline(digits);
    if (landline) return { kind: 'phone', rank: 5, value: `${landline.area}-${landline.local}` };
  }
  if (/^(15|6,6,3)$/.test(lengths) && isOldIdNumber(digits) && !afterLetter && !numberedThing(before)) {
    return { kind: 'id-card', rank: 5 };
  }
  return undefined;
};

/** The check character X may follow the last group, directly or after one blank or dash. */
const withCheckX = (digits: string, end: number, text: string): number | undefined => {
  if (digits.length !== 17) return undefined;
  const match = /^[ -]?[Xx](?![0-9A-Za-z])/.exec(text.slice(end, end + 4));
  return match ? end + match[0].length : undefined;
};

const belongTogether = (gap: string): boolean => /^[ \-._·()]{1,3}$/.test(gap);

/** Numbers spelt with Chinese digits, e.g. 一三八零零…; 幺 is the spoken 1. */
const findSpelt = (text: string): Candidate[] =>
  [...text.matchAll(/[零〇○一二三四五六七八九幺]{11,}/g)].flatMap(match => {
    if (match[0].length > LONGEST) return [];
    const value = match[0].replace(/./g, character =>
      String(Math.max(0, CHINESE_DIGITS.indexOf(character === '幺' ? '一' : character))),
    );
    const start = match.index;
    const group = { value, start, end: start + value.length };
    const what = classify(value, [group], text);
    return what ? [{ ...group, value: what.value ?? value, kind: what.kind, rank: what.rank }] : [];
  });

/**
 * Resident ID numbers, phone numbers and bank cards in a folded text, in one piece or in groups.
 * From each group of digits it looks at most 19 digits ahead.
 */
export const findNumbers = (text: string): Candidate[] => {
  const groups: Group[] = [...text.matchAll(/\d+/g)].map(match => ({
    value: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const found = findSpelt(text);
  for (let index = 0; index < groups.length; index += 1) {
    const taken: Group[] = [];
    let digits = '';
    for (let next = index; next < groups.length; next += 1) {
      const group = groups[next];
      const last = taken[taken.length - 1];
      if (!group || digits.length + group.value.length > LONGEST) break;
      if (last && !belongTogether(text.slice(last.end, Math.min(group.start, last.end + 4)))) break;
      taken.push(group);
      digits += group.value;
      const start = taken[0]?.start ?? 0;
      const endOfX = withCheckX(digits, group.end, text);
      if (endOfX !== undefined && isIdNumber(digits + 'X')) {
        found.push({ kind: 'id-card', value: digits + 'X', start, end: endOfX, rank: 1 });
      }
      if (digits.length < 10) continue;
      const what = classify(digits, taken, text);
      if (!what) continue;
      const plus = what.kind === 'phone' && /\+$/.test(text.slice(Math.max(0, start - 1), start)) ? 1 : 0;
      found.push({
        kind: what.kind,
        value: what.value ?? digits,
        start: start - plus,
        end: group.end,
        rank: what.rank,
      });
    }
  }
  return found;
};
