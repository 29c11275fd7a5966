import type { FilingKind, TicketSummary } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { keep, kept } from '../../lib/cache';
import { leave } from '../../model/handoff';
import { look } from '../../lib/look';
import { foremost, noticeCard, type NoticeCard } from '../../model/notice/notices';
import { go, goToTab, routes } from '../../lib/routes';
import { filingKinds, profile } from '../../model/account/session';
import { waitingFirst } from '../../model/ticket/tickets';

type Content = { notices: NoticeCard[]; latest: TicketSummary | null };
const NOTICES_SHOWN = 2;
/** Among so many the one that waits for me is looked for; otherwise it is the latest. */
const TICKETS_READ = 20;

Page({
  data: {
    ...look(),
    question: '',
    questionError: '',
    notices: [] as NoticeCard[],
    latest: null as TicketSummary | null,
    /** What can be filed from here. */
    entries: [] as FilingKind[],
    /** Said when the page could not be brought up to date. */
    trouble: '',
  },

  onLoad() {
    const content = kept<Content>('home');
    if (content) this.setData(content);
    this.setData({ entries: entriesOf(filingKinds()) });
  },

  onShow() {
    this.setData(look());
    void this.refresh();
  },

  async refresh() {
    const me = await profile();
    const region = me.ok ? me.data.region : undefined;
    this.setData({ entries: entriesOf(filingKinds()) });
    const [notices, tickets] = await Promise.all([
      citizen('notice.list', region ? { region } : {}),
      citizen('ticket.list', { state: 'open', limit: TICKETS_READ }),
    ]);
    if (notices.ok) this.setData({ notices: foremost(notices.data.notices, NOTICES_SHOWN).map(noticeCard) });
    if (tickets.ok) this.setData({ latest: waitingFirst(tickets.data.tickets)[0] ?? null });
    const failed = notices.ok ? tickets : notices;
    this.setData({ trouble: failed.ok ? '' : troubleText(failed.error) });
    const { notices: cards, latest } = this.data;
    if (failed.ok) keep('home', { notices: cards, latest } satisfies Content);
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  typeQuestion(event: { detail: { value: string } }) {
    this.setData({ question: event.detail.value, questionError: '' });
  },

  ask() {
    const question = this.data.question.trim();
    if (!question) return this.setData({ questionError: '请先写下您的问题' });
    leave('question', question);
    this.setData({ question: '' });
    goToTab(routes.ask);
  },

  file(event: { currentTarget: { dataset: { kind: string } } }) {
    go(routes.file(event.currentTarget.dataset.kind));
  },

  openTicket(event: { detail: { no: string } }) {
    go(routes.ticket(event.detail.no));
  },

  openNotice(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.notice(event.currentTarget.dataset.id));
  },

  openNotices() {
    go(routes.notices);
  },

  claim() {
    leave('claim', true);
    goToTab(routes.tickets);
  },

  openDisclosed() {
    go(routes.disclosed);
  },

  openServices() {
    go(routes.services);
  },
});

/** The kinds that have a place among the big buttons, in its order. */
const entriesOf = (kinds: FilingKind[]): FilingKind[] =>
  kinds.filter(({ home }) => home !== undefined).sort((one, other) => (one.home ?? 0) - (other.home ?? 0));
