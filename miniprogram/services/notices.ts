import type { ShownNotice } from '../../typings/contract';
import { momentText } from './words';

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

function whenText({ startsAt, endsAt, publishedAt }: ShownNotice): string {
  if (startsAt && endsAt) {
    const sameDay = startsAt.slice(0, 10) === endsAt.slice(0, 10);
    return `${momentText(startsAt)}–${sameDay ? endsAt.slice(11, 16) : momentText(endsAt)}`;
  }
  return startsAt ? `${momentText(startsAt)} 起` : `${momentText(publishedAt)} 发布`;
}
