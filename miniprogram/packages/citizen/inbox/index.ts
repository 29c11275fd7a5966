import type { InboxMessage } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { isAboutEntry, isAboutTicket } from '../../../model/desk/inbox';
import { look } from '../../../lib/look';
import { loadFirst, loadMore, mapped, paged } from '../../../model/paging';
import { go, routes } from '../../../lib/routes';
import { momentText } from '../../../lib/dates';

type Line = InboxMessage & { when: string };

/** Everything that was sent to this person; for staff the same list leads to the staff's view of a ticket. */
Page({
  data: { ...look(), staff: false, reports: false, ...paged<Line>() },

  onLoad(query: { staff?: string }) {
    this.setData({ staff: query.staff === '1' });
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    await loadFirst(this, this.fetch(), this.data.reports ? '还没有报告事项' : '还没有消息');
    const newest = this.data.items[0];
    // The marks stay on the screen; the next look finds them read. Not arrived: they are new once more.
    if (newest && !newest.read && !this.data.reports) void citizen('inbox.read', { upTo: newest.at });
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, this.fetch());
  },

  fetch() {
    return fetchOf(this.data.reports);
  },

  /** Between what wants to be read at once and what is only reported. */
  turn(event: { currentTarget: { dataset: { reports: boolean } } }) {
    this.setData({ reports: event.currentTarget.dataset.reports, items: [] });
    return this.load();
  },

  openAddress() {
    go(routes.address);
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const message = this.data.items[event.currentTarget.dataset.index];
    if (!message || !message.about) return;
    if (isAboutEntry(message.template)) return go(routes.entry(message.about));
    if (!isAboutTicket(message.about)) return go(routes.notice(message.about));
    go(this.data.staff ? routes.staffTicket(message.about) : routes.ticket(message.about));
  },
});

const fetchOf = (reports: boolean) => async (cursor?: string) =>
  mapped(
    await citizen('inbox.list', { cursor, ...(reports ? { reports } : {}) }),
    ({ messages, nextCursor }) => ({
      items: messages.map(message => ({ ...message, when: momentText(message.at) })),
      nextCursor,
    }),
  );
