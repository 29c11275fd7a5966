import type { PartyDocuments } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';

type Line = PartyDocuments & { words: string };

const lineOf = (party: PartyDocuments): Line => ({
  ...party,
  words: `应有 ${party.documents.length} 件，现行有效 ${party.inForce} 件`,
});

/** What each party must have in writing, and how it stands: in force, on its way, run out, missing. */
Page({
  data: { ...look(), ...paged<Line>() },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async fetch(cursor?: string) {
    const answer = await staff('document.held', cursor === undefined ? {} : { cursor });
    return mapped(answer, ({ parties, nextCursor }) => ({ items: parties.map(lineOf), nextCursor }));
  },

  load() {
    return loadFirst(this, cursor => this.fetch(cursor), '没有应当制定的文件');
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => this.fetch(cursor));
  },

  start() {
    go(routes.start);
  },

  open(event: { currentTarget: { dataset: { no: string } } }) {
    go(routes.staffTicket(event.currentTarget.dataset.no));
  },
});
