import { citizen } from '../../../cloud/client';
import { empty, loading, problem, ready } from '../../../cloud/view';
import { look } from '../../../services/look';
import { noticeCard, type NoticeCard } from '../../../services/notices';
import { go, routes } from '../../../services/routes';
import { profile } from '../../../services/session';

Page({
  data: {
    ...look(),
    view: loading,
    notices: [] as NoticeCard[],
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

  async input() {
    const me = await profile();
    return me.ok && me.data.region ? { region: me.data.region } : {};
  },

  async load() {
    if (this.data.notices.length === 0) this.setData({ view: loading });
    const answer = await citizen('notice.list', await this.input());
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const notices = answer.data.notices.map(noticeCard);
    this.setData({
      notices,
      cursor: answer.data.nextCursor ?? '',
      more: '',
      view: notices.length > 0 ? ready : empty('现在没有公告'),
    });
  },

  retry() {
    void this.load();
  },

  async onReachBottom() {
    const { cursor, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const answer = await citizen('notice.list', { ...(await this.input()), cursor });
    if (!answer.ok) return this.setData({ more: 'failed' });
    const notices = [...this.data.notices, ...answer.data.notices.map(noticeCard)];
    this.setData({ notices, cursor: answer.data.nextCursor ?? '', more: '' });
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.notice(event.currentTarget.dataset.id));
  },
});
