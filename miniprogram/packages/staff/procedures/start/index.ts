import { empty, loading, problem, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { keptOpening, openings } from '../../../../model/procedure/opening';
import { go, routes } from '../../../../lib/routes';

type Line = { kind: string; label: string; purpose: string; kept: boolean; alarm: boolean };

/** What this member may start, in a sentence each. */
Page({
  data: {
    ...look(),
    view: loading,
    lines: [] as Line[],
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
    const found = await openings(true);
    if (asked !== this.data.asked) return;
    if (!found.ok) return this.setData({ view: problem(found.error), lines: [] });
    const lines = found.data.map(({ kind, label, purpose, urgent }) => ({
      kind,
      label: urgent?.label ?? label,
      purpose,
      kept: keptOpening(kind, '') !== undefined,
      alarm: urgent !== undefined,
    }));
    this.setData({ lines, view: lines.length > 0 ? ready : empty('您的角色没有可以发起的事项') });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { kind: string } } }) {
    go(routes.openProcedure(event.currentTarget.dataset.kind));
  },
});
