import type { Message } from '../../domain/engine';
import { civilDateOf, type Instant } from '../../domain/time';
import { createAddressBook, type AddressBook, type MemberDocument } from '../people/address-book';
import { queueMediaChecks } from '../tickets/check-media';
import type { JournalDocument, MessageDocument } from '../kernel/documents';
import { DuplicateKey, type Ports } from '../kernel/ports';
import { scopeKey, tag } from '../../domain/ticket/scope';
import { followersOf, markTicketsOf } from '../services/follow-service';
import { blankProfile } from '../account/profile';
import { memberActor, type Runtime } from '../kernel/runtime';
import { queueOuter } from './send-outer';

export { createAddressBook, type AddressBook } from '../people/address-book';

/** What the journal holds for people: each message reaches each person at most once, however often this runs. */

const insertOnce = async (
  { database }: Pick<Ports, 'database'>,
  document: MessageDocument,
): Promise<boolean> => {
  try {
    await database.insert('messages', document);
    return true;
  } catch (error) {
    if (error instanceof DuplicateKey) return false;
    throw error;
  }
};

/** Takes one of the person's own consents, which each subscribe message needs; undefined = there is none. */
const takeGrant = ({ database }: Ports, openid: string): Promise<string | undefined> =>
  database.transaction(async transaction => {
    const profile = await transaction.get('profiles', openid);
    const granted = Object.entries(profile?.grants ?? {}).find(([, left]) => left > 0);
    if (!profile?.preferences.subscribe || !granted) return undefined;
    const [template, left] = granted;
    await transaction.put('profiles', { ...profile, grants: { ...profile.grants, [template]: left - 1 } });
    return template;
  });

/** Marked before it is sent, so it never goes twice. */
const sendSubscribe = async (ports: Ports, inbox: MessageDocument): Promise<void> => {
  const profile = await ports.database.get('profiles', inbox.to);
  if (!profile?.preferences.subscribe || Object.keys(profile.grants).length === 0) return;
  const template = await takeGrant(ports, inbox.to);
  if (!template) return;
  const document: MessageDocument = {
    ...inbox,
    _id: `${inbox._id}:subscribe`,
    channel: 'subscribe',
    template,
    state: 'sending',
  };
  if (!(await insertOnce(ports, document))) return;
  const { to, text, about, at } = inbox;
  const sent = await ports.sendSubscribe({ to, template, text, about, at });
  await ports.database.put('messages', { ...document, state: sent ? 'sent' : 'failed' });
};

const deliverTo = async (
  ports: Ports,
  to: string,
  message: Message,
  about: string | null,
  text: string,
): Promise<MessageDocument> => {
  const _id = ports.secrets.sha256(`${message.key}|${to}`);
  const at = ports.now();
  const document: MessageDocument = {
    _id,
    to,
    channel: 'inbox',
    template: message.template,
    text,
    about,
    at,
    atKey: `${at}|${_id}`,
    state: 'sent',
  };
  if (await insertOnce(ports, document)) await sendSubscribe(ports, document);
  return document;
};

/** The digest says how many tickets are overdue: to the manager all of them, to others their own (A24). */
const digestText = async (
  ports: Ports,
  member: MemberDocument,
  now: Instant,
): Promise<string | undefined> => {
  const key = scopeKey(memberActor(member));
  if (!key) return undefined;
  const isManager = member.role === 'manager';
  const overdue = await ports.database.count('tickets', {
    'keys.tags': (isManager ? tag.seen : tag.todo)(key),
    'keys.dueKey': { lte: `${now}|~` },
  });
  if (overdue === 0) return undefined;
  return isManager ? `共有 ${overdue} 件已超期，请督促办理` : `您有 ${overdue} 件已超期，请尽快办理`;
};

/** One digest stands for many tickets, and each person has at most one in three working days (A24). */
const claimDigest = (
  { database }: Ports,
  openid: string,
  today: string,
  notSince: string,
): Promise<boolean> =>
  database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    // Today's own claim holds: a run that was broken off goes on.
    if (profile.digestOn !== undefined && profile.digestOn !== today && profile.digestOn >= notSince)
      return false;
    if (profile.digestOn !== today) await transaction.put('profiles', { ...profile, digestOn: today });
    return true;
  });

