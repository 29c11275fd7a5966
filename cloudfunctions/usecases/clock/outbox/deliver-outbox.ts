import { namingTitle, type Message } from '../../../domain/engine';
import type { Ticket } from '../../../domain/ticket/ticket';
import type { JournalDocument } from '../../kernel/documents';
import { findByNumbers } from '../../kernel/archive';
import { forEach, inSmallTransactions } from '../../kernel/each';
import type { Ports } from '../../kernel/ports';
import { DAY_SHARDS } from '../../kernel/reading/counters';
import { queueOf } from '../../kernel/reading/queue';
import { readToWrite } from '../../kernel/reading/to-write';
import type { Runtime } from '../../kernel/runtime';
import { sealEntry } from '../../kernel/writing/journal';
import { mendSearchable } from '../../kernel/writing/write-searchable';
import { enter, lastPage } from '../../oversight/ledger';
import { CHANGES_TOGETHER, countOutcomes, noteOutcomes } from '../../oversight/count-outcomes';
import { createDutyRoster, type DutyRoster } from '../../people/duty-roster';
import { markTicketsOf } from '../../services/follow-service';
import { queueMediaChecks } from '../../tickets/check-media';
import {
  createAddressBook,
  deliver,
  lettersOf,
  post,
  type AddressBook,
  type Letter,
} from './deliver-messages';
import type { Work } from '../work';

/**
 * The outbox: what the journal holds for people is delivered and counted, oldest first. Entries are taken some at a time: their
 * tickets are read together, their messages written together, and they are settled in one transaction. When that fails each
 * is taken by itself, so that the one that cannot be delivered is found and keeps no other waiting.
 */

/** Their tickets are read together and their messages written together; they are settled some at a time. */
const TOGETHER = 48;
/** Of the ledger: one that is full, and the next. */
const PAGES_WRITTEN = 2;

/** What entries count, by day. */
const countsOf = (entries: readonly JournalDocument[]): Map<string, Record<string, number>> => {
  const added = new Map<string, Record<string, number>>();
  for (const [key, n] of entries.flatMap(({ counts }) => Object.entries(counts))) {
    const day = key.slice(0, 10);
    const name = key.slice(11);
    const sum = added.get(day) ?? {};
    added.set(day, { ...sum, [name]: (sum[name] ?? 0) + n });
  }
  return added;
};

/**
 * Marks entries as done, takes them into the ledger and adds what they count, in one transaction: nothing is counted twice.
 * Answers the last page of the ledger.
 */
