import type { DisclosedCase } from '../../../../typings/api';
import type { PublicReport } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { look } from '../../../lib/look';
import { loadFirst, loadMore, mapped, paged } from '../../../model/paging';
import { dayText } from '../../../lib/dates';
import { empty } from '../../../cloud/view';
import { routes } from '../../../lib/routes';

type Line = DisclosedCase & { when: string };

/** Outcomes that the manager has made public: what it was about and how it was answered, nobody's name. */
Page({
  data: { ...look(), ...paged<Line>(), reports: [] as PublicReport[] },

  onLoad() {
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  load() {
    void this.loadFigures();
    return loadFirst(this, fetchCases, empty('还没有公开的办理结果', { label: '回首页', url: routes.home }));
  },

  /** An extra above the outcomes: without it the list stands as it is. */
  async loadFigures() {
    const answer = await citizen('board.public', {});
    if (answer.ok) this.setData({ reports: answer.data.reports });
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, fetchCases);
  },
});

const fetchCases = async (cursor?: string) =>
  mapped(await citizen('disclosed.list', { cursor }), ({ cases, nextCursor }) => ({
    items: cases.map(lineOf),
    nextCursor,
  }));

const lineOf = (outcome: DisclosedCase): Line => ({
  ...outcome,
  when: outcome.repliedOn ? `${dayText(outcome.repliedOn)} 答复` : '',
});
