import type { StaffApi } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { leave } from '../../../../model/handoff';
import { clausesView, type ClauseLine, type ClausesView } from '../../../../model/supervision/clauses';
import { PERIODS, periodOf, type PeriodKey } from '../../../../model/supervision/periods';

type By = NonNullable<StaffApi['compliance.get']['in']['by']> | '';
type Typed = { detail: { value: string; label?: string } };

/** Every limit with its clause: how many were due, in time, late, open, and from each number to its tickets (J-25). */
Page({
  data: {
    ...look(),
    view: loading,
    shown: null as ClausesView | null,
    trouble: '',
    periods: PERIODS,
    period: 'quarter' as PeriodKey,
    ways: [
      { value: '', label: '合计' },
      { value: 'unit', label: '按单位' },
      { value: 'region', label: '按地区' },
      { value: 'month', label: '按月' },
    ],
    by: '' as By,
    unitId: '',
    unitName: '',
    region: '',
    /** Those of a unit look at nothing but their own. */
    ownUnit: true,
    asked: 0,
  },
  /** From a ticket: limits of its clause alone. */
  clause: '',

  onLoad(query: { clause?: string }) {
    this.clause = query.clause ?? '';
    void this.begin();
  },

  onShow() {
    this.setData(look());
  },

  async begin() {
    const me = await staff('me.get', {});
    this.setData({ ownUnit: me.ok && me.data.unit !== undefined && me.data.unit !== null });
    await this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  asking() {
    const { period, unitId, region } = this.data;
    return {
      ...periodOf(period),
      ...(unitId ? { unitId } : {}),
      ...(region ? { region } : {}),
    };
  },

  async load() {
    const asked = ++this.data.asked;
    const { by } = this.data;
    const answer = await staff('compliance.get', { ...this.asking(), ...(by ? { by } : {}) });
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.shown && !isClosed(answer.error)) return this.setData({ trouble: answer.error.message });
      return this.setData({ shown: null, view: problem(answer.error) });
    }
    const rows = answer.data.rows.filter(row => !this.clause || row.clause === this.clause);
    this.setData({ shown: clausesView(rows), view: ready, trouble: '' });
  },

  retry() {
    void this.load();
  },

  choosePeriod(event: Typed) {
    this.setData({ period: event.detail.value as PeriodKey });
    void this.load();
  },

  chooseWay(event: Typed) {
    this.setData({ by: event.detail.value as By });
    void this.load();
  },

  chooseUnit(event: Typed) {
    this.setData({ unitId: event.detail.value, unitName: event.detail.label ?? '' });
    void this.load();
  },

  anyUnit() {
    this.setData({ unitId: '', unitName: '' });
    void this.load();
  },

  chooseRegion(event: Typed) {
    this.setData({ region: event.detail.value });
    void this.load();
  },

  /** The tickets behind one number. */
  open(event: { currentTarget: { dataset: { line: number; cell: number } } }) {
    const { line: at, cell: which } = event.currentTarget.dataset;
    const line = this.data.shown?.lines[at];
    const cell = line?.cells[which];
    if (!line || !cell || cell.n === 0) return;
    leave('figure', {
      title: `${line.keyName ? `${line.keyName} ` : ''}${line.label}：${cell.label}`,
      ...this.asking(),
      ...this.keyOf(line),
      policy: line.policy,
      outcome: cell.outcome,
    });
    go(routes.behindFigure);
  },

  /** What a line is parted by narrows the question. */
  keyOf({ key }: ClauseLine): { unitId?: string; region?: string; from?: string; to?: string } {
    const { by } = this.data;
    if (!key || !by) return {};
    if (by === 'unit') return { unitId: key };
    if (by === 'region') return { region: key };
    const end = new Date(Date.UTC(Number(key.slice(0, 4)), Number(key.slice(5)), 0)).toISOString();
    return { from: `${key}-01`, to: end.slice(0, 10) };
  },
});
