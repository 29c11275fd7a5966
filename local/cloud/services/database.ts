import { randomBytes } from 'node:crypto';
import type { Examined } from '../functions/host';
import { aggregate } from '../queries/aggregate';
import { matcher, sortOf } from '../queries/match';
import { project } from '../queries/project';
import type { Reader } from '../queries/reader';
import { inTurns, mapInSteps, othersFirst } from '../queries/steps';
import { applyUpdate } from '../queries/update';
import { docOf, type Tally } from '../queries/walk';
import type { Catalog, Collection } from '../store/catalog';
import { checkStorable, duplicate, type Change, type Records } from '../store/records';
import type { Transactions } from '../store/transactions';
import { fromText, fromWire, isPlainObject, same, textOf, toText, type Doc } from '../values/ejson';
import { CloudError, refused } from '../values/errors';
import type { Warnings } from '../warnings';
import type { Messages } from './messages';

/** The body of a database request (see docs/local-cloud.md). */
export type Request = Doc;
/** What goes into `data` of the reply; `transactionId` stands beside it. */
export type Reply = { data?: Doc; transactionId?: string };

const MOST_RESULTS = 1000;
const MOST_REPLY_BYTES = 16 * 1024 * 1024;
const LARGE_DOC_BYTES = 1024 * 1024;

type Parts = {
  catalog: Catalog;
  reader: Reader;
  records: Records;
  transactions: Transactions;
  warnings: Warnings;
  messages: Messages;
  now: () => number;
};

/** So many documents of a change of many go into one commit. */
const CHANGED_AT_ONCE = 50;

/** The filter that names one document. */
const isOneId = (filter: Doc): boolean =>
  (typeof filter._id === 'string' || typeof filter._id === 'number') && Object.keys(filter).length === 1;

/** Bytes of a text, where it may be large. */
const sizeOf = (text: string): number =>
  text.length * 3 > LARGE_DOC_BYTES ? Buffer.byteLength(text) : text.length;

/** Nothing but `_id` is asked for: an index may hold the answer. */
const isOnlyIds = (projection: unknown): boolean =>
  isPlainObject(projection) &&
  Object.keys(projection).join() === '_id' &&
  (projection._id === true || projection._id === 1);

/** The database half of the wire protocol: one method per action. `owner` is the token of the calling invocation. */
export class DatabaseApi {
  constructor(private readonly parts: Parts) {}

  /** `answer`, with what was looked at added up for the invocation that asked. */
  async counted(action: string, request: Request, owner: string, into: Examined): Promise<Reply> {
    const begun = performance.now();
    try {
      return await this.answer(action, request, owner, into);
    } finally {
      into.ms += performance.now() - begun;
    }
  }

  async answer(
    action: string,
    request: Request,
    owner: string,
    tally: Tally = { documents: 0, entries: 0 },
  ): Promise<Reply> {
    switch (action) {
      case 'database.startTransaction':
        return { transactionId: this.parts.transactions.begin(owner) };
      case 'database.commitTransaction':
        this.parts.transactions.commit(String(request.transactionId));
        return {};
      case 'database.abortTransaction':
        this.parts.transactions.abortExisting(String(request.transactionId));
        return {};
      case 'database.insertDocument':
        return this.insert(request);
      case 'database.getDocument':
        return this.get(request, tally);
      case 'database.calculateDocument':
        this.refuseEscape(request, owner, 'count()');
        return this.total(request, tally);
      case 'database.modifyDocument':
        return this.modify(request, owner, tally);
      case 'database.removeDocument':
        return this.remove(request, owner, tally);
      case 'database.aggregateDocuments':
        this.refuseEscape(request, owner, 'aggregate()');
        return this.aggregate(request, tally);
      default:
        throw new CloudError('INVALID_PARAM', `The local cloud has no ${action}`);
    }
  }

  private async insert(request: Request): Promise<Reply> {
    const collection = this.collection(request);
    if (!Array.isArray(request.data) || !request.data.length) throw refused('There is nothing to insert');
    const docs = request.data.map(text => {
      const doc = this.object(text);
      return { ...doc, _id: doc._id ?? randomBytes(16).toString('hex') };
    });
    for (const doc of docs) this.checkDoc(collection, doc);
    const transactionId = request.transactionId;
    if (transactionId)
      for (const doc of docs)
        this.parts.transactions.write(String(transactionId), collection, doc._id, seen => {
          if (seen) throw duplicate(collection, '_id_', ['_id']);
          return doc;
        });
    else
      await this.parts.transactions.direct(() => ({
        changes: docs.map(doc => ({ collection, id: doc._id, after: doc })),
        result: undefined,
      }));
    return { data: { insertedIds: docs.map(({ _id }) => _id) } };
  }

