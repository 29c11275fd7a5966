import { canonical, type Mac } from '../../domain/privacy/chain';
import type { JournalDocument, LedgerDocument, LedgerRow } from '../kernel/documents';
import type { Ports, Transaction } from '../kernel/ports';

/**
 * The ledger: every entry of every chain, in the order in which the timer delivers them (A47). A ticket that is gone with
 * all its entries, or was put back to what it was, still stands here as it had been; and as a running hash goes over all
 * rows, the last hash stands for everything until then. It is written by the timer, so that no act waits for it.
 */

export const ROWS = 50;

export const pageId = (page: number): string => String(page).padStart(7, '0');

/** The hash after these rows, from the one before them; undefined when the key is not there. */
export const runOver = (
  from: string,
  rows: readonly LedgerRow[],
  key: string,
  mac: Mac,
): string | undefined =>
  rows.reduce<string | undefined>(
    (hash, row) => (hash === undefined ? undefined : mac(key, canonical(['row', hash, row]))),
    from,
  );

/** The page that is written now, as last seen; 0 = there is none. */
export const lastPage = async ({ database }: Pick<Ports, 'database'>): Promise<number> => {
  const [page] = await database.find('ledger', { where: {}, order: ['_id', 'desc'], limit: 1 });
  return Number(page?._id ?? 0);
};

/** Which document an entry of a row is. */
export const entryIdOf = ({ no, seq, id }: LedgerRow): string => id ?? `${no}:${seq}`;

export const rowOf = ({ _id, no, seq, hash }: JournalDocument): LedgerRow => ({
  no,
  seq,
  hash,
  ...(_id === `${no}:${seq}` ? {} : { id: _id }),
});

/** Takes entries in, on the last page and behind it; answers on which page each of them stands. */
export const enter = async (
  { secrets: { chainKey, mac } }: Pick<Ports, 'secrets'>,
  transaction: Transaction,
  last: number,
  entries: readonly JournalDocument[],
): Promise<number[]> => {
  const pages: number[] = [];
  let from = '';
  for (let page = Math.max(last, 1); pages.length < entries.length; page += 1) {
    const _id = pageId(page);
    const known = await transaction.get('ledger', _id);
    // Another key begins another page.
    if (known && (known.rows.length >= ROWS || known.key !== chainKey)) {
      from = known.hash;
      continue;
    }
    const room = ROWS - (known?.rows.length ?? 0);
    const rows = entries.slice(pages.length, pages.length + room).map(rowOf);
    const hash = runOver(known?.hash ?? from, rows, chainKey, mac);
    if (hash === undefined) throw new Error('the current chain key is missing');
    const document: LedgerDocument = {
      _id,
      rows: [...(known?.rows ?? []), ...rows],
      from: known?.from ?? from,
      key: chainKey,
      hash,
    };
    await (known ? transaction.put('ledger', document) : transaction.insert('ledger', document));
    pages.push(...rows.map(() => page));
    from = hash;
  }
  return pages;
};
