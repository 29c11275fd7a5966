import { citizen } from '../../../cloud/client';
import { look } from '../../../lib/look';
import { foremost, noticeCard, type NoticeCard } from '../../../model/notice/notices';
import { loadFirst, loadMore, mapped, paged } from '../../../model/paging';
import { go, routes } from '../../../lib/routes';
import { profile } from '../../../model/account/session';
import { empty } from '../../../cloud/view';

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
    return loadFirst(this, fetchNotices, empty('现在没有公告', { label: '看服务', url: routes.services }));
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
