import { matcher } from '../queries/filter';
import type { Reader } from '../queries/reader';
import { inTurns, mapInSteps, othersFirst, patiently } from '../queries/steps';
import { docOf, type Tally } from '../queries/walk';
import type { Collection } from '../store/catalog';
import type { Change, Records } from '../store/records';
import type { Transactions } from '../store/transactions';
import { fromText, type Doc } from '../values/ejson';
import { encode, nameOf } from '../values/keys';

/** Documents that are to be changed: those that a filter finds, or one of them; inside of a transaction or not. */
export type Wanted = { filter: Doc; one: boolean; transaction?: string };

type Parts = { reader: Reader; records: Records; transactions: Transactions };

/** So many documents of a change of many go into one commit. */
const CHANGED_AT_ONCE = 50;

/** Requests for all that a filter finds, where there is more to it than a search. */
export class Several {
  constructor(private readonly parts: Parts) {}

  /** What a filter finds as a transaction sees it: what is committed, its own writes, and what was changed since. */
  async seenBy(id: string, collection: Collection, filter: Doc, tally: Tally): Promise<Doc[]> {
    const { reader, transactions } = this.parts;
    transactions.unlike(id, collection);
    const matches = matcher(filter);
    const committed = await inTurns(reader.search(collection, { filter }, tally));
    const ids = [...committed.map(one => docOf(one)._id), ...transactions.unlike(id, collection)];
    const byName = new Map(ids.map(docId => [nameOf(encode(docId)), docId]));
    const seen = mapInSteps([...byName.values()], docId => {
      const doc = transactions.read(id, collection, docId);
      return doc && matches(doc) ? [doc] : [];
    });
    return (await inTurns(seen)).flat();
  }

  /**
   * Changes what is wanted. `after` gives the new version, undefined to remove it, or the same one to leave it. The
   * versions before are given back.
   */
  async change(
    { filter, one, transaction }: Wanted,
    collection: Collection,
    tally: Tally,
    after: (before: Doc) => Doc | undefined,
  ): Promise<Doc[]> {
    const limit = one ? 1 : Infinity;
    if (transaction === undefined) return this.changeCommitted(filter, limit, collection, tally, after);
    const found = await this.seenBy(transaction, collection, filter, tally);
    const changed: Doc[] = [];
    for (const doc of found.slice(0, limit)) {
      const write = patiently(() =>
        this.parts.transactions.write(transaction, collection, doc._id, seen => seen && after(seen)),
      );
      if (await inTurns(write)) changed.push(doc);
    }
    return changed;
  }

  /**
   * Some documents a commit. As in MongoDB each document is changed by itself: what others do in between stands, and what
   * no longer fits the filter is left.
   */
  private async changeCommitted(
    filter: Doc,
    limit: number,
    collection: Collection,
    tally: Tally,
    after: (before: Doc) => Doc | undefined,
  ): Promise<Doc[]> {
    const { reader, records, transactions } = this.parts;
    const fits = matcher(filter);
    const changed: Doc[] = [];
    for (;;) {
      const found = await inTurns(reader.search(collection, { filter, limit }, tally));
      let left = 0;
      for (let at = 0; at < found.length; at += CHANGED_AT_ONCE) {
        if (at > 0) await othersFirst();
        const some = found.slice(at, at + CHANGED_AT_ONCE);
        const done = await transactions.direct(() => {
          const present = some.flatMap(one => {
            const text = records.textAt(collection, one.rid);
            if (text === one.text) return [{ rid: one.rid, before: docOf(one) }];
            const before = text === undefined ? undefined : fromText(text);
            return before && fits(before) ? [{ rid: one.rid, before }] : [];
          });
          const changes = present
            .map(({ rid, before }): Change => ({
              collection,
              id: before._id,
              rid,
              before,
              after: after(before),
            }))
            .filter(change => change.after !== change.before);
          return {
            changes,
            result: { left: some.length - present.length, before: changes.map(one => one.before!) },
          };
        });
        left += done.left;
        changed.push(...done.before);
      }
      // The only one that is wanted was changed by somebody else meanwhile: perhaps there is another.
      if (limit > 1 || left === 0) return changed;
    }
  }
}
