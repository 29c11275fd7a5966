import type { FigureQuery, TicketSummary } from '../../../../../typings/contract';
import { closed } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { take } from '../../../../model/handoff';
import { loadFirst, loadMore, paged } from '../../../../model/paging';
import { fetchCases } from '../../../../model/report/reports';

/** Of a share: what was counted as it, or all that it is a share of. */
const PARTS = [
  { value: 'numerator', label: '计入的' },
  { value: 'denominator', label: '全部' },
];

/** The cases behind a figure of a report: those that were counted. */
Page({
  data: {
    ...look(),
    ...paged<TicketSummary>(),
    query: null as FigureQuery | null,
    parts: [] as typeof PARTS,
    part: 'numerator',
  },

  onLoad() {
    const wanted = take('cases');
    if (!wanted) return this.setData({ view: closed('请从报告的数字里打开', '打开报告', routes.reports) });
    const { query, isShare } = wanted;
    this.setData({ query, parts: isShare && query.action === 'report.tickets' ? PARTS : [] });
    wx.setNavigationBarTitle({ title: wanted.title });
  },

  onShow() {
    this.setData(look());
    if (this.data.query) void this.load();
  },

  choose(event: { detail: { value: string } }) {
    this.setData({ part: event.detail.value, items: [] });
    void this.load();
  },

  async fetch(cursor?: string) {
    const { query, parts, part } = this.data;
    const asked = query && parts.length > 0 ? { ...query, input: { ...query.input, of: part } } : query;
    return asked ? fetchCases(asked, cursor) : { ok: true as const, data: { items: [] } };
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
