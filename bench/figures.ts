/** What an engine said to a judged query: its first entry's confidence, and where the right entry stood (-1 = not). */
export type Judgement = { confidence: number; place: number; answerable: boolean; fold: number };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** Mean over folds ± standard deviation between folds. */
export const spread = (values: readonly number[]): string => {
  const middle = mean(values);
  const deviation = Math.sqrt(mean(values.map(each => (each - middle) ** 2)));
  return `${middle.toFixed(3)}±${deviation.toFixed(3)}`;
};

export const byFold = <T extends { fold: number }>(rows: readonly T[]): T[][] => {
  const folds = new Map<number, T[]>();
  for (const row of rows) folds.set(row.fold, [...(folds.get(row.fold) ?? []), row]);
  return [...folds.values()];
};

/** The share of answerable queries whose right entry is among the first `places`. */
export const recallAt = (rows: readonly Judgement[], places: number): number => {
  const answerable = rows.filter(row => row.answerable);
  return (
    answerable.filter(row => row.place >= 0 && row.place < places).length / Math.max(1, answerable.length)
  );
};

/** The largest share of queries that can be answered at a precision, by the best threshold on these very rows. */
export const coverageAt = (rows: readonly Judgement[], precision: number): number => {
  let right = 0;
  let best = 0;
  [...rows]
    .sort((a, b) => b.confidence - a.confidence)
    .forEach((row, at) => {
      right += row.place === 0 ? 1 : 0;
      if (right / (at + 1) >= precision) best = at + 1;
    });
  return best / Math.max(1, rows.length);
};

/** How often a right first entry is given more confidence than a wrong one. */
export const separation = (rows: readonly Judgement[]): number => {
  const sorted = [...rows].sort((a, b) => a.confidence - b.confidence);
  let [wrong, right, ordered] = [0, 0, 0];
  for (const row of sorted) {
    if (row.place === 0) {
      right += 1;
      ordered += wrong;
    } else wrong += 1;
  }
  return right * wrong > 0 ? ordered / (right * wrong) : 0.5;
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};

export const FOLDS = 5;

/** A fold that depends on the text alone. */
export const foldOf = (text: string): number => {
  let value = 5381;
  for (let at = 0; at < text.length; at += 1) value = (Math.imul(value, 33) ^ text.charCodeAt(at)) >>> 0;
  return value % FOLDS;
};
