import { staff } from '../../../../cloud/client';
import type { Proposal } from '../../../../../typings/api';
import { empty, isClosed, loading, problem, ready } from '../../../../cloud/view';
import { editor } from '../../../../model/knowledge/editors';
import { leave } from '../../../../model/handoff';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { momentText } from '../../../../lib/dates';

/** Below this an entry is only the nearest of those that are far. */
const NEAR = 0.1;

/** From so many weeks on. */
const WEEKS = 8;

type Line = Proposal & { facts: string };

/** What citizens asked and nobody's entry solved, grouped; one tap starts an entry with these words. */
Page({
  data: {
    ...look(),
    view: loading,
    first: '',
    proposals: [] as Line[],
    mayWrite: false,
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
    const [answer, me] = await Promise.all([staff('knowledge.proposals', { weeks: WEEKS }), editor()]);
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.proposals.length > 0 && !isClosed(answer.error))
        return this.setData({ trouble: answer.error.message });
      return this.setData({ proposals: [], view: problem(answer.error) });
    }
    const { proposals, questions, truncated } = answer.data;
    this.setData({
      trouble: '',
      mayWrite: me.ok && me.data.mayWrite,
      first: `近 ${WEEKS} 周有 ${truncated ? '最近的 ' : ''}${questions} 个提问没有解决，问法相近的归在一起`,
      proposals: proposals.map(proposal => ({
        ...proposal,
        nearest: proposal.nearest.filter(near => near.confidence >= NEAR),
        facts: `问了 ${proposal.count} 次，${proposal.people} 个人，最近 ${momentText(proposal.lastAt)}`,
      })),
      view:
        proposals.length > 0
          ? ready
          : empty('没有要新建的条目：问过两次以上的都有答复了', { label: '看知识库', url: routes.knowledge }),
    });
  },

  retry() {
    if (this.data.proposals.length === 0) this.setData({ view: loading });
    void this.load();
  },

  handOver(id: string, entry: string) {
    const proposal = this.data.proposals.filter(each => each.id === id)[0];
    if (!proposal) return;
    leave('entry', { id: entry, question: proposal.question, similar: proposal.similar });
    go(routes.editEntry(entry));
  },

  write(event: { currentTarget: { dataset: { id: string } } }) {
    this.handOver(event.currentTarget.dataset.id, '');
  },

  /** The question is another way to ask what an entry already answers. */
  addTo(event: { currentTarget: { dataset: { id: string; entry: string } } }) {
    this.handOver(event.currentTarget.dataset.id, event.currentTarget.dataset.entry);
  },
});
