import { randomBytes } from 'node:crypto';
import type { Examined } from '../functions/host';
import { aggregate } from '../queries/aggregate';
import { comparer, sortable, sortOf } from '../queries/order';
import type { Reader } from '../queries/reader';
import { inTurns, mapInSteps, patiently } from '../queries/steps';
import { applyUpdate } from '../queries/update';
import type { Tally } from '../queries/walk';
import type { Catalog, Collection } from '../store/catalog';
import { checkStorable, duplicate, type Records } from '../store/records';
import type { Transactions } from '../store/transactions';
import { fromWire, isPlainObject, same, textOf, toText, type Doc } from '../values/ejson';
import { CloudError, refused } from '../values/errors';
import { ObjectId } from '../values/scalars';
import type { Warnings } from '../warnings';
import { textFieldsOf } from './fields';
import type { Messages } from './messages';
import { Several, type Wanted } from './several';

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
  private readonly several: Several;

  constructor(private readonly parts: Parts) {
    this.several = new Several(parts);
  }

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
        this.noteEscape(request, owner, 'count()');
        return this.total(request, tally);
      case 'database.modifyDocument':
        return this.modify(request, owner, tally);
      case 'database.modifyAndReturnDoc':
        return this.modifyAndReturn(request, owner, tally);
      case 'database.addCollection':
        return this.create(request);
      case 'database.removeDocument':
        return this.remove(request, owner, tally);
      case 'database.aggregateDocuments':
        this.noteEscape(request, owner, 'aggregate()');
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
    return { data: { insertedIds: docs.map(({ _id }) => sentId(_id)) } };
  }

  private async get(request: Request, tally: Tally): Promise<Reply> {
    const projection = request.projection ? this.object(request.projection) : undefined;
    const fields = projection && textFieldsOf(projection);
    const found = await this.found(request, isOnlyIds(projection), tally);
    const list = fields ? await inTurns(mapInSteps(found, fields)) : found.map(({ text }) => text);
    return { data: { list: sendable(list) } };
  }

  /** Collections are declared in the schema: one that is made at run time has no indexes and is missing elsewhere. */
  private create(request: Request): Reply {
    this.parts.catalog.create(request.collectionName);
    const name = String(request.collectionName);
    this.parts.warnings.add('collection', `${name}: made at run time; the schema does not name it`);
    return { data: {} };
  }

  /** What a request finds, as it is stored: where nobody has to look into a document, nobody reads it. */
  private async found(request: Request, onlyIds: boolean, tally: Tally): Promise<{ text: string }[]> {
    const collection = this.collection(request);
    const { reader, records, transactions } = this.parts;
    const { transactionId } = request;
    if (transactionId && request.queryType === 'DOC') {
      const doc = transactions.read(String(transactionId), collection, this.filter(request)._id);
      tally.documents += 1;
      tally.entries += 1;
      return doc ? [{ text: textOf(doc) }] : [];
    }
    const limit =
      request.limit === undefined ? 100 : Math.min(this.count(request.limit, 'limit'), MOST_RESULTS);
    const filter = this.filter(request);
    const sort = request.order ? sortOf(this.object(request.order)) : [];
    const skip = request.offset === undefined ? 0 : this.count(request.offset, 'offset');
    if (transactionId) {
      this.noteWhere('get()');
      const seen = await this.several.seenBy(String(transactionId), collection, filter, tally);
      const ranked = seen.map(doc => sortable(doc, sort)).sort(comparer(sort));
      return ranked.slice(skip, skip + limit).map(({ doc }) => ({ text: textOf(doc) }));
    }
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
    return inTurns(reader.search(collection, { filter, sort, skip, limit }, tally));
  }

  private async total(request: Request, tally: Tally): Promise<Reply> {
    const total = this.parts.reader.count(this.collection(request), this.filter(request), tally);
    return { data: { total: await inTurns(total) } };
  }

  private async modify(request: Request, owner: string, tally: Tally): Promise<Reply> {
    const collection = this.collection(request);
    const data = this.object(request.data);
    const replaces = request.merge === false;
    const filter = this.filter(request);
    const change = (id: unknown, seen: Doc | undefined): Doc | undefined => {
      if (!seen && !replaces) return undefined;
      const after = replaces ? { _id: id, ...data } : applyUpdate(seen!, data, filter);
      if (seen && same(seen, after)) return seen;
      this.checkDoc(collection, after);
      return after;
    };

    if (request.queryType === 'DOC') {
      const id = this.filter(request)._id;
      return request.transactionId
        ? { data: await this.modifyInTransaction(String(request.transactionId), collection, id, change) }
        : this.modifyOne(collection, id, change);
    }
    if (!onlyAdds(data)) this.noteEscape(request, owner, 'where().update()');
    if (replaces) throw refused('set() needs a document id');
    const changed = await this.several.change(this.wanted(request), collection, tally, before =>
      change(before._id, before),
    );
    return { data: { updated: changed.length, upsert_id: null } };
  }

  /** `where().updateAndReturn()`: changes one document and gives it back as it is then. */
  private async modifyAndReturn(request: Request, owner: string, tally: Tally): Promise<Reply> {
    this.noteEscape(request, owner, 'where().updateAndReturn()');
    const collection = this.collection(request);
    const [data, filter] = [this.object(request.data), this.filter(request)];
    let after: Doc | undefined;
    await this.several.change({ ...this.wanted(request), one: true }, collection, tally, before => {
      after = applyUpdate(before, data, filter);
      this.checkDoc(collection, after);
      return same(before, after) ? before : after;
    });
    // The one that was found counts, changed or not.
    return { data: { updated: after ? 1 : 0, doc: after ? sendable([textOf(after)])[0]! : null } };
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

  private async modifyInTransaction(
    transactionId: string,
    collection: Collection,
    id: unknown,
    change: (id: unknown, seen: Doc | undefined) => Doc | undefined,
  ): Promise<Doc> {
    let data: Doc = {};
    const write = patiently(() =>
      this.parts.transactions.write(transactionId, collection, id, seen => {
        const after = change(id, seen);
        data = counted(id, seen, after);
        return after;
      }),
    );
    await inTurns(write);
    return data;
  }

  private async remove(request: Request, owner: string, tally: Tally): Promise<Reply> {
    const collection = this.collection(request);
    if (request.queryType !== 'DOC') this.noteEscape(request, owner, 'where().remove()');
    const removed = await this.several.change(this.wanted(request), collection, tally, () => undefined);
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
    const now = { NOW: new Date(this.parts.now()) };
    const docs = await aggregate(reader, catalog, this.collection(request), stages, tally, now);
    return { data: { list: sendable(await inTurns(mapInSteps(docs, toText))) } };
  }

  /**
   * These calls leave the transaction of the handle on which they are made, without a word: they see nothing of it and are
   * not undone by a rollback. As on the service they are answered; while the invocation has a transaction open it is told.
   */
  private noteEscape(request: Request, owner: string, call: string): void {
    if (request.transactionId || !this.parts.transactions.isOpen(owner)) return;
    this.parts.warnings.add(
      'transaction',
      `${call} was called while a transaction was open; it runs outside of it`,
    );
  }

  /** The service takes it; its documents advise against it. */
  private noteWhere(call: string): void {
    this.parts.warnings.add('transaction', `where().${call} was called in a transaction`);
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

  private wanted(request: Request): Wanted {
    const { transactionId, multi } = request;
    return {
      filter: this.filter(request),
      one: multi === false,
      transaction: transactionId ? String(transactionId) : undefined,
    };
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
  upsert_id: !before && after ? sentId(id) : null,
});

const sendable = (list: string[]): string[] => {
  if (list.reduce((size, text) => size + text.length, 0) > MOST_REPLY_BYTES)
    throw refused('The reply is larger than 16 MB');
  return list.map(text => (text.includes(OBJECT_ID) ? text.replaceAll(OBJECT_IDS, '"$1"') : text));
};

/** The service sends an ObjectId as its text (test/database/unit/oid of the SDK's makers). */
const sentId = (id: unknown): unknown => (id instanceof ObjectId ? id.hex : id);
const OBJECT_ID = '{"$oid"';
const OBJECT_IDS = /\{"\$oid":"([\da-f]{24})"\}/g;
