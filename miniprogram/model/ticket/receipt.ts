import type { ShownTicket } from '../../../typings/contract';
import { dayText, momentText } from '../../lib/dates';
import type { NoticeLine } from '../notice/image';

/** What a citizen keeps of a ticket: that it was received, until when one hears, and what was answered; nothing personal. */
export function receiptOf(ticket: ShownTicket): { title: string; lines: NoticeLine[] } {
  const { no, kindLabel, title, createdAt, service, holderName, unit, promise, replies, settled } = ticket;
  const answered = replies.length > 0;
  const lines = [
    { label: '工单号', text: no },
    { label: '类型', text: kindLabel },
    { label: '事项', text: title },
    { label: '服务', text: service?.name ?? '' },
    { label: '提交时间', text: momentText(createdAt) },
    { label: '办理单位', text: settled ? (unit?.name ?? holderName) : holderName },
    { label: '最迟答复', text: promise && !settled ? dayText(promise.extendedTo ?? promise.date) : '' },
    ...replies.map(({ at, unitName, text, corrected }) => ({
      label: `${momentText(at)} ${unitName}答复`,
      text: corrected ? `${corrected.text}（${momentText(corrected.at)} 更正：${corrected.reason}）` : text,
    })),
  ].filter(({ text }) => text);
  return { title: answered ? '办理答复' : '受理回执', lines };
}
