import type { ShownTicket } from '../../../../../typings/contract';
import { look } from '../../../../lib/look';

Page({
  data: { ...look(), no: '', writing: false },

  onLoad(query: { no?: string }) {
    this.setData({ no: query.no ?? '' });
  },

  onShow() {
    this.setData(look());
  },

  write(event: { detail: { open: boolean } }) {
    this.setData({ writing: event.detail.open });
  },

  changed(event: { detail: { ticket: ShownTicket | null } }) {
    if (event.detail.ticket) wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  },
});
