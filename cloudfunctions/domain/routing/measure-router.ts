import { classify, type RouterWeights } from './linear-model';
import type { TrainingRow } from './train';

/** How well trained weights route judged messages; shares of 1, four places. */
export type RouterMeasured = {
  rows: number;
  accuracy: number;
  /** Mean over the labels that occur, of the harmonic mean of precision and recall. */
  macroF1: number;
  /** The right label is among the first three. */
  top3: number;
  /** At the weights' own threshold: the share dispatched without a person, and how many of them rightly. */
  dispatched: number;
  dispatchAccuracy: number | null;
  f1: Record<string, number>;
};

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

export const measureRouter = (weights: RouterWeights, rows: readonly TrainingRow[]): RouterMeasured => {
  const found = rows.map(row => ({ row, result: classify(weights, row) }));
  const share = (part: number, whole: number): number => (whole > 0 ? round(part / whole) : 0);
  const isRight = ({ row, result }: (typeof found)[number]): boolean => row.label === result.label;
  const labels = [...new Set(rows.map(row => row.label))].sort();
  const f1 = Object.fromEntries(
    labels.map(label => {
      const truly = found.filter(each => each.row.label === label);
      const said = found.filter(each => each.result.label === label);
      return [label, share(2 * truly.filter(isRight).length, truly.length + said.length)];
    }),
  );
  const dispatched = found.filter(each => each.result.confidence >= (weights.dispatchAt ?? Infinity));
  return {
    rows: rows.length,
    accuracy: share(found.filter(isRight).length, rows.length),
    macroF1:
      labels.length > 0 ? round(labels.reduce((sum, label) => sum + f1[label]!, 0) / labels.length) : 0,
    top3: share(
      found.filter(({ row, result }) => result.top.some(each => each.label === row.label)).length,
      rows.length,
    ),
    dispatched: share(dispatched.length, rows.length),
    dispatchAccuracy:
      dispatched.length > 0 ? share(dispatched.filter(isRight).length, dispatched.length) : null,
    f1,
  };
};
