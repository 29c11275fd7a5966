const { randomBytes } = require('node:crypto');
const cloud = require('wx-server-sdk');

/**
 * The same round trips as a function made, bare, as many one after another, of as many documents as large as its own: what no
 * code above them can save.
 */

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database({ throwOnNotFound: false });
const _ = db.command;

/** What was made here, by collection: it is removed at the end. */
const made = new Map();
let number = 0;

const A_HASH = /^[0-9a-f]{64}$/;
/** So far ids of one day begin alike. */
const OF_A_DAY = 10;

/** Another of the kind, that lies in the index where one of its kind does: a hash anywhere, a number among those of its day. */
const another = like => {
  const random = randomBytes(32).toString('hex');
  return A_HASH.test(like) ? random : `${like.slice(0, OF_A_DAY)}-bench-${random.slice(0, OF_A_DAY)}`;
};

const newId = (collection, like) => {
  const id = another(like);
  if (!made.has(collection)) made.set(collection, new Set());
  made.get(collection).add(id);
  return id;
};

/** Does some things so many at a time. */
const inLanes = async (lanes, list) => {
  for (let at = 0; at < list.length; at += lanes)
    await Promise.all(list.slice(at, at + lanes).map(run => run()));
};

const times = (n, run) => Array.from({ length: Math.max(0, n) }, () => run);

/** By collection: a document as the function that was measured has just written it, and those of ours that are written anew. */
const specimens = new Map();
/** Ids of as many documents as were read, by collection and number. */
const readable = new Map();

const specimenOf = async (collection, ticket) => {
  if (collection === 'tickets' && ticket) return ticket;
  if (ticket) {
    const { data: same } = await db.collection(collection).doc(ticket._id).get();
    if (same) return same;
    const { data: about } = await db.collection(collection).where({ no: ticket._id }).limit(1).get();
    if (about[0]) return about[0];
  }
  const { data: any } = await db.collection(collection).limit(1).get();
  return any[0] ?? { _id: '', seq: 0, head: '' };
};

/**
 * What is unique is new in each, and what an act moves has moved: as many entries of indexes are renewed as by the act, and
 * nothing is written that is there already, which would be no write at all.
 */
const copyOf = ({ _id, ...rest }) => {
  if (rest.keys?.externalKey) {
    const dueKey = `${rest.keys.dueKey}${++number}`;
    return { ...rest, keys: { ...rest.keys, externalKey: another(_id), dueKey } };
  }
  if ('seq' in rest && 'no' in rest) {
    // Filed by somebody else: those of a day are counted.
    const meter = rest.meter && `${rest.meter.split('|')[0]}|${randomBytes(16).toString('hex')}`;
    return { ...rest, no: another(rest.no), meter };
  }
  return 'seq' in rest ? { ...rest, seq: rest.seq + ++number } : rest;
};

/** A copy under an id of its own, found by the end of that where it is found by the end of a number. */
const copyWith = (_id, specimen) => {
  const copy = { ...copyOf(specimen), _id };
  return 'tail' in copy ? { ...copy, tail: [..._id].reverse().join('') } : copy;
};

const placeOf = ({ collection, documents }) => `${collection}|${documents}`;

/** Transactions of one time each write documents of their own: on one they would only meet each other. */
const prepare = async (writes, reads, transactions, about) => {
  const tickets = db.collection('tickets');
  const asked = about ? tickets.where({ _id: about }) : tickets.orderBy('keys.newKey', 'desc');
  const { data } = await asked.limit(1).get();
  for (const { collection } of writes) {
    if (specimens.has(collection)) continue;
    const specimen = await specimenOf(collection, data[0]);
    const widest = Math.max(...writes.filter(one => one.collection === collection).map(one => one.documents));
    // Many that are written with one call differ from each other, as those of the function do.
    const { data: several } = widest > 1 ? await db.collection(collection).limit(widest).get() : { data: [] };
    const like = specimen._id;
    const ours = Array.from({ length: Math.max(1, transactions, widest) }, () => newId(collection, like));
    for (const [at, _id] of ours.entries())
      await db.collection(collection).add({ data: copyWith(_id, several[at] ?? specimen) });
    specimens.set(collection, { specimen, ours });
  }
  for (const read of reads) {
    const { collection, documents } = read;
    if (documents === 0 || readable.has(placeOf(read))) continue;
    // Any of them: what is looked for without an index would be a walk through all.
    const { data: found } = await db.collection(collection).field({ _id: true }).limit(documents).get();
    readable.set(
      placeOf(read),
      found.map(({ _id }) => _id),
    );
  }
};

