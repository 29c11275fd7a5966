import type { InboxMessage } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { empty, loading, problem, ready } from '../../../cloud/view';
import { isAboutEntry, isAboutTicket, isNew, markSeen } from '../../../services/inbox';
import { look } from '../../../services/look';
import { go, routes } from '../../../services/routes';
import { momentText } from '../../../services/words';

type Line = InboxMessage & { when: string; fresh: boolean };

/** Everything that was sent to this person; for staff the same list leads to the staff's view of a ticket. */
Page({
  data: {
    ...look(),
    staff: false,
    view: loading,
    messages: [] as Line[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
  },

  onLoad(query: { staff?: string }) {
    this.setData({ staff: query.staff === '1' });
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    if (this.data.messages.length === 0) this.setData({ view: loading });
    const answer = await citizen('inbox.list', {});
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const messages = answer.data.messages.map(lineOf);
    markSeen(answer.data.messages);
    this.setData({
      messages,
      cursor: answer.data.nextCursor ?? '',
      more: '',
      view: messages.length > 0 ? ready : empty('还没有消息'),
    });
  },

  retry() {
    void this.load();
  },

  async onReachBottom() {
    const { cursor, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const answer = await citizen('inbox.list', { cursor });
    if (!answer.ok) return this.setData({ more: 'failed' });
    this.setData({
      messages: [...this.data.messages, ...answer.data.messages.map(lineOf)],
      cursor: answer.data.nextCursor ?? '',
      more: '',
    });
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const message = this.data.messages[event.currentTarget.dataset.index];
    if (!message || !message.about) return;
    if (isAboutEntry(message.template)) return go(routes.entry(message.about));
    if (!isAboutTicket(message.about)) return go(routes.notice(message.about));
    go(this.data.staff ? routes.staffTicket(message.about) : routes.ticket(message.about));
  },
});

const lineOf = (message: InboxMessage): Line => ({
  ...message,
  when: momentText(message.at),
  fresh: isNew(message),
});
