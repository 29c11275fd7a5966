import { isCivilDate } from '../time';

/** The first two digits of a resident ID number: provinces of GB/T 2260, 81–83 residence permits, 9 foreigners. */
const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const isBirthday = (digits: string): boolean => {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  return /^(19|20)/.test(date) && isCivilDate(date);
};

/** True for 18 characters with the place and the birthday of a resident ID number, whatever the check digit. */
export const looksLikeIdNumber = (id: string): boolean =>
  /^\d{17}[\dX]$/.test(id) && PROVINCES.test(id) && isBirthday(id.slice(6, 14));

/** True for a resident ID number of 18 characters (GB 11643) with the right check character. */
export const isIdNumber = (id: string): boolean => {
  if (!looksLikeIdNumber(id)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(id[index]), 0);
  return '10X98765432'[sum % 11] === id[17];
};

/** True for an old resident ID number: 15 digits, birthday with two digits of the year, no check digit. */
export const isOldIdNumber = (id: string): boolean =>
  /^\d{15}$/.test(id) && PROVINCES.test(id) && isBirthday('19' + id.slice(6, 12));

/** In the form of GB 32100, whatever the check character: zeros alone are none. */
export const looksLikeCreditCode = (code: string): boolean =>
  /^[1-9A-NY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code);

/** True for a unified social credit code (GB 32100) with the right check character; upper case. */
export const isCreditCode = (code: string): boolean => {
  if (!looksLikeCreditCode(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    const value = CREDIT_ALPHABET.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === code[17];
};

/** True for 16–19 digits as banks give them out: a known first digit and the Luhn check digit. */
export const isBankCard = (digits: string): boolean => {
  if (!/^(?:[34569]|2[2-7])\d{15,18}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};
