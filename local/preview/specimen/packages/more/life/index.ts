Component({
  properties: { id: String },
  data: { log: '', heard: '', result: '', width: 0 },
  lifetimes: {
    attached() {
      this.note('attached');
    },
    ready() {
      this.note('ready');
    },
  },
  pageLifetimes: {
    show() {
      this.note('show');
    },
    resize({ size }) {
      this.setData({ width: size.windowWidth });
    },
  },
  methods: {
    note(word: string) {
      this.setData({ log: `${this.data.log} ${word}`.trim() });
    },
    onLoad(query: { id: string }) {
      this.note(`load${query.id}${this.properties.id}`);
      this.getOpenerEventChannel?.()?.on?.('hello', (word: string) => this.setData({ heard: word }));
      this.setData({ width: wx.getWindowInfo().windowWidth });
    },
    onReady() {
      this.note('onReady');
    },
    say() {
      this.getOpenerEventChannel?.()?.emit?.('said', '再见');
    },
    async ask() {
      const { confirm } = await wx.showModal({ title: '问', content: '好吗？' });
      this.setData({ result: confirm ? '好' : '不好' });
    },
    async choose() {
      const { tapIndex } = await wx.showActionSheet({ itemList: ['甲', '乙'] });
      this.setData({ result: `第 ${tapIndex} 项` });
    },
    async subscribe() {
      const answers = (await wx.requestSubscribeMessage({ tmplIds: ['t1', 't2'] })) as unknown as Record<
        string,
        string
      >;
      this.setData({ result: `${answers.t1} ${answers.t2}` });
    },
    guard() {
      void wx.enableAlertBeforeUnload({ message: '还没有提交，离开吗？' });
    },
    fail() {
      wx.navigateTo({ url: '/pages/none/index', fail: ({ errMsg }) => this.setData({ result: errMsg }) });
    },
  },
});
