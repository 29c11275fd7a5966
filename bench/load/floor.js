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

/** A document of a collection as the function that was measured has just written it, and one of ours to write anew. */
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

/** What is unique is new in each. */
const copyOf = specimen => {
  const { _id, ...rest } = specimen;
  if (rest.keys?.externalKey) return { ...rest, keys: { ...rest.keys, externalKey: newId() } };
  return 'seq' in rest && 'no' in rest ? { ...rest, no: newId() } : rest;
};

const prepare = async writes => {
  const { data } = await db.collection('tickets').orderBy('keys.newKey', 'desc').limit(1).get();
  for (const { collection } of writes) {
    if (specimens.has(collection)) continue;
    const specimen = await specimenOf(collection, data[0]);
    const ours = newId();
    await db.collection(collection).add({ data: { ...copyOf(specimen), _id: ours } });
    specimens.set(collection, { specimen, ours });
  }
};

const clean = async () => {
  for (const collection of specimens.keys())
    await db
      .collection(collection)
      .where({ _id: _.gte(MARK).and(_.lt(`${MARK}~`)) })
      .remove();
  specimens.clear();
  return null;
};

const written = (on, { collection, action }) => {
  const { specimen, ours } = specimens.get(collection);
  const data = copyOf(specimen);
  return action === 'insertDocument'
    ? on.collection(collection).add({ data: { ...data, _id: newId() } })
    : on.collection(collection).doc(ours).set({ data });
};

/** One of each kind, as often as it was called, as many together as were called together. */
exports.main = async ({ calls, writes, inARow, step }) => {
  if (step === 'prepare') return prepare(writes);
  if (step === 'clean') return clean();
  const of = name => calls[`database.${name}`] ?? 0;
  const all = Object.entries(calls).reduce(
    (sum, [name, n]) => sum + (name.startsWith('database.') ? n : 0),
    0,
  );
  const lanes = Math.max(1, Math.round(all / Math.max(1, inARow)));
  const reads = of('getDocument') + of('aggregateDocuments');
  await inLanes(
    lanes,
    times(reads, () => db.collection('settings').doc('current').get()),
  );
  await inLanes(
    lanes,
    times(of('calculateDocument'), () => db.collection('settings').where({ _id: 'current' }).count()),
  );
  const begun = of('startTransaction');
  if (begun === 0) {
    await inLanes(
      lanes,
      writes.map(write => () => written(db, write)),
    );
    return null;
  }
  const transactions = Array.from({ length: begun }, (_, n) => async () => {
    const transaction = await db.startTransaction();
    const share = writes.filter((_, at) => at % begun === n).map(write => () => written(transaction, write));
    await inLanes(begun > 1 ? 1 : lanes, share);
    await transaction.commit();
  });
  await inLanes(begun > 1 ? lanes : 1, transactions);
  return null;
};
