import type { TicketSummary } from '../../../typings/contract';
import type { Cell, Sheet } from './paper';

/** The tickets behind the figures of a report, as a sheet: what each is and where it stands when it is taken out. */

/** It was filed or opened in the period; it is from before, and still open. */
export type WhyListed = 'period' | 'before';

const whyWords: Record<WhyListed, string> = { period: '本期', before: '以前的，仍在办' };

const lightWords: Partial<Record<TicketSummary['light'], string>> = {
  green: '期限内',
  yellow: '快到期',
  red: '已超期',
};

const columns = [
  ['列入原因', 16],
  ['编号', 24],
  ['种类', 12],
  ['标题', 48],
  ['状态（导出时）', 16],
  ['期限（导出时）', 16],
  ['涉及服务', 24],
  ['承办', 26],
  ['提出日期', 14],
  ['答复期限', 14],
] as const;

export const ticketRow = (why: WhyListed, ticket: TicketSummary): readonly Cell[] => [
  whyWords[why],
  ticket.no,
  ticket.kindLabel,
  ticket.title,
  ticket.stateLabel,
  ticket.ended ? '' : (lightWords[ticket.light] ?? ''),
  ticket.service?.name ?? '',
  ticket.holderName,
  ticket.createdAt.slice(0, 10),
  ticket.promise?.date ?? '',
];

/** Behind the last row, when there are more than a file holds. */
export const moreRow = (most: number): readonly Cell[] => [
  '',
  '',
  '',
  `只列出 ${most} 件，其余请打开报告，点数字下面的“看这些件”`,
  ...columns.slice(4).map(() => ''),
];

export const ticketSheetOf = (rows: Sheet['rows']): Sheet => ({
  name: '工单',
  head: columns.map(([label]) => label),
  widths: columns.map(([, wide]) => wide),
  rows,
});
