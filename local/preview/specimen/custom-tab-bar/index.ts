Component({
  data: {
    selected: '',
    list: [
      { path: 'pages/home/index', text: '首页', icon: 'home-o' },
      { path: 'pages/mine/index', text: '我的', icon: 'user-o' },
    ],
  },
  lifetimes: {
    attached() {
      const page = getCurrentPages().pop();
      this.setData({ selected: page?.route ?? '' });
    },
  },
  methods: {
    select(path: string) {
      if (this.data.selected !== path) this.setData({ selected: path });
    },
    onTap(event: WechatMiniprogram.TouchEvent) {
      void wx.switchTab({ url: `/${(event.currentTarget.dataset as { path: string }).path}` });
    },
  },
});
