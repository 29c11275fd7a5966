import { staff } from '../../../../cloud/client';
import { momentText } from '../../../../lib/dates';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { PERIODS, periodOf, type PeriodKey } from '../../../../model/supervision/periods';

type Line = {
  id: string;
  no: string;
  level: 'yellow' | 'red';
  head: string;
  title: string;
  facts: string;
  cause: string;
  correction: string;
};

/** Each yellow and red light with its cause and what was done about it, by unit (A24, J-24). */
Page({
  data: { ...look(), ...paged<Line>(), periods: PERIODS, period: 'month' as PeriodKey },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  load() {
    return loadFirst(this, cursor => fetchLights(this.data.period, cursor), '这段时间没有黄灯和红灯');
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => fetchLights(this.data.period, cursor));
  },

  choose(event: { detail: { value: PeriodKey } }) {
    this.setData({ period: event.detail.value, items: [] });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { no: string } } }) {
    go(routes.staffTicket(event.currentTarget.dataset.no));
  },
});

const fetchLights = async (period: PeriodKey, cursor?: string) =>
  mapped(await staff('light.list', { ...periodOf(period), cursor }), ({ lights, nextCursor }) => ({
    items: lights.map((light): Line => ({
      id: `${light.no}|${light.level}|${light.at}|${light.clock}`,
      no: light.no,
      level: light.level,
      head: `${light.level === 'red' ? '■ 红灯' : '▲ 黄灯'} ${light.party}`,
      title: light.title,
      facts: `${momentText(light.at)} · ${light.clock}（${light.clause}）${light.isOver ? ' · 这项时限已结束' : ''}`,
      cause: light.explained ? `原因：${light.explained.cause}` : '还没有说明原因和整改措施',
      correction: light.explained
        ? `整改：${light.explained.correction}（${light.explained.by ?? ''}${momentText(light.explained.at)}）`
        : '',
    })),
    nextCursor,
  }));
