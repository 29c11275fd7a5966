import { staff } from '../../../../cloud/client';
import { empty } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { routes } from '../../../../lib/routes';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { lightLine, type LightLine } from '../../../../model/supervision/lights';
import { PERIODS, periodOf, type PeriodKey } from '../../../../model/supervision/periods';

/** A short line each. */
const AT_ONCE = 50;

/** What is red now, or all lights that went on in a period. */
type Chosen = 'now' | PeriodKey;
/** Of one party; none = of all. */
type Only = { id: string; name: string } | null;

/** Each yellow and red light: whose, since when, who knows of it, why and what was done about it, by unit (A24, J-24). */
Page({
  data: {
    ...look(),
    ...paged<LightLine>(),
    periods: [{ value: 'now', label: '现在红灯' }, ...PERIODS] as { value: Chosen; label: string }[],
    period: 'now' as Chosen,
    only: null as Only,
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
    const none = this.data.period === 'now' ? '现在没有红灯' : '这段时间没有黄灯和红灯';
    const nothing = empty(none, { label: '看监督', url: routes.supervision });
    return loadFirst(this, cursor => fetchLights(this.data.period, this.data.only, cursor), nothing);
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => fetchLights(this.data.period, this.data.only, cursor));
  },

  choose(event: { detail: { value: Chosen } }) {
    this.setData({ period: event.detail.value, items: [] });
    void this.load();
  },

  keepTo(event: { detail: { id: string; name: string } }) {
    const { id, name } = event.detail;
    this.setData({ only: { id, name }, items: [] });
    void this.load();
  },

  showAll() {
    this.setData({ only: null, items: [] });
    void this.load();
  },
});

const fetchLights = async (period: Chosen, only: Only, cursor?: string) =>
  mapped(
    await staff('light.list', {
      ...(period === 'now' ? { redNow: true as const } : periodOf(period)),
      ...(only ? { unitId: only.id } : {}),
      limit: AT_ONCE,
      cursor,
    }),
    ({ lights, nextCursor }) => ({ items: lights.map(lightLine), nextCursor }),
  );
