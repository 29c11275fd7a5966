import type { ListedRuleSet } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { ruleSetLines, type RuleSetLines } from '../../../../model/rules/versions';

/** For the manager: the rule sets and their versions, and which of them is in force. */
Page({
  data: { ...look(), view: loading, ruleSets: [] as RuleSetLines[], asked: 0 },

  onShow() {
    this.setData(look());
    // Also after a version was saved or activated on the page behind.
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const found: ListedRuleSet[] = [];
    let cursor: string | undefined;
    do {
      const answer = await staff('ruleset.list', cursor === undefined ? {} : { cursor });
      if (asked !== this.data.asked) return;
      if (!answer.ok) return this.setData({ view: problem(answer.error) });
      found.push(...answer.data.ruleSets);
      cursor = answer.data.nextCursor;
    } while (cursor !== undefined);
    const ruleSets = ruleSetLines(found);
    this.setData({ ruleSets, view: ruleSets.length > 0 ? ready : empty('还没有规则集') });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { id: string; version: number } } }) {
    const { id, version } = event.currentTarget.dataset;
    go(routes.rulesVersion(id, version));
  },
});
