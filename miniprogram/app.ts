import { config } from './services/config';
import { profile } from './services/session';

App({
  onLaunch() {
    wx.cloud.init(config.cloudEnv ? { env: config.cloudEnv, traceUser: true } : { traceUser: true });
    void profile();
  },
});
