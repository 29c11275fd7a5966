import type { FormField, StaffNotice } from '../../../../../typings/contract';
import type { Values } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { isClosed, loading, problem, quotedNo, ready } from '../../../../cloud/view';
import {
  dropDraft,
  loadDraft,
  meetRequest,
  requestOf,
  saveDraft,
  setAside,
} from '../../../../model/form/drafts';
import { checkValues, fieldErrors, inOneLine, type Filled } from '../../../../model/form/forms';
import { othersIn, OTHERS_SAVED, takenOver, type Other } from '../../../../model/form/others';
import { take } from '../../../../model/handoff';
import { look } from '../../../../lib/look';
import {
  findNotice,
  noticeFields,
  noticeInput,
  noticeTemplate,
  noticeValues,
  reviewText,
  stateLabel,
  writingErrors,
  type NoticeState,
} from '../../../../model/notice/writing';
import { go, routes } from '../../../../lib/routes';
import { plannedText } from '../../../../lib/dates';

/** `base` = the version on which it is written, -1 = it is new or from a phone that did not note it. */
type Draft = { values: Values; labels: Record<string, string>; region: string; base: number };
const nothingWritten = (): Draft => ({ values: {}, labels: {}, region: '', base: -1 });

const REGION: FormField = { name: 'region', label: '只给哪个地区看', type: 'text', required: false };

/** What a template, or somebody, writes. */
const WRITTEN = ['title', 'text', 'instead', 'publishAt'];

/** So long after the last letter the words are checked. */
const CHECK_PAUSE = 1_200;

