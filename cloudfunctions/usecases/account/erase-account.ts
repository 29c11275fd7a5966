import { everyone } from '../../domain/catalogue/roles';
import { systemActor, type Actor } from '../../domain/engine';
import { isPersonOf, partsOfPerson } from '../../domain/ticket/persons';
import {
  isOpen,
  type Attachment,
  type JoinedTicket,
  type Rating,
  type Ticket,
  type TimelineEntry,
} from '../../domain/ticket/ticket';
import type { Instant } from '../../domain/time';
import { commit, onlyTicket } from '../kernel/commit';
import type { MessageDocument, TicketDocument } from '../kernel/documents';
import { sealEntry } from '../kernel/journal';
import { PAGE, type Ports } from '../kernel/ports';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { journalOf } from '../oversight/read-journal';
import { mediaCheckId } from '../tickets/check-media';
import { ownTickets } from '../tickets/lists/list-own-tickets';
import { handledIn } from '../tickets/read-ticket';

/** Erasure at the wish of the person (J-21b). */

const ERASED = '（已按本人要求删除）';

/** The person's own words in a rating and an objection. */
const eraseWords = (
  ticket: Ticket,
  isOwn: (id: string) => boolean,
  numbers: readonly string[],
): Ticket['details'] => {
  const { rating, ratings, objection, visits, ...details } = ticket.details;
  const said = ratings?.find(({ by }) => isOwn(by));
  const ratedBySelf = ratings ? said?.at === rating?.at : isOwn(ticket.ownerId ?? '');
  const objected =
    numbers.includes(objection?.said ?? '') ||
    ticket.timeline.some(({ act, by }) => act === 'object' && isOwn(by.id));
  // Nobody is called any more: the number is gone.
  const left = visits?.filter(({ of, stage }) => stage !== 'wanted' || !numbers.includes(of));
  return {
    ...details,
    ...(rating ? { rating: ratedBySelf ? withoutWords(rating) : rating } : {}),
    ...(ratings
      ? { ratings: ratings.map(one => (isOwn(one.by) ? { ...withoutWords(one), by: '' } : one)) }
      : {}),
    ...(objection ? { objection: objected ? { ...objection, text: ERASED } : objection } : {}),
    ...(left ? { visits: left } : {}),
  };
};

const withoutWords = ({ level, at }: Rating): Rating => ({ level, tags: [], at });

/** What the person said and did, also what staff took down from the person; what others did stays. */
const eraseLines = (
  timeline: readonly TimelineEntry[],
  isOwn: (id: string) => boolean,
  numbers: readonly string[] = [],
): TimelineEntry[] =>
  timeline.map(entry => {
    if (numbers.includes(entry.said ?? '')) return { ...entry, ...(entry.text ? { text: ERASED } : {}) };
    return isOwn(entry.by.id)
      ? { ...entry, by: { ...entry.by, id: '' }, ...(entry.text ? { text: ERASED } : {}) }
      : entry;
  });

/** Of what the person filed nothing is left that names the person, or says what it was. */
const eraseFiled = <T extends Ticket | JoinedTicket>(
  filed: T,
  isOwn: (id: string) => boolean,
  numbers: readonly string[],
): T => {
  const { phoneHash: _phone, ...rest } = filed;
  return {
    ...(rest as T),
    ownerId: null,
    title: ERASED,
    text: ERASED,
    applicant: { type: filed.applicant.type },
    contact: {},
    sealed: [],
    timeline: eraseLines(filed.timeline, isOwn, numbers),
  };
};

/** The ticket without what this person gave; of several persons the others keep theirs (A43). */
const erasedFor = (ticket: Ticket, id: string): Ticket => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const isFiler = numbers.includes(ticket.no);
  const isOwn = (by: string): boolean => by === id || numbers.includes(by);
  const joined = ticket.joined?.map(part =>
    numbers.includes(part.no) ? { ...eraseFiled(part, isOwn, numbers), attachments: [] } : part,
  );
  return {
    ...(isFiler
      ? eraseFiled(ticket, isOwn, numbers)
      : { ...ticket, timeline: eraseLines(ticket.timeline, isOwn, numbers) }),
    attachments: ticket.attachments.filter(({ of }) => (of === undefined ? !isFiler : !numbers.includes(of))),
    links: ticket.links.map(link =>
      link.relation !== 'same-matter' && (isFiler || numbers.includes(link.no))
        ? { ...link, title: ERASED }
        : link,
    ),
    details: eraseWords(ticket, isOwn, numbers),
    ...(joined ? { joined } : {}),
  };
};

