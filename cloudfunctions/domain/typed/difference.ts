/** What two versions of a text say otherwise, line by line: for whoever has to read only what is new. */

export type Difference = { was?: string; is?: string };

/** More lines than any text of ours holds; what lies beyond is not compared. */
const MOST_LINES = 400;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .slice(0, MOST_LINES);

/** For each pair of places the number of lines that both have in the same order from there on. */
const commonFrom = (before: readonly string[], after: readonly string[]): number[][] => {
  const common = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      common[i]![j] =
        before[i] === after[j]
          ? common[i + 1]![j + 1]! + 1
          : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  return common;
};

/** Lines that were taken out and put in, in their order; a line in the place of another stands beside it. */
export const differences = (one: string, other: string): Difference[] => {
  const [before, after] = [linesOf(one), linesOf(other)];
  const common = commonFrom(before, after);
  const found: Difference[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      [i, j] = [i + 1, j + 1];
      continue;
    }
    const out = i < before.length && (j >= after.length || common[i + 1]![j]! >= common[i]![j + 1]!);
    const last = found.at(-1);
    if (out) {
      found.push({ was: before[i] as string });
      i += 1;
    } else {
      const line = after[j] as string;
      if (last?.was !== undefined && last.is === undefined && i > 0 && before[i - 1] === last.was)
        last.is = line;
      else found.push({ is: line });
      j += 1;
    }
  }
  return found;
};
