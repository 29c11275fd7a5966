/** A text in the parts that are looked at one by one. */

const ENDS = /[。！？!?；;\n\r]+/;
const CLAUSES = /[。！？!?；;，,、：:\n\r]+/;

const partsOf = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map(part => part.trim())
    .filter(Boolean);

export const sentencesOf = (text: string): string[] => partsOf(text, ENDS);

export const clausesOf = (text: string): string[] => partsOf(text, CLAUSES);
