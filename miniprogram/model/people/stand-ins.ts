import type { StandIn, StandInNow, StandIns } from '../../../typings/api';
import type { FormField } from '../../../typings/contract';
import { dayText } from '../../lib/dates';

/** Who stands in for whom, in words, and the form to ask somebody. */

/** `李四 代班：10 月 9 日 周五 到 10 月 12 日 周一`. */
export const standInLine = ({ name, from, until }: StandIn & { name: string }, what: string): string =>
  `${name} ${what}：${from ? `${dayText(from)} ` : ''}到 ${dayText(until)}`;

/** Those of today on the first screen: it leads the stand-in to what the colleague holds, who is away to the page. */
export type StandingIn = { words: string; assignee: string; name: string };

export const standingIn = (standIns: readonly StandInNow[] = []): StandingIn[] =>
  standIns.map(({ memberId, name, until, isOwn }) => ({
    words: isOwn
      ? `${name} 正在替您代班，到 ${dayText(until)} ›`
      : `您替 ${name} 代班，到 ${dayText(until)}：看在办的件 ›`,
    assignee: isOwn ? '' : memberId,
    name,
  }));

export const standInFields = (colleagues: StandIns['colleagues']): FormField[] => [
  {
    name: 'memberId',
    label: '代班人',
    type: 'select',
    required: true,
    options: colleagues.map(({ id, name, roleLabel }) => ({ value: id, label: `${name}（${roleLabel}）` })),
  },
  { name: 'from', label: '从哪天起（不填就是现在）', type: 'date', required: false },
  { name: 'until', label: '到哪天（含当天）', type: 'date', required: true },
];
