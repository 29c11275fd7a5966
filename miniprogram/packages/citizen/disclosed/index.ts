import type { DisclosedCase } from '../../../cloud/actions';
import { citizen } from '../../../cloud/client';
import { empty, loading, problem, ready } from '../../../cloud/view';
import { look } from '../../../services/look';
import { dayText } from '../../../services/words';

type Line = DisclosedCase & { when: string };

/** Outcomes that the manager has made public: what it was about and how it was answered, nobody's name. */
Page({
  data: {
    ...look(),
    view: loading,
    cases: [] as Line[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
  },

  onLoad() {
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    if (this.data.cases.length === 0) this.setData({ view: loading });
    const answer = await citizen('disclosed.list', {});
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const cases = answer.data.cases.map(lineOf);
    this.setData({
      cases,
      cursor: answer.data.nextCursor ?? '',
      more: '',
      view: cases.length > 0 ? ready : empty('还没有公开的办理结果'),
    });
  },

  retry() {
    void this.load();
  },

  async onReachBottom() {
    const { cursor, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const answer = await citizen('disclosed.list', { cursor });
    if (!answer.ok) return this.setData({ more: 'failed' });
    const cases = [...this.data.cases, ...answer.data.cases.map(lineOf)];
    this.setData({ cases, cursor: answer.data.nextCursor ?? '', more: '' });
  },
});

const lineOf = (outcome: DisclosedCase): Line => ({
  ...outcome,
  when: outcome.repliedOn ? `${dayText(outcome.repliedOn)} 答复` : '',
});
