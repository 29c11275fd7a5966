/** Calls another function and hands on what came back. */
const cloud = require('wx-server-sdk');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });

exports.main = async ({ name, data }) => {
  try {
    return { result: (await cloud.callFunction({ name, data })).result };
  } catch (error) {
    return { errCode: error.errCode, errMsg: error.errMsg };
  }
};
