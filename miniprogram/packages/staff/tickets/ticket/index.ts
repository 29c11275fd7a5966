import type { ShownTicket } from '../../../../../typings/contract';
import { onKeys, type Key } from '../../../../lib/keys';
import { look } from '../../../../lib/look';
import { closeTop, sheetsOpen } from '../../../../lib/overlay';
import { goInstead, routes } from '../../../../lib/routes';
import { isTyping } from '../../../../lib/typing';
import { nextAfter } from '../../../../model/desk/walk';

Page({
  data: {
    ...look(),
    no: '',
    writing: false,
    /** What comes next in the list, once something was done here. */
    next: '',
    nextTitle: '',
  },
  stopKeys: (): void => undefined,
  shown: false,

  onLoad(query: { no?: string }) {
    this.setData({ no: query.no ?? '' });
    this.stopKeys = onKeys(key => this.key(key));
  },

  onShow() {
    this.shown = true;
    this.setData(look());
  },

  onHide() {
    this.shown = false;
  },

  onUnload() {
    this.stopKeys();
  },

  write(event: { detail: { open: boolean } }) {
    this.setData({ writing: event.detail.open });
  },

  changed(event: { detail: { ticket: ShownTicket | null } }) {
    if (!event.detail.ticket) return;
    const next = nextAfter(this.data.no);
    this.setData({ next: next?.no ?? '', nextTitle: next?.title ?? '' });
    wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },

  openNext() {
    goInstead(routes.staffTicket(this.data.next));
  },

  /** By keyboard as on the workbench. */
  key(key: Key) {
    if (!this.shown || !this.data.wide) return;
    if (key.key === 'Escape') return void closeTop();
    if (sheetsOpen() > (this.data.writing ? 1 : 0)) return;
    if (key.key === '?' && !isTyping()) {
      const help = this.selectComponent('.help') as unknown as { open(): void };
      return help.open();
    }
    if (key.key === 'j' && !this.data.writing && this.data.next) return this.openNext();
    const ticket = this.selectComponent('.handling') as unknown as { key(key: Key): void } | null;
    ticket?.key(key);
  },
});
