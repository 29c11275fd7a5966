import * as z from 'zod';
import type { InboxMessage } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import { parseInstant } from '../../domain/time';
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
});

/** `inbox.list`: one's own messages, newest first, and how many have not been looked at. */
export const listInbox = async (
  { ports }: Runtime,
  openid: string,
  { cursor, reports }: z.infer<typeof inboxInput>,
): Promise<{ messages: InboxMessage[]; nextCursor?: string; unread: number }> => {
  const own: Where = { to: openid, channel: 'inbox' };
  const channel = reports ? 'report' : 'inbox';
  const where: Where = { to: openid, channel, ...(cursor ? { atKey: { lt: cursor } } : {}) };
  const [found, profile] = await Promise.all([
    ports.database.find('messages', { where, order: ['atKey', 'desc'], limit: PAGE_SIZE + 1 }),
    ports.database.get('profiles', openid),
  ]);
  const readUpTo = profile?.inboxReadUpTo ?? '';
  const after = readUpTo && `${readUpTo}|~`;
  // The first page reaches back to what was looked at, mostly: nothing is left to count.
  const isWhole = !cursor && !reports && found.length <= PAGE_SIZE;
  const reachesBack = !cursor && !reports && found.some(({ atKey }) => atKey <= after);
  const unread =
    isWhole || reachesBack
      ? found.filter(({ atKey }) => atKey > after).length
      : await ports.database.count('messages', { ...own, atKey: { gt: after } }, MANY);
  const { page, next } = cutPage(found, PAGE_SIZE, one => one.atKey);
  return {
    messages: page.map(({ _id, at, template, text, about }) => ({
      id: _id,
      at,
      template,
      text,
      ...(about ? { about } : {}),
      read: reports || at <= readUpTo,
    })),
    unread,
    ...next,
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
});

/** `inbox.read`: what came up to a moment was looked at; never goes back, so that two phones agree. */
export const readInbox = async (
  { ports }: Runtime,
  openid: string,
  { upTo }: z.infer<typeof inboxReadInput>,
): Promise<void> => {
  // A moment that has not come would hide messages that nobody has seen.
  const now = ports.now();
  const until = upTo < now ? upTo : now;
  await ports.database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    if ((profile.inboxReadUpTo ?? '') >= until) return;
    await transaction.put('profiles', { ...profile, inboxReadUpTo: until });
  });
};

export const inboxRead = useCase(inboxReadInput, everyone, (runtime, { openid }, input) =>
  readInbox(runtime, openid, input),
);
