import { showNotice } from '../../domain/notices/notice';
import { spokenTime } from '../../domain/time/spoken';
import { NEVER } from '../../domain/time';
import { createAddressBook, deliver } from '../clock/deliver-messages';
import type { NoticeDocument } from '../kernel/documents';
import { PAGE, type Ports } from '../kernel/ports';

/** Those who follow a service are told once, in the moment in which a notice about it becomes public. */

const wordsOf = (notice: NoticeDocument): string => {
  const { title, startsAt, endsAt, instead } = showNotice({ ...notice, id: notice._id });
  const until = endsAt ? `至 ${spokenTime(endsAt)}` : '起';
  const when = startsAt ? `，${spokenTime(startsAt)} ${until}` : '';
  return `${title}${when}${instead ? `：${instead}` : ''}`;
};

const settle = (ports: Ports, { _id, announceAt }: NoticeDocument): Promise<void> =>
  ports.database.transaction(async transaction => {
    const present = await transaction.get('notices', _id);
    // It may have been put off meanwhile: then it is announced at its new time.
    if (present?.announceAt === announceAt)
      await transaction.put('notices', { ...present, announceAt: NEVER });
  });

/** Announces what has become public; what was withdrawn before is told to nobody. Answers how many. */
export const announceNotices = async (ports: Ports, hasTime: () => boolean): Promise<number> => {
  const addressBook = createAddressBook(ports);
  let announced = 0;
  while (hasTime()) {
    const now = ports.now();
    const due = await ports.database.find('notices', {
      where: { announceAt: { lte: now } },
      order: ['announceAt', 'asc'],
      limit: PAGE,
    });
    if (due.length === 0) return announced;
    for (const notice of due) {
      const { _id, serviceId, publishedAt, endsAt } = notice;
      if (serviceId !== null && publishedAt <= now && endsAt > now) {
        const audience = { to: 'followers' as const, serviceId };
        const key = `notice:${_id}:${publishedAt}`;
        const message = { audience, template: 'notice', text: wordsOf(notice), key };
        if (!(await deliver(ports, addressBook, message, null, _id, hasTime))) return announced;
        announced += 1;
      }
      await settle(ports, notice);
    }
  }
  return announced;
};
