Page({
  data: {
    bottoms: 0,
    top: 0,
    slide: 0,
    into: '',
    lower: '',
    seen: '没有',
    lines: Array.from({ length: 40 }, (_none, i) => i + 1),
  },
  onReady() {
    this.createIntersectionObserver({})
      .relativeToViewport()
      .observe('#end', ({ intersectionRatio }) =>
        this.setData({ seen: intersectionRatio > 0 ? '末尾' : '没有' }),
      );
  },
  onPageScroll({ scrollTop }: { scrollTop: number }) {
    if (scrollTop > 0 !== this.data.top > 0) this.setData({ top: scrollTop });
  },
  onReachBottom() {
    this.setData({ bottoms: this.data.bottoms + 1 });
  },
  onSwipe(event: { detail: { current: number } }) {
    this.setData({ slide: event.detail.current });
  },
  goto30() {
    this.setData({ into: 'line-30' });
  },
  onLower() {
    this.setData({ lower: '到列表底' });
  },
  toTop() {
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },
});
