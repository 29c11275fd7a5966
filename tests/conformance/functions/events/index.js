/** Receives the message push of the platform. */
const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

exports.main = async event => {
  const { trace_id: traceId, result } = event;
  await cloud
    .database()
    .collection('pushed')
    .add({ data: { _id: traceId, suggest: result.suggest, openid: cloud.getWXContext().OPENID || null } });
};
