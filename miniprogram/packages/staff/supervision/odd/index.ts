import type { OddRow } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { leave } from '../../../../model/handoff';
import { PERIODS, periodOf, type PeriodKey } from '../../../../model/supervision/periods';

type OfUnit = { unitId: string; unitName: string; rows: OddRow[] };

const byUnit = (rows: OddRow[]): OfUnit[] => {
  const units: OfUnit[] = [];
  for (const row of rows) {
    const last = units[units.length - 1];
    if (last?.unitId === row.unitId) last.rows.push(row);
    else units.push({ unitId: row.unitId, unitName: row.unitName, rows: [row] });
  }
  return units;
};

/** What is odd about how tickets were handled, by unit in the order of their codes: no score, no rank (A52). */
Page({
  data: {
    ...look(),
    view: loading,
    periods: PERIODS,
    period: 'quarter' as PeriodKey,
    units: [] as OfUnit[],
    asked: 0,
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const answer = await staff('odd.list', periodOf(this.data.period));
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ units: [], view: problem(answer.error) });
    const units = byUnit(answer.data.rows);
    const nothing = empty('这段时间没有异常办理的情形', { label: '看监督', url: routes.supervision });
    this.setData({ units, view: units.length > 0 ? ready : nothing });
  },

  retry() {
    void this.load();
  },

  choose(event: { detail: { value: PeriodKey } }) {
    this.setData({ period: event.detail.value, units: [], view: loading });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { unit: number; row: number } } }) {
    const { unit, row: at } = event.currentTarget.dataset;
    const row = this.data.units[unit]?.rows[at];
    if (!row) return;
    const { unitId, unitName, code, label } = row;
    leave('figure', { title: `${unitName}：${label}`, ...periodOf(this.data.period), unitId, code });
    go(routes.behindFigure);
  },
});
