import type {
  FigureQuery,
  FigureValue,
  ReportFigure,
  ReportSection,
} from '../../../typings/contract-reports';
import type { Period } from '../engine/recurrence';
import { specs, type Spec, type Term } from './specs';

/**
 * The figures of a report (G-3.3.1c), from what was counted on the days of its period: each says what it counts, of how many,
 * and leads to the cases behind it. Totals come from sums, never from averages; below 20 there is no rate (66号).
 */

/** What was counted of one party, by `measure|kind`. */
export type Sums = Readonly<Record<string, number>>;

/** Below so many there are numbers, and no rate: chance would be read as merit. */
export const LEAST = 20;

export const rateOf = (part: number, whole: number): number | null =>
  whole < LEAST ? null : Math.min(1, part / whole);

/** The fixed sections, in their order. */
const sectionLabels = {
  availability: '服务可用情况',
  faults: '故障',
  maintenance: '升级维护',
  releases: '版本和服务变更',
  inspections: '巡检和运维任务',
  tickets: '咨询、投诉、建议',
  backlog: '在办件',
  key: '重点件',
  rectifications: '整改',
  compliance: '各项时限',
} as const;

const sumOf = (sums: Sums, { measures, kinds }: Term): number => {
  let sum = 0;
  for (const measure of measures) {
    const [start, end] = measure.split('*') as [string, string?];
    for (const [key, n] of Object.entries(sums)) {
      const [counted = '', kind = ''] = key.split('|');
      const fits = end === undefined ? counted === start : counted.startsWith(start) && counted.endsWith(end);
      if (fits && (!kinds || kinds.includes(kind))) sum += n;
    }
  }
  return sum;
};

export const valueOf = (numerator: number, denominator: number | null): FigureValue => ({
  numerator,
  denominator,
  rate: denominator === null ? null : rateOf(numerator, denominator),
});

const specValue = ({ of, ofUnit, per }: Spec, sums: Sums, isUnit: boolean): FigureValue =>
  valueOf(sumOf(sums, isUnit ? (ofUnit ?? of) : of), per ? sumOf(sums, per) : null);

/** What is the case of one party, or of the whole: nobody's numbers stand among another's. */
export type Counted = { now: Sums; before: Sums; yearBefore: Sums };
export type Whose = { unitId?: string | undefined; region?: string | undefined };

/** Of a region its units are counted; its limits are those of what concerns it, whoever handles it (`outcome-figures`). */
const ofUnits = (definition: string, { region }: Whose): string =>
  region === undefined ? definition : `${definition}；按本地区的单位计`;

const queryOf = ({ key }: Spec, period: Period, { unitId, region }: Whose): FigureQuery => ({
  action: 'report.tickets',
  input: {
    figure: key,
    from: period.first,
    to: period.last,
    ...(unitId === undefined ? {} : { unitId }),
    ...(region === undefined ? {} : { region }),
  },
});

/** The figures of a period, in the order in which they are read. */
export const figuresOf = (counted: Counted, period: Period, whose: Whose): ReportFigure[] => {
  const isPart = whose.unitId !== undefined || whose.region !== undefined;
  return specs
    .filter(spec => !(isPart && spec.whole))
    .map(spec => ({
      key: spec.key,
      label: spec.label,
      definition: ofUnits(spec.definition, whose),
      ...specValue(spec, counted.now, isPart),
      before: specValue(spec, counted.before, isPart),
      yearBefore: specValue(spec, counted.yearBefore, isPart),
      query: queryOf(spec, period, whose),
    }));
};

/** Of how many minutes in which its addresses were watched a service answered. */
export type Minutes = { up: number; down: number };

export const availabilityFigure = (now: Minutes, before: Minutes, yearBefore: Minutes): ReportFigure => {
  const value = ({ up, down }: Minutes): FigureValue => valueOf(up, up + down);
  return {
    key: 'available',
    label: '登记的网址可以访问的分钟',
    definition: '本期自动监测到可以访问的分钟，除以监测的全部分钟；提前告知的维护时间不算',
    ...value(now),
    before: value(before),
    yearBefore: value(yearBefore),
    query: null,
  };
};

const sectionOfKey = (key: string): keyof typeof sectionLabels =>
  key === 'available'
    ? 'availability'
    : key.startsWith('policy:')
      ? 'compliance'
      : (specs.find(spec => spec.key === key)?.section as keyof typeof sectionLabels);

/** The fixed sections with the keys of their figures: all of them, also when nothing happened. */
export const sectionsOf = (figures: readonly Pick<ReportFigure, 'key'>[]): ReportSection[] =>
  Object.entries(sectionLabels).map(([key, label]) => ({
    key,
    label,
    figures: figures.filter(figure => sectionOfKey(figure.key) === key).map(figure => figure.key),
  }));

/** What stands in the table of units. */
export const ofParties = [
  'received',
  'replied',
  'stock.end',
  'reply',
  'accept',
  'satisfied',
  'faults',
  'fix',
] as const;

/** Not all is never called all. */
const percentOf = (rate: number): number => (rate === 1 ? 100 : Math.min(99.9, Math.round(rate * 1000) / 10));

/** `95.2%（119/125）`, `3/7`, `12`: below 20 only the counts. */
export const figureInWords = ({ numerator, denominator, rate }: FigureValue): string => {
  if (denominator === null) return String(numerator);
  if (denominator === 0) return '—';
  const counts = `${numerator}/${denominator}`;
  return rate === null ? counts : `${percentOf(rate)}%（${counts}）`;
};

/** The same in a narrow cell: the rate, then its counts in a line of their own, so that no number is broken. */
export const figureInLines = (value: FigureValue): string =>
  value.rate === null
    ? figureInWords(value)
    : `${percentOf(value.rate)}%\n${value.numerator}/${value.denominator}`;

/** `共 125 件，其中 119 件（95.2%）`: as people say it. */
export const inPlainWords = (value: FigureValue): string => {
  const { numerator, denominator, rate } = value;
  if (denominator === null) return `${numerator} 件`;
  if (denominator === 0) return '没有';
  const of = `共 ${denominator} 件，其中 ${numerator} 件`;
  return rate === null ? of : `${of}（${percentOf(rate)}%）`;
};

const isEmpty = ({ numerator, denominator }: FigureValue): boolean => numerator === 0 && !denominator;

/** Nothing of it in the period, nor in those beside it. */
export const isQuiet = (figure: ReportFigure): boolean =>
  isEmpty(figure) && isEmpty(figure.before) && isEmpty(figure.yearBefore);

/** What a correction changes against the version before, line by line. */
export const changedFigures = (before: readonly ReportFigure[], after: readonly ReportFigure[]): string[] =>
  after.flatMap(figure => {
    const old = before.find(({ key }) => key === figure.key);
    const [from, to] = [old ? figureInWords(old) : '—', figureInWords(figure)];
    return from === to ? [] : [`${figure.label}：原为 ${from}，现为 ${to}`];
  });
