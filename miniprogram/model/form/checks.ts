/**
 * Checks of typed values; each gives the sentence to show, or nothing where the value is fine. They complain of nothing
 * that the cloud would take: in doubt it decides, and its answer stands at the field.
 */

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** Department, kind, six digits of a division, then body and check character. */
const CREDIT_FORM = /^[1-9A-NY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** Full-width signs and digits in their plain form. */
const plain = (text: string): string => text.normalize('NFKC').trim();

/** Unified social credit code, 18 characters with a check character (GB 32100-2015). */
export function creditCodeProblem(code: string): string | undefined {
  const upper = plain(code).replace(/\s/g, '').toUpperCase();
  if (upper.length !== 18) return '统一社会信用代码是 18 位，请核对';
  if (!CREDIT_FORM.test(upper)) return '统一社会信用代码的格式不对，请核对';
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += CREDIT_ALPHABET.indexOf(upper.charAt(i)) * (CREDIT_WEIGHTS[i] ?? 0);
  const check = CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
  return check === upper.charAt(17) ? undefined : '统一社会信用代码有一位不对，请核对';
}

/** 转801, 分机 801, ext. 801 behind a number. */
const EXTENSION = /(?:转|轉|分机号?|分機號?|ext\.?|x|#)[ :]{0,3}\d{1,6}$/i;
/** What groups digits, with the dashes that keyboards have. */
const GROUPING = /[\s\-‐-―−ー－().·,/_~[\]]/g;
const DIGITS = /^\+?\d{6,24}$/;
/** A mobile number with one digit too few or too many. */
const SLIP = /^1[3-9](\d{8}|\d{10})$/;

/** A phone number, also from abroad, a landline, and with an extension. */
export function phoneProblem(phone: string): string | undefined {
  const number = plain(phone).replace(EXTENSION, '').replace(GROUPING, '');
  return DIGITS.test(number) && !SLIP.test(number) ? undefined : '电话号码不完整，请核对';
}
