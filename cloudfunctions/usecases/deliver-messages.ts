import { regionPath, standInOn } from '../domain/catalogue';
import type { Audience, Message } from '../domain/procedure';
import { civilDateOf, type Instant } from '../domain/time';
import { queueMediaChecks } from './check-media';
import type { Collections, JournalDocument, MessageDocument } from './documents';
import { DuplicateKey, PAGE, type Ports } from './ports';
import { scopeKey, tag } from '../domain/ticket/scope';
import { followersOf, markTicketsOf } from './follow-service';
import { memberActor, type Runtime } from './runtime';
import { readAll } from './snapshot';

type MemberDocument = Collections['members'];

/** Finds people for audiences; members are read once a run. */
export const createAddressBook = (ports: Pick<Ports, 'database' | 'now'>) => {
  const read = new Map<string, Promise<MemberDocument[]>>();
  const membersWhere = (key: string, where: Record<string, string>): Promise<MemberDocument[]> => {
    const known = read.get(key) ?? ports.database.find('members', { where, limit: PAGE });
    read.set(key, known);
    return known.then(members => members.filter(member => member.state === 'active'));
  };
  const ofUnit = (unitId: string, role: 'handler' | 'lead') =>
    membersWhere(`${unitId}/${role}`, { unitId, role });
  const ofRole = (role: string) => membersWhere(role, { role });
  const orElse = async (
    first: Promise<MemberDocument[]>,
    second: () => Promise<MemberDocument[]>,
  ): Promise<MemberDocument[]> => {
    const members = await first;
    return members.length > 0 ? members : second();
  };
  const find = async (audience: Audience): Promise<MemberDocument[]> => {
    switch (audience.to) {
      case 'citizen':
      case 'followers':
        return [];
      // Nobody at the desk: whoever answers for it is told instead.
      case 'operator':
        return orElse(ofRole('operator'), () => ofRole('operator-lead'));
      case 'unit':
        return orElse(ofUnit(audience.unitId, 'handler'), () => ofUnit(audience.unitId, 'lead'));
      case 'lead':
        return orElse(ofUnit(audience.unitId, 'lead'), () => ofRole('manager'));
      case 'member': {
        const member = await ports.database.get('members', audience.memberId);
        if (member?.state === 'active') return [member];
        return member?.unitId
          ? orElse(ofUnit(member.unitId, 'handler'), () => ofUnit(member.unitId ?? '', 'lead'))
          : ofRole('operator-lead');
      }
      case 'local': {
        const [members, regions] = await Promise.all([
          ofRole('local'),
          readAll(ports.database, 'regions', 'code'),
        ]);
        const above = regionPath(audience.region, { region: code => regions.find(one => one.code === code) });
        return members.filter(member => member.region !== undefined && above.includes(member.region));
      }
      default:
        return ofRole(audience.to);
    }
  };
  /** Members of staff of an audience, with their stand-ins. */
  const people = async (audience: Audience): Promise<MemberDocument[]> => {
    const members = await find(audience);
    const today = civilDateOf(ports.now());
    const standIns = members
      .map(member => standInOn(member, today))
      .filter((id): id is string => id !== undefined);
    const extra = await Promise.all(standIns.map(id => ports.database.get('members', id)));
    const all = [
      ...members,
      ...extra.filter((member): member is MemberDocument => member?.state === 'active'),
    ];
    return [...new Map(all.map(member => [member.openid, member])).values()];
  };
  /** One digest stands for many tickets: who has it already is remembered for the run. */
  return { people, digested: new Set<string>() };
};
export type AddressBook = ReturnType<typeof createAddressBook>;

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

/** A subscribe message needs the person's own consent for each; it is marked before it is sent, so it never goes twice. */
const sendSubscribe = async (ports: Ports, inbox: MessageDocument): Promise<void> => {
  const profile = await ports.database.get('profiles', inbox.to);
  const allowed = Object.entries(profile?.grants ?? {}).find(([, left]) => left > 0)?.[0];
  if (!profile?.preferences.subscribe || !allowed) return;
  const document: MessageDocument = {
    ...inbox,
    _id: `${inbox._id}:subscribe`,
    channel: 'subscribe',
    template: allowed,
    state: 'sending',
  };
  if (!(await insertOnce(ports, document))) return;
  const sent = await ports.sendSubscribe({
    to: inbox.to,
    template: allowed,
    text: inbox.text,
    about: inbox.about,
    at: inbox.at,
  });
  await ports.database.put('messages', { ...document, state: sent ? 'sent' : 'failed' });
  await ports.database.put('profiles', {
    ...profile,
    grants: { ...profile.grants, [allowed]: (profile.grants[allowed] ?? 1) - 1 },
  });
};

const deliverTo = async (
  ports: Ports,
  to: string,
  message: Message,
  about: string | null,
  text: string,
): Promise<void> => {
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

/** Sends one message to everybody it concerns; each person gets it at most once, however often this runs. */
export const deliver = async (
  ports: Ports,
  addressBook: AddressBook,
  message: Message,
  ownerId: string | null,
  about: string | null,
): Promise<void> => {
  if (message.audience.to === 'citizen') {
    if (ownerId) await deliverTo(ports, ownerId, message, about, message.text);
    return;
  }
  if (message.audience.to === 'followers') {
    const notice = about === null ? null : `GG-${about}`;
    for await (const openid of followersOf(ports, message.audience.serviceId))
      await deliverTo(ports, openid, message, notice, message.text);
    return;
  }
  const isDigest = message.template === 'digest';
  for (const member of await addressBook.people(message.audience)) {
    const digest = `${message.key}|${member.openid}`;
    if (isDigest && addressBook.digested.has(digest)) continue;
    if (isDigest) addressBook.digested.add(digest);
    const text = isDigest ? await digestText(ports, member, ports.now()) : message.text;
    if (text) await deliverTo(ports, member.openid, message, isDigest ? null : about, text);
  }
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
        await deliver(ports, addressBook, message, entry.ownerId, entry.no);
        delivered += 1;
      }
    }
    await settle(ports, entries);
  }
  return delivered;
};
