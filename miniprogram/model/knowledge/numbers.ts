import type { KnowledgeNumbers, KnowledgeWeek, Precision } from '../../../typings/api';
import { gateLine, type VersionLine } from './kept-versions';
import { percent } from './entries';
import { dayText } from '../../lib/dates';

/** How well the machine answers, as the page of numbers shows it. */

type Tone = 'strong' | 'middle' | 'weak';
type ChartWeek = {
  from: string;
  label: string;
  parts: { height: number; tone: Tone }[];
  cells: string[];
  spoken: string;
};
export type Chart = { label: string; heads: { label: string; tone: Tone | '' }[]; weeks: ChartWeek[] };

/** A share with what it may really be: `97%（92%–99%，判定 30 条）`. */
export const precisionText = (precision: Precision | null): string =>
  precision
    ? `${percent(precision.value)}（在 ${percent(precision.low)} 到 ${percent(precision.high)} 之间，判定 ${precision.judged} 条）`
    : '还没有判定';

const labelOf = (from: string): string => `${Number(from.slice(5, 7))}/${Number(from.slice(8, 10))}`;

/** Weeks as stacked bars, the highest as high as the chart. */
function stacked(
  label: string,
  heads: { label: string; tone: Tone; of: (week: KnowledgeWeek) => number }[],
  weeks: KnowledgeWeek[],
): Chart {
  const sums = weeks.map(week => heads.reduce((sum, head) => sum + head.of(week), 0));
  const most = Math.max(1, ...sums);
  return {
    label,
    heads: heads.map(({ label: name, tone }) => ({ label: name, tone })),
    weeks: weeks.map(week => ({
      from: week.from,
      label: labelOf(week.from),
      parts: heads.map(({ tone, of }) => ({ tone, height: Math.round((of(week) / most) * 1000) / 10 })),
      cells: heads.map(({ of }) => String(of(week))),
      spoken: `${dayText(week.from)} 那一周：${heads.map(head => `${head.label} ${head.of(week)}`).join('，')}`,
    })),
  };
}

const samples = (weeks: KnowledgeWeek[]): Chart => ({
  label: '抽样判定的准确率',
  heads: [
    { label: '准确率', tone: 'strong' },
    { label: '可能的范围', tone: '' },
    { label: '判定', tone: '' },
  ],
  weeks: weeks.map(({ from, sample }) => ({
    from,
    label: labelOf(from),
    parts: sample ? [{ tone: 'strong', height: Math.round(sample.value * 100) }] : [],
    cells: sample
      ? [percent(sample.value), `${percent(sample.low)}–${percent(sample.high)}`, `${sample.judged} 条`]
      : ['–', '–', '0 条'],
    spoken: `${dayText(from)} 那一周：${precisionText(sample)}`,
  })),
});

export type NumbersView = {
  first: string;
  second: string;
  numbers: { value: string; label: string }[];
  charts: Chart[];
  unanswered: { question: string; facts: string }[];
  gates: VersionLine[];
  gate: number;
  target: string;
};

/** What the gate in use does with what staff judged last. */
const hereText = (here: KnowledgeNumbers['gate']['here']): string =>
  here
    ? `在最近判定的 ${here.queries} 个提问上，直接答复 ${percent(here.coverage)}${here.precision === null ? '' : `，其中 ${percent(here.precision)} 正确`}。`
    : '';

export function numbersView({ weeks, precision, unanswered, entries, gate }: KnowledgeNumbers): NumbersView {
  const week = weeks[weeks.length - 1];
  return {
    first: precision ? `抽样准确率 ${percent(precision.value)}` : '还没有判定过抽样',
    second: precision
      ? `近 ${weeks.length} 周判定 ${precision.judged} 条，对 ${precision.right} 条，真实的准确率在 ${percent(precision.low)} 到 ${percent(precision.high)} 之间`
      : '到“抽样判定”里判定几条，这里就有准确率',
    numbers: [
      { value: String(week?.answered ?? 0), label: '本周直接答复' },
      { value: String(week?.handedOver ?? 0), label: '本周转人工' },
      { value: String(entries), label: '已发布条目' },
    ],
    charts: [
      stacked(
        '机器怎么答的',
        [
          { label: '直接答复', tone: 'strong', of: one => one.answered },
          { label: '给出选项', tone: 'middle', of: one => one.choices },
          { label: '转人工', tone: 'weak', of: one => one.handedOver },
        ],
        weeks,
      ),
      stacked(
        '群众说解决了没有',
        [
          { label: '有用', tone: 'strong', of: one => one.solved },
          { label: '没解决', tone: 'weak', of: one => one.unsolved },
        ],
        weeks,
      ),
      ...(weeks.some(each => each.sample) ? [samples(weeks)] : []),
    ],
    unanswered: unanswered.map(({ question, count, people }) => ({
      question,
      facts: `问了 ${count} 次，${people} 个人`,
    })),
    gates: gate.kept.map(each => gateLine(each, gate.version)),
    gate: gate.version,
    target: [
      gate.precision === null ? '' : `目标准确率 ${percent(gate.precision)}。`,
      hereText(gate.here),
    ].join(''),
  };
}
