import { isBankCard, isIdNumber, isOldIdNumber, looksLikeIdNumber } from './checks';
import { areNear, belongTogether, groupsIn, numbersAThing, type Group } from './groups';
import type { Candidate, IdentifierKind } from './identifier';
import { isHotline, isMobile, splitLandline } from './phone';

const LONGEST = 21;

/** How people break numbers into groups. */
const MOBILE_GROUPS =
  /^(11|3,4,4|3,8|7,4|4,7|4,4,3|4,3,4|3,3,5|3,5,3|6,5|5,6|8,3|3,2,2,2,2|3,2,3,3|3,4,2,2|(1,){10}1)$/;
const LANDLINE_GROUPS = /^(1[012]|[34],[78]|[34],4,4|[34],[34],[34]|(1,){9,11}1)$/;
const CARD_GROUPS = /^(1[6-9]|(4,){3}(4|4,[1-3]|[5-7])|6,1[0-3]|6,6,[4-7]|(1,){15,18}1)$/;

/** What is counted or paid. */
const UNIT = /^ ?(元|块|圆|圓|塊|美元|人民币|人民幣|件|人次|人|次|户|名|吨|千瓦|平方)/;
/** Words that begin like one of these and count nothing. */
const NO_UNIT =
  /^ ?(户名|户主|人民法院|元旦|元宵|元月|元先生|元女士|元小姐|元生|人在|人不|人没|人家|人是|名字|名叫|次日|件事)/;
const SUM =
  /债|债券|专项|补助|拨付|拨款|到账|产值|营收|营业额|罚|涉案|欠|借|捐|保额|标的|流水|成交|交易额|经费|利润|亏|募|投资|投資|资本|資本|资金|資金|金额|金額|价|價|款|费|薪|税|收入|支出|预算|預算|造价|总|總|合计|合計|共|累计|累計|工资|贷|补贴|押金|租金|财政|利息|余额|餘額|缴|补偿|赔|报销|定金|奖金|人民币|[¥$]/;

const MONEY = /^ ?(元|块|圆|圓|塊|美元|人民币|人民幣)/;
const REACHED =
  /电话|電話|手机|手機|号码|號碼|联系|聯繫|打|拨|致电|找|来电|通话|短信|加|微信|给|是|\btel|\bphone|座机|热线|机主|尾号/i;

/** Right before or behind the digits stands what makes them a sum; whole ones of 11 digits only beside such a word. */
const isAmount = (text: string, start: number, end: number): boolean => {
  const before = text.slice(Math.max(0, start - 14), start);
  const after = text.slice(end, end + 8);
  if (/[¥$]\s*$/.test(before) || /^(\.\d{1,2})?\s?(万|亿|萬|億|%)/.test(after)) return true;
  if (/^\.\d{1,2}\s?(元|块|圆|美元|人民币)/.test(after)) return true;
  if (!UNIT.test(after) || NO_UNIT.test(after)) return false;
  // Money of whole thousands, or told without any word that somebody can be reached by it.
  const round = /0{4}$/.test(text.slice(start, end));
  return SUM.test(before) || (MONEY.test(after) && (round || !REACHED.test(before)));
};

/** The lengths of the groups behind a country code, which may be glued to the first group. */
const lengthsWithout = (code: number, groups: Group[]): string => {
  const [first = 0, ...rest] = groups.map(group => group.value.length);
  return (first > code ? [first - code, ...rest] : rest).join(',');
};

const ID_WORDS =
  /身份|身分|证件|證件|证号|證號|一代证|二代证|居住证|居住證|居留|永居|五星卡|户口|驾驶|驾照|残疾|社保|医保|社会保障|\bID\b/i;
const CARD_WORDS =
  /卡号|卡號|银行|銀行|账号|帐号|賬號|帳號|账户|帐户|賬戶|存折|存摺|储蓄|信用卡|借记卡|工资卡|社保卡|行卡|卡[ :是为]*$|收款|打到|转到|转账|开户|退款|\bcard\b|\baccount\b/i;
/** A letter of an order or a parcel before digits; other letters (tel, ID) say nothing. */
const PARCEL = /(?:^|[^A-Za-z])(?:SF|YT|JD|ZT|ZTO|STO|EMS|YD|JT|DPK)$/i;

type What = { kind: IdentifierKind; rank: number; value?: string };
/** A row of groups read as one number. */
type Row = { digits: string; groups: Group[]; gaps: string[]; text: string; start: number; end: number };

