import { staff, type Answer, type Failure } from '../../../../cloud/client';
import type { FaqAct, FaqText, FullFaq } from '../../../../../typings/api';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import {
  factsOf,
  liveTitle,
  newestOf,
  stateOf,
  warningLine,
  type Fact,
  type WarningLine,
} from '../../../../model/knowledge/entries';
import { versionLines, type VersionLine } from '../../../../model/knowledge/diff';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';

type Text = FaqText & { title: string; facts: Fact[]; key: string };

/** What is the next step of whoever reads, in this order. */
const MAIN: { act: FaqAct; label: string }[] = [
  { act: 'publish', label: '发布' },
  { act: 'review', label: '审核通过' },
  { act: 'submit', label: '提交审核' },
  { act: 'save', label: '修改' },
];
const DONE: Record<string, string> = {
  publish: '已发布',
  review: '已通过',
  submit: '已提交，会通知审核人',
  withdraw: '已下架',
  rollback: '已恢复',
  reject: '已退回，会通知作者',
};
const CONFIRM_FIRST = '请先看过“和已发布的条目比对”，逐条打勾';

/** One entry: what it waits for, its text, its versions, and what the reader can do. */
Page({
  data: {
    ...look(),
    id: '',
    view: loading,
    full: null as FullFaq | null,
    question: '',
    state: { first: '', second: '', tone: '' },
    texts: [] as Text[],
    versions: [] as VersionLine[],
    /** Behind which there are earlier versions, and what became of asking for them. */
    earlier: '',
    readingOn: false,
    readOnTrouble: '',
    warnings: [] as WarningLine[],
    acts: [] as FaqAct[],
    main: '' as FaqAct | '',
    mainLabel: '',
    canReject: false,
    canEdit: false,
    canWithdraw: false,
    busy: '',
    trouble: '',
    troubleNo: '',
    rejecting: false,
    reason: '',
    reasonError: '',
    asked: 0,
  },

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
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
    const answer = await staff('faq.get', { id: this.data.id });
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.show(answer.data);
    if (this.data.full && !isClosed(answer.error))
      return this.setData({ trouble: answer.error.message, troubleNo: '' });
    this.setData({ full: null, view: problem(answer.error) });
  },

  /** Older versions come below; each is compared with the one before it, so the lines are made anew. */
  async readOn() {
    const { full, earlier, readingOn, id } = this.data;
    if (!full || !earlier || readingOn) return;
    this.setData({ readingOn: true, readOnTrouble: '' });
    const answer = await staff('faq.get', { id, cursor: earlier });
    this.setData({ readingOn: false });
    // What was loaded meanwhile begins anew.
    if (full !== this.data.full) return;
    if (!answer.ok) return this.setData({ readOnTrouble: answer.error.message });
    const versions = (full.versions ?? []).concat(answer.data.versions ?? []);
    const serviceNames = { ...answer.data.serviceNames, ...full.serviceNames };
    const opened = this.data.versions.filter(({ open }) => open).map(({ version }) => version);
    this.setData({
      full: { ...full, versions, serviceNames },
      versions: versionLines(versions, serviceNames).map(line => ({
        ...line,
        open: opened.indexOf(line.version) >= 0,
      })),
      earlier: answer.data.nextCursor ?? '',
    });
  },

  retry() {
    if (!this.data.full) this.setData({ view: loading });
    void this.load();
  },

  show(full: FullFaq) {
    const { faq, pending, versions = [], warnings = [], serviceNames } = full;
    const newest = newestOf(full);
    const acts = newest ? newest.acts : [];
    // While others review or publish it, changing it would start the review anew: possible, but never the main thing.
    const underReview = pending?.stage === 'submitted' || pending?.stage === 'approved';
    const main = MAIN.filter(({ act }) => acts.indexOf(act) >= 0 && !(act === 'save' && underReview))[0];
    const texts: Text[] = [];
    if (pending)
      texts.push({
        ...pending,
        key: 'pending',
        title: `第 ${pending.version} 版（未发布）`,
        facts: factsOf(pending, serviceNames),
      });
    if (faq)
      texts.push({
        ...faq,
        key: 'live',
        title: liveTitle(faq),
        facts: factsOf(faq, serviceNames),
      });
    const live = versions.filter(version => version.stage === 'live')[0];
    const confirmed = this.data.warnings.filter(warning => warning.confirmed).map(warning => warning.faqId);
    this.setData({
      full,
      view: ready,
      question: (pending ?? faq ?? newest)?.question ?? '',
      state: stateOf(full),
      texts,
      versions: versionLines(versions, serviceNames),
      earlier: full.nextCursor ?? '',
      readOnTrouble: '',
      warnings: warnings.map(warning => ({
        ...warningLine(warning),
        confirmed: confirmed.indexOf(warning.faqId) >= 0,
      })),
      acts,
      main: main?.act ?? '',
      mainLabel: main?.label ?? '',
      canReject: acts.indexOf('review') >= 0,
      canEdit: acts.indexOf('save') >= 0 && main?.act !== 'save',
      canWithdraw: Boolean(live && live.acts.indexOf('withdraw') >= 0),
    });
  },

  async take(what: string, send: () => Promise<Answer<unknown>>): Promise<boolean> {
    if (this.data.busy) return false;
    this.setData({ busy: what, trouble: '', troubleNo: '' });
    const answer = await send();
    this.setData({ busy: '' });
    if (!answer.ok) {
      await this.fail(answer.error);
      return false;
    }
    wx.showToast({ title: DONE[what] ?? '', icon: 'none' });
    await this.load();
    return true;
  },

  /** Somebody was faster: what stands there now is shown with the reason. */
  async fail(error: Failure) {
    if (error.code === 'conflict' || error.code === 'wrong-state') await this.load();
    this.setData({ trouble: error.message, troubleNo: error.errorNo ?? '' });
  },

  newest() {
    const newest = this.data.full ? newestOf(this.data.full) : undefined;
    return { id: this.data.id, version: newest ? newest.version : 0 };
  },

  pressMain() {
    const { main } = this.data;
    if (main === 'save') return this.edit();
    if (main === 'publish') return this.publish();
    if (main === 'submit') return void this.take('submit', () => staff('faq.submit', this.newest()));
    if (main === 'review')
      void this.take('review', () => staff('faq.review', { ...this.newest(), approve: true }));
  },

  publish() {
    const { warnings } = this.data;
    if (warnings.some(warning => !warning.confirmed)) {
      this.setData({ trouble: CONFIRM_FIRST, troubleNo: '' });
      return wx.pageScrollTo({ selector: '.compared', offsetTop: -12 });
    }
    const confirmed = warnings.map(warning => warning.faqId);
    void this.take('publish', async () => {
      const answer = await staff('faq.publish', { ...this.newest(), confirmed });
      if (!answer.ok || answer.data.published) return answer;
      // Others were published meanwhile that ask the same: nothing happened yet.
      return { ok: false, error: { code: 'conflict', message: CONFIRM_FIRST } };
    });
  },

  confirmWarning(event: { detail: { name: string; value: boolean } }) {
    const { name, value } = event.detail;
    const warnings = this.data.warnings.map(warning =>
      warning.faqId === name ? { ...warning, confirmed: value } : warning,
    );
    this.setData({ warnings, trouble: '' });
  },

  edit() {
    go(routes.editEntry(this.data.id));
  },

  startReject() {
    this.setData({ rejecting: true, reasonError: '' });
  },

  endReject() {
    this.setData({ rejecting: false });
  },

  typeReason(event: { detail: { value: string } }) {
    this.setData({ reason: event.detail.value, reasonError: '' });
  },

  async reject() {
    const reason = this.data.reason.trim();
    if (!reason) return this.setData({ reasonError: '请写明退回的理由' });
    const done = await this.take('reject', () =>
      staff('faq.review', { ...this.newest(), approve: false, reason }),
    );
    if (done) this.setData({ rejecting: false, reason: '' });
    else this.setData({ reasonError: this.data.trouble });
  },

  withdraw() {
    const live = this.data.full?.faq;
    if (!live) return;
    wx.showModal({
      title: '下架这个条目？',
      content: '群众马上就看不到它；各版本都保留，可以随时恢复。',
      confirmText: '确认下架',
      success: ({ confirm }) => {
        if (!confirm) return;
        void this.take('withdraw', () => staff('faq.withdraw', { id: live.id, version: live.version }));
      },
    });
  },

  rollBack(event: { currentTarget: { dataset: { version: number } } }) {
    const to = Number(event.currentTarget.dataset.version);
    wx.showModal({
      title: `恢复第 ${to} 版？`,
      content: '群众马上看到的就是这一版的内容；现在的版本保留在历史里。',
      confirmText: '确认恢复',
      success: ({ confirm }) => {
        if (confirm) void this.take('rollback', () => staff('faq.rollback', { ...this.newest(), to }));
      },
    });
  },

  toggle(event: { currentTarget: { dataset: { version: number } } }) {
    const version = Number(event.currentTarget.dataset.version);
    this.setData({
      versions: this.data.versions.map(line =>
        line.version === version ? { ...line, open: !line.open } : line,
      ),
    });
  },

  openOther(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.entry(event.currentTarget.dataset.id));
  },
});
