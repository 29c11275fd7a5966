import { namingTitle, type Words } from '../../domain/engine';
import { showNotice } from '../../domain/notices/notice';
import { spokenTime } from '../../domain/time/spoken';
import { NEVER, type Instant } from '../../domain/time';
import { tellUnreviewed } from './review-notice';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { NoticeDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Work } from '../clock/work';

/**
 * Those who follow a service are told once, in the moment in which a notice about it becomes public; those who answer for
 * notices, when one that was published before its review was not reviewed in time (A53).
 */

const wordsOf = (notice: NoticeDocument): Words => {
  const { title, startsAt, endsAt, instead } = showNotice({ ...notice, id: notice._id });
  const until = endsAt ? `至 ${spokenTime(endsAt)}` : '起';
  const when = startsAt ? `，${spokenTime(startsAt)} ${until}` : '';
  const says = `有新公告${when}${instead ? `：${instead}` : ''}`;
  return { text: namingTitle(says, `“${title}”`), says, title };
};

const settle = (ports: Ports, { _id, announceAt }: NoticeDocument): Promise<void> =>
  ports.database.transaction(async transaction => {
    const present = await transaction.get('notices', _id);
    // It may have been put off meanwhile: then it is announced at its new time.
    if (present?.announceAt !== announceAt) return;
    const { reviewBy } = present;
    const isOwed = reviewBy !== undefined && announceAt !== reviewBy;
    await transaction.put('notices', { ...present, announceAt: isOwed ? reviewBy : NEVER });
  });

/** Announces what has become public; what was withdrawn before is told to nobody. */
export const announceNotices = async (ports: Ports, work: Work): Promise<{ announced: number }> => {
  const addressBook = createAddressBook(ports);
  let announced = 0;
  const announce = async (notice: NoticeDocument, now: Instant): Promise<void> => {
    const { _id, serviceId, publishedAt, endsAt } = notice;
    if (notice.announceAt === notice.reviewBy) {
      if (endsAt > now) await tellUnreviewed(ports, notice);
      return settle(ports, notice);
    }
    if (serviceId !== null && publishedAt <= now && endsAt > now) {
      const audience = { to: 'followers' as const, serviceId };
      const key = `notice:${_id}:${publishedAt}`;
      const message = { audience, template: 'notice', ...wordsOf(notice), key, awaited: 'notice' } as const;
      // The time may be over in the middle: the next run finds the rest.
      if (!(await deliver(ports, addressBook, message, null, _id, work.hasTime))) return;
      announced += 1;
    }
    await settle(ports, notice);
  };
  const now = ports.now();
  for await (const notice of queueOf(ports.database, 'notices', 'announceAt', { until: now })) {
    if (!(await work.hasTime())) break;
    await work.attempt(notice._id, () => announce(notice, now));
  }
  return { announced };
};
