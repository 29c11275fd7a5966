import type { ExplainedDay } from '../../../typings/contract';

/**
 * How the days up to a date were counted, in words (A3): working days, every day, or months. It follows from what each
 * day says of itself, so that dates which were stored by an earlier version are explained as well.
 */

type Counted = 'working-day' | 'calendar-day' | 'month' | 'back' | 'named';

const WAYS: readonly (readonly [says: RegExp, way: Counted])[] = [
  [/^往前第 \d+ 个工作日/, 'back'],
  [/^第 \d+ 个工作日/, 'working-day'],
  [/^第 \d+ 日/, 'calendar-day'],
  [/^第 \d+ 个月期满日/, 'month'],
];

const wayOf = ({ why }: ExplainedDay): Counted => WAYS.find(([says]) => says.test(why))?.[1] ?? 'named';

const numbersOf = (explanation: readonly ExplainedDay[]): Record<Counted, number> => {
  const numbers = { 'working-day': 0, 'calendar-day': 0, month: 0, back: 0, named: 0 };
  for (const day of explanation) if (day.counted) numbers[wayOf(day)] += 1;
  return numbers;
};

const MOVED = /^顺延/;

/** `20 个工作日`, `60 日（含节假日）`, `1 个工作日加 60 日（含节假日）`; empty where nothing was counted. */
export const lengthInWords = (explanation: readonly ExplainedDay[]): string => {
  const { 'working-day': workdays, 'calendar-day': days, month: months, back } = numbersOf(explanation);
  return [
    workdays + back > 0 ? `${workdays + back} 个工作日` : '',
    days > 0 ? `${days} 日（含节假日）` : '',
    months > 0 ? `${months} 个月` : '',
  ]
    .filter(Boolean)
    .join('加');
};

/** The rule by which the days were counted, in a sentence or two; empty where there is nothing to explain. */
export const countingInWords = (explanation: readonly ExplainedDay[]): string => {
  if (explanation.length === 0) return '';
  const numbers = numbersOf(explanation);
  const workdays = numbers['working-day'];
  const off = explanation.filter(day => !day.counted && !MOVED.test(day.why)).length;
  const last = explanation.at(-1);
  const resting = off > 0 ? `；中间有 ${off} 天不算在内` : '';
  const every = numbers['calendar-day'] > 0 ? `数满 ${numbers['calendar-day']} 日，每天都算，含节假日` : '';
  const months = numbers.month > 0 ? `满 ${numbers.month} 个月的那一天` : '';
  const sentences = [
    numbers.back > 0 ? `从那一天往前数 ${numbers.back} 个工作日${resting}` : '',
    workdays > 0 && numbers.back === 0 ? `从收到的第二天算起，数满 ${workdays} 个工作日${resting}` : '',
    every || months ? `${workdays > 0 ? '再从下一天' : '从收到的第二天'}算起，${every || months}` : '',
    last && MOVED.test(last.why) ? '最后一天是休息日，顺延到下一个工作日' : '',
    numbers.named > 0 && last ? last.why : '',
  ].filter(Boolean);
  return `${sentences.join('；')}。`;
};
