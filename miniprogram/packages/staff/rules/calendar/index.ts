import type { ShownCalendar } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { isClosed, loading, problem, quotedNo, ready } from '../../../../cloud/view';
import { civilNow } from '../../../../lib/dates';
import { look } from '../../../../lib/look';
import { holidayLines, movesText, type HolidayLine } from '../../../../model/desk/holidays';
import { draftState, dropDraft, loadDraft, nothingSaid, saveDraft } from '../../../../model/form/drafts';
import { fieldErrors, inOneLine } from '../../../../model/form/forms';

type Typed = { source: string; text: string; reason: string };
type Checked = { lines: HolidayLine[]; moves: string };

const nothingTyped = (): Typed => ({ source: '', text: '', reason: '' });

/** For the manager: which days are worked, and the arrangement of a year as it was published (A32, A41). */
Page({
  data: {
    ...look(),
    ...draftState(),
    view: loading,
    years: [] as { value: string; label: string }[],
    year: '',
    calendar: null as ShownCalendar | null,
    lines: [] as HolidayLine[],
    /** The form is open. */
    writing: false,
    typed: nothingTyped(),
    /** What the text was read as; it is published only as it was seen. */
    checked: null as Checked | null,
    confirming: false,
    asked: 0,
  },

  onLoad() {
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const answer = await staff('calendar.get', this.data.year ? { year: Number(this.data.year) } : {});
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.begin(answer.data);
    if (this.data.calendar && !isClosed(answer.error)) return this.fail(answer.error);
    this.setData({ calendar: null, view: problem(answer.error) });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  begin(calendar: ShownCalendar) {
    const kept = loadDraft(`calendar:${calendar.year}`, nothingTyped());
    const writing = this.data.writing || kept !== undefined;
    this.setData({
      view: ready,
      calendar,
      years: yearsAround(calendar),
      year: String(calendar.year),
      lines: holidayLines(calendar.days),
      writing,
      typed: kept ?? nothingTyped(),
      takenUp: kept !== undefined,
    });
  },

  chooseYear(event: { detail: { value: string } }) {
    if (event.detail.value === this.data.year) return;
    this.setData({ ...nothingSaid(), year: event.detail.value, writing: false, checked: null });
    void this.load();
  },

  write() {
    this.setData({ ...nothingSaid(), writing: true });
  },

  change(event: { detail: { name: keyof Typed; value: string } }) {
    const { name, value } = event.detail;
    const typed = { ...this.data.typed, [name]: value };
    this.setData({
      ...nothingSaid(),
      typed,
      errors: { ...this.data.errors, [name]: '' },
      checked: null,
    });
    saveDraft(`calendar:${this.data.year}`, typed);
  },

  discard() {
    dropDraft(`calendar:${this.data.year}`);
    this.setData({
      ...nothingSaid(),
      takenUp: false,
      writing: false,
      typed: nothingTyped(),
      checked: null,
    });
  },

  input() {
    const { source, text, reason } = this.data.typed;
    return {
      year: Number(this.data.year),
      source: source.trim(),
      text,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    };
  },

  /** Reads the text and shows what would come of it; nothing is written. */
  async check() {
    if (this.data.saving) return;
    this.setData({ ...nothingSaid(), checked: null, saving: true });
    const { typed } = this.data;
    const answer = await staff('calendar.import', { ...this.input(), dryRun: true });
    this.setData({ saving: false });
    if (!answer.ok) return this.fail(answer.error);
    if (this.data.typed !== typed) return;
    const { days, moves = { later: 0, earlier: 0 } } = answer.data;
    this.setData({ checked: { lines: holidayLines(days), moves: movesText(moves) } });
  },

  rewrite() {
    this.setData({ ...nothingSaid(), checked: null });
  },

  async publish() {
    if (this.data.saving || !this.data.checked) return;
    this.setData({ ...nothingSaid(), saving: true });
    const { calendar } = this.data;
    const answer = await staff('calendar.import', {
      ...this.input(),
      ...(calendar ? { version: calendar.version } : {}),
    });
    this.setData({ saving: false });
    if (!answer.ok) return this.fail(answer.error);
    dropDraft(`calendar:${this.data.year}`);
    this.setData({ writing: false, checked: null });
    this.begin(answer.data);
    this.setData({
      done: `${answer.data.year} 年的放假安排已公布，在办件的到期日随即重新计算`,
    });
  },

  async confirm() {
    if (this.data.confirming) return;
    this.setData({ ...nothingSaid(), confirming: true });
    const answer = await staff('calendar.confirm', {});
    this.setData({ confirming: false });
    if (!answer.ok) return this.fail(answer.error);
    this.setData({
      done: answer.data.confirmed > 0 ? `${answer.data.confirmed} 件的到期日已提前` : '没有要确认的了',
    });
    await this.load();
  },

  fail(error: Failure) {
    const errors = fieldErrors(error.fields);
    this.setData({
      errors,
      checked: null,
      trouble: inOneLine(errors) || error.message,
      troubleNo: quotedNo(error),
    });
  },
});

/** This year, the next one, and whichever is shown: the next one is published in November. */
function yearsAround({ year, publishedYears }: ShownCalendar): { value: string; label: string }[] {
  const now = Number(civilNow().slice(0, 4));
  const years = [...new Set([now, now + 1, year])].sort();
  return years.map(one => ({
    value: String(one),
    label: `${one} 年${publishedYears.includes(one) ? '' : '（未公布）'}`,
  }));
}
