import type { InboxMessage } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { groupsOf, isAboutEntry, isAboutTicket, type Group } from '../../../model/desk/inbox';
import { look } from '../../../lib/look';
import { loadFirst, loadMore, mapped, paged } from '../../../model/paging';
import { go, routes } from '../../../lib/routes';
import { empty } from '../../../cloud/view';

type Wanted = 'all' | 'unread' | 'reports';

/** Where nothing is new, all that was told can be read; where nothing is at all, one goes on elsewhere. */
const ON: Partial<Record<Wanted, { label: string; url: string }>> = {
  all: { label: '回首页', url: routes.home },
};
const NOTHING: Record<Wanted, string> = {
  all: '还没有消息',
  unread: '没有没看的消息',
  reports: '还没有报告事项',
};

/**
 * Everything that was sent to this person, by what it is about; for staff the same list leads to the staff's view of a ticket,
 * and what was looked at is kept ticket by ticket.
 */
Page({
  data: {
    ...look(),
    staff: false,
    filters: [
      { value: 'all', label: '全部' },
      { value: 'unread', label: '没看的' },
      { value: 'reports', label: '报告事项' },
    ],
    wanted: 'all' as Wanted,
    groups: [] as Group[],
    ...paged<InboxMessage>(),
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
    await loadFirst(this, this.fetch(), empty(NOTHING[this.data.wanted], ON[this.data.wanted]));
    this.group();
    const newest = this.data.items[0];
    // A citizen has few and reads them here: the marks stay on the screen, the next look finds them read.
    if (!this.data.staff && newest && !newest.read) void citizen('inbox.read', { upTo: newest.at });
  },

  retry() {
    void this.load();
  },

  async onReachBottom() {
    await loadMore(this, this.fetch());
    this.group();
  },

  fetch() {
    return fetchOf(this.data.wanted);
  },

  group() {
    this.setData({ groups: groupsOf(this.data.items) });
  },

  choose(event: { detail: { value: Wanted } }) {
    this.setData({ wanted: event.detail.value, items: [], groups: [] });
    return this.load();
  },

  async readAll() {
    const newest = this.data.items[0];
    if (!newest) return;
    await citizen('inbox.read', { upTo: newest.at });
    await this.load();
  },

  openAddress() {
    go(routes.address);
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const group = this.data.groups[event.currentTarget.dataset.index];
    if (!group) return;
    const { about, at, unread, template } = group;
    if (this.data.staff && unread > 0) this.markRead(about, at);
    if (!about) return;
    if (isAboutEntry(template)) return go(routes.entry(about));
    if (!isAboutTicket(about)) return go(routes.notice(about));
    go(this.data.staff ? routes.staffTicket(about) : routes.ticket(about));
  },

  /** The cloud keeps it; not arrived, they are new once more. */
  markRead(about: string, upTo: string) {
    void citizen('inbox.read', { upTo, about });
    const items = this.data.items.map(one =>
      (one.about ?? '') === about && one.at <= upTo ? { ...one, read: true } : one,
    );
    this.setData({ items, groups: groupsOf(items) });
  },
});

const fetchOf = (wanted: Wanted) => async (cursor?: string) =>
  mapped(
    await citizen('inbox.list', { cursor, ...(wanted === 'all' ? {} : { [wanted]: true }) }),
    ({ messages, nextCursor }) => ({ items: messages, nextCursor }),
  );
