import type { Notice } from '../domain/notice';
import { NEVER, type Instant } from '../domain/time';
import type { NoticeDocument } from './documents';

/** Notices as they are stored; those of a ticket are written with it, others by staff. */

/** `known` is the document before. A notice that becomes public is announced once to those who follow its service. */
export const noticeDocument = (
  { id, ...notice }: Notice,
  known: NoticeDocument | undefined,
  now: Instant,
  no: string | null,
): NoticeDocument => {
  const announced = known !== undefined && known.publishedAt === notice.publishedAt;
  return {
    _id: id,
    ...notice,
    endKey: `${notice.endsAt}|${id}`,
    no,
    announceAt: announced ? known.announceAt : notice.serviceId === null ? NEVER : notice.publishedAt,
    newKey: known?.newKey ?? `${now}|${id}`,
    steps: known?.steps ?? [],
  };
};
