/** Where the run of such characters at the end of a text begins; its length where there is none. */
export function runAtEnd(text: string, character: RegExp): number {
  let start = text.length;
  while (start > 0 && character.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** A count as it is shown: the cloud counts no further than the most and one more. */
export const counted = (count: number, most = 99): string => (count > most ? `${most}+` : String(count));
