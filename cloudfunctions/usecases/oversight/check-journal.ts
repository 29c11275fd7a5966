import * as z from 'zod';
import type { BrokenJournal, Checked } from '../../../typings/api';
import { auditors } from '../../domain/catalogue/roles';
import { ADMINISTRATION, checkChain, type ChainEntry } from '../../domain/privacy/chain';
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

/** The chain of administrative acts, as that of a ticket. */
const checkAdministration = async ({
  database,
  secrets,
}: Pick<Runtime['ports'], 'database' | 'secrets'>): Promise<BrokenJournal[]> => {
  const chain = await database.get('chains', ADMINISTRATION);
  const entries = await journalOf(database, ADMINISTRATION);
  if (!chain && entries.length === 0) return [];
  const result = checkChain(entries.map(toChain), chain?.head ?? '', secrets.sha256);
  return result.ok ? [] : [{ no: ADMINISTRATION, seq: result.seq, why: result.why }];
};

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
  const broken: BrokenJournal[] = [];
  // The administrative acts come with the first page, or alone (A47).
  const administration =
    input.no === ADMINISTRATION || (input.no === undefined && input.cursor === undefined)
      ? await checkAdministration(ports)
      : [];
  broken.push(...administration);
  if (input.no === ADMINISTRATION) return { checked: 1, broken };
  const documents = input.no
    ? [await database.get('tickets', input.no)]
    : await database.find('tickets', {
        where: { 'keys.newKey': { gt: input.cursor ?? '' } },
        order: ['keys.newKey', 'asc'],
        limit: PAGE,
      });
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
