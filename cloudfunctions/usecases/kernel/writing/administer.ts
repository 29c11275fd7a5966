import type { Actor } from '../../../domain/engine';
import { headOf } from '../../../domain/engine/clip';
import { ADMINISTRATION } from '../../../domain/privacy/chain';
import type { Collections } from '../documents';
import type { Request } from './create-once';
import { linked, sealChain, sealEntry, silent } from './journal';
import type { Beside, Database, Ports, Transaction, WritableName } from '../ports';
import type { Caller, UseCase } from '../use-case';
import type { Runtime } from '../runtime';
import { maskText } from '../../../domain/privacy/identifiers';

/**
 * Administrative acts (A47): whatever changes members, units, services, rules, the calendar, knowledge, notices or words, or
 * takes data out, leaves who, when and what in a chain of its own in the journal, in the transaction of what it writes.
 */

/** What is done to which thing. */
export type Deed = { about?: string | undefined; what?: string | undefined };

type Recorded = Deed & {
  type: string;
  actor: Actor;
  input: unknown;
  more: Record<string, unknown>;
  request?: Request | undefined;
};

/** Neither accounts nor addresses of people, nor whole files, belong in a record that is kept for good. */
const LEFT_OUT = new Set(['openid', 'email', 'phone', 'file', 'fileID', 'contacts', 'requestId']);
const MOST_CHARACTERS = 200;
const MOST_PARTS = 60;

/** What was entered, short enough to be kept. */
const kept = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const { text } = maskText(headOf(value, MOST_CHARACTERS));
    return value.length > MOST_CHARACTERS ? `${text}…` : text;
  }
  if (Array.isArray(value)) return value.slice(0, MOST_PARTS).map(kept);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !LEFT_OUT.has(name))
      .slice(0, MOST_PARTS)
      .map(([name, one]) => [name, kept(one)]),
  );
};

const record = async (
  ports: Pick<Ports, 'secrets' | 'now'>,
  transaction: Transaction,
  { type, actor, input, about, what, more, request }: Recorded,
): Promise<void> => {
  const chain = await transaction.get('chains', ADMINISTRATION);
  const { id, role, unitId } = actor;
  const link = linked(ports, ADMINISTRATION, chain, {
    type,
    at: ports.now(),
    actor: { id, role, unitId: unitId ?? null },
    payload: { about, what: kept(what), by: actor.name, input: kept(input), ...more },
    state: null,
  });
  const found = request ? { _id: request.id, digest: request.digest } : {};
  await transaction.insert('journal', sealEntry(ports, { ...link, ...silent, ...found }));
  await transaction.put('chains', sealChain(ports, { _id: ADMINISTRATION, seq: link.seq, head: link.hash }));
};

/** A database in which the first write of an act takes its record along. */
const recording = (ports: Ports, deed: () => Recorded): { database: Database; isRecorded(): boolean } => {
  let recorded = false;
  const transaction = async <T>(
    work: (transaction: Transaction) => Promise<T>,
    beside?: Beside,
  ): Promise<T> => {
    let writes = false;
    const result = await ports.database.transaction(async inner => {
      writes = false;
      const done = await work({
        get: inner.get.bind(inner),
        insert: async (collection, document) => {
          await inner.insert(collection, document);
          writes = true;
        },
        put: async (collection, document) => {
          await inner.put(collection, document);
          // That a try was counted is no act: it may still be refused.
          writes ||= collection !== 'meters';
        },
        insertTicket: async document => {
          await inner.insertTicket(document);
          writes = true;
        },
        putTicket: async (document, before) => {
          await inner.putTicket(document, before);
          writes = true;
        },
        archiveTicket: inner.archiveTicket.bind(inner),
      });
      if (writes && !recorded) await record(ports, inner, deed());
      return done;
    }, beside);
    recorded ||= writes;
    return result;
  };
  const alone =
    (how: 'insert' | 'put') =>
    <N extends WritableName>(collection: N, document: Collections[N]): Promise<void> =>
      // The copy of an upload is kept before it is known whether anything comes of it.
      recorded || collection === 'files'
        ? ports.database[how](collection, document)
        : transaction(inner => inner[how](collection, document));
  const { database } = ports;
  return {
    database: {
      get: database.get.bind(database),
      find: database.find.bind(database),
      rows: database.rows.bind(database),
      keys: database.keys.bind(database),
      count: database.count.bind(database),
      remove: database.remove.bind(database),
      raise: database.raise.bind(database),
      update: database.update.bind(database),
      insertAll: database.insertAll.bind(database),
      insert: alone('insert'),
      put: alone('put'),
      transaction,
    },
    isRecorded: () => recorded,
  };
};

/** A use case that is an administrative act. `takesOut` = it is one although it writes nothing: data leave the house. */
export const administrative = <In, Out, Fields>(
  type: string,
  of: (input: In, caller: Caller) => Deed,
  useCase: UseCase<In, Out, Fields>,
  { takesOut = false } = {},
): UseCase<In, Out, Fields> => ({
  ...useCase,
  run: async (runtime: Runtime, caller, input) => {
    const more = {};
    let request: Request | undefined;
    const deed = (): Recorded => ({ type, actor: caller.actor, input, more, request, ...of(input, caller) });
    const { database, isRecorded } = recording(runtime.ports, deed);
    const ports = { ...runtime.ports, database };
    const alsoRecord = (detail: Record<string, unknown>): void => void Object.assign(more, detail);
    const asRequest = (asked: Request): void => void (request = asked);
    const out = await useCase.run({ ...runtime, ports, alsoRecord, asRequest }, caller, input);
    if (takesOut && !isRecorded())
      await runtime.ports.database.transaction(transaction => record(runtime.ports, transaction, deed()));
    return out;
  },
});
