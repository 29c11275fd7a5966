import { staff } from '../../../cloud/client';
import { loading, problem, ready } from '../../../cloud/view';
import { editor } from '../../../services/editors';
import { numbersView, type NumbersView } from '../../../services/knowledge-numbers';
import { look } from '../../../services/look';
import { go, routes } from '../../../services/routes';

/** How well the machine answers, by week, and what it learned; the manager lets it learn and takes it back. */
Page({
  data: {
    ...look(),
    view: loading,
    shown: null as NumbersView | null,
    isManager: false,
    busy: '',
    trouble: '',
    outcome: '',
    accepted: false,
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const [answer, me] = await Promise.all([staff('knowledge.numbers', {}), editor()]);
    if (!answer.ok) {
      if (this.data.shown && answer.error.code !== 'forbidden')
        return this.setData({ trouble: answer.error.message });
      return this.setData({ shown: null, view: problem(answer.error) });
    }
    this.setData({
      shown: numbersView(answer.data),
      view: ready,
      trouble: '',
      isManager: me.ok && me.data.isManager,
    });
  },

  retry() {
    if (!this.data.shown) this.setData({ view: loading });
    void this.load();
  },

  openProposals() {
    go(routes.proposals);
  },

  openSample() {
    go(routes.sample);
  },

  refit() {
    if (this.data.busy) return;
    wx.showModal({
      title: '现在重新学习？',
      content: '用工作人员判定过的问题重新确定判定标准。任何一项变差超过 1 个百分点就不采用，一切照旧。',
      confirmText: '开始学习',
      success: ({ confirm }) => {
        if (confirm) void this.runRefit();
      },
    });
  },

  async runRefit() {
    this.setData({ busy: 'refit', outcome: '', trouble: '' });
    const answer = await staff('knowledge.refit', {});
    this.setData({ busy: '' });
    if (!answer.ok) return this.setData({ trouble: answer.error.message });
    const { accepted, version, judged, reason = '' } = answer.data;
    this.setData({
      accepted,
      outcome: accepted ? `已采用第 ${version} 版，学习了 ${judged} 条判定` : `没有采用：${reason}`,
    });
    await this.load();
  },

  rollBack(event: { currentTarget: { dataset: { version: number } } }) {
    const to = Number(event.currentTarget.dataset.version);
    const name = to === 0 ? '出厂的判定标准' : `第 ${to} 版判定标准`;
    wx.showModal({
      title: `改用${name}？`,
      content: '下一个提问就按它判定；现在的版本还在，可以再换回来。',
      confirmText: '确认改用',
      success: ({ confirm }) => {
        if (confirm) void this.use(to, name);
      },
    });
  },

  async use(to: number, name: string) {
    if (this.data.busy) return;
    this.setData({ busy: `use${to}`, outcome: '', trouble: '' });
    const answer = await staff('knowledge.rollback', { to });
    this.setData({ busy: '' });
    if (!answer.ok) return this.setData({ trouble: answer.error.message });
    this.setData({ accepted: true, outcome: `已改用${name}` });
    await this.load();
  },
});