const deliverDigest = async (ports: Ports, member: MemberDocument, message: Message): Promise<void> => {
  const now = ports.now();
  const text = await digestText(ports, member, now);
  if (!text) return;
  const today = civilDateOf(now);
  if (!(await claimDigest(ports, member.openid, today, message.notSince ?? today))) return;
  await deliverTo(ports, member.openid, { ...message, key: `digest:${today}` }, null, text);
};

const TOGETHER = 20;

/** To all who follow a service, some at a time; false when the time was over: the next run finds the rest. */
const deliverToFollowers = async (
  ports: Ports,
  serviceId: string,
  message: Message,
  about: string | null,
  hasTime: () => boolean,
): Promise<boolean> => {
  const notice = about === null || about.startsWith('GG') ? about : `GG-${about}`;
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    await Promise.all(batch.map(openid => deliverTo(ports, openid, message, notice, message.text)));
    batch = [];
  };
  for await (const openid of followersOf(ports, serviceId)) {
    batch.push(openid);
    if (batch.length < TOGETHER) continue;
    await flush();
    if (!hasTime()) return false;
  }
  await flush();
  return true;
};

/** Sends one message to everybody it concerns; false when the time was over before all had it. */
export const deliver = async (
  ports: Ports,
  addressBook: AddressBook,
  message: Message,
  ownerId: string | null,
  about: string | null,
  hasTime: () => boolean = () => true,
): Promise<boolean> => {
  const { audience } = message;
  if (audience.to === 'citizen') {
    if (ownerId) await deliverTo(ports, ownerId, message, about, message.text);
    return true;
  }
  if (audience.to === 'followers')
    return deliverToFollowers(ports, audience.serviceId, message, about, hasTime);
  for (const member of await addressBook.people(audience)) {
    if (message.template === 'digest') {
      await deliverDigest(ports, member, message);
      continue;
    }
    if (!message.text) continue;
    const inbox = await deliverTo(ports, member.openid, message, about, message.text);
    await queueOuter(ports, inbox, member, message.channels ?? []);
  }
  return true;
};

const BATCH = 10;
const SHARDS = 4;

/** Marks entries as done and adds what they count, in one transaction: nothing is counted twice. */
const settle = (ports: Ports, entries: JournalDocument[]): Promise<void> =>
  ports.database.transaction(async transaction => {
    const added = new Map<string, Record<string, number>>();
    for (const { _id } of entries) {
      const entry = await transaction.get('journal', _id);
      if (!entry || entry.outbox === 'done') continue;
      for (const [key, n] of Object.entries(entry.counts)) {
        const day = key.slice(0, 10);
        const counts = added.get(day) ?? {};
        counts[key.slice(11)] = (counts[key.slice(11)] ?? 0) + n;
        added.set(day, counts);
      }
      await transaction.put('journal', { ...entry, outbox: 'done' });
    }
    const shard = ports.secrets.random(SHARDS);
    for (const [day, counts] of added) {
      const _id = `${day}#${shard}`;
      const counter = (await transaction.get('counters', _id)) ?? { _id, day, counts: {} };
      const sum = { ...counter.counts };
      for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
      await transaction.put('counters', { ...counter, counts: sum });
    }
  });

/** The outbox: delivers and counts what the journal holds, oldest first, until nothing waits. */
export const deliverOutbox = async (runtime: Runtime, hasTime: () => boolean): Promise<number> => {
  const { ports } = runtime;
  const addressBook = createAddressBook(ports);
  let delivered = 0;
  while (hasTime()) {
    const entries = await ports.database.find('journal', {
      where: { outbox: 'waiting' },
      order: ['at', 'asc'],
      limit: BATCH,
    });
    if (entries.length === 0) return delivered;
    for (const entry of entries) {
      await queueMediaChecks(ports, entry);
      if (entry.service) await markTicketsOf(runtime, entry.service, entry.no);
      for (const message of entry.messages) {
        // What was delivered stays delivered: the entry is taken up again as a whole.
        if (!(await deliver(ports, addressBook, message, entry.ownerId, entry.no, hasTime))) return delivered;
        delivered += 1;
      }
    }
    await settle(ports, entries);
  }
  return delivered;
};
