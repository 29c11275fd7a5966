import type { ContentCalendar, PlannedContent } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { civilNow, dayText } from '../../../../lib/dates';
import { go, routes } from '../../../../lib/routes';
import {
  ALL_PARTIES,
  contentSheet,
  partyChoices,
  plannedLines,
  type PlannedLine,
} from '../../../../model/notice/content';
import { lastOfMonth, monthBeside, monthText, type Cell } from '../../../../model/notice/sheet';
import { openings } from '../../../../model/procedure/opening';

/** What all parties plan to say to citizens, by day (G-4.1); of a full month each day is asked for by itself. */
Page({
  data: {
    ...look(),
    view: loading,
    month: '',
    monthName: '',
    calendar: null as ContentCalendar | null,
    cells: [] as Cell[],
    /** The day that was tapped; empty = the whole month. */
    day: '',
    /** What is listed: of the month, or of a day of a full month. */
    items: [] as PlannedContent[],
    lines: [] as PlannedLine[],
    heading: '',
    /** Behind which more of the day is found. */
    cursor: '',
    parties: [ALL_PARTIES],
    partyAt: 0,
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

  fetch(from: string, to: string, cursor = '') {
    const party = this.data.parties[this.data.partyAt]?.id ?? '';
    return staff('content.calendar', {
      from,
      to,
      ...(party ? { party } : {}),
      ...(cursor ? { cursor } : {}),
    });
  },

  async load() {
    const asked = ++this.data.asked;
    const { month } = this.data;
    const answer = await this.fetch(month, lastOfMonth(month));
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.calendar && !isClosed(answer.error))
        return this.setData({ trouble: troubleText(answer.error) });
      return this.setData({ calendar: null, items: [], view: problem(answer.error) });
    }
    const { parties, partyAt } = this.data;
    this.setData({
      view: ready,
      trouble: '',
      calendar: answer.data,
      parties: partyChoices(answer.data, parties, parties[partyAt]?.id ?? ''),
      monthName: monthText(month),
      cells: contentSheet(month, answer.data, civilNow().slice(0, 10)),
    });
    await this.list();
  },

  /** What stands below the sheet; a day of a full month is read now. */
  async list() {
    const { calendar, day, asked } = this.data;
    if (!calendar) return;
    if (!calendar.counts || !day) return this.show(calendar.items, '');
    const answer = await this.fetch(day, day);
    if (asked !== this.data.asked || day !== this.data.day) return;
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    this.show(answer.data.items, answer.data.nextCursor ?? '');
  },

  show(items: PlannedContent[], cursor: string) {
    const { day, calendar } = this.data;
    const lines = plannedLines(items, day);
    const count = lines.length > 0 ? `，${lines.length} 项${cursor ? '以上' : ''}` : '，没有计划';
    const full = calendar?.counts && !day;
    this.setData({
      items,
      cursor,
      lines,
      heading: full ? '本月计划很多，请点日期看' : `${day ? dayText(day) : '本月'}${count}`,
    });
  },

  async more() {
    const { day, cursor, items } = this.data;
    const answer = await this.fetch(day, day, cursor);
    if (day !== this.data.day || cursor !== this.data.cursor) return;
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    this.show([...items, ...answer.data.items], answer.data.nextCursor ?? '');
  },

  async offerStart() {
    const found = await openings();
    const starts = (found.ok ? found.data : []).flatMap(({ kind, offeredAt }) =>
      offeredAt?.contentCalendar ? [{ kind, label: offeredAt.contentCalendar }] : [],
    );
    this.setData({ starts });
  },

  retry() {
    this.setData({ trouble: '', view: this.data.calendar ? ready : loading });
    void this.load();
  },

  move(event: { currentTarget: { dataset: { by: number } } }) {
    const month = monthBeside(this.data.month, Number(event.currentTarget.dataset.by));
    this.setData({
      month,
      monthName: monthText(month),
      day: '',
      calendar: null,
      lines: [],
      cursor: '',
      view: loading,
    });
    void this.load();
  },

  pickParty(event: { detail: { value: string | number } }) {
    this.setData({ partyAt: Number(event.detail.value) });
    void this.load();
  },

  chooseDay({ detail: { date } }: { detail: { date: string } }) {
    if (!this.data.calendar) return;
    this.setData({ day: date === this.data.day ? '' : date });
    void this.list();
  },

  wholeMonth() {
    this.chooseDay({ detail: { date: this.data.day } });
  },

  open(event: { currentTarget: { dataset: { id: string; no: string } } }) {
    const { id, no } = event.currentTarget.dataset;
    go(no ? routes.staffTicket(no) : routes.editNotice(id));
  },

  start(event: { currentTarget: { dataset: { kind: string } } }) {
    go(routes.openProcedure(event.currentTarget.dataset.kind));
  },
});
