import type { ShownTicket, TicketSummary, Urgent } from '../../../../../typings/contract';
import { citizen, staff, type Failure } from '../../../../cloud/client';
import { uuid } from '../../../../cloud/uuid';
import { dropDraft, loadDraft, saveDraft } from '../../../../model/form/drafts';
import { fieldErrors, inOneLine } from '../../../../model/form/forms';
import { onKeys, placeOf, type Key } from '../../../../lib/keys';
import { look } from '../../../../lib/look';
import { closeTop, sheetsOpen } from '../../../../lib/overlay';
import { headOf } from '../../../../lib/text';
import { isTyping } from '../../../../lib/typing';
import { copy } from '../../../../lib/wechat';
import { guessFrom } from '../../../../model/ticket/danger';
import {
  callErrors,
  callInput,
  changedCall,
  digitsOf,
  knownAnswers,
  lasted,
  newCall,
  SENT_BY,
  whereTo,
  withGuess,
  type CallDraft,
  type KnownAnswer,
} from '../../../../model/ticket/recording';
import { go, goInstead, routes } from '../../../../lib/routes';
import { filingKinds, profile } from '../../../../model/account/session';
import { itemChoices, kindOf, previewInput } from '../../../../model/ticket/filing';
import { CATEGORIES } from '../../../../model/ticket/categories';
import { dayText } from '../../../../lib/dates';

type Channel = { value: string; label: string; origins?: { value: string; label: string }[] };
const TYPING_PAUSE = 500;
/** Shorter words find everything. */
const SEARCH_FROM = 4;
const MOST_SEARCHED = 100;
/** A shorter number is still being typed. */
const PHONE_FROM = 7;
const SECOND = 1000;

