import { everyone } from '../../domain/catalogue/roles';
import { systemActor, type Actor } from '../../domain/engine';
import { erasureTerms, withoutNames, type Names } from '../../domain/privacy/erasure';
import { isPersonOf, partsOfPerson } from '../../domain/ticket/persons';
import {
  isOpen,
  type JoinedTicket,
  type Rating,
  type Ticket,
  type TimelineEntry,
} from '../../domain/ticket/ticket';
import type { Instant } from '../../domain/time';
import { commit, onlyTicket } from '../kernel/writing/commit';
import type { TicketDocument } from '../kernel/documents';
import { sealEntry } from '../kernel/writing/journal';
import { PAGE, type Ports } from '../kernel/ports';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { journalOf } from '../oversight/read-journal';
import { eraseDrafts } from '../tickets/at-desk/keep-drafts';
import { mediaCheckId } from '../tickets/check-media';
import { ownTickets } from '../tickets/lists/list-own-tickets';
import { handledIn } from '../tickets/read-ticket';
import { personalOf } from '../tickets/reveal-personal';
import { eraseFiles, eraseKept } from './erase-files';
import { eraseMessages, eraseTitles, withoutTitle } from './erase-messages';
import { keepRetained, type Retained } from './retained';

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
const erasedFor = (ticket: Ticket, id: string, names: Names): Ticket => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const isFiler = numbers.includes(ticket.no);
  const isOwn = (by: string): boolean => by === id || numbers.includes(by);
  const joined = ticket.joined?.map(part =>
    numbers.includes(part.no)
      ? withoutNames({ ...eraseFiled(part, isOwn, numbers), attachments: [] }, names)
      : part,
  );
  const erased: Ticket = {
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
  return withoutNames(erased, names);
};

/** How this person is named in what staff wrote. */
const namesOf = (ports: Pick<Ports, 'secrets'>, ticket: Ticket, id: string): Names => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const own = [ticket, ...(ticket.joined ?? [])].filter(({ no }) => numbers.includes(no));
  const given = own.map(part => personalOf(ports, part));
  const present = (texts: (string | undefined)[]): string[] => texts.filter(text => text !== undefined);
  return {
    persons: present(given.flatMap(({ name, onBehalfOf }) => [name, onBehalfOf])),
    numbers: present(
      given.flatMap(({ phone, creditCode, identifiers }) => [phone, creditCode, ...identifiers]),
    ),
  };
};

/** Other tickets show the title of one that is linked to them. */
export const eraseLinkedTitles = async (
  runtime: Runtime,
  actor: Actor,
  { no, links }: Ticket,
  title = ERASED,
): Promise<void> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  for (const { no: other } of links)
    await ports.database.transaction(async transaction => {
      const before = await transaction.get('tickets', other);
      if (!before?.ticket.links.some(link => link.no === no && link.title !== title)) return;
      const { ticket } = before;
      const own = { ...actor, id: '' };
      await commit(ports, transaction, {
        before,
        outcome: onlyTicket({
          ...ticket,
          links: ticket.links.map(link => (link.no === no ? { ...link, title } : link)),
        }),
        context: await contextOfTicket(transaction, snapshot, own, ports.now(), ticket),
        entry: { type: 'erase', payload: null },
      });
    });
};

/** Erases what names the person in one closed ticket; the chain of its journal still verifies. */
export const eraseTicket = async (
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
  const names = namesOf(ports, filed, actor.id);
  await eraseJournal(ports, filed, actor.id, names);
  await eraseVisits(runtime, actor, filed);
  await eraseDrafts(ports, no);
  if (filed.ownerId === actor.id) {
    await eraseTitles(ports, no, names);
    await eraseLinkedTitles(runtime, actor, filed);
  }
  for (const { attachments } of [filed, ...(filed.joined ?? [])])
    for (const { fileID } of attachments)
      await ports.database.remove('mediachecks', mediaCheckId(ports, no, fileID));
  const isFiler = filed.ownerId === actor.id;
  const own = [filed, ...(filed.joined ?? [])].flatMap(({ attachments }) => attachments);
  await eraseFiles(
    ports,
    // Before uploads were kept it was not noted whose a file is: with the ticket lie those of whoever filed it.
    own.filter(({ by, of }) => by === actor.id || (by === undefined && of === undefined && isFiler)),
    needed,
  );
  await ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || !isPersonOf(document.ticket, actor.id)) return;
    const { ticket } = document;
    const erased = { ...erasedFor(ticket, actor.id, names), version: ticket.version + 1, updatedAt: now };
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

