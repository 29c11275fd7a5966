import type { ShownTicket, TicketSummary, Urgent } from '../../../../../typings/contract';
import { staff, type Failure } from '../../../../cloud/client';
import { uuid } from '../../../../cloud/uuid';
import { dropDraft, loadDraft, saveDraft } from '../../../../model/form/drafts';
import { fieldErrors, inOneLine } from '../../../../model/form/forms';
import { matchedText } from '../../../../model/knowledge/entries';
import { look } from '../../../../lib/look';
import { dangerIn } from '../../../../model/ticket/danger';
import { callErrors, callInput, newCall, type CallDraft } from '../../../../model/ticket/recording';
import { go, goInstead, routes } from '../../../../lib/routes';
import { filingKinds, profile } from '../../../../model/account/session';
import { kindOf } from '../../../../model/ticket/filing';
import { CATEGORIES } from '../../../../model/ticket/categories';
import { dayText } from '../../../../lib/dates';

type Faq = { id: string; question: string; answer: string; matched: string; open: boolean };

type Channel = { value: string; label: string; origins?: { value: string; label: string }[] };
const TYPING_PAUSE = 500;
/** Shorter words find everything. */
const SEARCH_FROM = 4;
const MOST_SEARCHED = 100;
/** A shorter number is still being typed. */
const PHONE_FROM = 7;

const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

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
    sending: false,
    more: false,
    earlier: [] as TicketSummary[],
    /** The number for which `earlier` was asked. */
    earlierOf: '',
    /** Why the earlier tickets, or the answers, could not be looked up. */
    earlierTrouble: '',
    faqTrouble: '',
    faqs: [] as Faq[],
    /** A danger in what is taken down: whom the caller has to call, or who calls for them. */
    urgent: null as Urgent | null,
    done: null as { no: string; until: string } | null,
  },

  timers: {
    phone: 0 as unknown as ReturnType<typeof setTimeout>,
    text: 0 as unknown as ReturnType<typeof setTimeout>,
  },

  onLoad() {
    this.showKinds();
    const call = loadDraft<CallDraft>('register');
    if (call) this.setData({ call: { ...newCall(), ...call } });
    void this.lookForDanger();
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
    if (!me.ok) return this.setData({ trouble: me.error.message, troubleNo: me.error.errorNo ?? '' });
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
  },

  change(event: { detail: { name: string; value: unknown; label?: string } }) {
    const { name, value, label } = event.detail;
    const call = { ...this.data.call, [name]: value } as CallDraft;
    if (name === 'serviceId') call.serviceName = label ?? '';
    this.setData({ call, errors: { ...this.data.errors, [name]: '' }, trouble: '' });
    saveDraft('register', call);
    if (name === 'phone') {
      clearTimeout(this.timers.phone);
      this.timers.phone = setTimeout(() => void this.findEarlier(), TYPING_PAUSE);
    }
    if (name === 'text') {
      clearTimeout(this.timers.text);
      this.timers.text = setTimeout(() => {
        void this.findAnswers();
        void this.lookForDanger();
      }, TYPING_PAUSE);
    }
  },

  /** Never in the way: the call is taken down whatever is found, and without an answer too. */
  async lookForDanger() {
    const { text } = this.data.call;
    const urgent = await dangerIn(text);
    if (text === this.data.call.text) this.setData({ urgent });
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
    const query = this.data.call.text.trim().slice(0, MOST_SEARCHED);
    if (query.length < SEARCH_FROM) return this.setData({ faqs: [], faqTrouble: '' });
    const found = await staff('faq.list', { query });
    if (query !== this.data.call.text.trim().slice(0, MOST_SEARCHED)) return;
    if (!found.ok) return this.setData({ faqs: [], faqTrouble: found.error.message });
    const faqs = found.data.faqs.slice(0, 3).map(({ id, question, answer, matched }) => ({
      id,
      question,
      answer,
      matched: matchedText(matched),
      open: false,
    }));
    this.setData({ faqs, faqTrouble: '' });
  },

  openFaq(event: { currentTarget: { dataset: { id: string } } }) {
    const { id } = event.currentTarget.dataset;
    this.setData({ faqs: this.data.faqs.map(faq => (faq.id === id ? { ...faq, open: !faq.open } : faq)) });
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
    this.setData({
      urgent,
      sending: false,
      done: { no: ticket.no, until: ticket.promise ? dayText(ticket.promise.date) : '' },
      call: { ...newCall(kindOf(filingKinds(), '')?.kind), channel: this.data.call.channel },
      earlier: [],
      earlierOf: '',
      earlierTrouble: '',
      faqs: [],
      faqTrouble: '',
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
  },

  openDone() {
    if (this.data.done) goInstead(routes.staffTicket(this.data.done.no));
  },
});
