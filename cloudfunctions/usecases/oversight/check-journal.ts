import * as z from 'zod';
import type { BrokenJournal, Checked } from '../../../typings/api';
import { auditors } from '../../domain/catalogue/roles';
import { checkChain, type ChainEntry } from '../../domain/privacy/chain';
import type { JournalDocument } from '../kernel/documents';
import { PAGE } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { journalOf } from './read-journal';

const toChain = (entry: JournalDocument): ChainEntry => ({
  no: entry.no,
  seq: entry.seq,
  at: entry.at,
  type: entry.type,
  actor: `${entry.actor.role}:${entry.actor.id}`,
  commitment: entry.commitment,
  hash: entry.hash,
  ...(entry.salt === null ? {} : { payload: entry.payload, salt: entry.salt }),
});

export const auditInput = z.object({
  no: z.string().max(64).optional(),
  cursor: z.string().max(64).optional(),
});

/**
 * `audit.check`: recomputes the chain of one ticket, or of all tickets page by page (J-26). Finds a changed, a
 * missing and a cut-off entry; what was erased at a citizen's wish still verifies.
 */
export const checkJournal = async (
  { ports }: Runtime,
  input: z.infer<typeof auditInput>,
): Promise<Checked> => {
  const { database, secrets } = ports;
  const documents = input.no
    ? [await database.get('tickets', input.no)]
    : await database.find('tickets', {
        where: { 'keys.newKey': { gt: input.cursor ?? '' } },
        order: ['keys.newKey', 'asc'],
        limit: PAGE,
      });
  const broken: BrokenJournal[] = [];
  for (const document of documents) {
    if (!document) continue;
    const entries = await journalOf(database, document._id);
    const result = checkChain(entries.map(toChain), document.chain.head, secrets.sha256);
    if (!result.ok) broken.push({ no: document._id, seq: result.seq, why: result.why });
  }
  const last = documents.at(-1);
  const more = !input.no && documents.length === PAGE && last;
  return {
    checked: documents.filter(Boolean).length,
    broken,
    ...(more ? { nextCursor: last.keys.newKey } : {}),
  };
};

export const auditCheck = useCase(auditInput, auditors, (runtime, _caller, input) =>
  checkJournal(runtime, input),
);
