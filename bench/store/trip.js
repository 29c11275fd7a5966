const cloud = require('wx-server-sdk');

/** Reads one document again and again: a bare round trip through the SDK. Loaded as the only function of a bench. */

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database({ throwOnNotFound: false });

exports.main = async ({ times }) => {
  const taken = [];
  for (let n = 0; n < times; n += 1) {
    const begun = performance.now();
    await db.collection('tickets').doc('t1').get();
    taken.push(performance.now() - begun);
  }
  return taken;
};
