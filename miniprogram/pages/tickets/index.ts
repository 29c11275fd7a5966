import type { TicketSummary } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { empty, loading, problem, ready } from '../../cloud/view';
import { phoneProblem } from '../../services/checks';
import { look } from '../../services/look';
import { go, routes } from '../../services/routes';

const STATES = [
  { value: 'open', label: '办理中' },
  { value: 'closed', label: '已办结' },
];
const NONE = { open: '没有办理中的件', closed: '没有已办结的件' };

Page({
  data: {
    ...look(),
    states: STATES,
    state: 'open' as 'open' | 'closed',
    tickets: [] as TicketSummary[],
    cursor: '',
    view: loading,
    /** Said below the list when the next page did not come. */
    more: '' as '' | 'loading' | 'failed',
    asked: 0,
    claiming: false,
    claim: { no: '', phone: '' },
    claimErrors: {} as Record<string, string>,
    claimTrouble: '',
    sending: false,
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  choose(event: { detail: { value: string } }) {
    this.setData({ state: event.detail.value === 'closed' ? 'closed' : 'open', tickets: [], view: loading });
    void this.load();
  },

  async load() {
    const asked = ++this.data.asked;
    const { state } = this.data;
    if (this.data.tickets.length === 0) this.setData({ view: loading });
    const answer = await citizen('ticket.list', { state, limit: 20 });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { tickets, nextCursor } = answer.data;
    this.setData({
      tickets,
      cursor: nextCursor ?? '',
      more: '',
      view: tickets.length > 0 ? ready : empty(NONE[state]),
    });
  },

  retry() {
    void this.load();
  },

  async onReachBottom() {
    const { cursor, state, asked, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const answer = await citizen('ticket.list', { state, cursor, limit: 20 });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ more: 'failed' });
    const here = new Set(this.data.tickets.map(ticket => ticket.no));
    const tickets = [...this.data.tickets, ...answer.data.tickets.filter(ticket => !here.has(ticket.no))];
    this.setData({ tickets, cursor: answer.data.nextCursor ?? '', more: '' });
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
    if (Object.keys(claimErrors).length > 0) return this.setData({ claimErrors });
    this.setData({ sending: true });
    const answer = await citizen('ticket.claim', { no, phone });
    this.setData({ sending: false });
    if (!answer.ok)
      return this.setData({ claimTrouble: answer.error.message, claimErrors: answer.error.fields ?? {} });
    this.setData({ claiming: false, claim: { no: '', phone: '' } });
    go(routes.ticket(answer.data.ticket.no));
  },
});
