const DASHES = /[\u2010-\u2015\u2212\u30FC\uFE63\uFF0D\u2043]/;
const BLANKS = /[\t\u00A0\u2000-\u200D\u202F\u205F\u2060\u3000\uFEFF]/;

const foldCharacter = (character: string): string => {
  if (DASHES.test(character)) return '-';
  if (BLANKS.test(character)) return ' ';
  const code = character.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : character;
};

/**
 * Full-width characters as ASCII, every dash as `-`, every blank (also the invisible ones) as a space.
 * The result is as long as the text, so that positions in it are positions in the text.
 */
export const fold = (text: string): string =>
  text.replace(
    /[\t\u00A0\u2000-\u2015\u202F\u2043\u205F\u2060\u2212\u3000\u30FC\uFE63\uFEFF\uFF01-\uFF5E]/g,
    foldCharacter,
  );
