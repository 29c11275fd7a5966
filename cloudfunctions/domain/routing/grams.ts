/** Words that say nothing about the trade of a message; taken away before it is cut into pairs. */
const EMPTY_WORDS =
  /我们|你们|他们|什么|怎么|[的了我你您是有在不和这也没就都能么以可还到要多对但而他来与如等给并本被何将因又且该或让由按样此些会自从及很吗然只所向那之把才己着至各更再已却则其为于去过啊呢吧呀它她谁哪怎得]/g;

/**
 * The characters and pairs of neighbouring characters of a text, for the linear model: NFKC, lower case, digits as
 * one sign, empty words away, nothing across punctuation or spaces.
 */
const gramsOf = (text: string): string[] => {
  const grams: string[] = [];
  const plain = text.normalize('NFKC').toLowerCase().replace(/\d+/g, '0').replace(EMPTY_WORDS, '');
  for (const run of plain.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const characters = Array.from(run);
    characters.forEach((character, at) => {
      grams.push(character);
      const next = characters[at + 1];
      if (next !== undefined) grams.push(character + next);
    });
  }
  return grams;
};

/** A title says what a message is about: its grams count so often. */
const TITLE_WEIGHT = 2;

/** How often each gram occurs in a message. */
export const countGrams = (message: { title?: string; text: string }): Map<string, number> => {
  const counts = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const gram of gramsOf(text)) counts.set(gram, (counts.get(gram) ?? 0) + weight);
  };
  add(message.title ?? '', TITLE_WEIGHT);
  add(message.text, 1);
  return counts;
};
