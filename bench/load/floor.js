const cloud = require('wx-server-sdk');

/** The same round trips as a function made, bare: what no code above them can save. */

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database({ throwOnNotFound: false });

let number = 0;

/** Does some things so many at a time. */
const inLanes = async (lanes, list) => {
  for (let at = 0; at < list.length; at += lanes)
    await Promise.all(list.slice(at, at + lanes).map(run => run()));
};

const times = (n, run) => Array.from({ length: Math.max(0, n) }, () => run);

/** Writes are small and go to a collection that nobody reads; each to a document of its own. */
const inserts = (on, n) =>
  times(n, () =>
    on.collection('chains').add({ data: { _id: `bench-${Date.now()}-${number++}`, seq: 0, head: '' } }),
  );
const updates = (on, n) =>
  times(n, () =>
    on
      .collection('chains')
      .doc(`bench-${number++ % 400}`)
      .set({ data: { seq: 0, head: String(number) } }),
  );

/** One of each kind, as often as it was called, as many together as were called together. */
exports.main = async ({ calls, inARow }) => {
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
    await inLanes(lanes, [
      ...inserts(db, of('insertDocument')),
      ...updates(db, of('modifyDocument') + of('removeDocument')),
    ]);
    return null;
  }
  const share = (count, n) => Math.floor((count * (n + 1)) / begun) - Math.floor((count * n) / begun);
  const transactions = Array.from({ length: begun }, (_, n) => async () => {
    const transaction = await db.startTransaction();
    const writes = [
      ...inserts(transaction, share(of('insertDocument'), n)),
      ...updates(transaction, share(of('modifyDocument') + of('removeDocument'), n)),
    ];
    await inLanes(begun > 1 ? 1 : lanes, writes);
    await transaction.commit();
  });
  await inLanes(begun > 1 ? lanes : 1, transactions);
  return null;
};
