/** Runs what a test hands over, with the real SDK: the body of the test lives beside its expectations. */
const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const db = cloud.database({ throwOnNotFound: false });
const strictDb = cloud.database();

/** Errors of the SDK as data. */
const caught = error => ({ errCode: error.errCode, errMsg: String(error.errMsg || error.message) });

exports.main = async (event, context) => {
  const work = new Function(`return ${event.code}`)();
  return work(
    { cloud, db, strictDb, _: db.command, $: db.command.aggregate, caught, context },
    event.input,
    event,
  );
};
