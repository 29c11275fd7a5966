/** Where the run of such characters at the end of a text begins; its length where there is none. */
export function runAtEnd(text: string, character: RegExp): number {
  let start = text.length;
  while (start > 0 && character.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** How many characters there are as the cloud counts them: an emoji is one. */
export const charactersIn = (text: string): number => Array.from(text).length;

/** What is said of a text that is longer than so many characters: also by how many; nothing of any other. */
export function overlong(text: string, max: number): string {
  const over = text.length > max ? charactersIn(text) - max : 0;
  return over > 0 ? `最多 ${max} 个字，多了 ${over} 个，请删去一些` : '';
}

/** A count as it is shown: the cloud counts no further than the most and one more. */
export const counted = (count: number, most = 99): string => (count > most ? `${most}+` : String(count));

/** Accents and vowel signs of all scripts, joiners, selectors and skin tones: they belong to the character before them. */
const JOINED =
  /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0fbc\u1dc0-\u1dff\u200d\u20d0-\u20f0\ufe00-\ufe0f]/;
const SKIN_TONE = /^\ud83c[\udffb-\udfff]/;
const LOW_SURROGATE = /[\udc00-\udfff]/;
const JOINER = '\u200d';

const isWithin = (text: string, at: number): boolean =>
  LOW_SURROGATE.test(text.charAt(at)) ||
  JOINED.test(text.charAt(at)) ||
  SKIN_TONE.test(text.slice(at, at + 2)) ||
  text.charAt(at - 1) === JOINER;

/**
 * The first `most` characters of a text at the most: never half of one, as of an emoji or of a syllable of Tibetan. The cloud
 * does it by the engine's own rules (domain/engine/clip.ts), which phones do not have.
 */
export function headOf(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = most;
  while (end > 0 && isWithin(text, end)) end -= 1;
  // Nothing but marks: then behind a whole pair at least.
  if (end === 0) end = LOW_SURROGATE.test(text.charAt(most)) ? most - 1 : most;
  return text.slice(0, end);
}

/** Scripts that run from right to left: Arabic letters as Uyghur and Kazakh have them, and others. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * A name within a line: one that runs from right to left must not turn what stands beside it, as it would the parts of the
 * number `138****8000`.
 */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);
