Page({
  data: { loads: 0, shows: 0, draft: '', answer: '', net: '', font: '', today: '' },
  onLoad() {
    this.setData({ loads: this.data.loads + 1, draft: wx.getStorageSync('draft') as string });
    wx.onNetworkStatusChange(({ isConnected }) => this.setData({ net: isConnected ? '有网' : '断网' }));
  },
  onShow() {
    const { fontSizeSetting } = wx.getAppBaseInfo();
    const now = new Date();
    this.setData({
      shows: this.data.shows + 1,
      font: `${fontSizeSetting}`,
      today: `${now.getMonth() + 1}-${now.getDate()}`,
    });
    const bar = this.getTabBar() as unknown as { select(path: string): void };
    bar.select('pages/mine/index');
  },
  onDraft(event: WechatMiniprogram.Input) {
    this.setData({ draft: event.detail.value });
    wx.setStorageSync('draft', event.detail.value);
  },
  async onCall() {
    try {
      const { result } = await wx.cloud.callFunction({ name: 'citizen', data: { action: 'me.get' } });
      this.setData({ answer: JSON.stringify(result) });
    } catch (error) {
      const { errCode, errMsg } = error as { errCode: number; errMsg: string };
      this.setData({ answer: `${errCode} ${errMsg}` });
    }
  },
});
