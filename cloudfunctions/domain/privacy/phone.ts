import { fold } from '../typed/fold';

/** Area codes and numbers of the mainland: `10…`, `2x…` with 8 digits, `xxx…` with 7 or 8, written without the 0. */
const LANDLINE = /^(10|2\d|[3-9]\d{2})([2-8]\d{6,7})$/;
const MOBILE = /^1[3-9]\d{9}$/;
/** Hong Kong, Macau, Taiwan: often written with the country code but without `+`. */
const NEIGHBOUR = /^(852[2-9]\d{7}|853[268]\d{7}|886\d{8,9})$/;
/** Of an area and a subscriber together. */
const LONGEST_NATIONAL = 11;

/** 电话：, 手机号 , Tel. in front of the number. */
const LABEL =
  /^(?:联系|聯繫|固定|办公|家庭)?(?:手机|手機|电话|電話|座机|座機|固话|号码|號碼|方式|tel|phone|mobile)(?:号码|號碼|号|號)?[ :.是为]{0,3}(?=[+(\d])/i;

/** A typed number in plain forms, without a label. */
export const plainPhone = (text: string): string => fold(text).trim().replace(LABEL, '');

/** Without what groups its digits. */
const compactOf = (text: string): string => text.replace(/[ \-().·,/_~[\]\n]/g, '');

/** True for a mobile number of the mainland: 11 digits without country code. */
export const isMobile = (digits: string): boolean => MOBILE.test(digits);

/** A number of companies that answers for the whole country (400, 800): no person's. */
export const isHotline = (digits: string): boolean => /^(?:\+?86|0086)?[48]00\d{7}$/.test(digits);

/** Area code (with its 0) and local number of a landline written as digits with the leading 0. */
export const splitLandline = (digits: string): { area: string; local: string } | undefined => {
  const match = digits.startsWith('0') ? LANDLINE.exec(digits.slice(1)) : null;
  if (!match) return undefined;
  const [, area = '', local = ''] = match;
  return area.length === 3 || local.length === 8 ? { area: '0' + area, local } : undefined;
};

/** A folded number and the extension behind it: `…转801`, `… ext. 204`, or `-8` behind a whole landline. */
export const splitExtension = (folded: string): { number: string; extension?: string } => {
  const named = /(?:转|轉|分机号?|分機號?|ext\.?|x|#)[ :]{0,3}(\d{1,6})$/i.exec(folded);
  if (named) return { number: folded.slice(0, named.index), extension: named[1] };
  const dashed = /-(\d{1,6})$/.exec(folded);
  const number = dashed ? folded.slice(0, dashed.index) : '';
  return dashed && splitLandline(compactOf(number).replace(/^(?:\+|00)860?/, '0'))
    ? { number, extension: dashed[1] }
    : { number: folded };
};

/**
 * A phone number as E.164 (`+8613800138000`), or undefined when the text is none (8–15 digits).
 * Without a country code it is a number of the mainland. Full-width digits, blanks, dashes, brackets, `0086` and a
 * dialled leading 0 are understood. The extension is left out, so that a landline is found without it.
 */
export const normalisePhone = (text: string): string | undefined => {
  const compact = compactOf(splitExtension(plainPhone(text)).number).replace(/^00(?=[1-9])/, '+');
  if (!/^\+?\d+$/.test(compact)) return undefined;
  let digits = compact;
  if (compact.startsWith('+')) digits = compact.slice(1).replace(/^860+/, '86');
  else if (MOBILE.test(compact.replace(/^(86|0)/, ''))) digits = '86' + compact.replace(/^(86|0)/, '');
  else if (!NEIGHBOUR.test(compact)) digits = '86' + compact.replace(/^0+/, '');
  const national = digits.startsWith('86') ? digits.slice(2) : undefined;
  // One digit too few or too many is a slip, no number.
  if (national && (national.length > LONGEST_NATIONAL || (/^1[1-9]/.test(national) && !isMobile(national))))
    return undefined;
  return /^[1-9]\d{7,14}$/.test(digits) ? '+' + digits : undefined;
};
