import type { ShownNotice } from '../../../typings/contract';
import { civilNow, momentText, plannedText } from '../../lib/dates';

const KINDS: Record<ShownNotice['kind'], string> = {
  maintenance: '维护提示',
  fault: '故障提示',
  offline: '停用提示',
  general: '公告',
};

/** A notice as lists and the home page show it; what is not general stands out while it lasts. */
export type NoticeCard = {
  id: string;
  kind: string;
  warns: boolean;
  ended: boolean;
  title: string;
  when: string;
  instead: string;
  text: string;
};

export function noticeCard(notice: ShownNotice): NoticeCard {
  return {
    id: notice.id,
    kind: KINDS[notice.kind],
    warns: notice.kind !== 'general' && !notice.ended,
    ended: notice.ended ?? false,
    title: notice.title,
    when: whenText(notice),
    instead: notice.instead ?? '',
    text: notice.text,
  };
}

const COMING = 2;

/**
 * What stops the whole platform matters most (A36), then what cannot be used now, then maintenance of now, then what is
 * to come, and all more than news.
 */
function urgencyOf({ kind, startsAt, serviceId }: ShownNotice, now: string): number {
  if (kind === 'general') return 3;
  if (startsAt && startsAt.slice(0, 16) > now) return COMING;
  const ofOne = kind === 'maintenance' ? 1 : 0;
  return serviceId === undefined ? ofOne - 2 : ofOne;
}

const since = ({ startsAt, publishedAt }: ShownNotice): string => startsAt ?? publishedAt;

/** The notices that somebody should see first, at most so many; of equal weight what began last, or begins first. */
export function foremost(notices: ShownNotice[], most = notices.length): ShownNotice[] {
  const now = civilNow();
  return notices
    .map(notice => ({ notice, since: since(notice), urgency: urgencyOf(notice, now) }))
    .sort((a, b) => {
      if (a.urgency !== b.urgency || a.since === b.since) return a.urgency - b.urgency;
      return a.since < b.since === (a.urgency === COMING) ? -1 : 1;
    })
    .slice(0, most)
    .map(each => each.notice);
}

/** What somebody should know first of a service that cannot be used now, if anything. */
export const troubleNow = (notices: ShownNotice[]): ShownNotice | undefined =>
  foremost(notices, 1).filter(notice => urgencyOf(notice, civilNow()) < COMING)[0];

/** An end further away is only a date by which somebody has to look again: nobody plans by it. */
const LONGEST_SHOWN = 60;

const daysBetween = (from: string, to: string) =>
  (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000;

function whenText({ startsAt, endsAt, publishedAt }: ShownNotice): string {
  // Taken down before it began.
  if (startsAt && endsAt && endsAt <= startsAt) return `原定 ${plannedText(startsAt)} 开始`;
  if (startsAt && endsAt && daysBetween(startsAt, endsAt) <= LONGEST_SHOWN) {
    const sameDay = startsAt.slice(0, 10) === endsAt.slice(0, 10);
    return `${plannedText(startsAt)}–${sameDay ? endsAt.slice(11, 16) : plannedText(endsAt)}`;
  }
  return startsAt ? `${plannedText(startsAt)} 起` : `${momentText(publishedAt)} 发布`;
}
