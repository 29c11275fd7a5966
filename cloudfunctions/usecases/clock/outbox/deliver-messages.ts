import { upTo99 } from '../../../domain/views/counts';
import type { Awaited, Message, OuterChannel } from '../../../domain/engine';
import { civilDateOf, type Instant } from '../../../domain/time';
import type { AddressBook, MemberDocument } from '../../people/address-book';
import type { DutyRoster } from '../../people/duty-roster';
import type { Ticket } from '../../../domain/ticket/ticket';
import type { MessageDocument, ProfileDocument } from '../../kernel/documents';
import { forEach } from '../../kernel/each';
import { DuplicateKey, MANY, PAGE, type HasTime, type Ports } from '../../kernel/ports';
import { maySee, scopeKey, tag } from '../../../domain/ticket/scope';
import { followersOf } from '../../services/follow-service';
import { blankProfile } from '../../account/profile';
import { memberActor } from '../../kernel/runtime';
import { queueOuter } from './send-outer';

export { createAddressBook, type AddressBook } from '../../people/address-book';

/**
 * Messages reach each person at most once, however often they are delivered. Who gets one is found first (`lettersOf`); then
 * what goes into inboxes is written together, and what leaves the product each by itself (`post`).
 */

/** A message for one person, and by which ways it goes out besides. */
export type Letter = {
  to: string;
  channel: 'inbox' | 'report' | 'sms';
  message: Message;
  text: string;
  about: string | null;
  outer?: { member: MemberDocument; channels: readonly OuterChannel[] };
};

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

