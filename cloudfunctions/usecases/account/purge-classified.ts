import * as z from 'zod';
import { auditors } from '../../domain/catalogue/roles';
import { wordsOn, type Actor } from '../../domain/engine';
import { PURGED, purgedTicket } from '../../domain/privacy/purge';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import { isClassifiedFind } from '../../domain/procedures/security-event';
import { maySee } from '../../domain/ticket/scope';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import { fail, notFound } from '../kernel/failure';
import type { TicketDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import { contextOfTicket, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { administrative } from '../kernel/writing/administer';
import { commit, onlyTicket } from '../kernel/writing/commit';
import { sealEntry } from '../kernel/writing/journal';
import { journalOf } from '../oversight/read-journal';
import { eraseDrafts } from '../tickets/at-desk/keep-drafts';
import { handledIn } from '../tickets/read-ticket';
import { beginErasure, eraseLinkedTitles } from './erase-ticket';
import { eraseFiles } from './erase-files';
import { eraseTitles, withoutTitle } from './erase-messages';

/**
 * Something classified that a person found where it must not be (J-21d, A23): under a security event that says so, and nothing
 * of what it is, the words and files of a ticket go everywhere at once. Who did what when stays, and the chain still verifies.
 */

const number = (error: string) => z.string({ error }).min(1, error).max(64);

const purgeInput = z.object({
  no: number('请填写含涉密内容的工单号'),
  /** The event under which it is done. */
  event: number('请填写安全事件编号'),
});

/** Every entry without what was written; one that says that something was emptied holds nothing. */
const emptyJournal = async ({ ports }: Runtime, no: string): Promise<void> => {
  for (const { _id } of await journalOf(ports.database, no))
    await ports.database.transaction(async transaction => {
      const entry = await transaction.get('journal', _id);
      if (!entry || entry.type === 'erase') return;
      const emptied = {
        ...entry,
        payload: null,
        salt: null,
        files: [],
        messages: entry.messages.map(withoutTitle),
      };
      await transaction.put('journal', sealEntry(ports, emptied));
    });
};

/** The ticket, and all that is one with it by merging: the words of each stand in the one that went on too (A43). */
const mergedWith = async ({ database }: Ports, document: TicketDocument): Promise<string[]> => {
  const { _id, ticket } = await handledIn(database, document);
  return [...new Set([document._id, _id, ...(ticket.joined ?? []).map(({ no }) => no)])];
};

/** Everything that one ticket holds, and that is kept of it elsewhere. */
const purgeOne = async (runtime: Runtime, actor: Actor, { _id: no, ticket: before }: TicketDocument) => {
  const { ports, snapshots } = runtime;
  const { database } = ports;
  // The entry that says so comes first: whatever breaks this off, nothing is empty without a reason.
  await beginErasure(runtime, actor, no);
  await emptyJournal(runtime, no);
  await eraseDrafts(ports, no);
  await eraseTitles(ports, no, { persons: [], numbers: [] });
  await eraseLinkedTitles(runtime, actor, before, PURGED);
  const parts = [before, ...(before.joined ?? [])];
  const files = [
    ...parts.flatMap(({ attachments }) => attachments),
    ...before.replies.flatMap(one => one.attachments),
  ];
  await eraseFiles(ports, files, new Set());
  // What was asked before, and what was learned from both.
  await database.remove('judgements', `ticket:${no}`);
  if (before.askId) {
    await database.remove('judgements', `ask:${before.askId}`);
    await database.remove('asks', before.askId);
  }
  const snapshot = await snapshots.current();
  await database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document) return;
    const { ticket } = document;
    const purged = { ...purgedTicket(ticket), version: ticket.version + 1, updatedAt: ports.now() };
    await commit(ports, transaction, {
      before: document,
      outcome: onlyTicket(purged),
      context: await contextOfTicket(transaction, snapshot, actor, ports.now(), ticket),
      entry: { type: 'erase', payload: null },
      lastAct: null,
    });
  });
};

/** `ticket.purge`: can be repeated; what was broken off is gone on with. */
export const purgeTicket = async (
  runtime: Runtime,
  actor: Actor,
  { no: typed, event }: z.infer<typeof purgeInput>,
): Promise<{ no: string }> => {
  const { ports } = runtime;
  const { database } = ports;
  const under = await database.get('tickets', normaliseTicketNumber(event) ?? event);
  if (!under || !maySee(actor, under.ticket) || !isClassifiedFind(under.ticket))
    return fail('invalid', '有内容需要补充或更正', {
      event: '请填写种类为“发现涉密信息”的安全事件编号，没有的先报告安全事件',
    });
  const no = normaliseTicketNumber(typed) ?? typed;
  const found = await database.get('tickets', no);
  if (!found || no === under._id) return notFound();
  for (const one of await mergedWith(ports, found)) {
    const document = await database.get('tickets', one);
    if (document) await purgeOne(runtime, actor, document);
  }
  for (const to of ['security', 'manager'] as const) {
    const says = '涉密内容已清除，请运维立即清除备份中的同一内容';
    const message = {
      audience: { to },
      template: 'purged',
      ...wordsOn(`工单 ${no}`, says),
      key: `purged:${no}`,
    };
    await deliver(ports, createAddressBook(ports), message, null, under._id);
  }
  return { no };
};

export const ticketPurge = administrative(
  'ticket.purge',
  ({ no, event }) => ({ about: no, what: event }),
  useCase(purgeInput, auditors, (runtime, { actor }, input) => purgeTicket(runtime, actor, input)),
);
