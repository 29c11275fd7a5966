import * as z from 'zod';
import type { InboxMessage } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import { parseInstant, type Instant } from '../../domain/time';
import type { MessageDocument, ProfileDocument } from '../kernel/documents';
import { cutPage, PAGE_SIZE } from '../kernel/reading/paging';
import { MANY, type Where } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { blankProfile } from './profile';

/** Everybody's own messages, of citizens and staff alike. */

export const inboxInput = z.object({
  cursor: z.string().max(120).optional(),
  /** Instead of the messages what is only reported to a member of staff: the digest tells how many there were (A45). */
  reports: z.boolean().default(false),
  /** Only what has not been looked at. */
  unread: z.boolean().default(false),
});

/** What somebody has looked at: everything up to a moment, and of some tickets what came since. */
type Looked = Pick<ProfileDocument, 'inboxReadUpTo' | 'inboxReadAbout'>;

/** Messages about nothing are kept apart under this name. */
const ABOUT_NOTHING = '';

const isRead = (
  { inboxReadUpTo = '', inboxReadAbout = {} }: Looked,
  { at, about }: Pick<MessageDocument, 'at' | 'about'>,
): boolean => at <= inboxReadUpTo || at <= (inboxReadAbout[about ?? ABOUT_NOTHING] ?? '');

/** `inbox.list`: one's own messages, newest first, and how many have not been looked at. */
export const listInbox = async (
  { ports }: Runtime,
  openid: string,
  { cursor, reports, unread: onlyUnread }: z.infer<typeof inboxInput>,
): Promise<{ messages: InboxMessage[]; nextCursor?: string; unread: number }> => {
  const own: Where = { to: openid, channel: 'inbox' };
  const channel = reports ? 'report' : 'inbox';
  const where: Where = { to: openid, channel, ...(cursor ? { atKey: { lt: cursor } } : {}) };
  const [found, profile] = await Promise.all([
    ports.database.find('messages', { where, order: ['atKey', 'desc'], limit: PAGE_SIZE + 1 }),
    ports.database.get('profiles', openid),
  ]);
  const looked: Looked = profile ?? {};
  const after = looked.inboxReadUpTo ? `${looked.inboxReadUpTo}|~` : '';
  const isNew = (one: MessageDocument): boolean => !isRead(looked, one);
  // The first page reaches back to what was looked at, mostly: nothing is left to count.
  const isWhole = !cursor && !reports && found.length <= PAGE_SIZE;
  const reachesBack = !cursor && !reports && found.some(({ atKey }) => atKey <= after);
  const countNew = async (): Promise<number> => {
    const later: Where = { ...own, atKey: { gt: after } };
    if (Object.keys(looked.inboxReadAbout ?? {}).length === 0)
      return ports.database.count('messages', later, MANY);
    const newest = await ports.database.find('messages', {
      where: later,
      order: ['atKey', 'desc'],
      limit: MANY,
    });
    return newest.filter(isNew).length;
  };
  const unread = isWhole || reachesBack ? found.filter(isNew).length : await countNew();
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.atKey);
  const wanted = onlyUnread && !reports ? page.filter(isNew) : page;
  // What lies behind everything that was looked at has been looked at.
  const goesOn = !onlyUnread || (page.at(-1)?.atKey ?? '') > after;
  return {
    messages: wanted.map(message => ({
      id: message._id,
      at: message.at,
      template: message.template,
      text: message.text,
      ...(message.about ? { about: message.about } : {}),
      ...(message.title ? { title: message.title, says: message.says ?? message.text } : {}),
      read: reports || isRead(looked, message),
    })),
    unread,
    ...(goesOn ? next : {}),
  };
};

export const inboxList = useCase(inboxInput, everyone, (runtime, { openid }, input) =>
  listInbox(runtime, openid, input),
);

export const inboxReadInput = z.object({
  /** The moment of the newest message that was looked at. */
  upTo: z
    .string({ error: '缺少时间' })
    .refine(text => parseInstant(text) !== undefined, '须是带时区的时间')
    .transform(text => parseInstant(text) ?? text),
  /** Only what is about this ticket, notice or entry; empty = about nothing. */
  about: z.string().max(64).optional(),
});

/** Of so many tickets it is kept what was looked at; of others what came up to a moment. */
const MOST_ABOUT = 200;

/** What was looked at of single tickets, without what `upTo` says already. */
const lookedAt = (about: Record<string, Instant>, upTo: Instant): Record<string, Instant> =>
  Object.fromEntries(
    Object.entries(about)
      .filter(([, at]) => at > upTo)
      .sort(([, one], [, other]) => (one < other ? 1 : -1))
      .slice(0, MOST_ABOUT),
  );

/** `inbox.read`: what came up to a moment was looked at, all or what is about one thing; never goes back, so that two phones agree. */
export const readInbox = async (
  { ports }: Runtime,
  openid: string,
  { upTo, about }: z.infer<typeof inboxReadInput>,
): Promise<void> => {
  // A moment that has not come would hide messages that nobody has seen.
  const now = ports.now();
  const until = upTo < now ? upTo : now;
  await ports.database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    const { inboxReadUpTo: all = '', inboxReadAbout: some = {} } = profile;
    if (all >= until || (about !== undefined && (some[about] ?? '') >= until)) return;
    const before = about === undefined ? until : all;
    const inboxReadAbout = lookedAt(about === undefined ? some : { ...some, [about]: until }, before);
    await transaction.put('profiles', {
      ...profile,
      ...(before ? { inboxReadUpTo: before } : {}),
      inboxReadAbout,
    });
  });
};

export const inboxRead = useCase(inboxReadInput, everyone, (runtime, { openid }, input) =>
  readInbox(runtime, openid, input),
);
