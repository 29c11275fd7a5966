import type { Doc } from '../../values/ejson';
import { refused } from '../../values/errors';
import { Pattern } from '../../values/pattern';
import type { Match } from '../../values/searches';
import { compareValues } from '../accumulators';
import { typeName } from '../types';
import { fieldsOf, isNothing, ofValues, place, textFor, type Operator } from './shared';

/** Positions of a text: by its characters or by its bytes. */
const characters = (text: string): string[] => [...text];
const bytesOf = (text: string): Buffer => Buffer.from(text);

const indexIn =
  (name: string, lengthOf: (text: string) => number, at: (text: string, n: number) => number): Operator =>
  (operand, read) =>
    ofValues(name, 2, 4, (text, part, start, end) => {
      if (isNothing(text)) return null;
      const whole = textFor(name, text);
      const from = start === undefined ? 0 : place(name, start);
      const to = end === undefined ? lengthOf(whole) : Math.min(place(name, end), lengthOf(whole));
      if (from > to) return -1;
      const found = whole.slice(0, at(whole, to)).indexOf(textFor(name, part), at(whole, from));
      return found < 0 ? -1 : lengthOf(whole.slice(0, found));
    })(operand, read);

/** A text, or what MongoDB takes for one: numbers and dates; nothing is an empty one. */
const coerced = (name: string, value: unknown): string => {
  if (isNothing(value)) return '';
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string')
    throw refused(`${name}: can't convert from BSON type ${typeName(value)} to String`);
  return value;
};

/** A part of a text by bytes; it may not begin or end within a character. */
const partOf = (name: string): Operator =>
  ofValues(name, 3, 3, (text, start, length) => {
    const bytes = bytesOf(coerced(name, text));
    if (typeof start !== 'number' || typeof length !== 'number') throw refused(`${name}: starting index and length must be numbers`); // prettier-ignore
    const from = Math.trunc(start);
    if (from < 0) throw refused(`${name}: starting index must be non-negative (got: ${from})`);
    const to = length < 0 ? bytes.length : Math.min(bytes.length, from + Math.trunc(length));
    const inside = (at: number): boolean => at < bytes.length && (bytes[at]! & 0xc0) === 0x80;
    if (inside(from) || inside(to)) throw refused(`${name}: Invalid range, starting or ending in the middle of a UTF-8 character.`); // prettier-ignore
    return bytes.toString('utf8', Math.min(from, bytes.length), to);
  });

const patternOf = (name: string, regex: unknown, options: unknown): Pattern => {
  const flags = isNothing(options) ? '' : textFor(name, options);
  if (regex instanceof Pattern) return flags ? new Pattern(regex.source, flags) : regex;
  return new Pattern(textFor(name, regex), flags);
};

/** `$regexMatch` and its like: the input, and the pattern that a text or a regular expression gives. */
const searching =
  (name: string, nothing: unknown, result: (text: string, pattern: Pattern) => unknown): Operator =>
  (operand, read) => {
    const fields = fieldsOf(name, operand, ['input', 'regex'], ['options']);
    const [input, regex, options] = [fields.input, fields.regex, fields.options].map(read);
    return variables => {
      const text = input!(variables);
      const wanted = regex!(variables);
      if (isNothing(text) || isNothing(wanted)) return nothing;
      return result(textFor(name, text), patternOf(name, wanted, options!(variables)));
    };
  };

const found = (text: string, one: Match): Doc => ({
  match: one[0],
  idx: characters(text.slice(0, one.index)).length,
  captures: one.slice(1).map((group: string | undefined) => group ?? null),
});

const allFound = (text: string, pattern: Pattern): Doc[] => {
  const results: Doc[] = [];
  for (let at = 0; at <= text.length;) {
    const one = pattern.find(text.slice(at));
    if (!one) break;
    one.index += at;
    results.push(found(text, one));
    at = one.index + Math.max(one[0].length, 1);
  }
  return results;
};

/** Letters of ASCII alone, as in MongoDB. */
const upper = (text: string): string => text.replace(/[a-z]+/g, letters => letters.toUpperCase());
const lower = (text: string): string => text.replace(/[A-Z]+/g, letters => letters.toLowerCase());

/** Texts. */
export const TEXTS: Record<string, Operator> = {
  $concat: ofValues('$concat', 0, 1000, (...texts) =>
    texts.some(isNothing) ? null : texts.map(text => textFor('$concat', text)).join(''),
  ),
  $indexOfBytes: indexIn(
    '$indexOfBytes',
    text => bytesOf(text).length,
    (text, n) => bytesOf(text).toString('utf8', 0, n).length,
  ),
  $indexOfCP: indexIn(
    '$indexOfCP',
    text => characters(text).length,
    (text, n) => characters(text).slice(0, n).join('').length,
  ),
  $split: ofValues('$split', 2, 2, (text, by) => {
    if (isNothing(text) || isNothing(by)) return null;
    if (by === '') throw refused('$split requires a non-empty separator');
    return textFor('$split', text).split(textFor('$split', by));
  }),
  $strcasecmp: ofValues('$strcasecmp', 2, 2, (one, other) =>
    Math.sign(compareValues(upper(coerced('$strcasecmp', one)), upper(coerced('$strcasecmp', other)))),
  ),
  $strLenBytes: ofValues('$strLenBytes', 1, 1, text => bytesOf(textFor('$strLenBytes', text)).length),
  $strLenCP: ofValues('$strLenCP', 1, 1, text => characters(textFor('$strLenCP', text)).length),
  $substrCP: ofValues('$substrCP', 3, 3, (text, start, length) => {
    const from = place('$substrCP', start);
    return characters(coerced('$substrCP', text))
      .slice(from, from + place('$substrCP', length))
      .join('');
  }),
  $toLower: ofValues('$toLower', 1, 1, text => lower(coerced('$toLower', text))),
  $toUpper: ofValues('$toUpper', 1, 1, text => upper(coerced('$toUpper', text))),
  $substr: partOf('$substr'),
  $substrBytes: partOf('$substrBytes'),
  $regexMatch: searching('$regexMatch', false, (text, pattern) => pattern.test(text)),
  $regexFind: searching('$regexFind', null, (text, pattern) => {
    const one = pattern.find(text);
    return one ? found(text, one) : null;
  }),
  $regexFindAll: searching('$regexFindAll', [], allFound),
};