/** The person's files, unless another ticket still needs them. */
const eraseFiles = async (
  { database, secrets, removeFile }: Ports,
  attachments: readonly Attachment[],
  needed: ReadonlySet<string>,
): Promise<void> => {
  for (const { fileID, from } of attachments) {
    if (from === undefined || needed.has(fileID)) continue;
    await removeFile(fileID);
    await database.remove('files', secrets.sha256(from));
  }
};

/** Erases what names the person in one closed ticket; the chain of its journal still verifies. */
const eraseTicket = async (
  runtime: Runtime,
  actor: Actor,
  no: string,
  needed: ReadonlySet<string>,
): Promise<void> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const { ticket: filed } = (await ports.database.get('tickets', no)) ?? { ticket: undefined };
  if (!filed || !isPersonOf(filed, actor.id)) return;
  // Nothing is emptied without an entry that says so (A47), and the journal comes before the ticket: whatever breaks this
  // off, it is still the person's and the next try goes on.
  await beginErasure(runtime, actor, no);
  await eraseJournal(ports, filed, actor.id);
  await eraseVisits(runtime, actor, filed);
  if (filed.ownerId === actor.id) await eraseTitles(ports, no);
  for (const { attachments } of [filed, ...(filed.joined ?? [])])
    for (const { fileID } of attachments)
      await ports.database.remove('mediachecks', mediaCheckId(ports, no, fileID));
  const own = [filed, ...(filed.joined ?? [])].flatMap(({ attachments }) => attachments);
  await eraseFiles(
    ports,
    own.filter(({ by }) => by === actor.id),
    needed,
  );
  await ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || !isPersonOf(document.ticket, actor.id)) return;
    const { ticket } = document;
    const erased = { ...erasedFor(ticket, actor.id), version: ticket.version + 1, updatedAt: now };
    const context = await contextOfTicket(transaction, snapshot, { ...actor, id: '' }, now, ticket);
    await commit(ports, transaction, {
      before: document,
      outcome: onlyTicket(erased),
      context,
      entry: { type: 'erase', payload: null },
      lastAct: null,
    });
  });
};

const beginErasure = async ({ ports, snapshots }: Runtime, actor: Actor, no: string): Promise<void> => {
  const snapshot = await snapshots.current();
  await ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', no);
    if (!before || !isPersonOf(before.ticket, actor.id)) return;
    const { ticket } = before;
    await commit(ports, transaction, {
      before,
      outcome: onlyTicket(ticket),
      context: await contextOfTicket(transaction, snapshot, actor, ports.now(), ticket),
      entry: { type: 'erase', payload: null },
    });
  });
};

const eraseJournal = async (
  ports: Pick<Ports, 'database' | 'secrets'>,
  ticket: Ticket,
  id: string,
): Promise<void> => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const isFiler = numbers.includes(ticket.no);
  const ownIds = numbers.map(no => (no === ticket.no ? 'owner' : `owner:${no}`));
  for (const { _id, type } of await journalOf(ports.database, ticket.no)) {
    if (type === 'erase') continue;
    await ports.database.transaction(async transaction => {
      const entry = await transaction.get('journal', _id);
      if (!entry) return;
      const own =
        (entry.actor.role === 'citizen' && ownIds.includes(entry.actor.id)) ||
        (isFiler && entry.type === 'file');
      const others = entry.others?.filter(one => one !== id);
      const erased = {
        ...entry,
        ...(isFiler ? { ownerId: null, messages: entry.messages.map(withoutTitle) } : {}),
        ...(others ? { others } : {}),
        ...(own ? { payload: null, salt: null, files: [] } : {}),
      };
      await transaction.put('journal', sealEntry(ports, erased));
    });
  }
};

