import type { FilingKind, ShownService, TicketSummary } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { isClosed, troubleText } from '../../cloud/view';
import { keep, kept } from '../../lib/cache';
import { leave } from '../../model/handoff';
import { look, setLarge, wantsLarge } from '../../lib/look';
import { foremost, noticeCard, type NoticeCard } from '../../model/notice/notices';
import { go, goToTab, routes } from '../../lib/routes';
import { canSpeak, listen } from '../../lib/speech';
import { ring } from '../../lib/wechat';
import { openService } from '../../model/service/opening';
import { stateOf } from '../../model/service/service-words';
import { filingKinds, profile } from '../../model/account/session';
import { waitingFirst } from '../../model/ticket/tickets';

/** A service that the operator has put here. */
type Featured = ShownService & { words: string };
type Content = { notices: NoticeCard[]; latest: TicketSummary | null };
const HOTLINE = '12345';
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
    /** How many of the own tickets want something from me. */
    wanting: 0,
    /** Whether a question can be spoken, and is just now. */
    speaks: canSpeak(),
    /** Whether it was chosen here or in 我的, not by the phone: then it can be left here. */
    chosenCare: wantsLarge(),
    listening: false,
    /** Services that the operator has put here, in its order (J-9b). */
    featured: [] as Featured[],
    /** What can be filed from here. */
    entries: [] as FilingKind[],
    /** Said when the page could not be brought up to date. */
    trouble: '',
    asked: 0,
  },

  onLoad() {
    const content = kept<Content>('home');
    if (content) this.setData(content);
    this.setData({ entries: entriesOf(filingKinds()) });
  },

  onShow() {
    this.setData({ ...look(), chosenCare: wantsLarge() });
    void this.refresh();
  },

  async refresh() {
    const asked = ++this.data.asked;
    const me = await profile();
    if (asked !== this.data.asked) return;
    const region = me.ok ? me.data.region : undefined;
    this.setData({ entries: entriesOf(filingKinds()) });
    void this.loadFeatured(region);
    const [notices, tickets] = await Promise.all([
      citizen('notice.list', region ? { region } : {}),
      citizen('ticket.list', { state: 'open', limit: TICKETS_READ }),
    ]);
    if (asked !== this.data.asked) return;
    if (notices.ok) this.setData({ notices: foremost(notices.data.notices, NOTICES_SHOWN).map(noticeCard) });
    if (tickets.ok) {
      const mine = waitingFirst(tickets.data.tickets);
      this.setData({ latest: mine[0] ?? null, wanting: mine.filter(ticket => ticket.wants).length });
    } else if (isClosed(tickets.error)) this.setData({ latest: null, wanting: 0 });
    const failed = notices.ok ? tickets : notices;
    this.setData({ trouble: failed.ok ? '' : troubleText(failed.error) });
    const { notices: cards, latest } = this.data;
    if (failed.ok) keep('home', { notices: cards, latest } satisfies Content);
  },

  /** Nothing waits for them, and without them the page is whole: all services stand behind their own line. */
  async loadFeatured(region: string | undefined) {
    const answer = await citizen('service.list', { featured: true, ...(region ? { region } : {}) });
    if (answer.ok) this.setData({ featured: answer.data.services.map(featuredOf) });
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

  listener: undefined as { stop(): void } | undefined,

  /** One tap begins to listen, the next ends; what was heard stands in the field, to be read before it is asked. */
  speak() {
    if (this.data.listening) return this.listener?.stop();
    this.setData({ listening: true, questionError: '' });
    const end = (question: string) =>
      this.setData({
        listening: false,
        ...(question ? { question } : { questionError: '没有听清，请再说一次，或者直接写' }),
      });
    this.listener = listen(end, () => end(''));
  },

  onHide() {
    if (this.data.listening) this.listener?.stop();
  },

  /** The home with a few large things, and back; the cloud remembers it for the next phone. */
  turnCare() {
    const large = !this.data.care;
    setLarge(large);
    this.setData({ ...look(), chosenCare: large });
    void citizen('me.save', { preferences: { largeText: large } });
  },

  callHotline() {
    ring(HOTLINE);
  },

  openTickets() {
    goToTab(routes.tickets);
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

  /** What cannot be opened now says why among all services. */
  openFeatured(event: { currentTarget: { dataset: { index: number } } }) {
    const service = this.data.featured[event.currentTarget.dataset.index];
    if (service?.open) openService(service.open);
    else go(routes.services);
  },

  openServices() {
    go(routes.services);
  },
});

const featuredOf = (service: ShownService): Featured => ({
  ...service,
  words: service.state === 'online' ? '' : stateOf(service).words,
});

/** The kinds that have a place among the big buttons, in its order. */
const entriesOf = (kinds: FilingKind[]): FilingKind[] =>
  kinds.filter(({ home }) => home !== undefined).sort((one, other) => (one.home ?? 0) - (other.home ?? 0));
