import type { FigureQuery, TicketSummary } from '../../../../../typings/contract';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { take } from '../../../../model/handoff';
import { loadFirst, loadMore, paged } from '../../../../model/paging';
import { fetchCases } from '../../../../model/report/reports';

/** The cases behind a figure of a report. */
Page({
  data: { ...look(), ...paged<TicketSummary>(), query: null as FigureQuery | null },

  onLoad() {
    const wanted = take('cases');
    if (!wanted) return;
    this.setData({ query: wanted.query });
    wx.setNavigationBarTitle({ title: wanted.title });
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async fetch(cursor?: string) {
    const { query } = this.data;
    return query ? fetchCases(query, cursor) : { ok: true as const, data: { items: [] } };
  },

  load() {
    return loadFirst(this, cursor => this.fetch(cursor), '这里没有您能查看的件');
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => this.fetch(cursor));
  },

  open(event: { detail: { no: string } }) {
    go(routes.staffTicket(event.detail.no));
  },
});
