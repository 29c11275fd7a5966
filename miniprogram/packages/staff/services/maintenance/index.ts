import type { MaintenanceCalendar } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { sheetOf, windowLines, type WindowLine } from '../../../../model/notice/maintenance';
import { lastOfMonth, monthBeside, monthText, type Cell } from '../../../../model/notice/sheet';
import { openings } from '../../../../model/procedure/opening';
import { go, routes } from '../../../../lib/routes';
import { civilNow, dayText } from '../../../../lib/dates';

/** Which windows of maintenance are coming, by day; what speaks against them is said in words. */
Page({
  data: {
    ...look(),
    view: loading,
    month: '',
    monthName: '',
    plan: null as MaintenanceCalendar | null,
    cells: [] as Cell[],
    /** The day that was tapped; empty = the whole month. */
    day: '',
    dayName: '',
    lines: [] as WindowLine[],
    trouble: '',
    /** What may be started from here. */
    starts: [] as { kind: string; label: string }[],
    asked: 0,
  },

  onLoad() {
    this.setData({ month: monthBeside(civilNow().slice(0, 10), 0) });
  },

  onShow() {
    this.setData(look());
    void this.load();
    void this.offerStart();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const { month } = this.data;
    const answer = await staff('maintenance.calendar', { from: month, to: lastOfMonth(month) });
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.show(answer.data);
    if (this.data.plan && !isClosed(answer.error))
      return this.setData({ trouble: troubleText(answer.error) });
    this.setData({ plan: null, view: problem(answer.error) });
  },

  show(plan: MaintenanceCalendar) {
    const { month, day } = this.data;
    this.setData({
      view: ready,
      trouble: '',
      plan,
      monthName: monthText(month),
      cells: sheetOf(month, plan, civilNow().slice(0, 10)),
      dayName: day ? dayText(day) : '',
      lines: windowLines(plan, day),
    });
  },

  async offerStart() {
    const found = await openings();
    const starts = (found.ok ? found.data : []).flatMap(({ kind, offeredAt }) =>
      offeredAt?.calendar ? [{ kind, label: offeredAt.calendar }] : [],
    );
    this.setData({ starts });
  },

  retry() {
    this.setData({ trouble: '', view: this.data.plan ? ready : loading });
    void this.load();
  },

  move(event: { currentTarget: { dataset: { by: number } } }) {
    const month = monthBeside(this.data.month, Number(event.currentTarget.dataset.by));
    this.setData({ month, monthName: monthText(month), day: '', plan: null, lines: [], view: loading });
    void this.load();
  },

  chooseDay({ detail: { date } }: { detail: { date: string } }) {
    if (!this.data.plan) return;
    this.setData({ day: date === this.data.day ? '' : date });
    this.show(this.data.plan);
  },

  wholeMonth() {
    this.chooseDay({ detail: { date: this.data.day } });
  },

  open(event: { currentTarget: { dataset: { no: string } } }) {
    go(routes.staffTicket(event.currentTarget.dataset.no));
  },

  start(event: { currentTarget: { dataset: { kind: string } } }) {
    go(routes.openProcedure(event.currentTarget.dataset.kind));
  },
});
