const cloud = require('wx-server-sdk');

/** The same round trips as a function made, bare, with documents as large as its own: what no code above them can save. */

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database({ throwOnNotFound: false });
const _ = db.command;

const MARK = 'bench-floor-';
let number = 0;
const newId = () => `${MARK}${Date.now()}-${number++}`;

/** Does some things so many at a time. */
const inLanes = async (lanes, list) => {
  for (let at = 0; at < list.length; at += lanes)
    await Promise.all(list.slice(at, at + lanes).map(run => run()));
};

const times = (n, run) => Array.from({ length: Math.max(0, n) }, () => run);

/** A document of a collection as the function that was measured has just written or read it, and one of ours for each transaction to write anew. */
const specimens = new Map();

const specimenOf = async (collection, ticket) => {
  if (collection === 'tickets' && ticket) return ticket;
  if (ticket) {
    const { data: same } = await db.collection(collection).doc(ticket._id).get();
    if (same) return same;
    const { data: about } = await db.collection(collection).where({ no: ticket._id }).limit(1).get();
    if (about[0]) return about[0];
  }
  const { data: any } = await db.collection(collection).limit(1).get();
  return any[0] ?? { seq: 0, head: '' };
};

/** What is unique is new in each, and what an act moves has moved: as many entries of indexes are renewed as by the act. */
const copyOf = specimen => {
  const { _id, ...rest } = specimen;
  if (rest.keys?.externalKey) {
    const id = newId();
    return { ...rest, keys: { ...rest.keys, externalKey: id, dueKey: `${rest.keys.dueKey}${id}` } };
  }
  return 'seq' in rest && 'no' in rest ? { ...rest, no: newId() } : rest;
};

/** Transactions of one time each write documents of their own: on one they would only meet each other. */
const prepare = async (writes, reads, transactions) => {
  const { data } = await db.collection('tickets').orderBy('keys.newKey', 'desc').limit(1).get();
  for (const { collection } of writes) {
    if (specimens.has(collection)) continue;
    const specimen = await specimenOf(collection, data[0]);
    const ours = Array.from({ length: Math.max(1, transactions) }, newId);
    for (const _id of ours) await db.collection(collection).add({ data: { ...copyOf(specimen), _id } });
    specimens.set(collection, { specimen, ours });
  }
  for (const collection of reads) {
    if (specimens.has(collection)) continue;
    // Any of them: what is looked for without an index would be a walk through all.
    const specimen = await specimenOf(collection, undefined);
    specimens.set(collection, { specimen, ours: [], isRead: true });
  }
};

const clean = async () => {
  for (const [collection, { isRead }] of specimens) {
    if (isRead) continue;
    await db
      .collection(collection)
      .where({ _id: _.gte(MARK).and(_.lt(`${MARK}~`)) })
      .remove();
  }
  specimens.clear();
  return null;
};

const written = (on, { collection, action }, place) => {
  const { specimen, ours } = specimens.get(collection);
  const data = copyOf(specimen);
  return action === 'insertDocument'
    ? on.collection(collection).add({ data: { ...data, _id: newId() } })
    : on.collection(collection).doc(ours[place]).set({ data });
};

/** What else is waited for on the way: a text is checked by WeChat itself. Files are no round trips of the database. */
const OUTSIDE = {
  'openapi.security.msgSecCheck': () =>
    cloud.openapi.security.msgSecCheck({
      version: 2,
      scene: 2,
      openid: 'bench-0',
      content: '窗口说系统有问题，让我下周再来，已经跑了三次。',
    }),
};

/**
 * One of each kind, as often as it was called, as many together as were called together; what was written in transactions
 * is written in as many, what was written beside them by itself.
 */
exports.main = async ({ calls, writes, reads, inARow, step }) => {
  const of = name => calls[`database.${name}`] ?? 0;
  const begun = of('startTransaction');
  if (step === 'prepare') return prepare(writes, reads, begun);
  if (step === 'clean') return clean();
  const all = Object.entries(calls).reduce(
    (sum, [name, n]) => sum + (name.startsWith('database.') ? n : 0),
    0,
  );
  const lanes = Math.max(1, Math.round(all / Math.max(1, inARow)));
  const others = Object.entries(OUTSIDE).flatMap(([name, run]) => times(calls[name] ?? 0, run));
  await Promise.all(others.map(run => run()));
  await inLanes(
    lanes,
    reads.map(collection => () => {
      const { specimen } = specimens.get(collection);
      return db
        .collection(collection)
        .where({ _id: specimen._id ?? 'none' })
        .get();
    }),
  );
  await inLanes(
    lanes,
    times(of('calculateDocument'), () => db.collection('settings').where({ _id: 'current' }).count()),
  );
  const within = writes.filter(write => write.inTransaction);
  const transactions = Array.from({ length: begun }, (_, place) => async () => {
    const transaction = await db.startTransaction();
    const share = within
      .filter((_, at) => at % begun === place)
      .map(write => () => written(transaction, write, place));
    await inLanes(begun > 1 ? 1 : lanes, share);
    await transaction.commit();
  });
  await inLanes(begun > 1 ? lanes : 1, transactions);
  const beside = writes.filter(write => !write.inTransaction);
  await inLanes(
    Math.max(lanes, beside.length),
    beside.map((write, at) => () => written(db, write, at % Math.max(1, begun))),
  );
  return null;
};
