import type { FilingKind, Urgent } from '../../../../typings/contract';
import { citizen, type Failure } from '../../../cloud/client';
import { uuid } from '../../../cloud/uuid';
import { dangerIn } from '../../../model/ticket/danger';
import { dropDraft, loadDraft, saveDraft } from '../../../model/form/drafts';
import {
  aboutErrors,
  filingInput,
  kindOf,
  limitOf,
  newDraft,
  personErrors,
  titleOf,
  type FilingDraft,
} from '../../../model/ticket/filing';
import { leave, take } from '../../../model/handoff';
import { look } from '../../../lib/look';
import { noticeCard, troubleNow, type NoticeCard } from '../../../model/notice/notices';
import { personalNumbers } from '../../../lib/privacy';
import { go, goInstead, goToTab, routes } from '../../../lib/routes';
import { fieldErrors, inOneLine } from '../../../model/form/forms';
import { filingKinds, forget, profile } from '../../../model/account/session';
import { askForMessages, whileWaiting } from '../../../model/account/subscribe';
import { CATEGORIES } from '../../../model/ticket/categories';

const FOR_WHOM = [
  { value: 'self', label: '我自己' },
  { value: 'other', label: '替别人', hint: '例如家里的老人、孩子' },
  { value: 'enterprise', label: '企业或其他单位' },
];
const TYPING_PAUSE = 500;
/** What is asked on the first screen. */
const ABOUT = ['text', 'attachments', 'serviceId', 'region', 'category', 'against'];
const AGAINST = [
  { value: '', label: '某项服务或承办单位' },
  { value: 'operator', label: '平台运营方', hint: '同时报告管理方' },
  { value: 'staff', label: '工作人员', hint: '保密办理，当事人看不到' },
];

