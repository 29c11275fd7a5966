/**
 * The characters and pairs of neighbouring characters of a text, for the linear model: NFKC, lower case, digits as
 * one sign, nothing across punctuation or spaces. Only presence counts later, so the order does not matter.
 */
export const gramsOf = (text: string): string[] => {
  const grams: string[] = [];
  const runs = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d+/g, '0')
    .match(/[\p{L}\p{N}]+/gu);
  for (const run of runs ?? []) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      grams.push(character);
      const next = characters[at + 1];
      if (next !== undefined) grams.push(character + next);
    });
  }
  return grams;
};

/** How often each gram occurs. */
export const countGrams = (grams: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
};
