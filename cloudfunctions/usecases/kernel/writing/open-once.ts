import type { ShownTicket } from '../../../../typings/contract';
import { ticketNumber } from '../../../domain/privacy/ticket-number';
import type { Context, Outcome } from '../../../domain/engine';
import { procedureOf } from '../../../domain/procedures';
import { civilDateOf } from '../../../domain/time';
import { answerBeside } from './answer-beside';
import { commit } from './commit';
import { fail } from '../failure';
import { DuplicateKey, type Transaction } from '../ports';
import { show, type Runtime } from '../runtime';
import type { Snapshot } from '../reading/snapshot';

/** What makes a request the same request: the id of its journal entry, and a digest of what it says; and how it is counted. */
export type RequestKey = { entryId: string; digest: string; meter?: string };

/** A retry of what was opened before is answered with that ticket; other content under the same requestId is a conflict. */
export const alreadyOpened = async (
  { ports: { database } }: Runtime,
  snapshot: Snapshot,
  { entryId, digest }: RequestKey,
  context: Context,
): Promise<ShownTicket | undefined> => {
  const entry = await database.get('journal', entryId);
  if (!entry) return undefined;
  if (entry.digest !== digest) return fail('conflict', '这次提交与之前提交的内容不同，请返回后重新提交');
  const document = await database.get('tickets', entry.no);
  if (!document) return undefined;
  return show(snapshot, document.ticket, { ...context, service: undefined });
};

const TRIES = 5;

/**
 * Opens a ticket once for its requestId: one transaction with the ticket and its first journal entry. `make` runs
 * again on a conflict, so it must have no other effects; `onDuplicate` looks for what else can be there already.
 */
export const openOnce = async (
  runtime: Runtime,
  snapshot: Snapshot,
  kind: string,
  type: string,
  key: RequestKey,
  context: Context,
  make: (
    no: string,
    transaction: Transaction,
  ) => Promise<{ outcome: Outcome; payload: unknown; context: Context }>,
  onDuplicate: () => Promise<void> = () => Promise.resolve(),
): Promise<ShownTicket> => {
  const { ports } = runtime;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      return await answerBeside(ports.database, async transaction => {
        const no = ticketNumber(procedureOf(kind).prefix, civilDateOf(context.now), max =>
          ports.secrets.random(max),
        );
        const { outcome, payload, context: own } = await make(no, transaction);
        const { entryId: id, digest, meter = '' } = key;
        const entry = { type, payload, id, digest, meter };
        const stored = { before: undefined, outcome, context: own, entry };
        const { ticket } = await commit(ports, transaction, stored);
        return () => show(snapshot, ticket, own);
      });
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
      const opened = await alreadyOpened(runtime, snapshot, key, context);
      if (opened) return opened;
      await onDuplicate();
    }
  }
  return fail('unavailable', '系统繁忙，没有提交成功，请稍后再试，您填写的内容还在');
};