const around = ({ text, start, end }: Row, words: RegExp): boolean =>
  words.test(text.slice(Math.max(0, start - 20), start)) || words.test(text.slice(end, end + 14));

const lengthsOf = ({ groups }: Row): string => groups.map(group => group.value.length).join(',');

const beforeOf = ({ text, start }: Row): string => text.slice(Math.max(0, start - 12), start);

const idOf = (row: Row): What | undefined => {
  const { digits } = row;
  if (digits.length === 18) {
    if (isIdNumber(digits)) return { kind: 'id-card', rank: 1 };
    const called = looksLikeIdNumber(digits) && !numbersAThing(beforeOf(row)) && around(row, ID_WORDS);
    return called ? { kind: 'id-card', rank: 1 } : undefined;
  }
  // The number of a disabled person's card is the ID number with two more digits.
  if (digits.length === 20 && looksLikeIdNumber(digits.slice(0, 18)) && around(row, /残疾/))
    return { kind: 'id-card', rank: 1 };
  if (digits.length !== 15 || !isOldIdNumber(digits)) return undefined;
  if (/[A-Za-z]$/.test(beforeOf(row)) || numbersAThing(beforeOf(row))) return undefined;
  const known = /^(15|6,6,3|3,3,6,3)$/.test(lengthsOf(row)) || around(row, ID_WORDS);
  return known ? { kind: 'id-card', rank: 5 } : undefined;
};

const cardOf = (row: Row): What | undefined => {
  const before = beforeOf(row);
  if (
    /[A-Za-z]$/.test(before) ||
    numbersAThing(before) ||
    !areNear(row.gaps.map(gap => gap.replace('\n', ' ')))
  )
    return undefined;
  const { length } = row.digits;
  if (CARD_GROUPS.test(lengthsOf(row)) && isBankCard(row.digits)) return { kind: 'bank-card', rank: 2 };
  // A check digit that is wrong, a bank of its own numbers: beside the word they count too.
  const called =
    length >= 15 && length <= 21 && !/^20[12]\d[01]\d/.test(row.digits) && around(row, CARD_WORDS);
  return called ? { kind: 'bank-card', rank: 4 } : undefined;
};

/** Blanks or dashes may stand anywhere; points, commas and line ends only where a mobile number is broken by habit. */
const isGroupedAsMobile = (lengths: string, gaps: string[]): boolean => {
  const [first = ''] = gaps;
  if (gaps.length > 1 && /^[ -]$/.test(first) && gaps.every(gap => gap === first)) return true;
  // Points also stand in decimals, versions and addresses of machines.
  if (gaps.some(gap => gap.includes('.')) && !/^(3,4,4|4,4,3|4,3,4|3,3,5|(1,){10}1)$/.test(lengths))
    return false;
  return MOBILE_GROUPS.test(lengths);
};

/** 一 and 两 before or behind a number in figures belong to other words. */
const isMixedByChance = (groups: Group[]): boolean => {
  if (!groups.some(({ chinese }) => chinese) || groups.every(({ chinese }) => chinese)) return false;
  const [first, last] = [groups[0], groups[groups.length - 1]];
  return [first, last].some(group => group?.chinese && group.value.length === 1);
};

