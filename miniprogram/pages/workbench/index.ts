import type { ShownTicket, StaffDesk, StaffView, TicketSummary } from '../../../typings/contract';
import { citizen, staff } from '../../cloud/client';
import { empty, loading, problem, ready, troubleText } from '../../cloud/view';
import {
  atDesk,
  deskLine,
  entriesOf,
  kindFilters,
  type KindFilter,
  NO_DESK,
  notNarrowed,
  pressing,
  wholeLine,
  type DeskLine,
  type Entry,
  type Narrowed,
  type Wanted,
} from '../../model/desk/desk';
import { take } from '../../model/handoff';
import { unreadMark } from '../../model/desk/inbox';
import { counted } from '../../lib/text';
import { look } from '../../lib/look';
import { isCovered } from '../../lib/overlay';
import { go, routes } from '../../lib/routes';
import { forget, profile } from '../../model/account/session';
import { isTyping } from '../../lib/typing';

const TYPING_PAUSE = 400;
/** Long enough to count what is due soon: the to-do list comes in the order of its dates. */
const FIRST_PAGE = 40;
/** So many desks stand above the list, on a phone and in a wide window; the board has them all. */
const DESKS_SHOWN = { narrow: 6, wide: 2 };

Page({
  data: {
    ...look(),
    view: loading,
    heading: '',
    role: '',
    /** What this role calls taking down a call; empty for roles that do not. */
    registering: '',
    /** Other pages of this role. */
    entries: [] as Entry[],
    /** One act on several of them at once. */
    mayBulk: false,
    /** Folded into one line, so that the work stays in sight. */
    alarms: [] as string[],
    alarmsOpen: false,
    /** Messages that came since the last look. */
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
    query: '',
    /** What is searched for stands in the list that is shown; otherwise in all that one may see. */
    within: false,
    /** What would find more. */
    hint: '',
    kinds: kindFilters(),
    /** Which of `kinds` the queue is narrowed to. */
    kindAt: 0,
    tickets: [] as TicketSummary[],
    /** For which periods nothing of this kind had to be done. */
    exempt: [] as string[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
    selected: '',
    /** The ticket that was just acted on stays open though its list has lost it; the next one is at this place. */
    acted: { no: '', at: 0 },
    /** Where the ticket beside the list is scrolled to. */
    besideAt: '',
    trouble: '',
    asked: 0,
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
  },

  /** Bound in `onLoad`, so that `onUnload` can hand over the same functions. */
  resized: (): void => {},
  keyed: (_event: { key: string }): void => {},

  onLoad() {
    this.resized = () => this.setData(look());
    this.keyed = (event: { key: string }) => this.key(event.key);
    wx.onWindowResize(this.resized);
    // Only WeChat on a PC hands over keys.
    if (wx.onKeyDown) wx.onKeyDown(this.keyed);
  },

  onUnload() {
    wx.offWindowResize(this.resized);
    if (wx.offKeyDown) wx.offKeyDown(this.keyed);
  },

  onShow() {
    this.setData(look());
    const wanted = take('queue');
    if (wanted) return this.showList(wanted);
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const { queue, query, within, kindAt, narrowed } = this.data;
    if (!this.data.heading) void this.greet();
    void this.countMessages();
    const desk = await ownDesk();
    if (desk.purpose) return this.setData({ desk, queues: [], tickets: [], selected: '', view: ready });
    if (desk.answersFor) void this.overlook();
    const search = searchFor(query, within, this.data.kinds[kindAt], narrowed);
    const page = await staff('ticket.queue', { view: queue, limit: FIRST_PAGE, ...search });
    if (asked !== this.data.asked) return;
    if (!page.ok) {
      if (page.error.code === 'forbidden') return this.lost(page.error.message, page.error.errorNo ?? '');
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
          : empty(
              hint ||
                (query || kindAt > 0 || narrowed.words
                  ? narrowed.words && !query && kindAt === 0
                    ? `没有${narrowed.words}`
                    : '没有找到，换个词或者换个种类试试'
                  : (desk.queues.find(each => each.value === queue)?.none ?? '')),
            ),
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

  /** What is due in the whole province or region, and at which desks. */
  async overlook() {
    const board = await staff('board.get', { weeks: 1 });
    if (!board.ok) return this.setData({ wholeTrouble: troubleText(board.error) });
    const due = board.data.desks.filter(({ overdue, today }) => overdue + today > 0);
    const shown = this.data.wide ? DESKS_SHOWN.wide : DESKS_SHOWN.narrow;
    this.setData({
      wholeTrouble: '',
      whole: wholeLine(board.data.now),
      desks: due.slice(0, shown).map(deskLine),
    });
  },

  async countMessages() {
    const inbox = await citizen('inbox.list', {});
    // The mark is an extra: the bell leads to the messages without it.
    if (inbox.ok) this.setData({ unread: unreadMark(inbox.data.unread) });
  },

  /** For which unit and in which role one works here. */
  async greet() {
    const me = await staff('me.get', {});
    if (!me.ok) return;
    const place = me.data.unit?.name ?? me.data.region?.name;
    this.setData({
      heading: place ?? me.data.roleLabel,
      role: place ? me.data.roleLabel : '',
      registering: me.data.menu.find(entry => entry.key === 'register')?.label ?? '',
      entries: entriesOf(me.data.menu),
      mayBulk: me.data.may.includes('ticket.bulk'),
      kinds: kindFilters(me.data.kinds, me.data.channelFilters),
      alarms: me.data.alarms ?? [],
    });
  },

  /** The role was revoked while the page lay open: nothing of the tickets stays on the screen. */
  lost(text: string, errorNo: string) {
    this.setData({ tickets: [], selected: '', heading: '', view: { state: 'forbidden', text, errorNo } });
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
    this.setData({ queue: view, narrowed, within, acted: { no: '', at: 0 }, tickets: [], view: loading });
    void this.load();
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

  showAll() {
    this.showList({ view: this.data.queue, words: '' });
  },

  toggleSearch() {
    const searching = !this.data.searching;
    this.setData({ searching });
    // What is out of sight must not go on narrowing the list.
    if (searching || (!this.data.query && this.data.kindAt === 0)) return;
    this.setData({ query: '', within: false, kindAt: 0, tickets: [], view: loading });
    void this.load();
  },

  pickKind(event: { detail: { value: string | number } }) {
    this.setData({ kindAt: Number(event.detail.value), tickets: [], view: loading });
    void this.load();
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    clearTimeout(this.data.timer);
    this.data.timer = setTimeout(() => void this.load(), TYPING_PAUSE);
  },

  toggleWithin() {
    this.setData({ within: !this.data.within, tickets: [], view: loading });
    void this.load();
  },

  async onReachBottom() {
    const { cursor, queue, query, within, kindAt, narrowed, asked, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const search = searchFor(query, within, this.data.kinds[kindAt], narrowed);
    const page = await staff('ticket.queue', { view: queue, cursor, limit: 20, ...search });
    if (asked !== this.data.asked) return;
    if (!page.ok) return this.setData({ more: 'failed' });
    const here = new Set(this.data.tickets.map(ticket => ticket.no));
    const tickets = [...this.data.tickets, ...page.data.tickets.filter(ticket => !here.has(ticket.no))];
    this.setData({ tickets, cursor: page.data.nextCursor ?? '', more: '' });
  },

  /** In a wide window one ticket is always open beside the list. */
  select(tickets: TicketSummary[]) {
    if (!this.data.wide) return;
    const { selected, acted } = this.data;
    const still =
      tickets.some(ticket => ticket.no === selected) || (selected !== '' && selected === acted.no);
    if (!still) this.setData({ selected: tickets[0]?.no ?? '' });
  },

  open(event: { detail: { no: string } }) {
    this.openTicket(event.detail.no);
  },

  openTicket(no: string) {
    if (this.data.wide) this.setData({ selected: no });
    else go(routes.staffTicket(no));
  },

  /** To the ticket below; where the list has lost the one that is open, to the one that has taken its place. */
  next() {
    const { tickets, selected, acted } = this.data;
    const at = tickets.findIndex(ticket => ticket.no === selected);
    const next = at < 0 ? (tickets[acted.at] ?? tickets[tickets.length - 1]) : tickets[at + 1];
    if (next) this.setData({ selected: next.no });
  },

  changed(event: { detail: { ticket: ShownTicket | null } }) {
    // What came of an act stands at the top.
    if (event.detail.ticket) {
      const { no } = event.detail.ticket;
      const at = this.data.tickets.findIndex(ticket => ticket.no === no);
      if (at >= 0) this.setData({ acted: { no, at } });
      this.setData({ besideAt: '' });
      this.setData({ besideAt: 'beside-top' });
    }
    void this.load();
  },

  toggleAlarms() {
    this.setData({ alarmsOpen: !this.data.alarmsOpen });
  },

  register() {
    go(routes.register);
  },

  openEntry(event: { currentTarget: { dataset: { url: string } } }) {
    go(event.currentTarget.dataset.url);
  },

  openBulk() {
    go(routes.bulk(this.data.queue));
  },

  openBoard() {
    go(routes.board);
  },

  openInbox() {
    go(routes.inbox(true));
  },

  /** Triage by keyboard: j and k move, Enter opens, 1–9 start an act. */
  key(key: string) {
    const pages = getCurrentPages();
    if (pages[pages.length - 1]?.route !== 'pages/workbench/index' || !this.data.wide) return;
    if (isTyping() || isCovered()) return;
    const { tickets, selected, acted } = this.data;
    const at = tickets.findIndex(ticket => ticket.no === selected);
    if (key === 'j') this.next();
    const before = key === 'k' ? tickets[(at < 0 ? acted.at : at) - 1] : undefined;
    if (before) this.setData({ selected: before.no });
    if (key === 'Enter' && selected) go(routes.staffTicket(selected));
    if (/^[1-9]$/.test(key)) {
      const panel = this.selectComponent('.handling') as unknown as { chooseAct(index: number): void } | null;
      panel?.chooseAct(Number(key) - 1);
    }
  },
});

/** The desk of this person's role: what its queues are called, and whether it holds tickets at all. */
const ownDesk = async (): Promise<StaffDesk> => {
  const me = await profile();
  return (me.ok && me.data.staff?.desk) || NO_DESK;
};

const searchFor = (query: string, within: boolean, kind: KindFilter | undefined, { due, desk }: Narrowed) => {
  return {
    ...(due ? { due } : {}),
    ...(desk ? { desk } : {}),
    ...(query.trim() ? { query: query.trim(), ...(within ? { within } : {}) } : {}),
    ...(kind?.value ? { kind: kind.value } : {}),
    ...(kind?.channel ? { channel: kind.channel } : {}),
  };
};
