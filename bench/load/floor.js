const cloud = require('wx-server-sdk');

/** The same round trips as a function made, bare: what no code above them can save. */

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database({ throwOnNotFound: false });

let number = 0;

/** One of each kind, as often as it was called; writes are small and go to a collection that nobody reads. */
exports.main = async ({ calls }) => {
  const times = async (name, run) => {
    for (let n = 0; n < (calls[`database.${name}`] ?? 0); n += 1) await run();
  };
  const settings = on => on.collection('settings').doc('current').get();
  const begun = calls['database.startTransaction'] ?? 0;
  const inserts = calls['database.insertDocument'] ?? 0;
  const updates = calls['database.modifyDocument'] ?? 0;
  await times('getDocument', () => settings(db));
  await times('calculateDocument', () => db.collection('settings').where({ _id: 'current' }).count());
  for (let n = 0; n < begun; n += 1) {
    const transaction = await db.startTransaction();
    const share = count => Math.floor((count * (n + 1)) / begun) - Math.floor((count * n) / begun);
    for (let at = 0; at < share(inserts); at += 1)
      await transaction
        .collection('chains')
        .add({ data: { _id: `bench-${Date.now()}-${number++}`, seq: 0, head: '' } });
    for (let at = 0; at < share(updates); at += 1)
      await transaction
        .collection('chains')
        .doc(`bench-${at}`)
        .set({ data: { seq: n, head: String(number++) } });
    await transaction.commit();
  }
  if (begun === 0) {
    for (let at = 0; at < inserts; at += 1)
      await db
        .collection('chains')
        .add({ data: { _id: `bench-${Date.now()}-${number++}`, seq: 0, head: '' } });
    for (let at = 0; at < updates; at += 1)
      await db
        .collection('chains')
        .doc(`bench-${at}`)
        .set({ data: { seq: 0, head: String(number++) } });
  }
  return null;
};
