Page({
  data: {
    count: 1,
    rows: [
      { id: 1, label: '甲' },
      { id: 2, label: '乙' },
    ],
    word: '片段',
    outer: '没有冒泡',
    long: 0,
    caption: '卡片',
    checked: false,
    done: '',
    opened: '',
    refreshed: false,
    rootFontSize: 'system',
  },
  onShow() {
    const bar = this.getTabBar() as unknown as { select(path: string): void };
    bar.select('pages/home/index');
  },
  onPlus(event: WechatMiniprogram.TouchEvent) {
    const { step } = event.currentTarget.dataset as { step: number };
    const { from } = event.mark as { from: string };
    if (from === 'plus') this.setData({ count: this.data.count + step, 'rows[0].label': '甲甲' });
  },
  onOuter() {
    this.setData({ outer: '冒泡了' });
  },
  onStop() {
    this.setData({ count: 0 });
  },
  onLong() {
    this.setData({ long: this.data.long + 1 });
  },
  onDone(event: { detail: { text: string } }) {
    this.setData({ done: event.detail.text });
  },
  openLife() {
    wx.navigateTo({
      url: '/packages/more/life/index?id=7',
      events: { said: (word: string) => this.setData({ opened: `听到 ${word}` }) },
      success: ({ eventChannel }) => eventChannel.emit('hello', '你好'),
    });
  },
  onPullDownRefresh() {
    this.setData({ refreshed: true });
    wx.stopPullDownRefresh();
  },
  onShareAppMessage() {
    return { title: '分享首页', path: '/pages/home/index?shared=1' };
  },
});
