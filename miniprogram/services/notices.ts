import type { ShownNotice } from '../../typings/contract';
import { civilNow, momentText, plannedText } from './words';

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

/** Faults of now matter more than maintenance of now, that more than what is to come, and all more than mere news. */
function urgencyOf({ kind, startsAt }: ShownNotice, now: string): number {
  if (kind === 'general') return 3;
  if (startsAt && startsAt.slice(0, 16) > now) return 2;
  return kind === 'fault' ? 0 : 1;
}

/** The notices that somebody should see first, at most so many; of equal weight in the order in which they came. */
export function foremost(notices: ShownNotice[], most: number): ShownNotice[] {
  const now = civilNow();
  return notices
    .map((notice, index) => ({ notice, index, urgency: urgencyOf(notice, now) }))
    .sort((a, b) => a.urgency - b.urgency || a.index - b.index)
    .slice(0, most)
    .map(each => each.notice);
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
