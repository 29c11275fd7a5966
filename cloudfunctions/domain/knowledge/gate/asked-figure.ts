import type { KnowledgeEntry } from '../entry';

/**
 * Who asks how much, how long or when is not answered by a text that names no amount, no time and no date: it may be
 * about the same matter and still leave the question open.
 */

const NUMERAL = '[0-9一二两三四五六七八九十百千万半]';
const AT_ONCE = '当场|当天|当日|马上|立即|立等|即时|随时|自动';
const PERIOD = '个?(?:工作日|小时|分钟|周岁|天|日|月|年|周|岁)';

type Figure = { asked: RegExp; held: RegExp };
const FIGURES: readonly Figure[] = [
  {
    asked: /多少(?:钱|元)|几[钱多块元]|[交领拿发给付扣减补报收罚]多少/,
    held: new RegExp(`${NUMERAL} ?(?:元|块|%|倍|分之)|免费|不收费|不要钱`),
  },
  {
    // “拖了好几个月没发” tells how long; it does not ask.
    asked: /多久|多长时间|(?<![好才近这])几(?:天|日|年|岁|个(?:月|星期|礼拜|小时|工作日))(?!.?[没了就])/,
    held: new RegExp(`${NUMERAL} ?${PERIOD}|${AT_ONCE}`),
  },
  {
    asked: /什么时候|几时|何时|几[号月点]/,
    held: new RegExp(`${NUMERAL} ?(?:${PERIOD}|点|号)|${AT_ONCE}|每年`),
  },
];

/**
 * True when a question asks for a figure that an entry's answer does not hold. Where the entry's own question asks for
 * it, staff have said that this is the answer.
 */
export const leavesFigureOpen = (
  asked: string,
  entry: Pick<KnowledgeEntry, 'question' | 'answer'>,
): boolean =>
  FIGURES.some(
    figure =>
      figure.asked.test(asked) && !figure.asked.test(entry.question) && !figure.held.test(entry.answer ?? ''),
  );