const settle = (ports: Ports, ids: readonly string[], last: number): Promise<number> =>
  ports.database.transaction(async transaction => {
    const stored = await readToWrite(ports.database, transaction, 'journal', ids);
    const entries = stored.filter(({ outbox }) => outbox !== 'done');
    const pages = await enter(ports, transaction, last, entries);
    for (const [index, entry] of entries.entries())
      await transaction.put('journal', sealEntry(ports, { ...entry, outbox: 'done', page: pages[index] }));
    await noteOutcomes(ports, transaction, entries);
    const shard = ports.secrets.random(DAY_SHARDS);
    for (const [day, counts] of countsOf(entries)) {
      const _id = `${day}#${shard}`;
      const counter = (await transaction.get('counters', _id)) ?? { _id, day, counts: {} };
      const sum: Record<string, number> = 'counts' in counter ? { ...counter.counts } : {};
      for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
      await transaction.put('counters', { _id, day, counts: sum });
    }
    return pages.at(-1) ?? last;
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

/** To all who follow a service, and on all tickets about it, it goes on for long: such an entry is taken by itself. */
const isLong = ({ service, messages }: JournalDocument): boolean =>
  service !== undefined || messages.some(({ audience }) => audience.to === 'followers');

type Delivery = {
  runtime: Runtime;
  work: Work;
  addressBook: AddressBook;
  duty: DutyRoster;
  /** The last page of the ledger, as last seen. */
  page: number;
  delivered: number;
  /** How many times something was settled since outcomes were counted. */
  settled: number;
};

/** Settles entries; what they count is added to the tallies some at a time, so that whoever reads has little to add. */
const settleSome = async (delivery: Delivery, entries: readonly JournalDocument[]): Promise<void> => {
  const { runtime, work } = delivery;
  const ids = entries.map(({ _id }) => _id);
  delivery.page = await settle(runtime.ports, ids, delivery.page);
  delivery.settled += 1;
  if (delivery.settled < CHANGES_TOGETHER) return;
  delivery.settled = 0;
  await countOutcomes(runtime.ports, work.hasTime);
};

/** What follows from an entry besides its messages. */
const follow = async ({ runtime }: Delivery, entry: JournalDocument): Promise<void> => {
  const { service, no } = entry;
  const steps = [
    () => queueMediaChecks(runtime.ports, entry),
    ...(service ? [() => markTicketsOf(runtime, service, no)] : []),
  ];
  await forEach(steps, step => step());
};

/** Who gets which message of an entry. */
const toldBy = (entry: JournalDocument, ticket: Ticket | undefined) =>
  entry.messages.map(message =>
    readersOf(entry, message).map(ownerId => ({
      ownerId,
      message: ticket ? asTold(message, ticket, ownerId) : message,
    })),
  );

/** One entry by itself, each of its messages whatever becomes of the others. */
const handOut = async (delivery: Delivery, entry: JournalDocument): Promise<void> => {
  const { runtime, work, addressBook, duty } = delivery;
  const { ports } = runtime;
  const { no, messages } = entry;
  const ticket = messages.length > 0 ? (await ports.database.get('tickets', no))?.ticket : undefined;
  let whole = true;
  const steps = toldBy(entry, ticket).map(readers => async () => {
    for (const { ownerId, message } of readers)
      whole &&= await deliver(ports, addressBook, message, ownerId, ticket ?? no, work.hasTime, duty);
    if (whole) delivery.delivered += 1;
  });
  const besides = [() => follow(delivery, entry), () => mendSearchable(ports, [entry])];
  await forEach([...besides, ...steps], step => step());
  // The time was over before all had it: what was delivered stays so, and the entry is taken up again as a whole.
  if (whole) await settleSome(delivery, [entry]);
};

const ticketsOf = async (
  { database }: Pick<Ports, 'database'>,
  entries: readonly JournalDocument[],
): Promise<Map<string, Ticket>> => {
  const numbers = [...new Set(entries.flatMap(({ no, messages }) => (messages.length > 0 ? [no] : [])))];
  const found = await findByNumbers(database.find, numbers);
  return new Map(found.map(({ _id, ticket }) => [_id, ticket]));
};

const handOutTogether = async (delivery: Delivery, entries: readonly JournalDocument[]): Promise<void> => {
  const { runtime, addressBook, duty } = delivery;
  const { ports } = runtime;
  const [tickets] = await Promise.all([ticketsOf(ports, entries), mendSearchable(ports, entries)]);
  const letters: Letter[] = [];
  for (const entry of entries) {
    await follow(delivery, entry);
    const ticket = tickets.get(entry.no);
    for (const { ownerId, message } of toldBy(entry, ticket).flat())
      letters.push(...(await lettersOf(ports, addressBook, message, ownerId, ticket ?? entry.no, duty)));
  }
  await post(ports, letters);
  for (const some of inSmallTransactions(entries, writtenWith)) await settleSome(delivery, some);
  delivery.delivered += entries.reduce((sum, { messages }) => sum + messages.length, 0);
};

/** What a transaction writes that settles these: they, what they change, counters of their days, and pages of the ledger. */
const writtenWith = (entries: readonly JournalDocument[]): number =>
  entries.length + 1 + countsOf(entries).size + PAGES_WRITTEN;

/** Delivers until nothing waits or the time is over. */
export const deliverOutbox = async (runtime: Runtime, work: Work): Promise<{ delivered: number }> => {
  const { ports } = runtime;
  const addressBook = createAddressBook(ports);
  const delivery: Delivery = {
    runtime,
    work,
    addressBook,
    duty: createDutyRoster(ports, await runtime.snapshots.current(), addressBook),
    page: await lastPage(ports),
    delivered: 0,
    settled: 0,
  };
  const byItself = async (entry: JournalDocument): Promise<void> => {
    const isDone = await work.attempt(entry._id, () => handOut(delivery, entry), entry.no);
    // Nobody knows whether a digest among it has arrived.
    if (!isDone) addressBook.digested.clear();
  };
  let batch: JournalDocument[] = [];
  const flush = async (): Promise<void> => {
    const entries = batch;
    batch = [];
    if (entries.length === 0) return;
    const done = await handOutTogether(delivery, entries).then(
      () => true,
      () => false,
    );
    if (done) return;
    // Whatever it was, it shows again where it belongs.
    addressBook.digested.clear();
    for (const entry of entries) {
      if (!(await work.hasTime())) return;
      await byItself(entry);
    }
  };
  for await (const entry of queueOf(ports.database, 'journal', 'at', { where: { outbox: 'waiting' } })) {
    if (work.isPutOff(entry._id)) continue;
    const isAlone = isLong(entry) || work.again.includes(entry._id);
    if (!isAlone) batch.push(entry);
    if (isAlone || batch.length === TOGETHER) {
      if (!(await work.hasTime())) return { delivered: delivery.delivered };
      await flush();
    }
    if (isAlone) await byItself(entry);
  }
  if (await work.hasTime()) await flush();
  return { delivered: delivery.delivered };
};
