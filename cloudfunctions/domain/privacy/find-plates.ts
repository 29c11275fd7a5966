import type { Candidate } from './identifier';

const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛蒙陝閩貴粵雲][ ]?[A-HJ-Z](?:[·•・. \-一\n]{0,3}[A-HJ-NP-Z0-9](?:[ .-]?[A-HJ-NP-Z0-9]){3,4}[ .-]?[A-HJ-NP-Z0-9挂学警港澳領领])(?![A-Za-z0-9])/gi;

/** In one piece as before; in groups only with the letter of an electric car or with five places, so that a date is none. */
const isPlate = (written: string): boolean => {
  const number = written
    .replace(/[·•・. \-一\n]/g, '')
    .slice(2)
    .toUpperCase();
  const digits = number.replace(/\D/g, '').length;
  if (digits < (/[挂学警港澳领]$/.test(number) ? 2 : 3)) return false;
  const inOnePiece = /^.{2,5}?[A-HJ-NP-Z0-9]{4,6}[^A-Z0-9]?$/i.test(written);
  return inOnePiece || number.length === 5 || /^[A-Z]|[A-Z]$/.test(number);
};

/** 车牌是广州AB73215: without the sign of the province only behind the word. */
const NAMED =
  /(?<=(?:车牌|号牌|牌照|车号|車牌)[^\dA-Za-z,。;]{0,8})[A-HJ-Z][A-HJ-NP-Z0-9]\d{3,5}[A-HJ-NP-Z0-9]?(?![A-Za-z0-9])/gi;

/** Number plates in a folded text, also with blanks or a line end inside. */
export const findPlates = (text: string): Candidate[] =>
  [...[...text.matchAll(PLATE)].filter(match => isPlate(match[0])), ...text.matchAll(NAMED)].map(match => ({
    kind: 'plate' as const,
    value: match[0].replace(/[·•・. \-一\n]/g, '').toUpperCase(),
    start: match.index,
    end: match.index + match[0].length,
    rank: 6,
  }));