Page({
  data: {
    ...look(),
    /** What can be filed, and how the choice shows it. */
    kinds: [] as FilingKind[],
    kindChoices: [] as { value: string; label: string }[],
    asksAgainst: false,
    categories: [...CATEGORIES],
    forWhom: FOR_WHOM,
    against: AGAINST,
    draft: newDraft(),
    title: '',
    /** What is filed, as the second screen says it. */
    kindName: '',
    /** For who does not know which category: the likely one, and that it stays open. */
    likely: [] as (typeof CATEGORIES)[number][],
    limit: '',
    errors: {} as Record<string, string>,
    warning: '',
    /** A danger in what is written: whom to call, before the form. */
    urgent: null as Urgent | null,
    /** What is already known to be wrong with the service: it need not be filed again. */
    known: null as NoticeCard | null,
    trouble: '',
    troubleNo: '',
    /** The first sending did arrive: what was typed since is another ticket. */
    filedBefore: false,
    uploading: false,
    sending: false,
    restored: false,
  },

  typing: 0 as unknown as ReturnType<typeof setTimeout>,

  onLoad(query: { kind?: string }) {
    this.setKinds(filingKinds());
    const asked = (query.kind ?? '') as FilingDraft['kind'];
    const kind = kindOf(this.data.kinds, asked)?.kind ?? asked;
    const kept = loadDraft<FilingDraft>('file');
    const handed = take('filing');
    const restored = Boolean(kept && kept.text);
    const draft =
      restored && kept ? { ...newDraft(kind), ...kept, ...(handed ? {} : { kind }) } : newDraft(kind);
    this.show(draft);
    this.setData({ restored });
    if (handed) this.startFrom(handed, restored);
    void this.preset();
    void this.lookForTrouble();
    if (draft.step === 2) void this.guess();
    void this.lookForDanger();
  },

  onUnload() {
    clearTimeout(this.typing);
  },

  /** A question from 问一问 starts the form; what lay unfinished is only put aside when the citizen says so. */
  startFrom(handed: { text: string; askId: string }, restored: boolean) {
    const begin = () => {
      this.setData({ restored: false });
      const kind = kindOf(this.data.kinds, '')?.kind;
      this.save({ ...newDraft(kind), text: handed.text, askId: handed.askId });
      void this.lookForDanger();
    };
    if (!restored || this.data.draft.text === handed.text) return begin();
    wx.showModal({
      title: '有一份没写完的件',
      content: '要继续写上次那份，还是改写现在这个问题？上次那份会被替换。',
      confirmText: '写现在的',
      cancelText: '继续上次',
      success: answer => answer.confirm && begin(),
    });
  },

  setKinds(kinds: FilingKind[]) {
    this.setData({ kinds, kindChoices: kinds.map(({ kind, action }) => ({ value: kind, label: action })) });
  },

  /** What can be filed now; region and consent as they were given before. */
  async preset() {
    const me = await profile();
    if (!me.ok) return;
    this.setKinds(filingKinds());
    const agreed = me.data.consents.some(consent => consent.policyVersion === me.data.policyVersion);
    const { draft } = this.data;
    this.show({ ...draft, agreed: draft.agreed || agreed, region: draft.region || (me.data.region ?? '') });
  },

  show(draft: FilingDraft) {
    const kind = kindOf(this.data.kinds, draft.kind);
    const numbers = personalNumbers(`${draft.title} ${draft.text}`);
    this.setData({
      draft: { ...draft, kind: kind?.kind ?? draft.kind },
      title: titleOf(draft),
      kindName: kind?.label ?? '',
      asksAgainst: kind?.asksAgainst ?? false,
      limit: limitOf(kind, draft),
      warning:
        numbers.length > 0
          ? `文字里有${numbers.join('、')}。办理人员看到的是打码后的号码；不是必需的话，建议删去。`
          : '',
    });
  },

  save(draft: FilingDraft) {
    this.show(draft);
    saveDraft('file', draft);
  },

  change(event: { detail: { name: string; value: unknown; label?: string; uploading?: boolean } }) {
    const { name, value, label, uploading } = event.detail;
    const draft = { ...this.data.draft, [name]: value } as FilingDraft;
    if (name === 'serviceId') draft.serviceName = label ?? '';
    this.setData({ errors: { ...this.data.errors, [name]: '' }, trouble: '' });
    if (uploading !== undefined) this.setData({ uploading });
    this.save(draft);
    if (name === 'serviceId') void this.lookForTrouble();
    if (name !== 'text' && name !== 'title') return;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.lookForDanger(), TYPING_PAUSE);
  },

  /** Never in the way: the form goes on whatever is found, and without an answer too. */
  async lookForDanger() {
    const { title, text } = this.data.draft;
    const urgent = await dangerIn(`${title}\n${text}`);
    if (title === this.data.draft.title && text === this.data.draft.text) this.setData({ urgent });
  },

  async lookForTrouble() {
    const { serviceId } = this.data.draft;
    this.setData({ known: null });
    if (!serviceId) return;
    const answer = await citizen('notice.list', { serviceId });
    if (!answer.ok || this.data.draft.serviceId !== serviceId) return;
    const trouble = troubleNow(answer.data.notices);
    this.setData({ known: trouble ? noticeCard(trouble) : null });
  },

  /** An unsure ticket first goes to the operator (contract §7): where the likely category spares that day, it is offered. */
  async guess() {
    const { category, text, serviceId } = this.data.draft;
    this.setData({ likely: [] });
    if (category !== 'unsure') return;
    const answer = await citizen('category.guess', { text, ...(serviceId ? { serviceId } : {}) });
    // Only a help: without it the operator decides, as the form says.
    const likely = answer.ok ? answer.data.category : undefined;
    if (!likely || (likely !== 'technical' && !serviceId)) return;
    this.setData({
      likely: CATEGORIES.filter(({ value }) => value === likely || value === 'unsure').reverse(),
    });
  },

  openKnown() {
    if (this.data.known) go(routes.notice(this.data.known.id));
  },

  next() {
    const errors = aboutErrors(this.data.draft);
    this.setData({ errors });
    if (Object.keys(errors).length > 0) return;
    this.save({ ...this.data.draft, step: 2 });
    void this.guess();
    void this.lookForDanger();
    wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },

  back() {
    this.save({ ...this.data.draft, step: 1 });
    wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },

  discard() {
    wx.showModal({
      title: '清空重写？',
      content: '已填写的内容会从手机上删去。',
      success: answer => {
        if (!answer.confirm) return;
        dropDraft('file');
        this.show(newDraft(this.data.draft.kind));
        this.setData({ restored: false, errors: {}, trouble: '', urgent: null });
      },
    });
  },

  openPolicy() {
    go(routes.privacy);
  },

  async submit() {
    if (this.data.sending) return;
    const { draft } = this.data;
    const errors = { ...aboutErrors(draft), ...personErrors(draft) };
    this.setData({ errors });
    if (Object.keys(errors).length > 0) return this.setData({ trouble: inOneLine(errors), troubleNo: '' });
    if (this.data.uploading)
      return this.setData({ trouble: '照片还在上传，请等传完再提交。', troubleNo: '' });
    this.setData({ sending: true, trouble: '', troubleNo: '', filedBefore: false });
    await askForMessages(whileWaiting);
    const me = await profile();
    if (!me.ok) return this.fail(me.error);
    const kind = kindOf(filingKinds(), draft.kind);
    if (!kind) return this.setData({ sending: false, trouble: '现在不能提交，请稍后再试。' });
    const answer = await citizen('ticket.file', filingInput(draft, kind, me.data.policyVersion));
    if (!answer.ok) return this.fail(answer.error);
    dropDraft('file');
    if (answer.data.urgent) leave('urgent', answer.data.urgent);
    goInstead(routes.filed(answer.data.ticket.no));
  },

  fail(error: Failure) {
    // The number of this sending is taken: an earlier try did arrive. The next sending is a new ticket, and says so.
    const filedBefore = error.code === 'conflict';
    const errors = fieldErrors(error.fields);
    this.setData({
      sending: false,
      filedBefore,
      errors,
      trouble: filedBefore
        ? '刚才那次其实已经提交成功。请先到“我的件”看一看；确实要再交一件，再点一次提交。'
        : error.message,
      troubleNo: error.errorNo ?? '',
    });
    if (filedBefore) this.save({ ...this.data.draft, requestId: uuid() });
    if (errors['policyVersion']) return this.agreeAgain();
    if (ABOUT.some(name => errors[name])) this.back();
  },

  /** The rules on personal data have changed since the page was opened: they are fetched and agreed to again. */
  agreeAgain() {
    forget();
    this.save({ ...this.data.draft, agreed: false });
    this.setData({ errors: { agreed: '个人信息处理规则有更新，请重新阅读并同意' } });
  },

  openTickets() {
    goToTab(routes.tickets);
  },
});
