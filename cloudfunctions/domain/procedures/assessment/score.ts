import type { FigureValue } from '../../../../typings/contract';
import type { OutcomeNumbers } from '../../outcomes/figures';
import { figureInWords, figuresOf, valueOf, type Sums } from '../../reports/figures';
import { switchOf, windowOf, type RuleSet } from '../../rulesets';
import { bands, waiting, weights } from './limits';

/**
 * What a unit is assessed by (G-2.1d, J-25, A55): figures from frozen outcomes, each with its numerator, its denominator and what
 * it means. A weight joins figures to a band; nobody gets a place, and below twenty cases nothing counts. It holds nothing of what
 * 国办函〔2026〕12号 forbids: no check-ins, no points, no order, no time spent online.
 */
export type Line = {
  label: string;
  now: string;
  numerator: number;
  denominator: number;
  weight: number;
  better: 'high' | 'low';
  definition: string;
};

type Key = keyof typeof weights;
const low: readonly Key[] = ['returned', 'redone'];

/** What became of one limit, by its clause. */
export type ClauseOutcome = Pick<OutcomeNumbers, 'inTime' | 'due' | 'waitedFor'> & {
  label: string;
  clause: string;
  internal?: true;
  definition: string;
};

export type Counted = {
  sums: Sums;
  outcomes: readonly ClauseOutcome[];
  /** Minutes in which addresses answered, of all, from the monthly reports of the time. */
  available: Pick<FigureValue, 'numerator' | 'denominator'>;
};

/** A line as it is read, after a correction too. */
export const lineOf = (line: Omit<Line, 'now'>): Line => ({
  ...line,
  now: figureInWords(valueOf(line.numerator, line.denominator)),
});

const none: FigureValue = { numerator: 0, denominator: 0, rate: null };

const inTime = (outcomes: readonly ClauseOutcome[]): FigureValue => {
  const promised = outcomes.filter(({ internal }) => !internal);
  const sum = (of: (one: ClauseOutcome) => number): number => promised.reduce((all, one) => all + of(one), 0);
  return valueOf(
    sum(one => one.inTime),
    sum(one => one.due),
  );
};

/** As the rule set counts what was late by no more than the days on which it was waited for the citizen (A25). */
const withoutWaiting = (outcome: ClauseOutcome): ClauseOutcome => {
  const { waitedFor = 0, inTime: kept, definition } = outcome;
  if (waitedFor === 0) return outcome;
  return {
    ...outcome,
    inTime: kept + waitedFor,
    definition: `${definition}。已剔除等群众补充的天数，其中 ${waitedFor} 件剔除后按时`,
  };
};

/** Where they count all the same, it is said how much of what was late that is. */
const notingWaiting = (outcome: ClauseOutcome): ClauseOutcome =>
  (outcome.waitedFor ?? 0) === 0
    ? outcome
    : {
        ...outcome,
        definition: `${outcome.definition}。超期的有 ${outcome.waitedFor} 件是等群众补充，照常计为超期`,
      };

/** The period of a figure says nothing here: it only leads to lists. */
const NO_PERIOD = { id: '', first: '', last: '' };

/** The lines of one unit or region, or of all. */
export const scoreLines = ({ sums, outcomes: asCounted, available }: Counted, ruleSet: RuleSet): Line[] => {
  const leavesOut = switchOf(ruleSet, waiting) === 'left-out';
  const outcomes = asCounted.map(leavesOut ? withoutWaiting : notingWaiting);
  const figures = new Map(
    figuresOf({ now: sums, before: {}, yearBefore: {} }, NO_PERIOD, { unitId: '-' }).map(one => [
      one.key,
      one,
    ]),
  );
  const weighted = (key: Key, label: string, definition: string, value: FigureValue): Line =>
    lineOf({
      label,
      numerator: value.numerator,
      denominator: value.denominator ?? 0,
      weight: windowOf(ruleSet, weights[key]),
      better: low.includes(key) ? 'low' : 'high',
      definition,
    });
  const counted = (
    ['returned', 'redone', 'solved', 'satisfied', 'rectified', 'fix', 'inspected'] as const
  ).map(key => {
    const {
      label = key,
      definition = '',
      ...value
    } = figures.get(key) ?? (none as FigureValue & { label?: string; definition?: string });
    return weighted(key, label, definition, value);
  });
  const responses = ['solvedAnswered', 'satisfiedAnswered'].flatMap(key => {
    const one = figures.get(key);
    return one
      ? [
          lineOf({
            label: one.label,
            numerator: one.numerator,
            denominator: one.denominator ?? 0,
            weight: 0,
            better: 'high',
            definition: one.definition,
          }),
        ]
      : [];
  });
  return [
    weighted(
      'inTime',
      '各项时限按时',
      `期限落在本期的各项时限（不含内部目标）中按时的；退回前没有超期的不计，按办结时承担的单位计；等群众补充的天数${leavesOut ? '不计' : '照常计算'}`,
      inTime(outcomes),
    ),
    ...counted,
    weighted('available', '网址可以访问的分钟', '本期各月运行月报中的可以访问的分钟，除以监测的全部分钟', {
      ...available,
      rate: null,
    }),
    ...responses,
    ...outcomes
      .filter(({ due }) => due > 0)
      .map(({ label, clause, inTime: numerator, due: denominator, definition }) =>
        lineOf({
          label: `${label}（${clause}）`,
          numerator,
          denominator,
          weight: 0,
          better: 'high',
          definition,
        }),
      ),
  ];
};

/** Too little is known of it: at least half of what counts must have a rate. */
export const NO_BAND = '件数不足，不评等次';

export const bandNames: readonly string[] = ['优秀', '良好', '合格', '待改进'];

/** The band that the lines come to. */
export const bandOf = (
  lines: readonly Pick<Line, 'numerator' | 'denominator' | 'weight' | 'better'>[],
  ruleSet: RuleSet,
): string => {
  let [all, known, reached] = [0, 0, 0];
  for (const { numerator, denominator, weight, better } of lines) {
    all += weight;
    const { rate } = valueOf(numerator, denominator);
    if (rate === null) continue;
    known += weight;
    reached += weight * (better === 'low' ? 1 - rate : rate);
  }
  if (known === 0 || known * 2 < all) return NO_BAND;
  const percent = (reached / known) * 100;
  if (percent >= windowOf(ruleSet, bands.excellent)) return '优秀';
  if (percent >= windowOf(ruleSet, bands.good)) return '良好';
  return percent >= windowOf(ruleSet, bands.fair) ? '合格' : '待改进';
};
