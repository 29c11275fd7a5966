/**
 * What is checked on the phone before anything is sent (A23): formal marks of classified material are refused, personal numbers
 * are only warned about, as the cloud masks them. The cloud checks again; this spares the citizen a refused sending.
 */
const MARKS = [/[绝機机秘]\s*密\s*[★☆✩⭐](?!\s*[★☆])/, /密\s*[级級]\s*[:：=]\s*[绝機机秘]\s*密/];

/** True where the text carries a formal mark; the bare words 秘密 and 机密 pass. */
export const isClassified = (text: string): boolean => MARKS.some(mark => mark.test(text));

/** The kinds of personal numbers in the text, in words; empty where there are none. */
export function personalNumbers(text: string): string[] {
  const plain = text.replace(/[\s-]/g, '');
  const found: string[] = [];
  const runs = plain.match(/\d+[Xx]?/g) ?? [];
  if (runs.some(run => /^\d{17}[\dXx]$/.test(run))) found.push('身份证号');
  if (runs.some(run => /^(86)?1[3-9]\d{9}$/.test(run))) found.push('手机号');
  if (runs.some(run => /^\d{16,19}$/.test(run) && isLuhn(run))) found.push('银行卡号');
  return found;
}

function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
