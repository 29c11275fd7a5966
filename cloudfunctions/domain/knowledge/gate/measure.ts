import { answer, type AnswerOptions } from '../answer';
import { type Judged, rightIn } from './right-entry';
import type { KnowledgeIndex } from '../retrieval/knowledge-index';

/** How well a knowledge base answers judged queries; shares of 1, four places. */
export type Measured = {
  queries: number;
  answerable: number;
  /** Of the answerable: the right entry is first, among three; mean of 1 / its place (0 beyond twelve). */
  r1: number;
  r3: number;
  mrr: number;
  /** Of the plain answers: right. Null when nothing was answered. */
  precision: number | null;
  /** Of all queries: plainly answered. */
  coverage: number;
  /** Of the unanswerable: plainly answered all the same. Null when there are none. */
  falseAnswers: number | null;
  /** Of all queries: offered choices, and how often the right entry was among them. */
  choices: number;
  rightAmongChoices: number | null;
};

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
const share = (part: number, whole: number): number => (whole > 0 ? round(part / whole) : 0);
const shareOrNull = (part: number, whole: number): number | null => (whole > 0 ? round(part / whole) : null);

/** Asks every judged query and counts. */
export const measure = (
  index: KnowledgeIndex,
  judged: readonly Judged[],
  options: AnswerOptions = {},
): Measured => {
  let [answerable, first, three, reciprocal] = [0, 0, 0, 0];
  let [answered, right, falsely, offered, among] = [0, 0, 0, 0, 0];
  const isRight = rightIn(index);
  for (const each of judged) {
    const { q, gold } = each;
    const { band, top } = answer(index, q, { ...options, limit: 12 });
    const place = top.findIndex(({ id }) => isRight(each, id));
    if (gold !== null) {
      answerable += 1;
      first += place === 0 ? 1 : 0;
      three += place >= 0 && place < 3 ? 1 : 0;
      reciprocal += place >= 0 ? 1 / (place + 1) : 0;
    }
    if (band === 'answer') {
      answered += 1;
      right += place === 0 ? 1 : 0;
      falsely += gold === null ? 1 : 0;
    } else if (band === 'choices') {
      offered += 1;
      among += place >= 0 && place < 3 ? 1 : 0;
    }
  }
  return {
    queries: judged.length,
    answerable,
    r1: share(first, answerable),
    r3: share(three, answerable),
    mrr: share(reciprocal, answerable),
    precision: shareOrNull(right, answered),
    coverage: share(answered, judged.length),
    falseAnswers: shareOrNull(falsely, judged.length - answerable),
    choices: share(offered, judged.length),
    rightAmongChoices: shareOrNull(among, offered),
  };
};
