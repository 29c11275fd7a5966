/** Checks of typed values; each gives the sentence to show, or nothing where the value is fine. */

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Unified social credit code, 18 characters with a check character (GB 32100-2015). */
export function creditCodeProblem(code: string): string | undefined {
  const upper = code.trim().toUpperCase();
  if (upper.length !== 18) return '统一社会信用代码是 18 位，请核对';
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = CREDIT_ALPHABET.indexOf(upper.charAt(i));
    if (value < 0) return '统一社会信用代码里有不用的字母，请核对';
    sum += value * (CREDIT_WEIGHTS[i] ?? 0);
  }
  const check = CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
  return check === upper.charAt(17) ? undefined : '统一社会信用代码有一位不对，请核对';
}

/** A phone number: 6 to 20 digits, also from abroad or a landline. */
export function phoneProblem(phone: string): string | undefined {
  return /^\+?[\d\s-]{6,24}$/.test(phone.trim()) && phone.replace(/\D/g, '').length <= 20
    ? undefined
    : '电话号码不完整，请核对';
}
