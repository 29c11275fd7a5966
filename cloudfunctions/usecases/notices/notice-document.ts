import type { Notice } from '../../domain/notices/notice';
import { NEVER, type Instant } from '../../domain/time';
import type { NoticeDocument } from '../kernel/documents';

/**
 * Notices as they are stored. Those of a ticket are written with it and change only through its procedure; others are
 * drafted by staff, units for their own services, and published by operator or manager, at once or at a later time.
 */

/** `known` is the document before. A notice that becomes public is announced once to those who follow its service. */
export const noticeDocument = (
  { id, ...notice }: Notice,
  known: NoticeDocument | undefined,
  now: Instant,
  no: string | null,
): NoticeDocument => {
  const announced = known !== undefined && known.publishedAt === notice.publishedAt;
  // A procedure tells those who follow in its own words, in the moment in which it publishes.
  const told = notice.serviceId === null || (no !== null && notice.publishedAt <= now);
  return {
    _id: id,
    ...notice,
    endKey: `${notice.endsAt}|${id}`,
    no,
    announceAt: announced ? known.announceAt : told ? NEVER : notice.publishedAt,
    newKey: known?.newKey ?? `${now}|${id}`,
    steps: known?.steps ?? [],
    ...(known?.publishAt ? { publishAt: known.publishAt } : {}),
  };
};