/** The entry that says that what follows was emptied. */
export const beginErasure = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  no: string,
): Promise<void> => {
  const snapshot = await snapshots.current();
  await ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', no);
    if (!before || (actor.role === 'citizen' && !isPersonOf(before.ticket, actor.id))) return;
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
  names: Names,
): Promise<void> => {
  const numbers = partsOfPerson(ticket, id).map(({ no }) => no);
  const isFiler = numbers.includes(ticket.no);
  const ownIds = numbers.map(no => (no === ticket.no ? 'owner' : `owner:${no}`));
  for (const { _id } of await journalOf(ports.database, ticket.no)) {
    await ports.database.transaction(async transaction => {
      const entry = await transaction.get('journal', _id);
      if (!entry) return;
      // What says that something was erased holds nothing of its own.
      const own =
        entry.type !== 'erase' &&
        ((entry.actor.role === 'citizen' && ownIds.includes(entry.actor.id)) ||
          (isFiler && entry.type === 'file'));
      const others = entry.others?.filter(one => one !== id);
      // A text of staff that names the person goes as a whole from the record: its commitment stays.
      const isNamed = JSON.stringify(withoutNames(entry.payload, names)) !== JSON.stringify(entry.payload);
      const erased = {
        ...entry,
        messages: withoutNames(isFiler ? entry.messages.map(withoutTitle) : entry.messages, names),
        ...(isFiler ? { ownerId: null } : {}),
        ...(others ? { others } : {}),
        ...(own ? { payload: null, salt: null, files: [], digest: null } : {}),
        ...(isNamed ? { payload: null, salt: null } : {}),
      };
      await transaction.put('journal', sealEntry(ports, erased));
    });
  }
};

/** What was taken down from the person by those who called (A49): the words go, in the visit and in its journal. */
const eraseVisits = async (runtime: Runtime, { id }: Pick<Actor, 'id'>, filed: Ticket): Promise<void> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const numbers = partsOfPerson(filed, id).map(({ no }) => no);
  const own = (filed.details.visits ?? []).filter(({ of }) => numbers.includes(of));
  for (const { no } of own) {
    if (no === undefined) continue;
    await beginErasure(runtime, systemActor, no);
    for (const { _id, type } of await journalOf(ports.database, no)) {
      if (type === 'erase') continue;
      await ports.database.transaction(async transaction => {
        const entry = await transaction.get('journal', _id);
        if (!entry) return;
        await transaction.put('journal', sealEntry(ports, { ...entry, payload: null, salt: null }));
      });
    }
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

/**
 * `me.erase`: closed tickets, questions and preferences go now; open tickets stay until they are closed, what has to be kept
 * until its period is over: which, until when and why is said.
 */
export const eraseAccount = async (
  runtime: Runtime,
  actor: Actor,
): Promise<{ erased: number; kept: string[]; retained: Retained[]; stays: readonly string[] }> => {
  const { ports } = runtime;
  const now = ports.now();
  const documents = await ownTickets(ports, actor.id);
  const over: TicketDocument[] = [];
  for (const document of documents) if (await isOver(ports, document, now)) over.push(document);
  // What has to be kept goes when its period is over, not now (A54).
  const retained = await keepRetained(
    runtime,
    actor.id,
    over.map(({ ticket }) => ticket),
  );
  const closed = over.filter(({ _id }) => !retained.some(({ no }) => no === _id));
  const needed = new Set(
    documents
      .filter(one => !closed.includes(one))
      .flatMap(({ ticket }) => [ticket, ...(ticket.joined ?? [])])
      .flatMap(({ attachments }) => attachments.map(({ fileID }) => fileID)),
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
  await eraseKept(ports, actor.id, needed);
  await ports.database.remove('profiles', actor.id);
  const kept = documents.filter(one => !closed.includes(one)).map(({ _id }) => _id);
  await eraseMessages(ports, actor.id, kept);
  return { erased: closed.length, kept, retained, stays: erasureTerms.stays };
};

export const meErase = useCase(nothing, everyone, (runtime, { actor }) => eraseAccount(runtime, actor));
