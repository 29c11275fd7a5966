import type { StaffView, TicketSummary } from '../../../typings/contract';
import { staff } from '../../cloud/client';
import { empty, loading, problem, ready } from '../../cloud/view';
import {
  deskOf,
  entriesOf,
  KIND_FILTERS,
  pressing,
  type Desk,
  type Entry,
  type Queue,
} from '../../services/desk';
import { look } from '../../services/look';
import { isCovered } from '../../services/overlay';
import { go, routes } from '../../services/routes';
import { forget, profile } from '../../services/session';
import { isTyping } from '../../services/typing';

const TYPING_PAUSE = 400;
/** Long enough to count what is due soon: the to-do list comes in the order of its dates. */
const FIRST_PAGE = 40;

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
    /** Folded into one line, so that the work stays in sight. */
    alarms: [] as string[],
    alarmsOpen: false,
    numbers: { overdue: '–', soon: '–', open: '–' },
    desk: deskOf(''),
    queues: deskOf('').queues as (Queue & { count?: number })[],
    queue: 'todo' as StaffView,
    query: '',
    kinds: KIND_FILTERS,
    /** Which of `kinds` the queue is narrowed to. */
    kindAt: 0,
    tickets: [] as TicketSummary[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
    selected: '',
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
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const { queue, query, kindAt } = this.data;
    if (!this.data.heading) void this.greet();
    const desk = await ownDesk();
    if (desk.purpose) return this.setData({ desk, queues: [], tickets: [], selected: '', view: ready });
    const page = await staff('ticket.queue', { view: queue, limit: FIRST_PAGE, ...searchFor(query, kindAt) });
    if (asked !== this.data.asked) return;
    if (!page.ok) {
      if (page.error.code === 'forbidden') return this.lost(page.error.message, page.error.errorNo ?? '');
      if (this.data.tickets.length > 0) return this.setData({ trouble: page.error.message });
      return this.setData({ view: problem(page.error) });
    }
    const { tickets, nextCursor, counts } = page.data;
    const isToDo = queue === 'todo' && !query.trim() && kindAt === 0;
    this.setData({
      trouble: '',
      desk,
      queues: desk.queues.map(each => ({ ...each, count: counts[each.value] })),
      numbers: {
        ...this.data.numbers,
        ...(isToDo ? pressing(tickets, Boolean(nextCursor)) : {}),
        open: String(counts.unit),
      },
      tickets,
      cursor: nextCursor ?? '',
      more: '',
      view:
        tickets.length > 0
          ? ready
          : empty(
              query || kindAt > 0
                ? '没有找到，换个词或者换个种类试试'
                : (desk.queues.find(each => each.value === queue)?.none ?? ''),
            ),
    });
    this.select(tickets);
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
    this.setData({ queue: event.detail.value, tickets: [], view: loading });
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

  async onReachBottom() {
    const { cursor, queue, query, kindAt, asked, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const page = await staff('ticket.queue', { view: queue, cursor, limit: 20, ...searchFor(query, kindAt) });
    if (asked !== this.data.asked) return;
    if (!page.ok) return this.setData({ more: 'failed' });
    const here = new Set(this.data.tickets.map(ticket => ticket.no));
    const tickets = [...this.data.tickets, ...page.data.tickets.filter(ticket => !here.has(ticket.no))];
    this.setData({ tickets, cursor: page.data.nextCursor ?? '', more: '' });
  },

  /** In a wide window one ticket is always open beside the list. */
  select(tickets: TicketSummary[]) {
    if (!this.data.wide) return;
    const still = tickets.some(ticket => ticket.no === this.data.selected);
    if (!still) this.setData({ selected: tickets[0]?.no ?? '' });
  },

  open(event: { detail: { no: string } }) {
    this.openTicket(event.detail.no);
  },

  openTicket(no: string) {
    if (this.data.wide) this.setData({ selected: no });
    else go(routes.staffTicket(no));
  },

  changed() {
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

  openInbox() {
    go(routes.inbox(true));
  },

  /** Triage by keyboard: j and k move, Enter opens, 1–9 start an act. */
  key(key: string) {
    const pages = getCurrentPages();
    if (pages[pages.length - 1]?.route !== 'pages/workbench/index' || !this.data.wide) return;
    if (isTyping() || isCovered()) return;
    const { tickets, selected } = this.data;
    const at = tickets.findIndex(ticket => ticket.no === selected);
    const beside = key === 'j' ? at + 1 : key === 'k' ? at - 1 : -1;
    const next = tickets[beside];
    if (next) this.setData({ selected: next.no });
    if (key === 'Enter' && selected) go(routes.staffTicket(selected));
    if (/^[1-9]$/.test(key)) {
      const panel = this.selectComponent('.handling') as unknown as { chooseAct(index: number): void } | null;
      panel?.chooseAct(Number(key) - 1);
    }
  },
});

/** The desk of this person's role: what its queues are called, and whether it holds tickets at all. */
const ownDesk = async (): Promise<Desk> => {
  const me = await profile();
  return deskOf((me.ok && me.data.staff?.roles[0]) || '');
};

const searchFor = (query: string, kindAt: number) => {
  const kind = KIND_FILTERS[kindAt]?.value;
  return { ...(query.trim() ? { query: query.trim() } : {}), ...(kind ? { kind } : {}) };
};
