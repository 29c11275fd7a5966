import { upTo99 } from '../../domain/views/counts';
import { namingTitle, type Awaited, type Message, type OuterChannel } from '../../domain/engine';
import { civilDateOf, type Instant } from '../../domain/time';
import { createAddressBook, type AddressBook, type MemberDocument } from '../people/address-book';
import { createDutyRoster, type DutyRoster } from '../people/duty-roster';
import { queueMediaChecks } from '../tickets/check-media';
import type { Ticket } from '../../domain/ticket/ticket';
import type { JournalDocument, MessageDocument, ProfileDocument } from '../kernel/documents';
import { forEach } from '../kernel/each';
import { sealEntry } from '../kernel/writing/journal';
import { mendSearchable } from '../kernel/writing/write-searchable';
import { DuplicateKey, MANY, type HasTime, type Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import { maySee, scopeKey, tag } from '../../domain/ticket/scope';
import { enter, lastPage } from '../oversight/ledger';
import { followersOf, markTicketsOf } from '../services/follow-service';
import { blankProfile } from '../account/profile';
import { memberActor, type Runtime } from '../kernel/runtime';
import { queueOuter } from './send-outer';
import type { Work } from './work';

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

const canSend = (profile: ProfileDocument | undefined, template: string): profile is ProfileDocument =>
  profile?.preferences.subscribe === true && (profile.grants[template] ?? 0) > 0;

/** Takes one of the person's own consents to this template, which each subscribe message needs; false = there is none. */
const takeGrant = ({ database }: Ports, openid: string, template: string): Promise<boolean> =>
  database.transaction(async transaction => {
    const profile = await transaction.get('profiles', openid);
    if (!canSend(profile, template)) return false;
    const left = (profile.grants[template] ?? 0) - 1;
    await transaction.put('profiles', { ...profile, grants: { ...profile.grants, [template]: left } });
    return true;
  });

/** By the template that the kind of message has (A45); marked before it is sent, so it never goes twice. */
const sendSubscribe = async (ports: Ports, awaited: Awaited, inbox: MessageDocument): Promise<void> => {
  const template = ports.templates[awaited];
  if (template === undefined || !canSend(await ports.database.get('profiles', inbox.to), template)) return;
  if (!(await takeGrant(ports, inbox.to, template))) return;
  const document: MessageDocument = {
    ...inbox,
    _id: `${inbox._id}:subscribe`,
    channel: 'subscribe',
    template,
    state: 'sending',
  };
  if (!(await insertOnce(ports, document))) return;
  const { to, text, says = text, title = '', about, at } = inbox;
  const sent = await ports.sendSubscribe({ to, template, says, title, about, at });
  await ports.database.put('messages', { ...document, state: sent ? 'sent' : 'failed' });
};

const deliverTo = async (
  ports: Ports,
  to: string,
  message: Message,
  about: string | null,
  text: string,
  channel: 'inbox' | 'report' = 'inbox',
): Promise<MessageDocument> => {
  const _id = ports.secrets.sha256(`${message.key}|${to}`);
  const at = ports.now();
  const document: MessageDocument = {
    _id,
    to,
    channel,
    template: message.template,
    text,
    ...(message.says === undefined ? {} : { says: message.says, title: message.title ?? '' }),
    about,
    at,
    atKey: `${at}|${_id}`,
    state: 'sent',
  };
  if ((await insertOnce(ports, document)) && message.awaited)
    await sendSubscribe(ports, message.awaited, document);
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
  const overdue = await ports.database.count(
    'tickets',
    {
      'keys.tags': (isManager ? tag.seen : tag.todo)(key),
      'keys.dueKey': { lte: `${now}|~` },
    },
    MANY,
  );
  if (overdue === 0) return undefined;
  return isManager
    ? `共有 ${upTo99(overdue)} 件已超期，请督促办理`
    : `您有 ${upTo99(overdue)} 件已超期，请尽快办理`;
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
  await deliverTo(
    ports,
    member.openid,
    { ...message, says: text, title: '', key: `digest:${today}` },
    null,
    text,
  );
};

const TOGETHER = 20;

/** To all who follow a service, some at a time; false when the time was over: the next run finds the rest. */
const deliverToFollowers = async (
  ports: Ports,
  serviceId: string,
  message: Message,
  about: string | null,
  hasTime: HasTime,
): Promise<boolean> => {
  const notice = about === null || about.startsWith('GG') ? about : `GG-${about}`;
  let batch: string[] = [];
  const failed: unknown[] = [];
  const flush = async (): Promise<void> => {
    const told = await Promise.allSettled(
      batch.map(openid => deliverTo(ports, openid, message, notice, message.text)),
    );
    batch = [];
    failed.push(...told.flatMap(one => (one.status === 'rejected' ? [one.reason as unknown] : [])));
  };
  for await (const openid of followersOf(ports, serviceId)) {
    batch.push(openid);
    if (batch.length < TOGETHER) continue;
    await flush();
    if (!(await hasTime())) return false;
  }
  await flush();
  if (failed.length > 0) throw new AggregateError(failed);
  return true;
};

/**
 * Sends one message to everybody it concerns; of a ticket only to those who may open it (A42). False when the time was over
 * before all had it.
 */
export const deliver = async (
  ports: Ports,
  addressBook: AddressBook,
  message: Message,
  ownerId: string | null,
  about: string | Ticket | null,
  hasTime: HasTime = () => true,
  duty?: DutyRoster,
): Promise<boolean> => {
  const ticket = about !== null && typeof about === 'object' ? about : undefined;
  const no = ticket ? ticket.no : (about as string | null);
  const { audience } = message;
  if (audience.to === 'citizen') {
    if (ownerId) await deliverTo(ports, ownerId, message, no, message.text);
    return true;
  }
  if (audience.to === 'followers') return deliverToFollowers(ports, audience.serviceId, message, no, hasTime);
  const people = await addressBook.people(audience, ticket);
  // Outside of service hours also to whoever is on duty, by the way on which they are reached (A51).
  const isReport = message.digest === true || message.template === 'digest';
  const onDuty = (duty && !isReport ? await duty(audience) : []).filter(
    ({ member }) => !ticket || maySee(memberActor(member), ticket),
  );
  const others = audience.to === 'duty' && onDuty.length > 0 ? [] : people;
  const told = [
    ...others
      .filter(one => !onDuty.some(({ member }) => member.id === one.id))
      .map(member => ({ member, channels: [] as OuterChannel[] })),
    ...onDuty,
  ];
  await forEach(told, async ({ member, channels }) => {
    if (message.template === 'digest') return deliverDigest(ports, member, message);
    if (!message.text) return;
    if (message.digest) {
      await deliverTo(ports, member.openid, message, no, message.text, 'report');
      return;
    }
    const inbox = await deliverTo(ports, member.openid, message, no, message.text);
    await queueOuter(ports, inbox, member, [...new Set([...(message.channels ?? []), ...channels])]);
  });
  return true;
};

const SHARDS = 4;

/**
 * Marks an entry as done, takes it into the ledger and adds what it counts, in one transaction: nothing is counted twice.
 * Answers the page of the ledger.
 */
const settle = (ports: Ports, id: string, lastPage: number): Promise<number> =>
  ports.database.transaction(async transaction => {
    const { secrets } = ports;
    const entry = await transaction.get('journal', id);
    if (!entry || entry.outbox === 'done') return lastPage;
    const page = await enter(ports, transaction, lastPage, entry);
    await transaction.put('journal', sealEntry(ports, { ...entry, outbox: 'done', page }));
    const added = new Map<string, Record<string, number>>();
    for (const [key, n] of Object.entries(entry.counts)) {
      const day = key.slice(0, 10);
      added.set(day, { ...added.get(day), [key.slice(11)]: n });
    }
    const shard = secrets.random(SHARDS);
    for (const [day, counts] of added) {
      const _id = `${day}#${shard}`;
      const counter = (await transaction.get('counters', _id)) ?? { _id, day, counts: {} };
      const sum: Record<string, number> = 'counts' in counter ? { ...counter.counts } : {};
      for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
      await transaction.put('counters', { _id, day, counts: sum });
    }
    return page;
  });

/** Of a ticket with others merged into it every person is told (A43). */
const readersOf = ({ ownerId, others = [] }: JournalDocument, { audience }: Message): (string | null)[] =>
  audience.to === 'citizen' ? [ownerId, ...others] : [ownerId];

/** A person whose ticket was merged into it is told under the own title: the other one is another person's words (A43). */
const asTold = (message: Message, ticket: Ticket, ownerId: string | null): Message => {
  const { audience, says, title } = message;
  if (audience.to !== 'citizen' || says === undefined || ownerId === ticket.ownerId) return message;
  const own = ticket.joined?.find(part => part.ownerId === ownerId)?.title ?? '';
  const named = `${title?.slice(0, title.indexOf('“')) ?? ''}“${own}”`;
  return { ...message, title: named, text: namingTitle(says, named) };
};

/** The outbox: delivers and counts what the journal holds, oldest first, until nothing waits. */
export const deliverOutbox = async (runtime: Runtime, work: Work): Promise<{ delivered: number }> => {
  const { ports } = runtime;
  const addressBook = createAddressBook(ports);
  const duty = createDutyRoster(ports, await runtime.snapshots.current());
  let delivered = 0;
  let page = await lastPage(ports);
  const handOut = async (entry: JournalDocument): Promise<void> => {
    const { service, no } = entry;
    const ticket = entry.messages.length > 0 ? (await ports.database.get('tickets', no))?.ticket : undefined;
    let whole = true;
    const messages = entry.messages.map(message => async () => {
      for (const ownerId of readersOf(entry, message))
        if (whole) {
          const own = ticket ? asTold(message, ticket, ownerId) : message;
          whole = await deliver(ports, addressBook, own, ownerId, ticket ?? no, work.hasTime, duty);
        }
      if (whole) delivered += 1;
    });
    const steps = [
      () => queueMediaChecks(ports, entry),
      () => mendSearchable(ports, [entry]),
      ...(service ? [() => markTicketsOf(runtime, service, no)] : []),
      ...messages,
    ];
    await forEach(steps, step => step());
    // The time was over before all had it: what was delivered stays so, and the entry is taken up again as a whole.
    if (whole) page = await settle(ports, entry._id, page);
  };
  for await (const entry of queueOf(ports.database, 'journal', 'at', { where: { outbox: 'waiting' } })) {
    if (!(await work.hasTime())) break;
    await work.attempt(entry._id, () => handOut(entry), entry.no);
  }
  return { delivered };
};
