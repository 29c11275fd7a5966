import { staff } from '../../../cloud/client';
import { loading, problem, ready } from '../../../cloud/view';
import { boardView, type BoardView } from '../../../services/board';
import { look } from '../../../services/look';

/** For leads: where it burns, and how the weeks went. */
Page({
  data: { ...look(), view: loading, board: null as BoardView | null, trouble: '' },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const answer = await staff('board.get', {});
    if (answer.ok) return this.setData({ board: boardView(answer.data), view: ready, trouble: '' });
    if (this.data.board && answer.error.code !== 'forbidden') {
      return this.setData({ trouble: answer.error.message });
    }
    this.setData({ board: null, view: problem(answer.error) });
  },

  retry() {
    if (!this.data.board) this.setData({ view: loading });
    void this.load();
  },
});