  private async get(request: Request, tally: Tally): Promise<Reply> {
    const projection = request.projection ? this.object(request.projection) : undefined;
    const found = await this.found(request, isOnlyIds(projection), tally);
    const list = projection
      ? await inTurns(mapInSteps(found, one => toText(project(docOf(one), projection))))
      : found.map(({ text }) => text);
    return { data: { list: sendable(list) } };
  }

  /** What a request finds, as it is stored: where nobody has to look into a document, nobody reads it. */
  private async found(request: Request, onlyIds: boolean, tally: Tally): Promise<{ text: string }[]> {
    const collection = this.collection(request);
    const { reader, records, transactions } = this.parts;
    const { transactionId } = request;
    if (transactionId) {
      const id = this.singleId(request, 'get()');
      const doc = transactions.read(String(transactionId), collection, id);
      tally.documents += 1;
      tally.entries += 1;
      return doc ? [{ text: textOf(doc) }] : [];
    }
    const limit =
      request.limit === undefined ? 100 : Math.min(this.count(request.limit, 'limit'), MOST_RESULTS);
    const filter = this.filter(request);
    if (limit > 0 && !request.offset && isOneId(filter)) {
      const text = records.textById(collection, filter._id);
      if (text === undefined) return [];
      tally.documents += 1;
      tally.entries += 1;
      return [{ text }];
    }
    const ids =
      onlyIds && !request.order && !request.offset ? reader.ids(collection, filter, limit, tally) : undefined;
    if (ids) return ids.map(_id => ({ text: toText({ _id }) }));
    return inTurns(
      reader.search(
        collection,
        {
          filter,
          sort: request.order ? sortOf(this.object(request.order)) : [],
          skip: request.offset === undefined ? 0 : this.count(request.offset, 'offset'),
          limit,
        },
        tally,
      ),
    );
  }

  private async total(request: Request, tally: Tally): Promise<Reply> {
    const total = this.parts.reader.count(this.collection(request), this.filter(request), tally);
    return { data: { total: await inTurns(total) } };
  }

  private async modify(request: Request, owner: string, tally: Tally): Promise<Reply> {
    const collection = this.collection(request);
    const data = this.object(request.data);
    const replaces = request.merge === false;
    const change = (id: unknown, seen: Doc | undefined): Doc | undefined => {
      if (!seen && !replaces) return undefined;
      const after = replaces ? { _id: id, ...data } : applyUpdate(seen!, data);
      if (seen && same(seen, after)) return seen;
      this.checkDoc(collection, after);
      return after;
    };

    if (request.transactionId || request.queryType === 'DOC') {
      const id = this.singleId(request, 'update()');
      return request.transactionId
        ? this.modifyInTransaction(String(request.transactionId), collection, id, change)
        : this.modifyOne(collection, id, change);
    }
    if (!onlyAdds(data)) this.refuseEscape(request, owner, 'where().update()');
    if (replaces) throw refused('set() needs a document id');
    const changed = await this.changeAll(request, collection, tally, before => change(before._id, before));
    return { data: { updated: changed.length, upsert_id: null } };
  }

