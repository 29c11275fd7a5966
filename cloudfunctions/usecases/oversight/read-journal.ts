import type { JournalDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';

/** All entries of a ticket in order. */
export const journalOf = async (database: Pick<Database, 'find'>, no: string): Promise<JournalDocument[]> => {
  const all: JournalDocument[] = [];
  for (;;) {
    const page = await database.find('journal', {
      where: { no, seq: { gt: all.at(-1)?.seq ?? 0 } },
      order: ['seq', 'asc'],
      limit: PAGE,
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
};
