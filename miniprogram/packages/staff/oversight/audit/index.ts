import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready, troubleText, type View } from '../../../../cloud/view';
import {
  administration,
  anchorsIn,
  around,
  aroundLine,
  brokenLine,
  brokenText,
  dataUseLines,
  entryLine,
  entryLines,
  journalOf,
  SORTS,
  stateLines,
} from '../../../../model/desk/audit';
import { look } from '../../../../lib/look';

/** For security officer and manager: whether the journal of all tickets, or of one, is whole (J-26). */
Page({
  data: {
    ...look(),
    /** What the timer's own check has found, and the anchors that were mailed. */
    state: null as ReturnType<typeof stateLines> | null,
    found: [] as ReturnType<typeof brokenLine>[],
    anchors: [] as { day: string; text: string }[],
    /** How it stands with the keys of personal data. */
    keys: [] as string[],
    /** What was done with personal data, held against the register of data use. */
    uses: null as ReturnType<typeof dataUseLines> | null,
    stateTrouble: '',
    /** How many tickets were checked so far, and what does not hold. */
    checked: 0,
    broken: [] as ReturnType<typeof brokenLine>[],
    typed: '',
    typedError: '',
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
    /** What was done in the time of a security event. */
    event: '',
    eventError: '',
    sorts: SORTS,
    sort: '',
    around: [] as ReturnType<typeof aroundLine>[],
    aroundTime: '',
    aroundAfter: '',
    aroundView: null as View | null,
    aroundTrouble: '',
    /** The ticket in which something classified was found. */
    purge: '',
    purgeErrors: {} as Record<string, string>,
    purging: false,
    purged: '',
  },

  onLoad() {
    void this.loadState();
  },

  onShow() {
    this.setData(look());
  },

  async loadState() {
    const answer = await staff('audit.state', {});
    if (!answer.ok) return this.setData({ stateTrouble: troubleText(answer.error) });
    const { last, anchors, keys } = answer.data;
    this.setData({
      stateTrouble: '',
      state: stateLines(answer.data),
      found: (last?.broken ?? []).map(brokenLine),
      anchors: anchors.slice(0, 3),
      keys,
      uses: dataUseLines(answer.data),
    });
  },

  retryState() {
    void this.loadState();
  },

  onUnload() {
    this.data.gone = true;
  },

  /** Checks all tickets part by part; after a failure it goes on where it stood. */
  async checkAll() {
    if (this.data.running) return;
    const goesOn = this.data.trouble !== '' && this.data.cursor !== '';
    const anchors = anchorsIn(this.data.typed);
    this.setData({
      typedError: '',
      running: true,
      finished: false,
      trouble: '',
      ...(goesOn ? {} : { checked: 0, broken: [], cursor: '' }),
    });
    do {
      const { cursor } = this.data;
      const first = anchors.length > 0 ? { anchors } : {};
      const answer = await staff('audit.check', cursor ? { cursor } : first);
      if (this.data.gone) return;
      if (!answer.ok) {
        const [typedError = ''] = Object.values(answer.error.fields ?? {});
        return this.setData({ running: false, typedError, trouble: troubleText(answer.error) });
      }
      const { checked, broken, nextCursor } = answer.data;
      this.setData({
        checked: this.data.checked + checked,
        broken: [
          ...this.data.broken,
          ...broken.map((one, index) => brokenLine(one, this.data.broken.length + index)),
        ],
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

  typeEvent(event: { detail: { value: string } }) {
    this.setData({ event: event.detail.value, eventError: '' });
  },

  chooseSort(event: { detail: { value: string } }) {
    this.setData({ sort: event.detail.value });
    if (this.data.aroundView) void this.lookAround();
  },

  lookAround() {
    this.setData({ around: [], aroundAfter: '' });
    return this.showAround();
  },

  /** From a security event to the looks, exports and changes of its time, part by part. */
  async showAround() {
    const { event, sort, aroundAfter } = this.data;
    if (!event.trim()) return this.setData({ eventError: '请填写安全事件编号' });
    const first = aroundAfter === '';
    this.setData({ aroundTrouble: '', ...(first ? { aroundView: loading } : {}) });
    const answer = await around(event.trim().toUpperCase(), sort, aroundAfter || undefined);
    if (!answer.ok)
      return this.setData(
        first ? { aroundView: problem(answer.error) } : { aroundTrouble: troubleText(answer.error) },
      );
    const { items, time, nextCursor } = answer.data;
    const lines = [...(first ? [] : this.data.around), ...items];
    this.setData({
      around: lines,
      aroundTime: time,
      aroundAfter: nextCursor ?? '',
      aroundView: lines.length > 0 || nextCursor ? ready : empty('这段时间没有这样的记录'),
    });
  },

  typePurge(event: { detail: { value: string } }) {
    this.setData({ purge: event.detail.value, purgeErrors: {}, purged: '' });
  },

  /** Cannot be taken back, so it is asked once more. */
  askPurge() {
    const { event, purge } = this.data;
    if (!event.trim()) return this.setData({ eventError: '请填写安全事件编号' });
    if (!purge.trim()) return this.setData({ purgeErrors: { no: '请填写工单号' } });
    wx.showModal({
      title: '清除这件工单的内容？',
      content: `${purge.trim().toUpperCase()} 的文字、附件和办理记录里写的内容都会清除，不能恢复；谁在什么时候办了什么会保留。`,
      confirmText: '确认清除',
      success: ({ confirm }) => {
        if (confirm) void this.purgeNow();
      },
    });
  },

  async purgeNow() {
    if (this.data.purging) return;
    this.setData({ purging: true, purgeErrors: {}, purged: '' });
    const event = this.data.event.trim().toUpperCase();
    const answer = await staff('ticket.purge', { no: this.data.purge.trim().toUpperCase(), event });
    this.setData({ purging: false });
    if (!answer.ok) {
      const { fields = {}, message } = answer.error;
      return this.setData({
        eventError: fields['event'] ?? '',
        purgeErrors: { no: fields['no'] ?? message },
      });
    }
    this.setData({ purge: '', purged: `${answer.data.no} 的内容已清除，请运维立即清除备份中的同一内容` });
  },

  typeAnchors(event: { detail: { value: string } }) {
    this.setData({ typed: event.detail.value, typedError: '' });
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
    if (!event.currentTarget.dataset.no) return;
    this.setData({ no: event.currentTarget.dataset.no });
    void this.lookUp();
  },
});
