import { staff } from '../../../../cloud/client';
import type { SamePair } from '../../../../../typings/api';
import { empty, isClosed, loading, problem, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';

type Entry = SamePair['one'];
type Line = SamePair & { key: string; sides: (Entry & { facts: string; otherId: string })[] };

const factsOf = ({ id, unitName, updatedOn, similar }: Entry): string =>
  `${id} · ${unitName} · ${updatedOn} 更新 · ${similar} 个相似问法`;

const lineOf = (pair: SamePair): Line => ({
  ...pair,
  key: `${pair.one.id}|${pair.other.id}`,
  sides: [
    { ...pair.one, facts: factsOf(pair.one), otherId: pair.other.id },
    { ...pair.other, facts: factsOf(pair.other), otherId: pair.one.id },
  ],
});

/** Published entries that ask nearly the same: who answers for both keeps one, and its ways to ask grow by the other's. */
Page({
  data: {
    ...look(),
    view: loading,
    first: '',
    pairs: [] as Line[],
    cursor: '',
    trouble: '',
    done: '',
    /** The pair that is being merged. */
    busy: '',
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
    const answer = await staff('knowledge.duplicates', {});
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.pairs.length > 0 && !isClosed(answer.error))
        return this.setData({ trouble: answer.error.message });
      return this.setData({ pairs: [], view: problem(answer.error) });
    }
    const { pairs, count, nextCursor = '' } = answer.data;
    this.setData({
      trouble: '',
      first: `有 ${count} 对条目问的几乎是同一件事`,
      pairs: pairs.map(lineOf),
      cursor: nextCursor,
      view: pairs.length > 0 ? ready : empty('没有重复的条目', { label: '看知识库', url: routes.knowledge }),
    });
  },

  retry() {
    if (this.data.pairs.length === 0) this.setData({ view: loading });
    void this.load();
  },

  async more() {
    const { asked } = this.data;
    const answer = await staff('knowledge.duplicates', { cursor: this.data.cursor });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ trouble: answer.error.message });
    const known = this.data.pairs.map(({ key }) => key);
    const fresh = answer.data.pairs.map(lineOf).filter(({ key }) => known.indexOf(key) < 0);
    this.setData({
      trouble: '',
      pairs: this.data.pairs.concat(fresh),
      cursor: answer.data.nextCursor ?? '',
    });
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.entry(event.currentTarget.dataset.id));
  },

  keep(event: { currentTarget: { dataset: { key: string; id: string } } }) {
    const { key, id } = event.currentTarget.dataset;
    const pair = this.data.pairs.filter(each => each.key === key)[0];
    if (!pair || this.data.busy) return;
    const [kept, other] = pair.one.id === id ? [pair.one, pair.other] : [pair.other, pair.one];
    wx.showModal({
      title: '合并这两个条目？',
      content: `保留“${kept.question}”的答复；“${other.question}”下架，它的问法都成为相似问法。下架的可以随时恢复。`,
      confirmText: '确认合并',
      success: ({ confirm }) => {
        if (confirm) void this.merge(key, kept, other);
      },
    });
  },

  async merge(key: string, kept: Entry, other: Entry) {
    this.setData({ busy: key, trouble: '', done: '' });
    const answer = await staff('faq.merge', {
      id: kept.id,
      version: kept.version,
      other: { id: other.id, version: other.version },
    });
    this.setData({ busy: '' });
    if (!answer.ok) return this.setData({ trouble: answer.error.message });
    this.setData({ done: `已并入“${kept.question}”` });
    await this.load();
  },
});
