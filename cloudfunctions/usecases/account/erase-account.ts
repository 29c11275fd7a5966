import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import type { Attachment, Ticket } from '../../domain/ticket/ticket';
import { commit, onlyTicket } from '../kernel/commit';
import { PAGE, type Ports } from '../kernel/ports';
import { contextOfTicket, type Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { journalOf } from '../oversight/read-journal';
import { mediaCheckId } from '../tickets/check-media';
import { ownTickets } from '../tickets/list-own-tickets';

/** Erasure at the wish of the person (J-21b). */

const ERASED = '（已按本人要求删除）';

/** The person's own words in a rating and an objection. */
const eraseWords = ({ rating, objection, ...details }: Ticket['details']): Ticket['details'] => ({
  ...details,
  ...(rating ? { rating: { level: rating.level, tags: [], at: rating.at } } : {}),
  ...(objection ? { objection: { ...objection, text: ERASED } } : {}),
});

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
  // The journal first: whatever breaks this off, the ticket is still the person's and the next try goes on.
  await eraseJournal(ports, no);
  await eraseTitles(ports, no);
  const { ticket: filed } = (await ports.database.get('tickets', no)) ?? { ticket: undefined };
  for (const { fileID } of filed?.attachments ?? [])
    await ports.database.remove('mediachecks', mediaCheckId(ports, no, fileID));
  const own = (filed?.attachments ?? []).filter(({ by }) => by === actor.id);
  await eraseFiles(ports, own, needed);
  await ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document || document.ticket.ownerId !== actor.id) return;
    const { ticket } = document;
    const { phoneHash: _phone, ...rest } = ticket;
    const erased = {
      ...rest,
      ownerId: null,
      title: ERASED,
      text: ERASED,
      applicant: { type: ticket.applicant.type },
      contact: {},
      sealed: [],
      attachments: [],
      timeline: ticket.timeline.map(entry => {
        const own = entry.by.role === 'citizen';
        // What another of the person's tickets said when it was merged into this one.
        const words = entry.text && (own || entry.act === 'merge') ? { text: ERASED } : {};
        return { ...entry, ...(own ? { by: { ...entry.by, id: '' } } : {}), ...words };
      }),
      links: ticket.links.map(link => (link.relation === 'same-matter' ? link : { ...link, title: ERASED })),
      details: eraseWords(ticket.details),
      version: ticket.version + 1,
      updatedAt: now,
    };
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

const eraseJournal = async ({ database }: Pick<Ports, 'database'>, no: string): Promise<void> => {
  for (const { _id } of await journalOf(database, no)) {
    await database.transaction(async transaction => {
      const entry = await transaction.get('journal', _id);
      if (!entry) return;
      const own = entry.actor.role === 'citizen' || entry.type === 'file';
      const erased = own ? { payload: null, salt: null, files: [] } : {};
      const messages = entry.messages.map(withoutTitle);
      await transaction.put('journal', { ...entry, ownerId: null, messages, ...erased });
    });
  }
};

/** A message that names what the person wrote above the ticket; the rest of it is ours. */
const withoutTitle = <M extends { text: string; says?: string; title?: string }>(message: M): M =>
  message.says === undefined ? message : { ...message, text: message.says, title: '' };

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
      for (const message of page) await database.put('messages', withoutTitle(message));
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
  const closed = documents.filter(({ ticket }) => ticket.endsAt !== null && ticket.endsAt <= now);
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