  /**
   * Changes what a filter finds, some documents a commit. As in MongoDB each document is changed by itself: what others
   * do in between stands, and what no longer fits the filter is left. `after` gives the new version, undefined to remove
   * it, or the same one to leave it. The versions before are given back.
   */
  private async changeAll(
    request: Request,
    collection: Collection,
    tally: Tally,
    after: (before: Doc) => Doc | undefined,
  ): Promise<Doc[]> {
    const { reader, records, transactions } = this.parts;
    const filter = this.filter(request);
    const limit = request.multi === false ? 1 : Infinity;
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

  private async modifyOne(
    collection: Collection,
    id: unknown,
    change: (id: unknown, seen: Doc | undefined) => Doc | undefined,
  ): Promise<Reply> {
    const data = await this.parts.transactions.direct(() => {
      const stored = this.parts.records.byId(collection, id);
      const before = stored?.doc;
      const after = change(id, before);
      const changes = after === before ? [] : [{ collection, id, rid: stored?.rid, before, after }];
      return { changes, result: counted(id, before, after) };
    });
    return { data };
  }

  private modifyInTransaction(
    transactionId: string,
    collection: Collection,
    id: unknown,
    change: (id: unknown, seen: Doc | undefined) => Doc | undefined,
  ): Reply {
    let data: Doc = {};
    this.parts.transactions.write(transactionId, collection, id, seen => {
      const after = change(id, seen);
      data = counted(id, seen, after);
      return after;
    });
    return { data };
  }

  private async remove(request: Request, owner: string, tally: Tally): Promise<Reply> {
    const collection = this.collection(request);
    if (request.transactionId) {
      const id = this.singleId(request, 'remove()');
      let deleted = 0;
      this.parts.transactions.write(String(request.transactionId), collection, id, seen => {
        deleted = seen ? 1 : 0;
        return undefined;
      });
      return { data: { deleted } };
    }
    if (request.queryType !== 'DOC') this.refuseEscape(request, owner, 'where().remove()');
    const removed = await this.changeAll(request, collection, tally, () => undefined);
    if (collection.name === 'messages')
      for (const { to, about } of removed) this.parts.messages.forget(String(to ?? ''), String(about ?? ''));
    return { data: { deleted: removed.length } };
  }

  private async aggregate(request: Request, tally: Tally): Promise<Reply> {
    const { catalog, reader } = this.parts;
    if (!Array.isArray(request.stages)) throw refused('stages must be an array');
    const stages = request.stages.map(stage => {
      if (!isPlainObject(stage)) throw refused('A pipeline stage must be an object');
      return { key: String(stage.stageKey), value: this.value(stage.stageValue) };
    });
    const docs = await aggregate(reader, catalog, this.collection(request), stages, tally);
    return { data: { list: sendable(await inTurns(mapInSteps(docs, toText))) } };
  }

  /**
   * On the real service these calls leave the transaction of the handle on which they are made, without a word:
   * they are not undone by a rollback. Here they are refused while the invocation has a transaction open.
   */
  private refuseEscape(request: Request, owner: string, call: string): void {
    if (!request.transactionId && !this.parts.transactions.isOpen(owner)) return;
    this.parts.warnings.add(
      'transaction',
      `${call} was called while a transaction was open; it would run outside of it`,
    );
    throw refused(
      `${call} does not take part in a transaction: use doc() and add() only, and other queries before it`,
    );
  }

  private singleId(request: Request, call: string): unknown {
    if (request.queryType !== 'DOC') {
      this.parts.warnings.add('transaction', `where().${call} was called in a transaction`);
      throw refused(`where().${call} is not allowed in a transaction: use doc()`);
    }
    return this.filter(request)._id;
  }

  private checkDoc(collection: Collection, doc: Doc): void {
    checkStorable(doc);
    const size = sizeOf(textOf(doc));
    if (size > LARGE_DOC_BYTES)
      this.parts.warnings.add('size', `${collection.name}: a document has ${Math.ceil(size / 1024)} KB`);
  }

  private collection(request: Request): Collection {
    return this.parts.catalog.find(request.collectionName);
  }

  private filter(request: Request): Doc {
    return request.query === undefined || request.query === '' ? {} : this.object(request.query);
  }

  private object(text: unknown): Doc {
    const value = this.value(text);
    if (!isPlainObject(value)) throw new CloudError('INVALID_PARAM', 'An object was expected');
    return value;
  }

  private value(text: unknown): unknown {
    if (typeof text !== 'string') throw new CloudError('INVALID_PARAM', 'EJSON text was expected');
    return fromWire(text, this.parts.now());
  }

  private count(value: unknown, name: string): number {
    if (!Number.isInteger(value) || (value as number) < 0)
      throw new CloudError('INVALID_PARAM', `${name} must be a whole number`);
    return value as number;
  }
}

/** What only adds to numbers depends on nothing that a transaction reads: it is meant to run outside of one. */
const onlyAdds = (update: Doc): boolean => Object.keys(update).every(operator => operator === '$inc');

const counted = (id: unknown, before: Doc | undefined, after: Doc | undefined): Doc => ({
  updated: before && after !== before ? 1 : 0,
  upsert_id: !before && after ? id : null,
});

const sendable = (list: string[]): string[] => {
  if (list.reduce((size, text) => size + text.length, 0) > MOST_REPLY_BYTES)
    throw refused('The reply is larger than 16 MB');
  return list;
};
