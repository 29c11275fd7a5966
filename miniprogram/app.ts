import { config } from './lib/config';
import { profile } from './model/account/session';

App({
  onLaunch() {
    wx.cloud.init(config.cloudEnv ? { env: config.cloudEnv, traceUser: true } : { traceUser: true });
    void profile();
  },
});
