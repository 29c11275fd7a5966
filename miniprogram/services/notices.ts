import type { ShownNotice } from '../../typings/contract';
import { momentText, plannedText } from './words';

const KINDS: Record<ShownNotice['kind'], string> = {
  maintenance: '维护提示',
  fault: '故障提示',
  offline: '停止服务',
  general: '公告',
};

/** A notice as lists and the home page show it; what is not general stands out. */
export type NoticeCard = {
  id: string;
  kind: string;
  warns: boolean;
  title: string;
  when: string;
  instead: string;
  text: string;
};

export function noticeCard(notice: ShownNotice): NoticeCard {
  return {
    id: notice.id,
    kind: KINDS[notice.kind],
    warns: notice.kind !== 'general',
    title: notice.title,
    when: whenText(notice),
    instead: notice.instead ?? '',
    text: notice.text,
  };
}

/** An end further away is only a date by which somebody has to look again: nobody plans by it. */
const LONGEST_SHOWN = 60;

const daysBetween = (from: string, to: string) =>
  (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000;

function whenText({ startsAt, endsAt, publishedAt }: ShownNotice): string {
  if (startsAt && endsAt && daysBetween(startsAt, endsAt) <= LONGEST_SHOWN) {
    const sameDay = startsAt.slice(0, 10) === endsAt.slice(0, 10);
    return `${plannedText(startsAt)}–${sameDay ? endsAt.slice(11, 16) : plannedText(endsAt)}`;
  }
  return startsAt ? `${plannedText(startsAt)} 起` : `${momentText(publishedAt)} 发布`;
}
