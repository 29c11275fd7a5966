import { systemActor, type Actor } from '../../domain/engine';
import { withoutNames, type Names } from '../../domain/privacy/erasure';
import { isPersonOf, partsOfPerson } from '../../domain/ticket/persons';
import { type JoinedTicket, type Rating, type Ticket, type TimelineEntry } from '../../domain/ticket/ticket';
import { commit, onlyTicket } from '../kernel/writing/commit';
import { sealEntry } from '../kernel/writing/journal';
import type { Ports } from '../kernel/ports';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import { journalOf } from '../oversight/read-journal';
import { eraseDrafts } from '../tickets/at-desk/keep-drafts';
import { mediaCheckId } from '../tickets/check-media';
import { personalOf } from '../tickets/reveal-personal';
import { eraseFiles } from './erase-files';
import { eraseTitles, withoutTitle } from './erase-messages';

/** One ticket at the wish of its person (J-21b): nothing that names the person is left in it, nor around it. */

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
  const { ports } = runtime;
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
  await putErased(runtime, { ...actor, id: '' }, no, ticket =>
    isPersonOf(ticket, actor.id) ? erasedFor(ticket, actor.id, names) : undefined,
  );
};

/** The ticket as it is without what was erased, with the entry that says so; undefined = nothing is to be erased any more. */
const putErased = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  no: string,
  without: (ticket: Ticket) => Ticket | undefined,
): Promise<void> => {
  const snapshot = await snapshots.current();
  const now = ports.now();
  await ports.database.transaction(async transaction => {
    const before = await transaction.get('tickets', no);
    const erased = before && without(before.ticket);
    if (!before || !erased) return;
    const { ticket } = before;
    await commit(ports, transaction, {
      before,
      outcome: onlyTicket({ ...erased, version: ticket.version + 1, updatedAt: now }),
      context: await contextOfTicket(transaction, snapshot, actor, now, ticket),
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
  const { ports } = runtime;
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
    await putErased(runtime, systemActor, no, ticket => procedureFor(ticket).erased?.(ticket) ?? ticket);
  }
};
