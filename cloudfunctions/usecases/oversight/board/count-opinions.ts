import type { Board, Opinion, Opinions } from '../../../../typings/api';

/**
 * 解决率 and 满意率 (A49) from the counters of some days, each with those who answered and those who were asked. A person
 * counts once: a visit counts when it has ended, with what was said last.
 */

/** Below so many there are numbers, and no rate. */
const LEAST = 20;

const rateOf = (part: number, whole: number): number | null =>
  whole < LEAST ? null : Math.min(1, part / whole);

const opinion = (yes: number, answers: number, asked: number): Opinion => ({
  yes,
  answers,
  asked,
  rate: rateOf(yes, answers),
  response: rateOf(answers, asked),
});

const sumOf = (counted: ReadonlyMap<string, number>, ...measures: string[]): number =>
  measures.reduce((sum, measure) => sum + (counted.get(measure) ?? 0), 0);

const levels = (measure: string, from: number): string[] =>
  [1, 2, 3, 4, 5].filter(level => level >= from).map(level => `${measure}.${level}`);

/** Keys of a counter: `measure|kind|party`; of some parties, or of all. */
export const opinionsIn = (
  days: readonly Readonly<Record<string, number>>[],
  parties: ReadonlySet<string> | undefined,
): Opinions => {
  const counted = new Map<string, number>();
  for (const counts of days)
    for (const [key, n] of Object.entries(counts)) {
      const [measure = '', , party = ''] = key.split('|');
      if (!parties || parties.has(party)) counted.set(measure, (counted.get(measure) ?? 0) + n);
    }
  const sum = (...measures: string[]): number => sumOf(counted, ...measures);
  const solved = sum('visit-solved.yes', 'solved-by-machine');
  return {
    solved: opinion(
      solved,
      solved + sum('visit-solved.partly', 'visit-solved.no', 'unsolved-by-machine'),
      sum('visited', 'answered-by-machine'),
    ),
    satisfied: opinion(
      sum(...levels('rated', 3), ...levels('visit-level', 3)),
      sum(...levels('rated', 1), ...levels('visit-level', 1)),
      sum('replied', 'visited-unanswered'),
    ),
  };
};

/** 首次解决 (A48): of what was taken down from people at the phone or the counter, what was answered there for good. */
export const firstContactIn = (
  sum: Readonly<Record<string, number>>,
  parties: ReadonlySet<string> | undefined,
): NonNullable<Board['firstContact']> => {
  const of = (wanted: string): number =>
    Object.entries(sum).reduce((total, [key, n]) => {
      const [measure, , party = ''] = key.split('|');
      return measure === wanted && (!parties || parties.has(party)) ? total + n : total;
    }, 0);
  const calls = of('called-in');
  // What came back is taken away on its own day: in these weeks there can be more of that than of calls.
  const solved = Math.max(0, Math.min(calls, of('first-contact')));
  return { solved, calls, rate: rateOf(solved, calls), definition: FIRST_CONTACT };
};

const FIRST_CONTACT =
  '来电和窗口的件里当场答复、同一件事没有很快再来的，除以登记的全部来电和窗口件；再来、差评、退回重办的不算';

export const definitions: Board['opinions']['definitions'] = {
  solved:
    '回访时群众说已解决的，加上群众对机器答复自己点“已解决”的，除以回答了是否解决的（含部分解决、没有解决、点“转人工”的）；一人一件只算最后一次。回应率：回答了的，除以结束的回访和机器答复过的',
  satisfied:
    '评价基本满意以上的，除以全部评价；群众自己的评价和回访登记的都算，一人一件只算一次，合并办理的算最低的。回应率：评价了的，除以答复过的和没有答复就办结而回访过的',
};
