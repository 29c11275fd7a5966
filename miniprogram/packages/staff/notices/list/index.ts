import type { StaffNotice } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { leave } from '../../../../model/handoff';
import { look } from '../../../../lib/look';
import { noticeCard, type NoticeCard } from '../../../../model/notice/notices';
import { NOTICE_STATES, type NoticeState } from '../../../../model/notice/writing';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { go, routes } from '../../../../lib/routes';
import { plannedText } from '../../../../lib/dates';

type Line = NoticeCard & { notice: StaffNotice; goesOut: string };

/** Notices by state; what a ticket has written is changed with the ticket. */
Page({
  data: {
    ...look(),
    ...paged<Line>(),
    states: NOTICE_STATES.map(({ value, label }) => ({ value, label })),
    state: 'public' as NoticeState,
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  load() {
    const none = NOTICE_STATES.filter(each => each.value === this.data.state)[0]?.none ?? '';
    return loadFirst(this, cursor => fetchNotices(this.data.state, cursor), none);
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => fetchNotices(this.data.state, cursor));
  },

  choose(event: { detail: { value: NoticeState } }) {
    this.setData({ state: event.detail.value, items: [] });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const line = this.data.items[event.currentTarget.dataset.index];
    if (!line) return;
    leave('notice', line.notice);
    go(routes.editNotice(line.id));
  },

  write() {
    go(routes.editNotice());
  },
});

const fetchNotices = async (state: NoticeState, cursor?: string) =>
  mapped(await staff('notice.list', { state, cursor }), ({ notices, nextCursor }) => ({
    items: notices.map(notice => ({
      ...noticeCard({ ...notice, publishedAt: notice.publishedAt ?? '' }),
      notice,
      goesOut:
        notice.state === 'scheduled' && notice.publishedAt
          ? `${plannedText(notice.publishedAt)} 自动发布`
          : '',
    })),
    nextCursor,
  }));
