import type { TicketSummary } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import { boardView, burning, type BoardView } from '../../../../model/desk/board';
import { atDesk, type Wanted } from '../../../../model/desk/desk';
import { leave } from '../../../../model/handoff';
import { look } from '../../../../lib/look';
import { go, goToTab, routes } from '../../../../lib/routes';

/** So many overdue tickets stand on the board; the workbench has them all. */
const SHOWN = 5;

/** For leads: where it burns, and how the weeks went. */
Page({
  data: {
    ...look(),
    view: loading,
    board: null as BoardView | null,
    first: '',
    overdue: [] as TicketSummary[],
    trouble: '',
    asked: 0,
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
    const [answer, queue] = await Promise.all([
      staff('board.get', {}),
      staff('ticket.queue', { view: 'overdue', limit: SHOWN }),
    ]);
    if (asked !== this.data.asked) return;
    if (answer.ok) {
      this.setData({
        board: boardView(answer.data),
        view: ready,
        trouble: queue.ok ? '' : queue.error.message,
      });
      if (queue.ok) this.setData({ first: burning(queue.data), overdue: queue.data.tickets });
      return;
    }
    if (this.data.board && !isClosed(answer.error)) {
      return this.setData({ trouble: answer.error.message });
    }
    this.setData({ board: null, view: problem(answer.error) });
  },

  open(event: { detail: { no: string } }) {
    go(routes.staffTicket(event.detail.no));
  },

  /** The list of a desk is a list of the workbench. */
  openDesk(event: { currentTarget: { dataset: { index: number } } }) {
    const desk = this.data.board?.desks[event.currentTarget.dataset.index];
    if (desk) this.showList(atDesk(desk));
  },

  openOverdue() {
    this.showList({ view: 'overdue', words: '' });
  },

  showList(wanted: Wanted) {
    leave('queue', wanted);
    goToTab(routes.workbench);
  },

  retry() {
    if (!this.data.board) this.setData({ view: loading });
    void this.load();
  },
});