/** So many are removed with one call. */
const AT_ONCE = 100;

const clean = async () => {
  for (const [collection, ids] of made)
    for (let at = 0; at < ids.size; at += AT_ONCE)
      await db
        .collection(collection)
        .where({ _id: _.in([...ids].slice(at, at + AT_ONCE)) })
        .remove();
  made.clear();
  specimens.clear();
  readable.clear();
  return null;
};

const read = ({ collection, fields, ...one }) => {
  const ids = readable.get(placeOf({ collection, ...one })) ?? ['none'];
  const asked = db.collection(collection).where({ _id: ids.length > 1 ? _.in(ids) : ids[0] });
  return fields ? asked.field(Object.fromEntries(fields.map(field => [field, true]))).get() : asked.get();
};

const written = (on, { collection, action, documents, isNew }, place) => {
  const { specimen, ours } = specimens.get(collection);
  if (action === 'modifyDocument' && documents > 1)
    return on
      .collection(collection)
      .where({ _id: _.in(ours.slice(0, documents)) })
      .update({ data: { n: _.inc(1) } });
  const id = action === 'insertDocument' || isNew ? newId(collection, specimen._id) : ours[place];
  const { _id, ...data } = copyWith(id, specimen);
  return action === 'insertDocument'
    ? on.collection(collection).add({ data: { ...data, _id } })
    : on.collection(collection).doc(_id).set({ data });
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

/** What was asked has left, before what is made ready meanwhile. */
const requestsSent = () => new Promise(resolve => setImmediate(resolve));

/**
 * One of each kind, as often as it was called, as many together as were called together; what was written in transactions
 * is written in as many. One transaction goes as the product's do: its writes one by one, and with its end what was written
 * beside it; so many steps are left for what was read.
 */
exports.main = async ({ calls, writes, reads, inARow, about, step }) => {
  const of = name => calls[`database.${name}`] ?? 0;
  const begun = of('startTransaction');
  if (step === 'prepare') return prepare(writes, reads, begun, about);
  if (step === 'clean') return clean();
  const all = Object.entries(calls).reduce(
    (sum, [name, n]) => sum + (name.startsWith('database.') ? n : 0),
    0,
  );
  const within = writes.filter(write => write.inTransaction);
  const beside = writes
    .filter(write => !write.inTransaction)
    .map((write, at) => () => written(db, write, at % Math.max(1, begun)));
  const asked = [
    ...reads.map(one => () => read(one)),
    ...times(of('calculateDocument'), () => db.collection('settings').where({ _id: 'current' }).count()),
  ];
  const others = Object.entries(OUTSIDE).flatMap(([name, run]) => times(calls[name] ?? 0, run));
  const lanes = Math.max(1, Math.round(all / Math.max(1, inARow)));
  const left = Math.max(1, inARow - 2 - within.length);
  const together = begun === 1 ? Math.max(1, Math.ceil(asked.length / left)) : lanes;
  await Promise.all([...others.map(run => run()), inLanes(together, asked)]);
  if (begun === 1) {
    const transaction = await db.startTransaction();
    for (const write of within) await written(transaction, write, 0);
    const committed = transaction.commit();
    await requestsSent();
    await Promise.all([committed, ...beside.map(run => run())]);
    return null;
  }
  const transactions = Array.from({ length: begun }, (_one, place) => async () => {
    const transaction = await db.startTransaction();
    const share = within
      .filter((_write, at) => at % begun === place)
      .map(write => () => written(transaction, write, place));
    await inLanes(1, share);
    await transaction.commit();
  });
  await inLanes(lanes, transactions);
  await inLanes(Math.max(lanes, beside.length), beside);
  return null;
};
