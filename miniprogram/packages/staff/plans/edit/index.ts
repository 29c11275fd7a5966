import type { FormField } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { closed, loading, quotedNo, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { routes } from '../../../../lib/routes';
import {
  draftState,
  dropDraft,
  fittingFields,
  loadDraft,
  meetRequest,
  nothingSaid,
  saveDraft,
} from '../../../../model/form/drafts';
import { formWithTaken, othersIn, type Other } from '../../../../model/form/others';
import { showInPage } from '../../../../model/form/form-places';
import {
  askedFields,
  changed,
  checkValues,
  countWrong,
  errorsAfter,
  errorsBeside,
  fieldErrors,
  inputOf,
  wrongFields,
  type FieldChange,
  type Filled,
} from '../../../../model/form/forms';
import { take } from '../../../../model/handoff';
import {
  filledOf,
  planBase,
  planDraftKey,
  planInput,
  planKey,
  type PlanForm,
} from '../../../../model/plan/plan';

/** A plan: made of a template, or changed; what has begun already stays as it was. */
Page({
  data: {
    ...look(),
    ...draftState(),
    view: loading,
    form: null as PlanForm | null,
    fields: [] as FormField[],
    filled: { values: {}, labels: {} } as Filled,
    wrong: '',
    /** What somebody else has made of it since it was typed. */
    met: null as Other[] | null,
  },
  theirs: { values: {}, labels: {} } as Filled,

  onLoad() {
    const form = take('plan');
    if (!form)
      return this.setData({ view: closed('请从检查计划里打开这一项', '打开检查计划', routes.plans) });
    this.theirs = filledOf(form);
    const kept = loadDraft(planDraftKey(form), { values: {}, labels: {}, base: planBase(form) });
    const filled: Filled = kept ? fittingFields(kept, form.fields) : this.theirs;
    const met = kept && kept.base !== planBase(form) ? othersIn(form.fields, filled, this.theirs) : null;
    this.setData({ met, takenUp: kept !== undefined });
    this.setData({ view: ready, form, filled, fields: askedFields(form.fields, filled.values) });
    wx.setNavigationBarTitle({ title: form.from.title });
  },

  onShow() {
    this.setData(look());
  },

  change({ detail }: { detail: FieldChange }) {
    const { form } = this.data;
    if (!form) return;
    const filled = { ...this.data.filled, ...changed(this.data.filled, detail) };
    const fields = askedFields(form.fields, filled.values);
    const errors = errorsAfter(this.data.errors, detail);
    this.setData({ filled, fields, errors, wrong: countWrong(wrongFields(fields, errors)), trouble: '' });
    this.keep(form, filled);
  },

  keep(form: PlanForm, { values, labels }: Filled) {
    saveDraft(planDraftKey(form), { values, labels, base: planBase(form) });
  },

  /** What the other one wrote, in the place of what is typed. */
  take({ detail }: { detail: { name: string } }) {
    const { form } = this.data;
    if (!form) return;
    const taken = formWithTaken(form.fields, this.data.filled, this.theirs, detail.name);
    this.setData(taken);
    this.keep(form, taken.filled);
  },

  discard() {
    const { form } = this.data;
    if (!form) return;
    dropDraft(planDraftKey(form));
    const filled = filledOf(form);
    this.setData({
      ...nothingSaid(),
      takenUp: false,
      filled,
      fields: askedFields(form.fields, filled.values),
    });
  },

  toFirstWrong() {
    const [first] = wrongFields(this.data.fields, this.data.errors);
    if (first) void showInPage(this.selectAllComponents('.form'), first);
  },

  refused(errors: Record<string, string>, message = '') {
    const { fields } = this.data;
    const wrong = countWrong(wrongFields(fields, errors));
    this.setData({ errors, wrong, trouble: errorsBeside(fields, errors) || (wrong ? '' : message) });
  },

  async save() {
    const { form, filled, fields, saving } = this.data;
    if (saving || !form) return;
    this.setData({ troubleNo: '' });
    this.refused(checkValues(fields, filled.values));
    if (this.data.wrong) return;
    this.setData({ saving: true });
    const answer = await staff('plan.save', planInput(form, inputOf(form.fields, filled.values)));
    this.setData({ saving: false });
    if (!answer.ok) {
      meetRequest(planKey(form.from), answer.error);
      this.refused(fieldErrors(answer.error.fields), answer.error.message);
      return this.setData({ troubleNo: quotedNo(answer.error) });
    }
    dropDraft(planDraftKey(form));
    void wx.navigateBack();
  },
});