Page({
  data: {
    ...look(),
    channels: [] as Channel[],
    origins: [] as { value: string; label: string }[],
    kinds: [] as { value: string; label: string }[],
    categories: CATEGORIES.map(({ value, label }) => ({ value, label })),
    call: newCall(),
    errors: {} as Record<string, string>,
    trouble: '',
    troubleNo: '',
    /** It is not known yet where what is registered can come from. */
    unready: false,
    sending: false,
    more: false,
    earlier: [] as TicketSummary[],
    /** The number for which `earlier` was asked. */
    earlierOf: '',
    /** Why the earlier tickets, or the answers, could not be looked up. */
    earlierTrouble: '',
    faqTrouble: '',
    faqs: [] as KnownAnswer[],
    /** A danger in what is taken down: whom the caller has to call, or who calls for them. */
    urgent: null as Urgent | null,
    done: null as { no: string; until: string; said: string; took: string; sms: boolean } | null,
    /** Where service and category send it. */
    where: whereTo(newCall()),
    /** The items of the service, to choose from (G-5.2c). */
    items: [] as { value: string; label: string }[],
    /** An answer is being written. */
    answering: false,
    /** How long the call has lasted, and the field that one types into. */
    lasted: '',
    focus: '' as '' | 'phone' | 'text',
  },

  /** When the first word was taken down. */
  began: 0,
  /** Which preview was asked for last: answers to earlier ones are dropped. */
  previews: 0,
  /** To whom it would go, as far as that is known. */
  holderName: undefined as string | undefined,
  stopKeys: (): void => {},

  timers: {
    phone: 0 as unknown as ReturnType<typeof setTimeout>,
    text: 0 as unknown as ReturnType<typeof setTimeout>,
    second: 0 as unknown as ReturnType<typeof setInterval>,
  },

  onLoad() {
    this.showKinds();
    const call = loadDraft('register', newCall());
    if (call) this.setCall(call);
    this.stopKeys = onKeys(key => this.key(key));
    if (look().wide) this.focusOn('phone');
    void this.guess();
    this.begin();
  },

  /** What can be registered, and where it may come from. */
  begin() {
    void profile().then(() => this.showKinds());
    void this.showChannels();
  },

  onShow() {
    this.setData(look());
  },

  /** What can be registered; the form begins with the first. */
  showKinds() {
    const kinds = filingKinds();
    const { call } = this.data;
    this.setData({
      kinds: kinds.map(({ kind, label }) => ({ value: kind, label })),
      call: { ...call, kind: kindOf(kinds, call.kind)?.kind ?? call.kind },
    });
  },

  /** Where what this member registers can come from: the manager registers only what documents assign. */
  async showChannels() {
    const me = await staff('me.get', {});
    if (!me.ok)
      return this.setData({
        trouble: me.error.message,
        troubleNo: me.error.errorNo ?? '',
        unready: true,
      });
    if (this.data.unready) this.setData({ trouble: '', troubleNo: '', unready: false });
    const { channels } = me.data;
    const { call } = this.data;
    const fits = channels.some(({ value }) => value === call.channel);
    this.setData({
      channels,
      origins: channels.flatMap(({ origins = [] }) => origins),
      call: fits ? call : { ...call, channel: (channels[0]?.value ?? call.channel) as CallDraft['channel'] },
    });
  },

  onUnload() {
    clearTimeout(this.timers.phone);
    clearTimeout(this.timers.text);
    clearInterval(this.timers.second);
    this.stopKeys();
  },

  setCall(call: CallDraft) {
    this.setData({
      call,
      where: whereTo(call, this.holderName),
      answering: this.data.answering || call.reply !== '',
    });
  },

  focusOn(focus: 'phone' | 'text') {
    this.setData({ focus: '' });
    this.setData({ focus });
  },

  /** Enter in the number leads to the words. */
  toText() {
    this.focusOn('text');
  },

  /** The caller waits: how long, is in sight from the first word on. */
  startTimer() {
    if (this.began) return;
    this.began = Date.now();
    this.timers.second = setInterval(() => this.setData({ lasted: lasted(Date.now() - this.began) }), SECOND);
  },

  stopTimer(): string {
    const took = this.began ? lasted(Date.now() - this.began) : '';
    clearInterval(this.timers.second);
    this.began = 0;
    this.setData({ lasted: '' });
    return took;
  },

  change(event: { detail: { name: string; value: unknown; label?: string } }) {
    const { name } = event.detail;
    const call = changedCall(this.data.call, event.detail);
    this.startTimer();
    if (SENT_BY.includes(name)) this.holderName = undefined;
    this.setCall(call);
    this.setData({ errors: { ...this.data.errors, [name]: '' }, trouble: '' });
    saveDraft('register', call);
    if (SENT_BY.includes(name)) void this.lookWhere();
    if (name === 'phone') {
      clearTimeout(this.timers.phone);
      this.timers.phone = setTimeout(() => void this.findEarlier(), TYPING_PAUSE);
    }
    if (name === 'text') {
      clearTimeout(this.timers.text);
      this.timers.text = setTimeout(() => {
        void this.findAnswers();
        void this.guess();
      }, TYPING_PAUSE);
    }
  },

  /** Never in the way: the call is taken down whatever is found, and without an answer too. */
  async guess() {
    const { text } = this.data.call;
    const guessed = await guessFrom(text);
    if (text !== this.data.call.text || this.data.done) return;
    this.setData({ urgent: guessed.urgent ?? null });
    this.holderName = undefined;
    this.setCall(withGuess(this.data.call, guessed));
    await this.lookWhere();
  },

  /** To whom it would go, and the items of the service: a help, without which it is registered all the same. */
  async lookWhere(): Promise<void> {
    const asked = ++this.previews;
    const { call } = this.data;
    const kind = kindOf(filingKinds(), call.kind);
    const input = call.serviceId ? previewInput(call, kind) : undefined;
    const answer = input ? await citizen('promise.preview', input) : undefined;
    if (asked !== this.previews || this.data.done) return;
    if (answer && !answer.ok && answer.error.fields?.['itemCode']) {
      // It has left the register since the draft was put aside.
      this.setCall({ ...this.data.call, itemCode: '' });
      return this.lookWhere();
    }
    const found = answer?.ok ? answer.data : undefined;
    const items = itemChoices(found?.items ?? [], call.serviceName);
    this.holderName = found?.holderName;
    this.setData({ items, where: whereTo(this.data.call, this.holderName) });
  },

  /** The caller's earlier tickets, so that a second call about the same matter does not become a second ticket. */
  async findEarlier() {
    const phone = digitsOf(this.data.call.phone);
    if (phone.length < PHONE_FROM) return this.setData({ earlier: [], earlierOf: '', earlierTrouble: '' });
    const found = await staff('ticket.queue', { view: 'all', query: phone, limit: 5 });
    if (phone !== digitsOf(this.data.call.phone)) return;
    if (!found.ok) return this.setData({ earlier: [], earlierOf: '', earlierTrouble: found.error.message });
    this.setData({ earlier: found.data.tickets, earlierOf: phone, earlierTrouble: '' });
  },

  /** What the knowledge base says, to be read to the caller while the form is being filled. */
  async findAnswers() {
    const query = headOf(this.data.call.text.trim(), MOST_SEARCHED);
    if (query.length < SEARCH_FROM) return this.setData({ faqs: [], faqTrouble: '' });
    const found = await staff('faq.list', { query });
    if (query !== headOf(this.data.call.text.trim(), MOST_SEARCHED)) return;
    if (!found.ok) return this.setData({ faqs: [], faqTrouble: found.error.message });
    this.setData({ faqs: knownAnswers(found.data.faqs), faqTrouble: '' });
  },

  openFaq(event: { currentTarget: { dataset: { id: string } } }) {
    const { id } = event.currentTarget.dataset;
    this.setData({ faqs: this.data.faqs.map(faq => (faq.id === id ? { ...faq, open: !faq.open } : faq)) });
  },

  useFaq(event: { currentTarget: { dataset: { index: number } } }) {
    this.answerWith(event.currentTarget.dataset.index);
  },

  /** The entry is what the caller is told: the unit has approved it (A48). */
  answerWith(index: number) {
    const faq = this.data.faqs[index];
    if (!faq) return;
    const call = { ...this.data.call, reply: faq.answer, faqId: faq.id };
    this.setCall(call);
    this.setData({ errors: { ...this.data.errors, reply: '' }, trouble: '' });
    saveDraft('register', call);
  },

  answer() {
    this.setData({ answering: true });
  },

  noAnswer() {
    const call = { ...this.data.call, reply: '', faqId: '', sms: false };
    this.setData({ answering: false, errors: { ...this.data.errors, reply: '' } });
    this.setCall(call);
    saveDraft('register', call);
  },

  openTicket(event: { detail: { no: string } }) {
    go(routes.staffTicket(event.detail.no));
  },

  showMore() {
    this.setData({ more: true });
  },

  async submit() {
    if (this.data.sending) return;
    const { call } = this.data;
    const errors = callErrors(call);
    this.setData({ errors });
    if (Object.keys(errors).length > 0) return this.setData({ trouble: inOneLine(errors), troubleNo: '' });
    this.setData({ sending: true, trouble: '', troubleNo: '' });
    const me = await profile();
    if (!me.ok) return this.fail(me.error);
    const kind = kindOf(filingKinds(), call.kind)?.kind;
    if (!kind) return this.setData({ sending: false, trouble: '现在不能登记，请稍后再试。' });
    const answer = await staff('ticket.register', callInput(call, kind, me.data.policyVersion));
    if (!answer.ok) return this.fail(answer.error);
    dropDraft('register');
    this.finish(answer.data.ticket, answer.data.urgent ?? null);
  },

  finish(ticket: ShownTicket, urgent: Urgent | null) {
    clearTimeout(this.timers.text);
    const said = this.data.call.reply.trim();
    const until = !said && ticket.promise ? dayText(ticket.promise.date) : '';
    const sms = said !== '' && this.data.call.sms;
    this.holderName = undefined;
    const done = { no: ticket.no, until, said, sms, took: this.stopTimer() };
    this.setCall({ ...newCall(kindOf(filingKinds(), '')?.kind), channel: this.data.call.channel });
    this.setData({
      urgent,
      sending: false,
      done,
      answering: false,
      earlier: [],
      earlierOf: '',
      earlierTrouble: '',
      faqs: [],
      faqTrouble: '',
      items: [],
      more: false,
    });
    wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },

  fail(error: Failure) {
    const filedBefore = error.code === 'conflict';
    this.setData({
      sending: false,
      errors: fieldErrors(error.fields),
      trouble: filedBefore ? '刚才那次其实已经登记成功。确实要再登记一件，再点一次“登记”。' : error.message,
      troubleNo: error.errorNo ?? '',
    });
    if (!filedBefore) return;
    const call = { ...this.data.call, requestId: uuid() };
    this.setData({ call });
    saveDraft('register', call);
  },

  again() {
    this.setData({ done: null, urgent: null });
    if (look().wide) this.focusOn('phone');
  },

  /** To be sent to the caller: the number, and what was answered. */
  copyDone() {
    const { done } = this.data;
    if (!done) return;
    const what = done.said ? `答复：${done.said}` : done.until ? `最迟 ${done.until} 答复您。` : '';
    copy(`工单号：${done.no}\n${what}`.trim());
  },

  /** By keyboard, in a wide window; the line at the end of the page says what each key does. */
  key(key: Key) {
    const pages = getCurrentPages();
    if (pages[pages.length - 1]?.route !== 'packages/staff/tickets/record/index' || !this.data.wide) return;
    if (key.key === 'Escape') {
      if (!closeTop()) void wx.hideKeyboard();
      return;
    }
    if (sheetsOpen() > 0) return;
    if (this.data.done) {
      if (key.key === 'Enter') this.again();
      return;
    }
    if (key.key === 'Enter' && key.ctrl) return void this.submit();
    if (isTyping() || key.ctrl) return;
    const place = placeOf(key);
    if (place !== undefined) this.answerWith(place);
    if (key.key === 't') this.nextKind();
    if (key.key === 'i') this.nextItem();
    if (key.key === 'm' && this.data.call.reply)
      this.change({ detail: { name: 'sms', value: !this.data.call.sms } });
    if (key.key === 's') (this.selectComponent('.service') as unknown as { open(): void } | null)?.open();
  },

  nextKind() {
    const { kinds, call } = this.data;
    const next = kinds[(kinds.findIndex(({ value }) => value === call.kind) + 1) % Math.max(1, kinds.length)];
    if (next) this.change({ detail: { name: 'kind', value: next.value } });
  },

  /** One after the other, and after the last none. */
  nextItem() {
    const { items, call } = this.data;
    const next = items[items.findIndex(({ value }) => value === call.itemCode) + 1];
    if (items.length > 0) this.change({ detail: { name: 'itemCode', value: next?.value ?? '' } });
  },

  openDone() {
    if (this.data.done) goInstead(routes.staffTicket(this.data.done.no));
  },
});
