import { systemActor } from '../../../domain/engine';
import type { FaqImportDocument } from '../../kernel/documents';
import { withGiven } from '../../../domain/tables/table';
import { newVersion, versionId } from '../entries/faq-versions';
import type { Database, HasTime, Ports, Transaction } from '../../kernel/ports';
import { queueOf } from '../../kernel/reading/queue';
import type { Work } from '../../clock/work';
import { addVersion } from '../entries/save-faq';
import {
  brokenOffUntil,
  finishStored,
  removeImport,
  storedRows,
  storeImport,
} from '../../files/stored-imports';

/** What an import of entries leads to: each row of a stored file becomes a draft, in small transactions, none twice. */

/** A row writes two documents at most, and a transaction should stay small. */
const ROWS_AT_ONCE = 10;

const applyRow = async (
  transaction: Transaction,
  { by, at }: FaqImportDocument,
  { id, content, base, given }: FaqImportDocument['rows'][number],
): Promise<void> => {
  let newest = base > 0 ? await transaction.get('faqversions', versionId(id, base)) : undefined;
  for (;;) {
    const version = (newest?.version ?? 0) + 1;
    const present = await transaction.get('faqversions', versionId(id, version));
    if (!present) {
      const whole = newest && given ? withGiven(newest.content, content, given) : content;
      const next = newVersion(id, version, whole, { ...systemActor, ...by }, at);
      return newest ? addVersion(transaction, newest, next) : transaction.insert('faqversions', next);
    }
    if (present.saved.id === by.id && present.saved.at === at) return;
    // Somebody saved this entry meanwhile: the row comes after that.
    newest = present;
  }
};

const storeOf = (database: Database) => ({
  get: (id: string) => database.get('faqimports', id),
  insert: (document: FaqImportDocument) => database.insert('faqimports', document),
  remove: (id: string) => database.remove('faqimports', id),
});

/** Makes drafts of all rows while there is time; again after a break. Returns how many rows wait. */
const applyImport = async (
  database: Database,
  document: FaqImportDocument,
  hasTime: HasTime,
): Promise<number> => {
  const store = storeOf(database);
  const rows = await storedRows(store, document);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    if (!(await hasTime())) return rows.length - from;
    await database.transaction(async transaction => {
      for (const row of rows.slice(from, from + ROWS_AT_ONCE)) await applyRow(transaction, document, row);
    });
  }
  await removeImport(store, document);
  return 0;
};

/** Imports a checked file. Returns how many of its rows the timer has still to make drafts of. */
export const takeImport = async (
  { database }: Pick<Ports, 'database'>,
  document: FaqImportDocument,
  hasTime: HasTime,
): Promise<number> => applyImport(database, await storeImport(storeOf(database), document), hasTime);

/** Goes on with what was broken off. */
export const finishImports = (
  { database, now }: Pick<Ports, 'database' | 'now'>,
  work: Work,
): Promise<{ imported: number }> =>
  finishStored(
    storeOf(database),
    queueOf(database, 'faqimports', 'at', { until: brokenOffUntil(now()) }),
    work,
    async document => (await applyImport(database, document, work.hasTime)) === 0,
  );
