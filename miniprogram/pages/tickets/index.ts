import type { TicketSummary } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { loading } from '../../cloud/view';
import { phoneProblem } from '../../model/form/checks';
import { take } from '../../model/handoff';
import { look } from '../../lib/look';
import { loadFirst, loadMore, mapped, paged } from '../../model/paging';
import { go, routes } from '../../lib/routes';
import { waitingFirst } from '../../model/ticket/tickets';

const STATES = [
  { value: 'open', label: '办理中' },
  { value: 'closed', label: '已办结' },
];
const NO_CLAIM = { no: '', phone: '', name: '', code: '' };
const NONE = { open: '没有办理中的件', closed: '没有已办结的件' };

Page({
  data: {
    ...look(),
    states: STATES,
    state: 'open' as 'open' | 'closed',
    /** What is looked for among them. */
    query: '',
    ...paged<TicketSummary>(),
    claiming: false,
    claim: NO_CLAIM,
    claimErrors: {} as Record<string, string>,
    claimTrouble: '',
    sending: false,
  },

  onShow() {
    this.setData(look());
    if (take('claim')) this.startClaim();
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  choose(event: { detail: { value: string } }) {
    this.setData({ state: event.detail.value === 'closed' ? 'closed' : 'open', items: [], view: loading });
    void this.load();
  },

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onUnload() {
    if (this.timer !== undefined) clearTimeout(this.timer);
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.searchNow(), TYPING_PAUSE);
  },

  /** What was found for other words does not stay beside new ones. */
  searchNow() {
    this.setData({ items: [], view: loading });
    return this.load();
  },

  load() {
    const { state, query } = this.data;
    const none = query.trim() ? '没有找到，换个词试试；也可以看另一栏' : NONE[state];
    return loadFirst(this, cursor => fetchTickets(state, query, cursor), none);
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    const { state, query } = this.data;
    return loadMore(this, cursor => fetchTickets(state, query, cursor));
  },

  open(event: { detail: { no: string } }) {
    go(routes.ticket(event.detail.no));
  },

  file() {
    go(routes.file());
  },

  startClaim() {
    this.setData({ claiming: true, claimTrouble: '', claimErrors: {} });
  },

  endClaim() {
    this.setData({ claiming: false });
  },

  typeClaim(event: { detail: { name: string; value: string } }) {
    const { name, value } = event.detail;
    this.setData({ claim: { ...this.data.claim, [name]: value }, claimErrors: {}, claimTrouble: '' });
  },

  /** A ticket that was taken by phone becomes the caller's own. */
  async sendClaim() {
    if (this.data.sending) return;
    const no = this.data.claim.no.trim().toUpperCase();
    const phone = this.data.claim.phone.trim();
    const claimErrors: Record<string, string> = {};
    if (!no) claimErrors['no'] = '请填写工单号';
    const wrong = phoneProblem(phone);
    if (wrong) claimErrors['phone'] = wrong;
    const name = this.data.claim.name.trim();
    const code = this.data.claim.code.trim();
    if (!name && !code) claimErrors['name'] = '请填写登记时的姓名，或者认领码';
    if (Object.keys(claimErrors).length > 0) return this.setData({ claimErrors });
    this.setData({ sending: true });
    const proof = { ...(name ? { name } : {}), ...(code ? { code } : {}) };
    const answer = await citizen('ticket.claim', { no, phone, ...proof });
    this.setData({ sending: false });
    if (!answer.ok)
      return this.setData({ claimTrouble: answer.error.message, claimErrors: answer.error.fields ?? {} });
    this.setData({ claiming: false, claim: NO_CLAIM });
    go(routes.ticket(answer.data.ticket.no));
  },
});

const TYPING_PAUSE = 300;

/** Most people have fewer open tickets than this, so that all that wait for them come first. */
const PAGE = 50;

const fetchTickets = async (state: 'open' | 'closed', typed: string, cursor?: string) => {
  const query = typed.trim() || undefined;
  const found = await citizen('ticket.list', { state, query, cursor, limit: PAGE });
  return mapped(found, ({ tickets, nextCursor }) => ({ items: waitingFirst(tickets), nextCursor }));
};
