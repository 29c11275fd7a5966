import { withoutNames, type Names } from '../../domain/privacy/erasure';
import type { MessageDocument } from '../kernel/documents';
import type { Instant } from '../../domain/time';
import { PAGE, type HasTime, type Ports } from '../kernel/ports';

/** Messages about what a person wants erased: those to staff lose its title, those to the person go. */

/** A message that names what the person wrote above the ticket; the rest of it is ours. */
export const withoutTitle = <M extends { text: string; says?: string; title?: string }>(message: M): M =>
  message.says === undefined ? message : { ...message, text: message.says, title: '' };

/** The first digest after a report repeats it (A45): there too it stays without its title. */
const eraseFromDigest = async (
  database: Ports['database'],
  { to, atKey, text, says }: MessageDocument,
): Promise<void> => {
  if (says === undefined) return;
  for (let after = atKey; ;) {
    const where = { to, channel: 'inbox', atKey: { gt: after } };
    const page = await database.find('messages', { where, order: ['atKey', 'asc'], limit: PAGE });
    const digest = page.find(({ template }) => template === 'reports');
    if (digest) return database.put('messages', { ...digest, text: digest.text.split(text).join(says) });
    if (page.length < PAGE) return;
    after = page.at(-1)?.atKey ?? after;
  }
};

/** What staff were told about an erased ticket stays, without its title and without the name of the person. */
export const eraseTitles = async (
  { database }: Pick<Ports, 'database'>,
  no: string,
  names: Names,
): Promise<void> => {
  for (const channel of ['inbox', 'report', 'email', 'sms']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { about: no, channel, atKey: { gt: after } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const message of page) {
        await database.put('messages', withoutNames(withoutTitle(message), names));
        if (channel === 'report') await eraseFromDigest(database, message);
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
};

/** What the person was told, apart from tickets that stay; false = there was no time for all. */
export const eraseMessages = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
  { kept, until }: { kept: ReadonlySet<string>; until: Instant },
  hasTime: HasTime,
): Promise<boolean> => {
  for (const channel of ['inbox', 'subscribe']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { to: openid, channel, atKey: { gt: after, lte: `${until}~` } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const { _id, about } of page) {
        if (about !== null && kept.has(about)) continue;
        if (!(await hasTime())) return false;
        await database.remove('messages', _id);
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
  return true;
};

/** What a person was told about one ticket that is erased. */
export const eraseMessagesAbout = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
  about: string,
): Promise<void> => {
  for (const channel of ['inbox', 'subscribe']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { about, channel, atKey: { gt: after } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const { _id, to } of page) if (to === openid) await database.remove('messages', _id);
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
};
