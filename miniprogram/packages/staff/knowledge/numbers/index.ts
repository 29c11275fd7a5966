import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import { editor } from '../../../../model/knowledge/editors';
import type { UnitNames } from '../../../../model/knowledge/kept-versions';
import { numbersView, type NumbersView } from '../../../../model/knowledge/numbers';
import {
  fetchRouters,
  idle,
  lateOutcome,
  outcomeOf,
  refit,
  rollBack,
  troubled,
  type Learner,
  type Learning,
  type Routers,
} from '../../../../model/knowledge/learning';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';

const WARNINGS: Record<Learner, string> = {
  gate: '用工作人员判定过的问题重新确定判定标准。任何一项变差超过 1 个百分点就不采用，一切照旧。',
  router:
    '用工作人员确认过单位的诉求重新训练。总体变差超过 1 个百分点，或者某个单位变差超过 5 个，就不采用，一切照旧。',
};

type Asked = { currentTarget: { dataset: { what: Learner } } };

/** How well the machine answers, by week, and what it learned; the manager lets it learn and takes it back. */
Page({
  data: {
    ...look(),
    view: loading,
    shown: null as NumbersView | null,
    mayRefit: false,
    trouble: '',
    gate: idle,
    router: idle,
    routers: null as Routers | null,
    routerView: loading,
    asked: 0,
  },

  units: {} as UnitNames,
  clock: undefined as ReturnType<typeof setInterval> | undefined,
  /** Counts how often the page was left: what was begun before is waited for no longer. */
  left: 0,

  onShow() {
    this.setData(look());
    void this.load();
  },

  onHide() {
    this.left += 1;
  },

  onUnload() {
    this.left += 1;
    this.stopClock();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const [answer, me] = await Promise.all([staff('knowledge.numbers', {}), editor()]);
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.shown && !isClosed(answer.error)) return this.setData({ trouble: answer.error.message });
      return this.setData({ shown: null, view: problem(answer.error) });
    }
    const mayRefit = me.ok && me.data.mayRefit;
    this.setData({ shown: numbersView(answer.data), view: ready, trouble: '', mayRefit });
    if (mayRefit) await this.loadRouters();
  },

  /** The router is an extra for the manager: without it the numbers are whole. */
  async loadRouters() {
    const answer = await fetchRouters();
    if (!answer.ok) return this.setData({ routers: null, routerView: problem(answer.error) });
    const { units, ...routers } = answer.data;
    this.units = units;
    this.setData({ routers, routerView: ready });
  },

  retry() {
    if (!this.data.shown) this.setData({ view: loading });
    void this.load();
  },

  retryRouter() {
    this.setData({ routerView: loading });
    void this.loadRouters();
  },

  openProposals() {
    go(routes.proposals);
  },

  openSample() {
    go(routes.sample);
  },

  refit(event: Asked) {
    const { what } = event.currentTarget.dataset;
    if (this.isBusy()) return;
    wx.showModal({
      title: '现在重新学习？',
      content: WARNINGS[what],
      confirmText: '开始学习',
      success: ({ confirm }) => {
        if (confirm) void this.runRefit(what);
      },
    });
  },

  /** One after the other: both read the same judgements. */
  isBusy(): boolean {
    return Boolean(this.data.gate.busy || this.data.router.busy);
  },

  tell(what: Learner, learning: Learning) {
    this.setData(what === 'gate' ? { gate: learning } : { router: learning });
  },

  async runRefit(what: Learner) {
    const before = this.newest(what);
    const { left } = this;
    this.startClock(what);
    let answer = await refit(what);
    if (!answer.ok && answer.error.code === 'timeout' && before !== undefined) {
      const data = await lateOutcome(what, before, () => this.left === left);
      if (data) answer = { ok: true, data };
    }
    this.stopClock();
    this.tell(what, outcomeOf(answer, this.units));
    await this.load();
    this.showOutcome(what);
  },

  /** The newest version that is known; undefined when the list could not be read. */
  newest(what: Learner): number | undefined {
    const lines = what === 'gate' ? this.data.shown?.gates : this.data.routers?.lines;
    return lines && (lines[0]?.version ?? 0);
  },

  startClock(what: Learner) {
    let seconds = 0;
    this.stopClock();
    this.tell(what, { ...idle, busy: 'refit' });
    this.clock = setInterval(() => this.tell(what, { ...idle, busy: 'refit', seconds: ++seconds }), 1000);
  },

  stopClock() {
    if (this.clock !== undefined) clearInterval(this.clock);
    this.clock = undefined;
  },

  async use(event: Asked & { detail: { version: number; name: string } }) {
    const { what } = event.currentTarget.dataset;
    const { version, name } = event.detail;
    if (this.isBusy()) return;
    this.tell(what, { ...idle, busy: `use${version}` });
    const answer = await rollBack(what, version);
    this.tell(what, answer.ok ? { ...idle, outcome: `已改用${name}` } : troubled(answer.error));
    await this.load();
    this.showOutcome(what);
  },

  /** The version that was tapped may stand far below what became of it. */
  showOutcome(what: Learner) {
    wx.pageScrollTo({ selector: `#${what}`, offsetTop: -12 });
  },
});
