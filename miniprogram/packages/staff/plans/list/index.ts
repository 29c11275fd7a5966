import type { FormField, ListedPlan, PlanTemplate } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { loading, problem, ready } from '../../../../cloud/view';
import { addDays, civilNow } from '../../../../lib/dates';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { leave } from '../../../../model/handoff';
import { missedLine, planLine, templateLine } from '../../../../model/plan/plan';

/** So far back the page shows what was missed. */
const DAYS_BACK = 92;

/** What is done again and again: what was missed, the plans, and the templates that the documents name. */
Page({
  data: {
    ...look(),
    view: loading,
    missed: [] as ReturnType<typeof missedLine>[],
    plans: [] as ReturnType<typeof planLine>[],
    templates: [] as ReturnType<typeof templateLine>[],
    fields: [] as FormField[],
    /** Plans that come after those that are shown. */
    cursor: '',
    /** Why it is not known what was missed. */
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
    const to = civilNow().slice(0, 10);
    const [listed, missed] = await Promise.all([
      staff('plan.list', {}),
      staff('plan.missed', { from: addDays(to, -DAYS_BACK), to }),
    ]);
    if (asked !== this.data.asked) return;
    if (!listed.ok) return this.setData({ view: problem(listed.error) });
    const { plans, templates, fields, nextCursor = '' } = listed.data;
    this.setData({
      view: ready,
      plans: plans.map(planLine),
      templates: templates.map(templateLine),
      fields,
      cursor: nextCursor,
      missed: missed.ok ? missed.data.missed.map(missedLine).reverse() : [],
      trouble: missed.ok ? '' : missed.error.message,
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  async more() {
    const { cursor, asked } = this.data;
    const answer = await staff('plan.list', { cursor });
    if (asked !== this.data.asked || cursor !== this.data.cursor) return;
    if (!answer.ok) return this.setData({ trouble: answer.error.message });
    const { plans, nextCursor = '' } = answer.data;
    this.setData({ plans: this.data.plans.concat(plans.map(planLine)), cursor: nextCursor });
  },

  openTicket(event: { currentTarget: { dataset: { no: string } } }) {
    const { no } = event.currentTarget.dataset;
    if (no) go(routes.staffTicket(no));
  },

  openPlan(event: { currentTarget: { dataset: { id: string } } }) {
    const found = this.data.plans.filter(({ id }) => id === event.currentTarget.dataset.id)[0];
    if (found?.plan.mayKeep) this.edit(found.plan);
  },

  addFrom(event: { currentTarget: { dataset: { id: string } } }) {
    const found = this.data.templates.filter(({ id }) => id === event.currentTarget.dataset.id)[0];
    if (found) this.edit(found.template);
  },

  edit(from: ListedPlan | PlanTemplate) {
    leave('plan', { fields: this.data.fields, from });
    go(routes.plan);
  },
});
