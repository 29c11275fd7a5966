import type { FaqContent } from '../domain/knowledge/content';
import { systemActor } from '../domain/procedure';
import { addMinutes } from '../domain/time';
import type { FaqImportDocument } from './documents';
import { newVersion, versionId } from './faq-versions';
import { PAGE, type Ports, type Transaction } from './ports';
import { addVersion } from './save-faq';

/**
 * A checked file is stored as one document: that is the moment in which all of it is imported. Its rows become drafts
 * in small transactions after that; whatever breaks this off, the timer goes on with it, and no row happens twice.
 */

/** A row writes two documents at most, and a transaction should stay small. */
const ROWS_AT_ONCE = 10;
const BROKEN_OFF_AFTER_MINUTES = 2;

const applyRow = async (
  transaction: Transaction,
  { by, at }: FaqImportDocument,
  { id, content, base }: { id: string; content: FaqContent; base: number },
): Promise<void> => {
  let newest = base > 0 ? await transaction.get('faqversions', versionId(id, base)) : undefined;
  for (;;) {
    const version = (newest?.version ?? 0) + 1;
    const present = await transaction.get('faqversions', versionId(id, version));
    if (!present) {
      const next = newVersion(id, version, content, { ...systemActor, ...by }, at);
      return newest ? addVersion(transaction, newest, next) : transaction.insert('faqversions', next);
    }
    if (present.saved.id === by.id && present.saved.at === at) return;
    // Somebody saved this entry meanwhile: the row comes after that.
    newest = present;
  }
};

/** Makes drafts of all rows; again after a break, it goes on where it was. */
export const applyImport = async (
  { database }: Pick<Ports, 'database'>,
  document: FaqImportDocument,
): Promise<void> => {
  for (let from = 0; from < document.rows.length; from += ROWS_AT_ONCE) {
    const rows = document.rows.slice(from, from + ROWS_AT_ONCE);
    await database.transaction(async transaction => {
      for (const row of rows) await applyRow(transaction, document, row);
    });
  }
  await database.remove('faqimports', document._id);
};

/** Goes on with what was broken off. */
export const finishImports = async (
  ports: Pick<Ports, 'database' | 'now'>,
  hasTime: () => boolean,
): Promise<number> => {
  const due = await ports.database.find('faqimports', {
    where: { at: { lte: addMinutes(ports.now(), -BROKEN_OFF_AFTER_MINUTES) } },
    order: ['at', 'asc'],
    limit: PAGE,
  });
  let finished = 0;
  for (const document of due) {
    if (!hasTime()) break;
    await applyImport(ports, document);
    finished += 1;
  }
  return finished;
};
