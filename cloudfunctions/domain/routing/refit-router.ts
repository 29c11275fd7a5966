import { spread } from '../knowledge/retrieval/spread';
import type { RouterWeights } from './linear-model';
import { measureRouter, type RouterMeasured } from './measure-router';
import { DISPATCH_PROMISE, train, type TrainingRow } from './train';

/** What came of training the router anew on units that staff confirmed; never on what the machine thought itself. */
export type RouterRefit =
  | { accepted: true; weights: RouterWeights; before: RouterMeasured | null; after: RouterMeasured }
  | { accepted: false; reason: string; before?: RouterMeasured | null; after?: RouterMeasured };

/** Fewer confirmed messages tell chance rather than what a unit does. */
export const FEWEST_MESSAGES = 100;
const FOLDS = 5;
const MACRO_POINTS = 0.01;
const CLASS_POINTS = 0.05;
/** A class is compared from so many held-out messages on: with fewer, one message is worth twenty points. */
const FEWEST_OF_CLASS = 5;

const isHeldOut = ({ title, text }: TrainingRow): boolean => spread(`${title ?? ''} ${text}`, FOLDS) === 0;
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

const worseBy = (before: RouterMeasured, after: RouterMeasured, held: readonly TrainingRow[]): string[] => {
  const classes = Object.keys(before.f1).filter(
    label => held.filter(row => row.label === label).length >= FEWEST_OF_CLASS,
  );
  const fallen = classes.filter(label => before.f1[label]! - (after.f1[label] ?? 0) > CLASS_POINTS);
  return [
    ...(before.macroF1 - after.macroF1 > MACRO_POINTS
      ? [`总体 ${percent(before.macroF1)} → ${percent(after.macroF1)}`]
      : []),
    ...fallen.map(label => `${label} ${percent(before.f1[label]!)} → ${percent(after.f1[label] ?? 0)}`),
  ];
};

/**
 * Trains the router on four fifths of the messages whose unit staff confirmed and measures it beside the present one on
 * the fifth. Refused when macro-F1 falls by more than a point or a class by more than five; without a present router,
 * when it is no better than always naming the most frequent unit. What is accepted is the very router that was
 * measured; it keeps a dispatch threshold only when 97 of 100 were right at it. Deterministic.
 */
export const refitRouter = (
  rows: readonly TrainingRow[],
  { present }: { present: RouterWeights | undefined },
): RouterRefit => {
  const held = rows.filter(isHeldOut);
  const trained = rows.filter(row => !isHeldOut(row));
  const tooFew = rows.length < FEWEST_MESSAGES || held.length === 0;
  if (tooFew)
    return {
      accepted: false,
      reason: `确认过单位的诉求只有 ${rows.length} 件，至少需要 ${FEWEST_MESSAGES} 件`,
    };
  const fitted = train(trained);
  const after = measureRouter(fitted, held);
  const before = present ? measureRouter(present, held) : null;
  const worse = before ? worseBy(before, after, held) : [];
  if (worse.length > 0)
    return { accepted: false, reason: `指标下降过多：${worse.join('；')}`, before, after };
  if (!before && after.accuracy <= shareOfMostFrequent(held))
    return { accepted: false, reason: '还分不清各单位的诉求，请继续确认', before, after };
  const { dispatchAt, ...rest } = fitted;
  const keeps = dispatchAt !== undefined && (after.dispatchAccuracy ?? 0) >= DISPATCH_PROMISE;
  return { accepted: true, weights: keeps ? { ...rest, dispatchAt } : rest, before, after };
};

const shareOfMostFrequent = (rows: readonly TrainingRow[]): number => {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / rows.length;
};
