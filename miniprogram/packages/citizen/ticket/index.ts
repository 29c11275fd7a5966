import type { AskAnswer, ShownTicket, TimelineItem, Urgent } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { isClosed, loading, problem, ready } from '../../../cloud/view';
import { look } from '../../../lib/look';
import { take } from '../../../model/handoff';
import { go, routes } from '../../../lib/routes';
import { copy } from '../../../lib/wechat';
import { saysMore, spokenOf, storyOf } from '../../../model/ticket/tickets';
import { dayText } from '../../../lib/dates';

Page({
  data: {
    ...look(),
    no: '',
    filed: false,
    /** A danger in what was just filed: whom to call. */
    urgent: null as Urgent | null,
    view: loading,
    ticket: null as ShownTicket | null,
    /** The service that it is about is known to be out of order, and the ticket still waits. */
    faulty: '',
    story: [] as TimelineItem[],
    answers: [] as (AskAnswer & { updated: string })[],
    /** The replies, to be read aloud. */
    spoken: '',
    rating: '',
    ratingTags: '',
    trouble: '',
    /** What came of the act that was just taken: said aloud. */
    outcome: '',
    /** What was written, unless the title says it all. */
    text: '',
    explaining: false,
    asked: 0,
  },

  onLoad(query: { no?: string; filed?: string }) {
    const filed = query.filed === '1';
    this.setData({ no: query.no ?? '', filed, urgent: (filed && take('urgent')) || null });
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
    const answer = await citizen('ticket.get', { no: this.data.no });
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.show(answer.data.ticket);
    // What was read before stays on the screen, with a word that it may be old.
    if (this.data.ticket && !isClosed(answer.error)) return this.setData({ trouble: answer.error.message });
    this.setData({ ticket: null, view: problem(answer.error) });
  },

  show(ticket: ShownTicket) {
    this.setData({
      ticket,
      faulty:
        ticket.flags.includes('faulty-service') && ticket.headline.light ? (ticket.service?.name ?? '') : '',
      text: saysMore(ticket) ? ticket.text : '',
      answers: (ticket.answers ?? []).map(answer => ({ ...answer, updated: dayText(answer.updatedOn) })),
      spoken: spokenOf(ticket),
      story: storyOf(ticket),
      rating: ticket.rating?.label ?? '',
      ratingTags: (ticket.rating?.tags ?? []).join(' · '),
      view: ready,
      trouble: '',
    });
  },

  retry() {
    this.setData({ view: this.data.ticket ? ready : loading });
    void this.load();
  },

  done(event: { detail: { ticket: ShownTicket; outcome: string } }) {
    // What was asked before the act is older than what the act brought.
    this.data.asked += 1;
    this.show(event.detail.ticket);
    this.setData({ outcome: event.detail.outcome, filed: false });
    wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },

  openNotices() {
    go(routes.notices);
  },

  explain() {
    this.setData({ explaining: true });
  },

  endExplain() {
    this.setData({ explaining: false });
  },

  openLink(event: { currentTarget: { dataset: { no: string } } }) {
    go(routes.ticket(event.currentTarget.dataset.no));
  },

  copyNo() {
    copy(this.data.no);
  },
});