const mobileOf = (row: Row): What | undefined => {
  const { digits, groups, gaps, text, start } = row;
  const mobile = digits.replace(/^(?:0086|86|0)(?=1[3-9]\d{9}$)/, '');
  // Behind a + stands a country code; +1 415… is no mobile number of ours.
  if (!isMobile(mobile) || (mobile === digits && text[start - 1] === '+')) return undefined;
  const code = digits.length - mobile.length;
  const lengths = lengthsWithout(code, groups);
  const own = gaps.slice(groups.length - lengths.split(',').length);
  if (!isGroupedAsMobile(lengths, own)) return undefined;
  const before = text.slice(Math.max(0, start - 12), start);
  if (PARCEL.test(before) || /(订单|流水|工单|运单|发票|批次|合同)(编号|号码|号)[为是:#\s]*$/.test(before))
    return undefined;
  return { kind: 'phone', rank: 3, value: mobile };
};

const otherPhoneOf = (row: Row): What | undefined => {
  const { digits, groups, gaps } = row;
  const before = beforeOf(row);
  const abroad = digits.replace(/^00/, '');
  const dialled = /\+$/.test(before) || abroad !== digits;
  if (isHotline(digits)) return undefined;
  if (/^(85[23]\d{8}|886\d{8,9})$/.test(abroad) && areNear(gaps) && (dialled || groups.length > 1))
    return { kind: 'phone', rank: 4, value: '+' + abroad };
  if (/\+$/.test(before) && digits.length <= 15 && areNear(gaps))
    return { kind: 'phone', rank: 6, value: '+' + digits };
  if (/^09\d{8}$/.test(digits) && areNear(gaps) && around(row, /台湾|台灣|臺灣|台胞/))
    return { kind: 'phone', rank: 4, value: '+886' + digits.slice(1) };
  if (/[A-Za-z]$/.test(before.replace(/(?:tel|phone|fax)$/i, '')) || numbersAThing(before)) return undefined;
  const domestic = digits.replace(/^(?:0086|86)(?=[2-9]\d{8,10}$|10[2-8]\d{7}$)/, '0');
  const lengths = domestic === digits || groups.length < 3 ? lengthsOf(row) : '11';
  const landline = LANDLINE_GROUPS.test(lengths) ? splitLandline(domestic) : undefined;
  return landline && { kind: 'phone', rank: 5, value: `${landline.area}-${landline.local}` };
};

/** A number without its area: it counts behind the word or before an extension. */
const localOf = (row: Row): What | undefined => {
  const neighbour = /^9\d{7}$/.test(row.digits) && /香港|港澳|澳门|澳門/.test(beforeOf(row));
  if (
    !(neighbour || /^[2-8]\d{6,7}$/.test(row.digits)) ||
    !/^([78]|4,4|3,4)$/.test(lengthsOf(row)) ||
    !areNear(row.gaps)
  )
    return undefined;
  if (/[A-Za-z]$/.test(beforeOf(row))) return undefined;
  const before = row.text.slice(Math.max(0, row.start - 20), row.start);
  const behindWord =
    /(电话|電話|座机|座機|固话|固話|宅电|家电|住宅|手机|联系方式|\btel|\bphone)(号码|號碼|号|號)?[是为係系:\s]{0,3}$/i.test(
      before,
    ) ||
    /0\d{2,3}-?\d{7,8} ?[/、,或和] ?$/.test(before) ||
    (extensionOfOffice(row) &&
      /(办公室|前台|总机|值班室?|传达室|保安室|打|拨|致电|联系|找)[^,。;]{0,3}$/.test(before));
  const isDate = /^20\d\d[01]\d[0-3]\d$/.test(row.digits);
  if ((behindWord && !isDate && !UNIT.test(row.text.slice(row.end, row.end + 4))) || extensionAt(row, true))
    return { kind: 'phone', rank: 6 };
  return undefined;
};

/** 84420917-306: of a number without its area only behind a place or a word for calling. */
const extensionOfOffice = ({ text, end }: Row): boolean =>
  /^-\d{2,4}(?![\d-])/.test(text.slice(end, end + 6));

/** Behind a landline `转801`, `ext. 204`, `-8`; behind a number without its area only what is called one. */
const extensionAt = (
  { text, end }: Pick<Row, 'text' | 'end'>,
  named = false,
): { digits: string; end: number } | undefined => {
  const after = text.slice(end, end + 18);
  const match =
    /^[ ,(]{0,2}(?:转|轉|分机号?|分機號?|ext\.?|#)[ :]{0,2}(\d{1,6})(?!\d)/i.exec(after) ??
    (named ? null : /^-(\d{1,4})(?![\d-])/.exec(after));
  return match?.[1] ? { digits: match[1], end: end + match[0].length } : undefined;
};

/** What 7 to 21 digits in these groups are, if they are anything. */
const classify = (row: Row): What | undefined => {
  const { length } = row.digits;
  if (length < 7 || isMixedByChance(row.groups)) return undefined;
  const local = length <= 8 ? localOf(row) : undefined;
  if (local || length < 10) return local;
  const id = idOf(row);
  if (id?.rank === 1) return id;
  if (isAmount(row.text, row.start, row.end)) return undefined;
  return cardOf(row) ?? mobileOf(row) ?? otherPhoneOf(row) ?? id;
};

/** The check character X may follow the last group, directly or after one blank, dash or line end. */
const withCheckX = (digits: string, end: number, text: string): number | undefined => {
  if (digits.length !== 17) return undefined;
  const match = /^[ \-\n]?[Xx](?![0-9A-Za-z])/.exec(text.slice(end, end + 4));
  return match ? end + match[0].length : undefined;
};

const idWithX = (row: Row): Candidate[] => {
  const end = withCheckX(row.digits, row.end, row.text);
  if (end === undefined) return [];
  const value = row.digits + 'X';
  const called = looksLikeIdNumber(value) && around({ ...row, end }, ID_WORDS);
  return isIdNumber(value) || called ? [{ kind: 'id-card', value, start: row.start, end, rank: 1 }] : [];
};

const candidateOf = (row: Row): Candidate[] => {
  const what = classify(row);
  if (!what) return [];
  const { kind, rank, value = row.digits } = what;
  const isPhone = kind === 'phone';
  const opened = isPhone && /(?:\+|\()$/.test(row.text.slice(Math.max(0, row.start - 1), row.start)) ? 1 : 0;
  const extension = isPhone && !isMobile(value) ? extensionAt(row, /^\d{7,8}$/.test(value)) : undefined;
  const end = extension?.end ?? row.end;
  const written = row.text.slice(row.start - opened, end);
  // A bracket that was opened inside the number closes behind it.
  const closed =
    isPhone && written.lastIndexOf('(') > written.lastIndexOf(')') && row.text[end] === ')' ? 1 : 0;
  return [
    {
      kind,
      value: extension ? `${value}转${extension.digits}` : value,
      start: row.start - opened,
      end: end + closed,
      rank,
    },
  ];
};

/** What is typed for 0 and 1: letters, also Greek and Cyrillic ones, and a bar. */
const LOOKS_LIKE_ZERO = /[oOοΟоО]/g;
const LOOKS_LIKE_ONE = /[lI|іІ]/g;
const DISGUISED = /(?<![A-Za-z0-9])[0-9oOοΟоОlI|іІ](?:[ .-]?[0-9oOοΟоОlI|іІ]){10,17}[Xx]?(?![A-Za-z0-9])/g;

/** 138oo138oo2, l38…, 44o106…: letters that look like 0 and 1 among the digits of a mobile or an ID number. */
const findDisguised = (text: string): Candidate[] =>
  [...text.matchAll(DISGUISED)].flatMap((match): Candidate[] => {
    const written = match[0].replace(/[ .-]/g, '').toUpperCase().replace(/[LI]/g, 'l');
    const value = written.replace(LOOKS_LIKE_ZERO, '0').replace(LOOKS_LIKE_ONE, '1');
    const digits = written.replace(/\D/g, '').length;
    if (written === value || digits < 5) return [];
    const [start, end] = [match.index, match.index + match[0].length];
    if (isMobile(value)) return [{ kind: 'phone', value, start, end, rank: 3 }];
    const isId = looksLikeIdNumber(value) && digits >= 12;
    return isId ? [{ kind: 'id-card', value, start, end, rank: 3 }] : [];
  });

/** Some digits of an ID number that has lost its end: region and birthday are enough to tell whose it is. */
const findBrokenIds = (text: string): Candidate[] =>
  [
    ...text.matchAll(
      /(?<=(?:身份证|身份證|身分證|证件号|证号|身份证件)[^\d,。;]{0,8})[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{0,5}(?![0-9A-Za-z])/g,
    ),
  ].map(match => ({
    kind: 'id-card' as const,
    value: match[0],
    start: match.index,
    end: match.index + match[0].length,
    rank: 6,
  }));

/**
 * Resident ID numbers, phone numbers and bank cards in a folded text, in one piece or in groups.
 * From each group of digits it looks at most 21 digits ahead.
 */
export const findNumbers = (text: string): Candidate[] => {
  const groups = groupsIn(text);
  const found = [...findDisguised(text), ...findBrokenIds(text)];
  for (let index = 0; index < groups.length; index += 1) {
    const taken: Group[] = [];
    const gaps: string[] = [];
    let digits = '';
    for (let next = index; next < groups.length; next += 1) {
      const group = groups[next];
      const last = taken[taken.length - 1];
      if (!group || digits.length + group.value.length > LONGEST) break;
      if (last) {
        const gap = text.slice(last.end, Math.min(group.start, last.end + 5));
        if (!belongTogether(gap)) break;
        gaps.push(gap);
      }
      taken.push(group);
      digits += group.value;
      const row: Row = { digits, groups: taken, gaps, text, start: taken[0]?.start ?? 0, end: group.end };
      found.push(...idWithX(row), ...candidateOf(row));
    }
  }
  return found;
};
