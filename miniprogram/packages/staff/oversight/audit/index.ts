import type { BrokenJournal } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready, troubleText, type View } from '../../../../cloud/view';
import { administration, brokenText, entryLine, entryLines, journalOf } from '../../../../model/desk/audit';
import { look } from '../../../../lib/look';

/** For security officer and manager: whether the journal of all tickets, or of one, is whole (J-26). */
Page({
  data: {
    ...look(),
    /** How many tickets were checked so far; the first broken ones are named. */
    checked: 0,
    broken: [] as { no: string; text: string }[],
    running: false,
    finished: false,
    trouble: '',
    cursor: '',
    no: '',
    error: '',
    asked: '',
    verdict: '',
    whole: true,
    lines: [] as ReturnType<typeof entryLines>,
    view: null as View | null,
    /** Administrative acts, newest first. */
    deeds: [] as ReturnType<typeof entryLine>[],
    deedsAfter: '',
    deedsView: null as View | null,
    deedsTrouble: '',
    gone: false,
  },

  onShow() {
    this.setData(look());
  },

  onUnload() {
    this.data.gone = true;
  },

  /** Checks all tickets part by part; after a failure it goes on where it stood. */
  async checkAll() {
    if (this.data.running) return;
    const goesOn = this.data.trouble !== '' && this.data.cursor !== '';
    this.setData({
      running: true,
      finished: false,
      trouble: '',
      ...(goesOn ? {} : { checked: 0, broken: [], cursor: '' }),
    });
    do {
      const { cursor } = this.data;
      const answer = await staff('audit.check', cursor ? { cursor } : {});
      if (this.data.gone) return;
      if (!answer.ok) return this.setData({ running: false, trouble: troubleText(answer.error) });
      const { checked, broken, nextCursor } = answer.data;
      this.setData({
        checked: this.data.checked + checked,
        broken: [...this.data.broken, ...broken.map(shownBreak)],
        cursor: nextCursor ?? '',
      });
    } while (this.data.cursor);
    this.setData({ running: false, finished: true });
  },

  /** Administrative acts: the newest, then further back. */
  async showDeeds() {
    const { deedsAfter } = this.data;
    const first = this.data.deeds.length === 0;
    this.setData({ deedsTrouble: '', ...(first ? { deedsView: loading } : {}) });
    const answer = await administration(deedsAfter || undefined);
    if (!answer.ok)
      return this.setData(
        first ? { deedsView: problem(answer.error) } : { deedsTrouble: troubleText(answer.error) },
      );
    const { items, nextCursor } = answer.data;
    const deeds = [...(deedsAfter ? this.data.deeds : []), ...items];
    this.setData({
      deeds,
      deedsAfter: nextCursor ?? '',
      deedsView: deeds.length > 0 ? ready : empty('还没有记录'),
    });
  },

  type(event: { detail: { value: string } }) {
    this.setData({ no: event.detail.value, error: '' });
  },

  /** One ticket: whether its journal is whole, and what stands in it. */
  async lookUp() {
    const no = this.data.no.trim().toUpperCase();
    if (!no) return this.setData({ error: '请填写工单号' });
    this.setData({ view: loading, asked: no, lines: [], verdict: '' });
    const [checked, listed] = await Promise.all([staff('audit.check', { no }), journalOf(no)]);
    if (no !== this.data.asked) return;
    if (!checked.ok) return this.setData({ view: problem(checked.error) });
    if (!listed.ok) return this.setData({ view: problem(listed.error) });
    if (checked.data.checked === 0) return this.setData({ view: null, error: '没有这个号码的件，请核对' });
    const [first] = checked.data.broken;
    this.setData({
      view: ready,
      whole: first === undefined,
      verdict: first ? `■ ${brokenText(first)}` : `● 记录完整，共 ${listed.data.length} 条`,
      lines: entryLines(listed.data),
    });
  },

  openBroken(event: { currentTarget: { dataset: { no: string } } }) {
    this.setData({ no: event.currentTarget.dataset.no });
    void this.lookUp();
  },
});

const shownBreak = (broken: BrokenJournal) => ({ no: broken.no, text: brokenText(broken) });
