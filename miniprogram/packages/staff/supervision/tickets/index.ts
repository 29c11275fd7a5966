import type { TicketSummary } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { take } from '../../../../model/handoff';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import type { Figure } from '../../../../model/supervision/clauses';

/** The tickets behind one number of supervision. */
Page({
  data: { ...look(), ...paged<TicketSummary>(), title: '' },
  figure: undefined as Figure | undefined,

  onLoad() {
    this.figure = take('figure');
    this.setData({ title: this.figure?.title ?? '' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  load() {
    const { figure } = this;
    // Opened by itself, without a number before it.
    return figure
      ? loadFirst(this, cursor => fetchBehind(figure, cursor), '没有这样的件')
      : go(routes.clauses());
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    const { figure } = this;
    return figure && loadMore(this, cursor => fetchBehind(figure, cursor));
  },

  open(event: { detail: { no: string } }) {
    go(routes.staffTicket(event.detail.no));
  },
});

const fetchBehind = async (figure: Figure, cursor?: string) => {
  const { title: _title, ...asked } = figure;
  const answer =
    'code' in asked
      ? await staff('odd.list', { ...asked, cursor })
      : await staff('compliance.tickets', { ...asked, cursor });
  return mapped(answer, ({ tickets, nextCursor }) => ({ items: tickets, nextCursor }));
};
