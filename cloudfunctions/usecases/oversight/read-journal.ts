import type { JournalDocument, TicketDocument } from '../kernel/documents';
import { PAGE, type Database } from '../kernel/ports';

type Reading = Pick<Database, 'find'>;

/** All entries of a ticket in order. */
export const journalOf = async (database: Reading, no: string): Promise<JournalDocument[]> => {
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

/** The journals of tickets with few entries, in a few reads for all; who is missing is to be read alone. */
export const journalsOf = async (
  database: Reading,
  documents: readonly Pick<TicketDocument, '_id' | 'chain'>[],
): Promise<Map<string, JournalDocument[]>> => {
  const journals = new Map<string, JournalDocument[]>();
  const groups: string[][] = [];
  let room = 0;
  for (const { _id, chain } of documents) {
    // What is no longer in any form comes with the own reading, which finds it.
    const size = Number((chain as Partial<typeof chain> | undefined)?.seq) + 1;
    if (!(size < PAGE)) continue;
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = PAGE - 1;
    }
    groups.at(-1)?.push(_id);
    room -= size;
  }
  for (const numbers of groups) {
    const entries = await database.find('journal', { where: { no: { in: numbers } }, limit: PAGE });
    if (entries.length === PAGE) continue;
    for (const no of numbers)
      journals.set(
        no,
        entries.filter(entry => entry.no === no).sort((one, other) => one.seq - other.seq),
      );
  }
  return journals;
};
