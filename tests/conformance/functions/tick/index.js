/** A timer function: notes who called it and when. */
const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

exports.main = async event => {
  const context = cloud.getWXContext();
  await cloud
    .database()
    .collection('ticks')
    .add({
      data: {
        at: new Date(),
        type: event.Type,
        trigger: event.TriggerName,
        source: context.SOURCE,
        openid: context.OPENID || null,
      },
    });
  return { context, type: event.Type };
};
