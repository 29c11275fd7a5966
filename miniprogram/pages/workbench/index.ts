import type { ShownTicket, StaffDesk, StaffView, TicketSummary } from '../../../typings/contract';
import { citizen, staff } from '../../cloud/client';
import { empty, isClosed, loading, problem, ready } from '../../cloud/view';
import {
  ALL_KINDS,
  atDesk,
  greetingOf,
  kindFilters,
  NO_DESK,
  notGreeted,
  notNarrowed,
  pressing,
  type DeskLine,
  type Wanted,
} from '../../model/desk/desk';
import type { Filled } from '../../model/form/forms';
import { filterWords, NO_FILTER } from '../../model/desk/filters';
import {
  emptyWords,
  FIRST_PAGE,
  keepScope,
  lastScope,
  notChosen,
  ownDesk,
  searchFor,
  wholeNow,
} from '../../model/desk/scope';
import { bringIntoSight, nearEnd } from '../../model/desk/in-sight';
import { walkThrough } from '../../model/desk/walk';
import { leave, take } from '../../model/handoff';
import { unreadMark } from '../../model/desk/inbox';
import { counted } from '../../lib/text';
import { during } from '../../lib/busy';
import { onKeys, refuseEarly, type Key } from '../../lib/keys';
import { look } from '../../lib/look';
import { closeTop, sheetsOpen } from '../../lib/overlay';
import { go, routes } from '../../lib/routes';
import { forget, profile } from '../../model/account/session';
import { isTyping } from '../../lib/typing';

const TYPING_PAUSE = 400;

