import * as z from 'zod';

/** Texts as they are kept: what was typed, without what nobody sees. */

/** Somebody sees it: no blank, no control, no mark of direction, and no accent that stands on nothing. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a text holds anything that can be read. */
export const hasText = (text: string): boolean => VISIBLE.test(text);

/** Line ends of every kind as `\n`, nothing around it; a text in which nothing can be read is empty. */
export const textOf = (text: string): string =>
  hasText(text) ? text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').trim() : '';

const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks of direction and what has no width; the joiners of emoji and Indian scripts are part of a character. */
const UNSEEN =
  /[\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]/g;

/** A title or a name: one line, without marks of direction and control characters. */
export const lineOf = (text: string): string =>
  hasText(text) ? text.replace(UNSEEN, '').replace(BREAKS, ' ').trim() : '';

/** Whether a text has at most so many characters, a rare one outside of the basic plane counted once. */
export const holdsAtMost =
  (max: number) =>
  (text: string): boolean =>
    text.length <= max || [...text].length <= max;

const mostWords = (label: string, max: number): string => `${label}最多 ${max} 个字`;

/** What is said of a text beyond its bound: also by how much, so that nobody has to count; undefined of one within it. */
export const overlong = (label: string, max: number, text: string): string | undefined =>
  holdsAtMost(max)(text) ? undefined : `${mostWords(label, max)}，多了 ${[...text].length - max} 个`;

/** The same as the words of a bound of zod. */
export const tooLong = (label: string, max: number) => ({
  error: ({ input }: { input?: unknown }): string =>
    (typeof input === 'string' ? overlong(label, max, input) : undefined) ?? mostWords(label, max),
});

/** How deep an input may be; the forms need eight. */
const DEEPEST = 24;

/**
 * An input as it is read, whatever its form: texts in which nothing can be read are empty, so that no required field can
 * be passed by with them. Undefined for one that is nested deeper than any form is.
 */
export const readable = (value: unknown, depth = 0): { value: unknown } | undefined => {
  if (typeof value === 'string') return { value: hasText(value) ? value : '' };
  if (typeof value !== 'object' || value === null) return { value };
  if (depth >= DEEPEST) return undefined;
  const parts = Object.entries(value).map(([name, part]) => [name, readable(part, depth + 1)] as const);
  if (parts.some(([, part]) => part === undefined)) return undefined;
  const read = parts.map(([name, part]) => [name, part?.value] as const);
  return { value: Array.isArray(value) ? read.map(([, part]) => part) : Object.fromEntries(read) };
};

/** A text of an input in lines, as `textOf` keeps it. */
export const typedText = (error?: string): z.ZodString =>
  z.string(error === undefined ? {} : { error }).overwrite(textOf);

/** A text of an input in one line, as `lineOf` keeps it. */
export const typedLine = (error?: string): z.ZodString =>
  z.string(error === undefined ? {} : { error }).overwrite(lineOf);
