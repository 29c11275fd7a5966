import type { ShownTicket } from '../../../../../typings/contract';
import { onKeys, type Key } from '../../../../lib/keys';
import { look } from '../../../../lib/look';
import { closeTop, sheetsOpen } from '../../../../lib/overlay';
import { goBack, goInstead, goToTab, routes } from '../../../../lib/routes';
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

  /** Closes what lies above the ticket, and where nothing does, the ticket: whoever came by keyboard goes back by keyboard. */
  leave() {
    if (closeTop()) return;
    if (isTyping()) return void wx.hideKeyboard();
    if (getCurrentPages().length > 1) goBack(routes.workbench);
    else goToTab(routes.workbench);
  },

  /** By keyboard as on the workbench. */
  key(key: Key) {
    if (!this.shown || !this.data.wide) return;
    if (key.key === 'Escape') return this.leave();
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
