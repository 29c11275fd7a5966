App({
  globalData: { log: [] as string[] },
  onLaunch(options: { path: string }) {
    this.globalData.log.push(`launch ${options.path}`);
    wx.cloud.init({ traceUser: false });
  },
});