/** A consent stays for what the person wants to hear of: what is muted takes none. */
const isMuted = ({ preferences }: ProfileDocument, awaited: Awaited | undefined): boolean =>
  awaited !== undefined && (preferences.muted ?? []).includes(awaited);

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
const sendSubscribe = async (ports: Ports, template: string, inbox: MessageDocument): Promise<void> => {
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

/** `place` = among those that are written at one moment: they are read in the order in which things happened. */
const documentOf = (
  ports: Ports,
  { to, channel, message, text, about }: Letter,
  place: number,
): MessageDocument => {
  const _id = ports.secrets.sha256(`${message.key}|${to}`);
  const at = ports.now();
  return {
    _id,
    to,
    channel,
    template: message.template,
    text,
    ...(message.says === undefined ? {} : { says: message.says, title: message.title ?? '' }),
    about,
    at,
    atKey: `${at}|${String(place).padStart(2, '0')}|${_id}`,
    ...(channel === 'sms'
      ? { state: 'waiting' as const, retryAt: at, tries: 0 }
      : { state: 'sent' as const }),
  };
};

/** Writes messages that are not there yet, with one call if all are new; answers the ids of those that it has written. */
const insertNew = async (ports: Ports, documents: readonly MessageDocument[]): Promise<Set<string>> => {
  const { database } = ports;
  try {
    await database.insertAll('messages', documents);
    return new Set(documents.map(({ _id }) => _id));
  } catch {
    // One of them was there, or cannot be written: each by itself, so that it keeps no other from arriving.
    const written = new Set<string>();
    await forEach(documents, async document => {
      const isNew =
        (await insertOnce(ports, document)) ||
        // Written by the call that broke off.
        (await database.get('messages', document._id))?.at === document.at;
      if (isNew) written.add(document._id);
    });
    return written;
  }
};

const POSTED_TOGETHER = 50;

/** Of these people all who may allow subscribe messages; one read for many. */
const profilesOf = async (
  { database }: Pick<Ports, 'database'>,
  openids: readonly string[],
): Promise<Map<string, ProfileDocument>> => {
  if (openids.length === 0) return new Map();
  const found = await database.find('profiles', { where: { _id: { in: [...openids] } }, limit: PAGE });
  return new Map(found.map(one => [one._id, one]));
};

const postSome = async (ports: Ports, letters: readonly Letter[]): Promise<void> => {
  const posted = new Map<string, { letter: Letter; document: MessageDocument }>();
  for (const [place, letter] of letters.entries()) {
    const document = documentOf(ports, letter, place);
    if (!posted.has(document._id)) posted.set(document._id, { letter, document });
  }
  const all = [...posted.values()];
  const templateOf = ({ letter: { message } }: { letter: Letter }): string | undefined =>
    message.awaited && ports.templates[message.awaited];
  const written = await insertNew(
    ports,
    all.map(({ document }) => document),
  );
  const waiting = all.filter(one => written.has(one.document._id) && templateOf(one) !== undefined);
  const profiles = await profilesOf(ports, [...new Set(waiting.map(({ letter }) => letter.to))]);
  await forEach(waiting, async one => {
    const template = templateOf(one);
    const profile = profiles.get(one.letter.to);
    if (template !== undefined && canSend(profile, template) && !isMuted(profile, one.letter.message.awaited))
      await sendSubscribe(ports, template, one.document);
  });
  await forEach(all, async ({ letter: { outer }, document }) => {
    if (outer) await queueOuter(ports, document, outer.member, outer.channels);
  });
};

/** Writes letters, many with one call, each person each message once. */
export const post = async (ports: Ports, letters: readonly Letter[]): Promise<void> => {
  const parts: Letter[][] = [];
  for (let from = 0; from < letters.length; from += POSTED_TOGETHER)
    parts.push(letters.slice(from, from + POSTED_TOGETHER));
  await forEach(parts, part => postSome(ports, part));
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
const mayHaveDigest = (profile: ProfileDocument | undefined, today: string, notSince: string): boolean =>
  // Today's own claim holds: a run that was broken off goes on.
  profile?.digestOn === undefined || profile.digestOn === today || profile.digestOn < notSince;

const claimDigest = (
  { database }: Ports,
  openid: string,
  today: string,
  notSince: string,
): Promise<boolean> =>
  database.transaction(async transaction => {
    const profile = (await transaction.get('profiles', openid)) ?? blankProfile(openid);
    if (!mayHaveDigest(profile, today, notSince)) return false;
    if (profile.digestOn !== today) await transaction.put('profiles', { ...profile, digestOn: today });
    return true;
  });

/** The digest of a member, if they are to have one today. */
const digestFor = async (
  ports: Ports,
  addressBook: AddressBook,
  member: MemberDocument,
  message: Message,
): Promise<Letter | undefined> => {
  const now = ports.now();
  const today = civilDateOf(now);
  const { openid } = member;
  const once = `${today}|${openid}`;
  if (addressBook.digested.has(once)) return undefined;
  const notSince = message.notSince ?? today;
  const find = async (): Promise<Letter | undefined> => {
    if (!mayHaveDigest(await ports.database.get('profiles', openid), today, notSince)) return undefined;
    const text = await digestText(ports, member, now);
    if (!text || !(await claimDigest(ports, openid, today, notSince))) return undefined;
    const digest = { ...message, says: text, title: '', key: `digest:${today}` };
    return { to: openid, channel: 'inbox', message: digest, text, about: null };
  };
  const letter = await find();
  addressBook.digested.add(once);
  return letter;
};

/**
 * To whom one message goes; of a ticket only to those who may open it (A42). Those who follow a service may be thousands, and
 * are told by `deliver`.
 */
export const lettersOf = async (
  ports: Ports,
  addressBook: AddressBook,
  message: Message,
  ownerId: string | null,
  about: string | Ticket | null,
  duty?: DutyRoster,
): Promise<Letter[]> => {
  const ticket = about !== null && typeof about === 'object' ? about : undefined;
  const no = ticket ? ticket.no : (about as string | null);
  const { audience, text } = message;
  if (audience.to === 'citizen')
    return ownerId ? [{ to: ownerId, channel: 'inbox', message, text, about: no }] : [];
  // Kept without a number, so that none has to be erased (J-21b).
  if (audience.to === 'caller') return no ? [{ to: '', channel: 'sms', message, text, about: no }] : [];
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
  const letters: Letter[] = [];
  await forEach(told, async ({ member, channels }) => {
    if (message.template === 'digest') {
      const digest = await digestFor(ports, addressBook, member, message);
      if (digest) letters.push(digest);
      return;
    }
    if (!text) return;
    const to = member.openid;
    if (message.digest) letters.push({ to, channel: 'report', message, text, about: no });
    else {
      const outer = { member, channels: [...new Set([...(message.channels ?? []), ...channels])] };
      letters.push({ to, channel: 'inbox', message, text, about: no, outer });
    }
  });
  return letters;
};

/** To all who follow a service, some at a time; false when the time was over: the next run finds the rest. */
const deliverToFollowers = async (
  ports: Ports,
  serviceId: string,
  message: Message,
  about: string | null,
  hasTime: HasTime,
): Promise<boolean> => {
  const notice = about === null || about.startsWith('GG') ? about : `GG-${about}`;
  let batch: Letter[] = [];
  const failed: unknown[] = [];
  const flush = async (): Promise<void> => {
    await post(ports, batch).catch((error: unknown) => failed.push(error));
    batch = [];
  };
  for await (const to of followersOf(ports, serviceId)) {
    batch.push({ to, channel: 'inbox', message, text: message.text, about: notice });
    if (batch.length < POSTED_TOGETHER) continue;
    await flush();
    if (!(await hasTime())) return false;
  }
  await flush();
  if (failed.length > 0) throw new AggregateError(failed);
  return true;
};

/** Sends one message to everybody it concerns. False when the time was over before all had it. */
export const deliver = async (
  ports: Ports,
  addressBook: AddressBook,
  message: Message,
  ownerId: string | null,
  about: string | Ticket | null,
  hasTime: HasTime = () => true,
  duty?: DutyRoster,
): Promise<boolean> => {
  const { audience } = message;
  if (audience.to === 'followers') {
    const no = about !== null && typeof about === 'object' ? about.no : about;
    return deliverToFollowers(ports, audience.serviceId, message, no, hasTime);
  }
  await post(ports, await lettersOf(ports, addressBook, message, ownerId, about, duty));
  return true;
};
