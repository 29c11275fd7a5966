import { staff } from '../../../../cloud/client';
import type { SampledAsk } from '../../../../../typings/api';
import { empty, isClosed, loading, problem, ready } from '../../../../cloud/view';
import { fieldErrors, inOneLine } from '../../../../model/form/forms';
import { precisionText } from '../../../../model/knowledge/numbers';
import { look } from '../../../../lib/look';
import { addDays, civilNow, dayText, momentText } from '../../../../lib/dates';
import { routes } from '../../../../lib/routes';

type Line = SampledAsk & { when: string; verdict: string; choosing: boolean; busy: boolean; trouble: string };

const verdictOf = ({ judged }: SampledAsk): string => {
  if (!judged) return '';
  if (judged.right) return '● 已判定：对';
  return judged.gold ? '■ 已判定：不对，应该是别的条目' : '■ 已判定：不对，知识库里没有';
};

const lineOf = (ask: SampledAsk): Line => ({
  ...ask,
  when: momentText(ask.at),
  verdict: verdictOf(ask),
  choosing: false,
  busy: false,
  trouble: '',
});

/** Machine answers of a week, drawn by chance, to be judged: right, or not. */
Page({
  data: {
    ...look(),
    view: loading,
    /** Any day of the week that is shown; empty = the last whole one. */
    week: '',
    weekText: '',
    isLast: true,
    asks: [] as Line[],
    size: 0,
    judged: 0,
    share: 0,
    precision: '',
    trouble: '',
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
    const { week } = this.data;
    const answer = await staff('knowledge.sample', week ? { week } : {});
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.asks.length > 0 && !isClosed(answer.error))
        return this.setData({ trouble: answer.error.message });
      return this.setData({ asks: [], weekText: '', view: problem(answer.error) });
    }
    const { asks, precision } = answer.data;
    this.setData({
      week: answer.data.week,
      weekText: `${dayText(answer.data.week)} 那一周`,
      isLast: addDays(answer.data.week, 7) > civilNow().slice(0, 10),
      asks: asks.map(lineOf),
      precision: precisionText(precision),
      trouble: '',
      view:
        asks.length > 0
          ? ready
          : empty('这一周机器没有直接答复过您负责的条目', { label: '看知识库', url: routes.knowledge }),
    });
    this.count();
  },

  count() {
    const { asks } = this.data;
    const judged = asks.filter(ask => ask.judged).length;
    this.setData({
      size: asks.length,
      judged,
      share: asks.length > 0 ? Math.round((judged / asks.length) * 100) : 0,
    });
  },

  retry() {
    if (this.data.asks.length === 0) this.setData({ view: loading });
    void this.load();
  },

  earlier() {
    this.move(-7);
  },

  later() {
    this.move(7);
  },

  move(days: number) {
    this.setData({ week: addDays(this.data.week, days), asks: [], view: loading });
    void this.load();
  },

  change(askId: string, change: Partial<Line>) {
    this.setData({
      asks: this.data.asks.map(ask => (ask.askId === askId ? { ...ask, ...change } : ask)),
    });
  },

  right(event: { currentTarget: { dataset: { id: string } } }) {
    void this.judge(event.currentTarget.dataset.id, { right: true });
  },

  wrong(event: { currentTarget: { dataset: { id: string } } }) {
    this.change(event.currentTarget.dataset.id, { choosing: true, trouble: '' });
  },

  none(event: { currentTarget: { dataset: { id: string } } }) {
    void this.judge(event.currentTarget.dataset.id, { right: false });
  },

  chooseEntry(event: { detail: { name: string; value: string } }) {
    const { name, value } = event.detail;
    if (value) void this.judge(name, { right: false, faqId: value });
  },

  async judge(askId: string, input: { right: boolean; faqId?: string }) {
    const ask = this.data.asks.filter(each => each.askId === askId)[0];
    if (!ask || ask.busy) return;
    this.change(askId, { busy: true, trouble: '' });
    const answer = await staff('knowledge.judge', { askId, ...input });
    if (!answer.ok) {
      const trouble = inOneLine(fieldErrors(answer.error.fields)) || answer.error.message;
      return this.change(askId, { busy: false, trouble });
    }
    const judged = { right: input.right, gold: input.faqId ?? (input.right ? ask.faqId : null) };
    this.change(askId, { ...lineOf({ ...ask, judged }), choosing: false });
    this.count();
    await this.refreshPrecision();
  },

  /** The share and its bounds are the cloud's: a unit sees a part of the sample only. */
  async refreshPrecision() {
    const answer = await staff('knowledge.sample', { week: this.data.week });
    if (answer.ok) this.setData({ precision: precisionText(answer.data.precision) });
  },
});