Page({
  data: {
    ...look(),
    view: loading,
    ...notGreeted(),
    wholeMenu: false,
    unread: '',
    numbers: { overdue: '–', soon: '–', open: '–' },
    /** What all those have for whom this role answers, and the desks where something is due. */
    whole: { overdue: '–', today: '–', open: '–' },
    desks: [] as DeskLine[],
    wholeTrouble: '',
    desk: NO_DESK,
    queues: [] as (StaffDesk['queues'][number] & { count?: string })[],
    queue: 'todo' as StaffView,
    narrowed: notNarrowed(),
    /** Searching has been asked for: on a phone its fields leave the room to the tickets. */
    searching: false,
    ...notChosen(),
    /** What would find more. */
    hint: '',
    kinds: kindFilters(),
    seesMembers: false,
    tickets: [] as TicketSummary[],
    /** For which periods nothing of this kind had to be done. */
    exempt: [] as string[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
    selected: '',
    /** The ticket that was just acted on, its place in the list, and what came of it: where the list has lost it, the next opens. */
    acted: { no: '', at: 0, words: '' },
    /** A form lies beside the list. */
    writing: false,
    /** The search takes the focus. */
    seeking: false,
    /** Where the ticket beside the list is scrolled to. */
    besideAt: '',
    trouble: '',
    asked: 0,
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
  },

  /** Bound in `onLoad`, so that `onUnload` can hand over the same functions. */
  resized: (): void => {},
  stopKeys: (): void => {},

  onLoad() {
    this.resized = () => this.setData(look());
    wx.onWindowResize(this.resized);
    this.stopKeys = onKeys(key => this.key(key));
    const { filter, ...last } = lastScope();
    this.setData({ ...last, filter, filterWords: filterWords(filter) });
  },

  onUnload() {
    wx.offWindowResize(this.resized);
    this.stopKeys();
  },

  onShow() {
    this.setData(look());
    const wanted = take('queue');
    if (wanted) return this.showWanted(wanted);
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  load(): Promise<void> {
    return during(this.loadList());
  },

  async loadList() {
    const asked = ++this.data.asked;
    const { queue, kind, narrowed, filter } = this.data;
    keepScope({ queue, kind, narrowed, filter });
    if (!this.data.heading || this.data.steps.length > 0) void this.greet();
    void this.countMessages();
    const desk = await ownDesk();
    if (desk.answersFor) void wholeNow(this.data.wide).then(whole => this.setData(whole));
    const search = searchFor(this.data);
    const page = await staff('ticket.queue', { view: queue, limit: FIRST_PAGE, ...search });
    if (asked !== this.data.asked) return;
    if (!page.ok) {
      if (isClosed(page.error)) return this.lost(page.error.message, page.error.errorNo ?? '');
      if (this.data.tickets.length > 0) return this.setData({ trouble: page.error.message });
      return this.setData({ view: problem(page.error) });
    }
    const { tickets, nextCursor, counts, exempt = [], hint = '' } = page.data;
    const isToDo = queue === 'todo' && Object.keys(search).length === 0;
    this.setData({
      trouble: '',
      desk,
      queues: desk.queues.map(each => ({ ...each, count: counted(counts[each.value]) })),
      numbers: {
        ...this.data.numbers,
        ...(isToDo ? pressing(tickets, Boolean(nextCursor)) : {}),
        open: counted(counts.unit),
      },
      tickets,
      hint: tickets.length > 0 ? hint : '',
      exempt: exempt.map(({ period, why }) => `${period}：${why}，免办`),
      cursor: nextCursor ?? '',
      more: '',
      view:
        tickets.length > 0
          ? ready
          : empty(hint || emptyWords(desk, queue, search, [this.data.filterWords, narrowed.words])),
    });
    this.select(tickets);
    if (!isToDo && this.data.numbers.overdue === '–') void this.countOwn();
  },

  /** The page opened with another list: what is pressing among the own work is still said. */
  async countOwn() {
    const page = await staff('ticket.queue', { view: 'todo', limit: FIRST_PAGE });
    // Not arrived: the dashes say so, and the list has come.
    if (!page.ok) return;
    const { tickets, nextCursor } = page.data;
    this.setData({ numbers: { ...this.data.numbers, ...pressing(tickets, Boolean(nextCursor)) } });
  },

  async countMessages() {
    const inbox = await citizen('inbox.list', {});
    // The mark is an extra: the bell leads to the messages without it.
    if (inbox.ok) this.setData({ unread: unreadMark(inbox.data.unread) });
  },

  /** For which unit and in which role one works here. */
  async greet() {
    const me = await staff('me.get', {});
    if (me.ok) this.setData(greetingOf(me.data));
  },

  /** The role was revoked while the page lay open: nothing of the tickets stays on the screen. */
  lost(text: string, errorNo: string) {
    this.setData({ ...notGreeted(), tickets: [], selected: '', view: { state: 'forbidden', text, errorNo } });
    forget();
    void profile();
  },

  retry() {
    this.setData({ view: this.data.tickets.length > 0 ? ready : loading });
    void this.load();
  },

  choose(event: { detail: { value: StaffView } }) {
    this.showList({ view: event.detail.value, words: '' });
  },

  showList({ view, ...narrowed }: Wanted) {
    // Whoever chooses a list while searching looks for it there.
    const within = this.data.query.trim() !== '';
    this.setData({ queue: view, narrowed, within });
    this.again();
  },

  /** The list is another one from here on. */
  again() {
    this.setData({ acted: { no: '', at: 0, words: '' }, tickets: [], view: loading });
    void this.load();
  },

  /** The list behind a number of another page is that one: nothing that was chosen here before narrows it. */
  showWanted(wanted: Wanted) {
    this.setData(notChosen());
    this.showList(wanted);
  },

  showOverdue() {
    this.showList({ view: 'overdue', words: '' });
  },

  showToday() {
    this.showList({ view: 'all', due: 'today', words: '今天到期的件' });
  },

  showDesk(event: { currentTarget: { dataset: { index: number } } }) {
    const desk = this.data.desks[event.currentTarget.dataset.index];
    if (desk) this.showList(atDesk(desk));
  },

  /** What a colleague holds for whom one stands in; one's own stand-in is ended on its page. */
  showStanding(event: { currentTarget: { dataset: { index: number } } }) {
    const one = this.data.standing[event.currentTarget.dataset.index];
    if (!one?.assignee) return go(routes.standIn);
    this.setData({ queue: 'unit', narrowed: notNarrowed() });
    this.narrow({
      detail: { filter: { values: { assignee: one.assignee }, labels: { assignee: `${one.name}经手的件` } } },
    });
  },

  showAll() {
    this.setData({ filter: NO_FILTER, filterWords: '' });
    this.showList({ view: this.data.queue, words: '' });
  },

  toggleSearch() {
    const searching = !this.data.searching;
    this.setData({ searching });
    // What is out of sight must not go on narrowing the list.
    if (searching || (!this.data.query && this.data.kindAt === 0)) return;
    this.setData({ query: '', within: false, kind: ALL_KINDS, kindAt: 0 });
    this.again();
  },

  pickKind(event: { detail: { value: string | number } }) {
    const kindAt = Number(event.detail.value);
    const narrowed = this.data.narrowed.kind ? notNarrowed() : this.data.narrowed;
    this.setData({ kindAt, kind: this.data.kinds[kindAt] ?? ALL_KINDS, narrowed });
    this.again();
  },

  /** Opens a part of the page that does something by itself. */
  openPart(event: { currentTarget: { dataset: { part: string } } }) {
    this.part(event.currentTarget.dataset.part).open();
  },

  toggleMenu() {
    this.setData({ wholeMenu: !this.data.wholeMenu });
  },

  narrow(event: { detail: { filter: Filled } }) {
    const { filter } = event.detail;
    this.setData({ filter, filterWords: filterWords(filter) });
    this.again();
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    clearTimeout(this.data.timer);
    this.data.timer = setTimeout(() => void this.load(), TYPING_PAUSE);
  },

  toggleWithin() {
    this.setData({ within: !this.data.within });
    this.again();
  },

  async onReachBottom() {
    const { cursor, queue, asked, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const page = await staff('ticket.queue', { view: queue, cursor, limit: 20, ...searchFor(this.data) });
    if (asked !== this.data.asked) return;
    if (!page.ok && isClosed(page.error)) return this.lost(page.error.message, page.error.errorNo ?? '');
    if (!page.ok) return this.setData({ more: 'failed' });
    const here = new Set(this.data.tickets.map(ticket => ticket.no));
    const tickets = [...this.data.tickets, ...page.data.tickets.filter(ticket => !here.has(ticket.no))];
    this.setData({ tickets, cursor: page.data.nextCursor ?? '', more: '' });
  },

  /** In a wide window one ticket is always open beside the list: the next one where it has lost the one that was acted on. */
  select(tickets: TicketSummary[]) {
    if (!this.data.wide) return;
    const { selected, acted } = this.data;
    if (tickets.some(ticket => ticket.no === selected)) return;
    const at = selected && selected === acted.no ? Math.min(acted.at, tickets.length - 1) : 0;
    this.setData({ selected: tickets[at]?.no ?? '', besideAt: '' });
  },

  open(event: { detail: { no: string } }) {
    this.openTicket(event.detail.no);
  },

  openTicket(no: string) {
    if (this.data.wide) return this.setData({ selected: no });
    walkThrough(this.data.tickets);
    go(routes.staffTicket(no));
  },

  openActed() {
    go(routes.staffTicket(this.data.acted.no));
  },

  /** To the ticket so many places below; more of the list comes before one is at its end. */
  step(by: number) {
    const { tickets, selected } = this.data;
    const at = tickets.findIndex(ticket => ticket.no === selected) + by;
    const next = tickets[at];
    if (next) {
      this.setData({ selected: next.no });
      bringIntoSight(`#at-${at}`, '.head');
    }
    if (nearEnd(at, tickets)) void this.onReachBottom();
  },

  write(event: { detail: { open: boolean } }) {
    this.setData({ writing: event.detail.open });
  },

  changed(event: { detail: { ticket: ShownTicket | null; outcome: string } }) {
    const { ticket, outcome } = event.detail;
    if (ticket) {
      const { no, title } = ticket;
      const at = this.data.tickets.findIndex(each => each.no === no);
      if (at >= 0) this.setData({ acted: { no, at, words: `“${title}”：${outcome}` } });
      this.setData({ besideAt: '' });
      this.setData({ besideAt: 'beside-top' });
    }
    void this.load();
  },

  register() {
    go(routes.register);
  },

  openEntry(event: { currentTarget: { dataset: { url: string } } }) {
    go(event.currentTarget.dataset.url);
  },

  openBulk() {
    const { query, within, queue } = this.data;
    leave('bulk', { query, within });
    go(routes.bulk(queue));
  },

  openBoard() {
    go(routes.board);
  },

  openInbox() {
    go(routes.inbox(true));
  },

  part(name: string) {
    return this.selectComponent(name) as unknown as { open(): void };
  },

  /** By keyboard, in a wide window (components/desk/key-help says what each key does). */
  key(key: Key) {
    const pages = getCurrentPages();
    if (pages[pages.length - 1]?.route !== 'pages/workbench/index' || !this.data.wide) return;
    const { writing, selected } = this.data;
    if (key.key === 'Escape') {
      if (!closeTop()) void wx.hideKeyboard();
      return;
    }
    // The form beside the list is a sheet too; another one above it has the keys for itself.
    if (sheetsOpen() > (writing ? 1 : 0)) return;
    if (!isTyping() && key.key === '?') return this.part('.help').open();
    const ticket = this.selectComponent('.handling') as unknown as { key(key: Key): void } | null;
    if (writing) return ticket?.key(key);
    if (isTyping() || key.ctrl) return;
    if (key.key === 'j' || key.key === 'k') this.step(key.key === 'j' ? 1 : -1);
    if (key.key === 'f') this.part('.filter').open();
    if (key.key === 'n' && this.data.registering) this.register();
    if (key.key === 'Enter' && selected) return key.early ? refuseEarly() : go(routes.staffTicket(selected));
    if (key.key === '/') {
      this.setData({ seeking: false });
      this.setData({ seeking: true });
    }
    ticket?.key(key);
  },
});
