import type { FilingKind, PromisePreview, Urgent } from '../../../../typings/contract';
import { citizen, type Failure } from '../../../cloud/client';
import { uuid } from '../../../cloud/uuid';
import { dangerIn } from '../../../model/ticket/danger';
import { dropDraft, loadDraft, saveDraft } from '../../../model/form/drafts';
import {
  filingErrors,
  filingInput,
  firstWrong,
  hasFolded,
  isFolded,
  itemChoices,
  kindOf,
  limitOf,
  newDraft,
  previewInput,
  sparesADay,
  titleOf,
  withGuess,
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
const AGAINST = [
  { value: '', label: '某项服务或承办单位' },
  { value: 'operator', label: '平台运营方', hint: '同时报告管理方' },
  { value: 'staff', label: '工作人员', hint: '保密办理，当事人看不到' },
];
/** What the promise depends on. */
const PROMISED_BY = ['kind', 'category', 'serviceId', 'itemCode', 'region', 'against'];
/** After the last letter, before it is looked at what the text is about. */
const TYPING_PAUSE = 700;

/** What a citizen files, on one screen: what it is, to whom it goes and until when one hears; who it is only where that matters. */
Page({
  data: {
    ...look(),
    /** What can be filed, and how the choice shows it. */
    kinds: [] as FilingKind[],
    kindChoices: [] as { value: string; label: string }[],
    asksAgainst: false,
    categories: [...CATEGORIES],
    categoryName: '',
    choosingCategory: false,
    forWhom: FOR_WHOM,
    against: AGAINST,
    draft: newDraft(),
    title: '',
    /** Until when one hears: the date if it were filed now, and the limit alone while that is not known. */
    promise: null as PromisePreview | null,
    limit: '',
    /** The items of the service, to choose from. */
    items: [] as { value: string; label: string }[],
    /** The rules that give it are a draft (A18). */
    draftRules: false,
    spares: '',
    explaining: false,
    /** Whether who it is and how to be reached is in sight. */
    unfolded: false,
    /** The consent of before counts. */
    agreedBefore: false,
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

  timer: undefined as ReturnType<typeof setTimeout> | undefined,
  /** Which guess and which preview were asked for last: answers to earlier ones are dropped. */
  guesses: 0,
  previews: 0,

  onLoad(query: { kind?: string }) {
    this.setKinds(filingKinds());
    const asked = (query.kind ?? '') as FilingDraft['kind'];
    const kind = kindOf(this.data.kinds, asked)?.kind ?? asked;
    const kept = loadDraft('file', newDraft(kind));
    const handed = take('filing');
    const restored = Boolean(kept && kept.text);
    const draft = restored && kept ? { ...kept, ...(handed ? {} : { kind }) } : newDraft(kind);
    this.show(draft);
    this.setData({ restored, unfolded: restored && hasFolded(draft) });
    if (handed) this.startFrom(handed, restored);
    void this.preset();
    void this.lookForTrouble();
    void this.guess();
    void this.lookForDanger();
  },

  onUnload() {
    if (this.timer !== undefined) clearTimeout(this.timer);
  },

  /** A question from 问一问 starts the form; what lay unfinished is only put aside when the citizen says so. */
  startFrom(handed: { text: string; askId: string }, restored: boolean) {
    const begin = () => {
      this.setData({ restored: false });
      const kind = kindOf(this.data.kinds, '')?.kind;
      this.save({ ...newDraft(kind), text: handed.text, askId: handed.askId });
      void this.guess();
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
    this.setData({ agreedBefore: agreed });
    void this.preview();
  },

  show(draft: FilingDraft) {
    const kind = kindOf(this.data.kinds, draft.kind);
    const numbers = personalNumbers(`${draft.title} ${draft.text}`);
    this.setData({
      draft: { ...draft, kind: kind?.kind ?? draft.kind },
      title: titleOf(draft),
      asksAgainst: kind?.asksAgainst ?? false,
      categoryName: CATEGORIES.filter(({ value }) => value === draft.category)[0]?.label ?? '',
      limit: limitOf(kind, draft),
      draftRules: kind?.draft ?? false,
      spares: sparesADay(draft),
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
    const draft = { ...this.data.draft, [name]: value, sent: false } as FilingDraft;
    if (name === 'serviceId') {
      draft.serviceName = label ?? '';
      draft.serviceBy = 'me';
      draft.itemCode = '';
    }
    if (name === 'category') draft.categoryBy = 'me';
    this.setData({ errors: { ...this.data.errors, [name]: '' }, trouble: '' });
    if (name === 'category') this.setData({ choosingCategory: false });
    if (uploading !== undefined) this.setData({ uploading });
    this.save(draft);
    if (name === 'text' || name === 'title') this.lookSoon();
    if (name === 'serviceId') {
      void this.lookForTrouble();
      void this.guess();
    }
    if (PROMISED_BY.includes(name)) void this.preview();
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

  lookSoon() {
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.guess();
      void this.lookForDanger();
    }, TYPING_PAUSE);
  },

  /** Which service and which category the text is about, as far as the citizen has not said so: shown, and changed with a tap. */
  async guess() {
    const { text, serviceId, serviceBy, categoryBy, region, sent } = this.data.draft;
    // What was sent stays as it was: sent again, it is the same ticket.
    if (sent || !text.trim() || (serviceBy === 'me' && categoryBy === 'me')) return;
    const asked = ++this.guesses;
    const chosen = serviceBy === 'me' && serviceId ? { serviceId } : {};
    const answer = await citizen('category.guess', { text, ...chosen, ...(region ? { region } : {}) });
    // Only a help: without it the operator decides, as the form says.
    if (!answer.ok || asked !== this.guesses || this.data.draft.sent) return;
    const before = this.data.draft;
    this.save(withGuess(before, answer.data));
    if (this.data.draft.serviceId !== before.serviceId) void this.lookForTrouble();
    void this.preview();
  },

  /** Until when one would hear if it were filed now; the limit alone says it where this cannot be asked. */
  async preview() {
    const asked = ++this.previews;
    const input = previewInput(this.data.draft, kindOf(this.data.kinds, this.data.draft.kind));
    const answer = input ? await citizen('promise.preview', input) : undefined;
    if (asked !== this.previews) return;
    const promise = answer?.ok ? answer.data : null;
    this.setData({ promise, items: itemChoices(promise?.items ?? [], this.data.draft.serviceName) });
    // One that has left the register since the draft was put aside keeps nobody from filing.
    if (answer && !answer.ok && answer.error.fields?.['itemCode']) {
      this.save({ ...this.data.draft, itemCode: '' });
      await this.preview();
    }
  },

  explain() {
    this.setData({ explaining: true });
  },

  endExplain() {
    this.setData({ explaining: false });
  },

  chooseCategory() {
    this.setData({ choosingCategory: true });
  },

  unfold() {
    this.setData({ unfolded: !this.data.unfolded });
  },

  openKnown() {
    if (this.data.known) go(routes.notice(this.data.known.id));
  },

  discard() {
    wx.showModal({
      title: '清空重写？',
      content: '已填写的内容会从手机上删去。',
      success: answer => {
        if (!answer.confirm) return;
        dropDraft('file');
        this.show({ ...newDraft(this.data.draft.kind), agreed: this.data.agreedBefore });
        this.setData({ restored: false, errors: {}, trouble: '', known: null, urgent: null });
        void this.preview();
      },
    });
  },

  openPolicy() {
    go(routes.privacy);
  },

  async submit() {
    if (this.data.sending) return;
    const { draft } = this.data;
    const errors = filingErrors(draft);
    if (Object.keys(errors).length > 0) {
      this.setData({ trouble: inOneLine(errors), troubleNo: '' });
      return this.showWrong(errors);
    }
    this.setData({ errors });
    if (this.data.uploading)
      return this.setData({ trouble: '照片还在上传，请等传完再提交。', troubleNo: '' });
    this.setData({ sending: true, trouble: '', troubleNo: '', filedBefore: false });
    this.save({ ...draft, sent: true });
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

  /** What is wrong is said at its field, and the first of them comes into sight. */
  showWrong(errors: Record<string, string>) {
    const first = firstWrong(errors);
    this.setData({ errors, unfolded: this.data.unfolded || Boolean(first && isFolded(first)) });
    if (first) wx.pageScrollTo({ selector: `#field-${first}`, offsetTop: -80, duration: 200 });
  },

  fail(error: Failure) {
    // The number of this sending is taken: an earlier try did arrive. The next sending is a new ticket, and says so.
    const filedBefore = error.code === 'conflict';
    const errors = fieldErrors(error.fields);
    this.setData({
      sending: false,
      filedBefore,
      trouble: filedBefore
        ? '刚才那次其实已经提交成功。请先到“我的件”看一看；确实要再交一件，再点一次提交。'
        : error.message,
      troubleNo: error.errorNo ?? '',
    });
    if (filedBefore) this.save({ ...this.data.draft, requestId: uuid() });
    if (errors['policyVersion']) return this.agreeAgain();
    this.showWrong(errors);
  },

  /** The rules on personal data have changed since the page was opened: they are fetched and agreed to again. */
  agreeAgain() {
    forget();
    this.save({ ...this.data.draft, agreed: false });
    this.setData({ agreedBefore: false });
    this.showWrong({ agreed: '个人信息处理规则有更新，请重新阅读并同意' });
  },

  openTickets() {
    goToTab(routes.tickets);
  },
});