/** What was taken down from the person by those who called (A49): the words go, in the visit and in its journal. */
const eraseVisits = async (
  { ports, snapshots }: Runtime,
  { id }: Pick<Actor, 'id'>,
  filed: Ticket,
): Promise<void> => {
  const snapshot = await snapshots.current();
  const numbers = partsOfPerson(filed, id).map(({ no }) => no);
  const own = (filed.details.visits ?? []).filter(({ of }) => numbers.includes(of));
  for (const { no } of own) {
    if (no === undefined) continue;
    await ports.database.transaction(async transaction => {
      const before = await transaction.get('tickets', no);
      if (!before) return;
      const { ticket } = before;
      const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), ticket);
      const entry = { type: 'erase', payload: null };
      await commit(ports, transaction, { before, outcome: onlyTicket(ticket), context, entry });
    });
    for (const { _id, type } of await journalOf(ports.database, no))
      await ports.database.transaction(async transaction => {
        const entry = type === 'erase' ? undefined : await transaction.get('journal', _id);
        if (!entry) return;
        await transaction.put('journal', sealEntry(ports, { ...entry, payload: null, salt: null }));
      });
    await ports.database.transaction(async transaction => {
      const document = await transaction.get('tickets', no);
      if (!document) return;
      const { ticket } = document;
      const now = ports.now();
      const without = procedureFor(ticket).erased?.(ticket) ?? ticket;
      const erased = { ...without, version: ticket.version + 1, updatedAt: now };
      const context = await contextOfTicket(transaction, snapshot, systemActor, now, ticket);
      await commit(ports, transaction, {
        before: document,
        outcome: onlyTicket(erased),
        context,
        entry: { type: 'erase', payload: null },
        lastAct: null,
      });
    });
  }
};

/** Closed, also where it was merged: its words are needed as long as they are worked on. */
const isOver = async ({ database }: Pick<Ports, 'database'>, document: TicketDocument, now: Instant) => {
  const { ticket } = await handledIn(database, document);
  return [document.ticket, ticket].every(one => !isOpen(one, now));
};

/** A message that names what the person wrote above the ticket; the rest of it is ours. */
const withoutTitle = <M extends { text: string; says?: string; title?: string }>(message: M): M =>
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

/** What staff were told about an erased ticket stays, without its title. */
const eraseTitles = async ({ database }: Pick<Ports, 'database'>, no: string): Promise<void> => {
  for (const channel of ['inbox', 'report', 'email', 'sms']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { about: no, channel, atKey: { gt: after } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const message of page) {
        await database.put('messages', withoutTitle(message));
        if (channel === 'report') await eraseFromDigest(database, message);
      }
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
};

/** What the person was told about erased tickets. */
const eraseMessages = async (
  { database }: Pick<Ports, 'database'>,
  openid: string,
  kept: string[],
): Promise<void> => {
  for (const channel of ['inbox', 'subscribe']) {
    let after = '';
    for (;;) {
      const page = await database.find('messages', {
        where: { to: openid, channel, atKey: { gt: after } },
        order: ['atKey', 'asc'],
        limit: PAGE,
      });
      for (const message of page)
        if (message.about === null || !kept.includes(message.about))
          await database.remove('messages', message._id);
      if (page.length < PAGE) break;
      after = page.at(-1)?.atKey ?? after;
    }
  }
};

/** `me.erase`: closed tickets, questions and preferences go now; open tickets stay until they are closed. */
export const eraseAccount = async (
  runtime: Runtime,
  actor: Actor,
): Promise<{ erased: number; kept: string[] }> => {
  const { ports } = runtime;
  const now = ports.now();
  const documents = await ownTickets(ports, actor.id);
  const closed: TicketDocument[] = [];
  for (const document of documents) if (await isOver(ports, document, now)) closed.push(document);
  const needed = new Set(
    documents
      .filter(one => !closed.includes(one))
      .flatMap(({ ticket }) => ticket.attachments.map(({ fileID }) => fileID)),
  );
  for (const { _id } of closed) {
    await ports.database.remove('judgements', `ticket:${_id}`);
    await eraseTicket(runtime, actor, _id, needed);
  }
  for (;;) {
    const asks = await ports.database.find('asks', { where: { ownerId: actor.id }, limit: PAGE });
    for (const ask of asks) {
      await ports.database.remove('judgements', `ask:${ask._id}`);
      await ports.database.remove('asks', ask._id);
    }
    if (asks.length < PAGE) break;
  }
  await ports.database.remove('profiles', actor.id);
  const kept = documents.filter(one => !closed.includes(one)).map(({ _id }) => _id);
  await eraseMessages(ports, actor.id, kept);
  return { erased: closed.length, kept };
};

export const meErase = useCase(nothing, everyone, (runtime, { actor }) => eraseAccount(runtime, actor));
