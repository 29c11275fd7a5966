/** What stands in one cell, as spreadsheets write it, guard it and damage it. */

/** A table or sheet that cannot be read at all; the message is for whoever chose the file. */
export class UnreadableTable extends Error {}

/** A cell that cannot be read; the message says why. Its row is named as bad. */
export class BadCell extends Error {}

const ERROR =
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|GETTING_DATA|#+)$/i;
const POWER_OF_TEN = /^[+-]?\d+(?:\.\d+)?e[+-]\d+$/i;
/** Also behind blanks and in full width; a tab or a line end at the beginning hides what comes next. */
const FORMULA = /^(?:[\t\r\n]|[\s\u0000-\u001f]*[=+\-@＝＋－＠﹦﹢﹣﹫])/;
/** Spreadsheets take also this for a number. */
const ANY_POWER_OF_TEN = /^\d+(?:\.\d+)?e\d+$/i;

/** What a spreadsheet would not show as it stands, with any number of apostrophes before it. */
const mistaken = (cell: string): boolean => {
  let at = 0;
  while (cell[at] === "'") at += 1;
  const text = cell.slice(at);
  return [FORMULA, ERROR, POWER_OF_TEN, ANY_POWER_OF_TEN].some(sign => sign.test(text));
};

/** A leading apostrophe has a spreadsheet take the cell for a text; it is no part of the text. */
export const guarded = (text: string): string => (mistaken(text) ? `'${text}` : text);
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && mistaken(cell) ? cell.slice(1) : cell;

/** What is wrong with a cell, whatever its column: an error instead of a value, digits that a spreadsheet has lost. */
export const damageOf = (cell: string): string | undefined => {
  if (ERROR.test(cell)) return `是表格的错误值 ${cell}，请改正后再导入`;
  return POWER_OF_TEN.test(cell) ? `${cell} 是被表格改坏的数字，请把这一列设成文本后重新填写` : undefined;
};

/** A code that a spreadsheet took for a number: `440100.0` is 440100. */
export const codeOf = (cell: string): string =>
  /^\d+\.0+$/.test(cell) ? cell.slice(0, cell.indexOf('.')) : cell;

/** A whole number; NaN for anything else, for the check to find. */
export const numberOf = (text: string | undefined): number | undefined => {
  if (!text) return undefined;
  return /^\d+$/.test(codeOf(text)) ? Number(codeOf(text)) : Number.NaN;
};
