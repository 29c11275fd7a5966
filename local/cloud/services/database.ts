import { randomBytes } from 'node:crypto';
import type { Examined } from '../functions/host';
import { aggregate } from '../queries/aggregate';
import { sortOf } from '../queries/match';
import { project } from '../queries/project';
import type { Reader } from '../queries/reader';
import { applyUpdate } from '../queries/update';
import type { Catalog, Collection } from '../store/catalog';
import { checkStorable, duplicate, type Change, type Records } from '../store/records';
import type { Transactions } from '../store/transactions';
import { fromWire, isPlainObject, toText, type Doc } from '../values/ejson';
import { CloudError, refused } from '../values/errors';
import { compareKeys, encode } from '../values/keys';
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
    const { examined } = this.parts.reader;
    const { documents, entries } = examined;
    const begun = performance.now();
    try {
      return await this.answer(action, request, owner);
    } finally {
      into.documents += examined.documents - documents;
      into.entries += examined.entries - entries;
      into.ms += performance.now() - begun;
    }
  }

  async answer(action: string, request: Request, owner: string): Promise<Reply> {
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
        return this.get(request);
      case 'database.calculateDocument':
        this.refuseEscape(request, owner, 'count()');
        return { data: { total: this.parts.reader.count(this.collection(request), this.filter(request)) } };
      case 'database.modifyDocument':
        return this.modify(request, owner);
      case 'database.removeDocument':
        return this.remove(request, owner);
      case 'database.aggregateDocuments':
        this.refuseEscape(request, owner, 'aggregate()');
        return this.aggregate(request);
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

  private get(request: Request): Reply {
    const collection = this.collection(request);
    const { transactionId } = request;
    let docs: Doc[];
    if (transactionId) {
      const id = this.singleId(request, 'get()');
      const doc = this.parts.transactions.read(String(transactionId), collection, id);
      docs = doc ? [doc] : [];
      this.parts.reader.examined.documents += 1;
    } else {
      const limit =
        request.limit === undefined ? 100 : Math.min(this.count(request.limit, 'limit'), MOST_RESULTS);
      const filter = this.filter(request);
      const onlyIds = isOnlyIds(request.projection && this.object(request.projection));
      const ids =
        onlyIds && !request.order && !request.offset
          ? this.parts.reader.ids(collection, filter, limit)
          : undefined;
      if (ids) return { data: { list: texts(ids.map(_id => ({ _id }))) } };
      docs = this.parts.reader.find(collection, {
        filter,
        sort: request.order ? sortOf(this.object(request.order)) : [],
        skip: request.offset === undefined ? 0 : this.count(request.offset, 'offset'),
        limit,
      });
    }
    if (request.projection) {
      const projection = this.object(request.projection);
      docs = docs.map(doc => project(doc, projection));
    }
    return { data: { list: texts(docs) } };
  }

  private async modify(request: Request, owner: string): Promise<Reply> {
    const collection = this.collection(request);
    const data = this.object(request.data);
    const replaces = request.merge === false;
    const change = (id: unknown, seen: Doc | undefined): Doc | undefined => {
      if (!seen && !replaces) return undefined;
      const after = replaces ? { _id: id, ...data } : applyUpdate(seen!, data);
      if (seen && compareKeys(encode(seen), encode(after)) === 0) return seen;
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
    const filter = this.filter(request);
    const updated = await this.parts.transactions.direct(() => {
      const found = this.parts.reader.find(collection, {
        filter,
        limit: request.multi === false ? 1 : Infinity,
      });
      const changes: Change[] = found
        .map(before => ({ collection, id: before._id, before, after: change(before._id, before)! }))
        .filter(({ before, after }) => after !== before);
      return { changes, result: changes.length };
    });
    return { data: { updated, upsert_id: null } };
  }

  private async modifyOne(
    collection: Collection,
    id: unknown,
    change: (id: unknown, seen: Doc | undefined) => Doc | undefined,
  ): Promise<Reply> {
    const data = await this.parts.transactions.direct(() => {
      const before = this.parts.records.byId(collection, id)?.doc;
      const after = change(id, before);
      const changes = after === before ? [] : [{ collection, id, before, after }];
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

  private async remove(request: Request, owner: string): Promise<Reply> {
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
    const filter = this.filter(request);
    let removed: Doc[] = [];
    const deleted = await this.parts.transactions.direct(() => {
      const found = this.parts.reader.find(collection, {
        filter,
        limit: request.multi === false ? 1 : Infinity,
      });
      removed = found;
      return { changes: found.map(before => ({ collection, id: before._id, before })), result: found.length };
    });
    if (collection.name === 'messages')
      for (const { to, about } of removed) this.parts.messages.forget(String(to ?? ''), String(about ?? ''));
    return { data: { deleted } };
  }

  private aggregate(request: Request): Reply {
    const { catalog, reader } = this.parts;
    if (!Array.isArray(request.stages)) throw refused('stages must be an array');
    const stages = request.stages.map(stage => {
      if (!isPlainObject(stage)) throw refused('A pipeline stage must be an object');
      return { key: String(stage.stageKey), value: this.value(stage.stageValue) };
    });
    return { data: { list: texts(aggregate(reader, catalog, this.collection(request), stages)) } };
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
    const size = Buffer.byteLength(toText(doc));
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

const texts = (docs: Doc[]): string[] => {
  const list = docs.map(toText);
  if (list.reduce((size, text) => size + text.length, 0) > MOST_REPLY_BYTES)
    throw refused('The reply is larger than 16 MB');
  return list;
};
