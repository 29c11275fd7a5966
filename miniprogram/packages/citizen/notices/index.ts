import { citizen } from '../../../cloud/client';
import { look } from '../../../services/look';
import { foremost, noticeCard, type NoticeCard } from '../../../services/notices';
import { loadFirst, loadMore, mapped, paged } from '../../../services/paging';
import { go, routes } from '../../../services/routes';
import { profile } from '../../../services/session';

Page({
  data: { ...look(), ...paged<NoticeCard>() },

  onLoad() {
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  load() {
    return loadFirst(this, fetchNotices, '现在没有公告');
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, fetchNotices);
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.notice(event.currentTarget.dataset.id));
  },
});

const fetchNotices = async (cursor?: string) => {
  const me = await profile();
  const region = me.ok ? me.data.region : undefined;
  return mapped(await citizen('notice.list', { region, cursor }), ({ notices, nextCursor }) => ({
    items: foremost(notices).map(noticeCard),
    nextCursor,
  }));
};