/** Writes a notice: the cloud says while typing what citizens would not understand, and keeps the draft. */
Page({
  data: {
    ...look(),
    view: ready,
    id: '',
    /** Of what was read; -1 = it is new. */
    version: -1,
    state: 'draft' as NoticeState,
    stateLabel: '',
    /** What I may do with it; a new one can be saved, and published by those who publish. */
    maySave: true,
    mayPublish: false,
    mayWithdraw: false,
    mayReview: false,
    /** Who reviewed it, or until when that has to be done. */
    review: '',
    reviewing: false,
    /** The ticket with which it was written: read here, changed there. */
    no: '',
    fields: noticeFields('general') as FormField[],
    /** What the template needs stands above it, what it writes below. */
    known: [] as FormField[],
    words: [] as FormField[],
    values: { kind: 'general' } as Values,
    labels: {} as Record<string, string>,
    region: '',
    errors: {} as Record<string, string>,
    hasTemplate: false,
    saved: '',
    trouble: '',
    troubleNo: '',
    doing: '' as '' | 'save' | 'publish' | 'withdraw' | 'review',
    withdrawing: false,
    reason: '',
    reasonError: '',
    /** What somebody else has made of it meanwhile. */
    met: null as Other[] | null,
    /** It is not known yet what the writer may do. */
    unready: false,
    asked: 0,
  },
  theirs: { values: {}, labels: {} } as Filled,

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  onUnload() {
    if (this.timer !== undefined) clearTimeout(this.timer);
  },

  async load() {
    const asked = ++this.data.asked;
    const { id } = this.data;
    const handed = take('notice');
    if (!id) {
      this.show(loadDraft('notice:new', nothingWritten()) ?? {});
      return this.learnRights();
    }
    if (handed && handed.id === id) return this.showNotice(handed);
    this.setData({ view: loading });
    const found = await findNotice(id);
    if (asked !== this.data.asked) return;
    if (!found.ok) return this.setData({ view: problem(found.error) });
    this.showNotice(found.data);
  },

  /** What the buttons say depends on it; one writes on meanwhile. */
  async learnRights() {
    const me = await staff('me.get', {});
    this.setData({ unready: !me.ok, trouble: me.ok ? '' : me.error.message });
    this.setData({ troubleNo: me.ok ? '' : quotedNo(me.error) });
    if (me.ok) this.setData({ mayPublish: me.data.may.includes('notice.publish') });
    else if (isClosed(me.error)) this.setData({ mayPublish: false });
  },

  retry() {
    void this.load();
  },

  showNotice(notice: StaffNotice) {
    this.receive(notice);
    wx.setNavigationBarTitle({ title: stateLabel(notice.state) });
    // What may not be changed here any more is shown as it is.
    const { maySave, no } = this.data;
    const kept = maySave && !no ? loadDraft(`notice:${notice.id}`, nothingWritten()) : undefined;
    this.setData({ met: null });
    this.show(kept ?? { ...noticeValues(notice), region: notice.region ?? '' });
    if (kept && kept.base >= 0 && kept.base !== this.data.version) this.meet(notice);
  },

  /** Somebody else saved meanwhile: what is typed stays, what differs there now is shown, and the next save is over it. */
  meet(notice: StaffNotice) {
    const { maySave, values } = this.data;
    const saved = noticeValues(notice);
    if (!maySave) {
      setAside(
        [values['title'], values['text'], values['instead']],
        '这份公告别人已经办过，不能再改。您写的这些',
      );
      return this.showNotice(notice);
    }
    this.theirs = { ...saved, values: { ...saved.values, region: notice.region ?? '' } };
    this.setData({ met: this.others() });
    this.keep();
    this.setData({ trouble: OTHERS_SAVED });
    wx.pageScrollTo({ scrollTop: 0, duration: 200 });
  },

  mine(): Filled {
    const { values, labels, region } = this.data;
    return { values: { ...values, region }, labels };
  },

  others(): Other[] {
    return othersIn([REGION, ...this.data.fields], this.mine(), this.theirs);
  },

  /** What the other one wrote, in the place of what is typed. */
  take({ detail }: { detail: { name: string } }) {
    const { values, labels } = takenOver(this.mine(), this.theirs, detail.name);
    const { region, ...rest } = values;
    this.show({ values: rest, labels, region: String(region ?? '') });
    this.setData({ met: this.others() });
    this.keep();
  },

  /** Over which version it is saved: somebody else's is not overwritten. */
  over(): { version?: number } {
    return this.data.version < 0 ? {} : { version: this.data.version };
  },

  /** What the cloud says of it now. */
  receive({ id, state, no, acts, version, review }: StaffNotice) {
    this.setData({
      id,
      version: version ?? -1,
      state,
      stateLabel: stateLabel(state),
      no: no ?? '',
      maySave: acts.includes('save'),
      mayPublish: acts.includes('publish') || (state === 'public' && acts.includes('save')),
      mayWithdraw: acts.includes('withdraw') && state !== 'draft',
      mayReview: acts.includes('review'),
      review: reviewText(review),
    });
  },

  show({ values = { kind: 'general' }, labels = {}, region = '' }: Partial<Draft>) {
    this.setData({ view: ready, values, labels, region });
    this.arrange();
  },

  /** Which fields this kind has, and whether the template has what it needs. */
  arrange() {
    const { values, labels } = this.data;
    const fields = noticeFields(String(values['kind']));
    const isWritten = ({ name }: FormField) => WRITTEN.indexOf(name) >= 0;
    this.setData({
      fields,
      known: fields.filter(field => !isWritten(field)),
      words: fields.filter(isWritten),
      hasTemplate: noticeTemplate(values, labels['serviceId'] ?? '') !== undefined,
    });
  },

  change(event: { detail: { name: string; value: Values[string]; label?: string } }) {
    const { name, value, label } = event.detail;
    this.setData({
      values: { ...this.data.values, [name]: value },
      labels: label === undefined ? this.data.labels : { ...this.data.labels, [name]: label },
      errors: { ...this.data.errors, [name]: '' },
    });
    this.arrange();
    this.keep();
  },

  changeRegion(event: { detail: { value: string } }) {
    this.setData({ region: event.detail.value });
    this.keep();
  },

  useTemplate() {
    const { values, labels } = this.data;
    const template = noticeTemplate(values, labels['serviceId'] ?? '');
    if (!template) return;
    this.setData({
      values: { ...values, ...template },
      errors: { ...this.data.errors, title: '', text: '' },
    });
    this.keep();
  },

  keep() {
    const { id, version, values, labels, region } = this.data;
    this.setData({ trouble: '', saved: '' });
    saveDraft(`notice:${id || 'new'}`, { values, labels, region, base: version } satisfies Draft);
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), CHECK_PAUSE);
  },

  /** What citizens would not understand, said while it is being written; nothing is kept by it. */
  async check() {
    const { id, values, region, doing } = this.data;
    if (doing || !String(values['title'] ?? '').trim() || !String(values['text'] ?? '').trim()) return;
    const asked = JSON.stringify(values);
    const answer = await staff('notice.check', { notice: noticeInput(id, values, region) });
    if (!answer.ok || JSON.stringify(this.data.values) !== asked) return;
    const { title = '', text = '', instead = '' } = answer.data.problems;
    this.setData({ errors: { ...this.data.errors, title, text, instead } });
  },

  /** Saves what is in the form; the id of the notice, or nothing where it could not be saved. */
  async save(doing: 'save' | 'publish'): Promise<string | undefined> {
    const { id, values, region, fields } = this.data;
    const errors = { ...(doing === 'publish' ? checkValues(fields, values) : {}), ...writingErrors(values) };
    this.setData({ errors });
    if (Object.keys(errors).length > 0) {
      this.setData({ trouble: inOneLine(errors), troubleNo: '' });
      return undefined;
    }
    this.setData({ doing, trouble: '', troubleNo: '', saved: '' });
    const answer = await staff('notice.save', {
      notice: noticeInput(id, values, region),
      ...this.over(),
      ...(id ? {} : { requestId: requestOf('notice:new') }),
    });
    if (!answer.ok) {
      if (!id) meetRequest('notice:new', answer.error);
      this.fail(answer.error);
      if (id && answer.error.code === 'conflict') await this.meetOther(id);
      return undefined;
    }
    dropDraft(`notice:${id || 'new'}`);
    const { notice } = answer.data;
    this.receive(notice);
    this.setData({ errors: notice.problems, met: null });
    return notice.id;
  },

  async meetOther(id: string) {
    const found = await findNotice(id);
    if (!found.ok) return;
    this.receive(found.data);
    this.meet(found.data);
  },

  async saveDraft() {
    if (this.data.doing) return;
    const id = await this.save('save');
    const open = Object.values(this.data.errors).filter(Boolean).length;
    const saved = open > 0 ? `已存好，还有 ${open} 处改好才能发布` : '已存好';
    this.setData({ doing: '', saved: id ? saved : '' });
  },

  async publish() {
    if (this.data.doing) return;
    const wasPublic = this.data.state === 'public';
    const id = await this.save('publish');
    if (!id || wasPublic) return this.setData({ doing: '', saved: id ? '已改好，群众看到的已是新的' : '' });
    const publishAt = String(this.data.values['publishAt'] ?? '');
    const answer = await staff('notice.publish', {
      id,
      ...this.over(),
      ...(publishAt ? { publishAt } : {}),
    });
    this.setData({ doing: '' });
    if (!answer.ok) return this.fail(answer.error);
    this.showNotice(answer.data.notice);
    this.setData({ saved: publishAt ? `已排好，${plannedText(publishAt)} 自动发布` : '已发布' });
  },

  askReason() {
    this.setData({ withdrawing: true, reasonError: '' });
  },

  askReview() {
    this.setData({ reviewing: true, reason: '', reasonError: '' });
  },

  endReason() {
    this.setData({ withdrawing: false, reviewing: false });
  },

  typeReason(event: { detail: { value: string } }) {
    this.setData({ reason: event.detail.value, reasonError: '' });
  },

  approve() {
    void this.review(true);
  },

  sendBack() {
    void this.review(false);
  },

  async review(approve: boolean) {
    const { id, doing } = this.data;
    if (doing) return;
    const reason = this.data.reason.trim();
    if (!reason) return this.setData({ reasonError: approve ? '请填写审核依据' : '请写明为什么不通过' });
    this.setData({ doing: 'review' });
    const answer = await staff('notice.review', { id, ...this.over(), approve, reason });
    this.setData({ doing: '' });
    if (!answer.ok) return this.setData({ reasonError: answer.error.message });
    this.setData({ reviewing: false, reason: '' });
    wx.showToast({ title: approve ? '已审核通过' : '已退回', icon: 'none' });
    this.showNotice(answer.data.notice);
  },

  async withdraw() {
    const { id, doing } = this.data;
    if (doing) return;
    const reason = this.data.reason.trim();
    if (!reason) return this.setData({ reasonError: '请写明为什么撤下' });
    this.setData({ doing: 'withdraw' });
    const answer = await staff('notice.withdraw', { id, ...this.over(), reason });
    this.setData({ doing: '' });
    if (!answer.ok) return this.setData({ reasonError: answer.error.message });
    this.setData({ withdrawing: false, reason: '' });
    wx.showToast({ title: '已撤下', icon: 'none' });
    this.showNotice(answer.data.notice);
  },

  openTicket() {
    go(routes.staffTicket(this.data.no));
  },

  openPublic() {
    go(routes.notice(this.data.id));
  },

  fail(error: Failure) {
    const errors = fieldErrors(error.fields);
    this.setData({
      doing: '',
      errors,
      trouble: inOneLine(errors) || error.message,
      troubleNo: quotedNo(error),
    });
  },
});
