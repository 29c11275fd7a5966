import { calibrate } from './calibrate';
import type { Gate } from './gate';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';
import { measure, type Measured } from './measure';
import type { Judged } from './right-entry';
import { spread } from '../retrieval/spread';

/** What came of fitting the gate anew to what staff judged; never to what the machine thought itself. */
export type Refit =
  | { accepted: true; gate: Gate; before: Measured; after: Measured }
  | { accepted: false; reason: string; before?: Measured; after?: Measured };

/** Fewer judged queries tell chance rather than quality. */
export const FEWEST_JUDGED = 50;
const ONE_POINT = 0.01;
/** Every fifth entry's queries are not fitted on but measured with. */
const FOLDS = 5;

/** Queries of one entry stay together, so that nothing about it is carried over. */
const isHeldOut = ({ q, gold }: Judged): boolean => spread(gold ?? q, FOLDS) === 0;

/** More is better in all but `falseAnswers`. A measure that one side lacks is not compared. */
const measures: { name: keyof Measured; label: string; sign: 1 | -1 }[] = [
  { name: 'r1', label: '首条命中率', sign: 1 },
  { name: 'r3', label: '前三命中率', sign: 1 },
  { name: 'precision', label: '直接答复的正确率', sign: 1 },
  { name: 'coverage', label: '直接答复的比例', sign: 1 },
  { name: 'falseAnswers', label: '不该答而答的比例', sign: -1 },
];

const worseBy = (before: Measured, after: Measured): string[] =>
  measures.flatMap(({ name, label, sign }) => {
    const [was, is] = [before[name], after[name]];
    if (was === null || is === null) return [];
    return sign * (was - is) > ONE_POINT ? [`${label} ${percent(was)} → ${percent(is)}`] : [];
  });

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/**
 * Fits a gate to judged queries and measures it beside the present one on queries that it was not fitted to. Refused
 * when a measure falls by more than a point. What is accepted is the very gate that was measured. Deterministic.
 */
export const refitGate = (
  index: KnowledgeIndex,
  judged: readonly Judged[],
  { present, precision }: { present: Gate; precision: number },
): Refit => {
  const known = new Set(index.entries.map(entry => entry.id));
  const usable = judged.filter(({ gold }) => gold === null || known.has(gold));
  const heldOut = usable.filter(isHeldOut);
  const fitted = usable.filter(each => !isHeldOut(each));
  if (usable.length < FEWEST_JUDGED || heldOut.length === 0)
    return { accepted: false, reason: `判定过的问题只有 ${usable.length} 个，至少需要 ${FEWEST_JUDGED} 个` };
  const gate = calibrate(index, fitted, { precision, base: present });
  const before = measure(index, heldOut, { gate: present });
  const after = measure(index, heldOut, { gate });
  const worse = worseBy(before, after);
  return worse.length > 0
    ? { accepted: false, reason: `指标下降超过 1 个百分点：${worse.join('；')}`, before, after }
    : { accepted: true, gate, before, after };
};
