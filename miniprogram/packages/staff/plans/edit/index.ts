import type { FormField } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { loading, quotedNo, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { draftState, dropDraft, meetRequest } from '../../../../model/form/drafts';
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
import { filledOf, planInput, planKey, type PlanForm } from '../../../../model/plan/plan';

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
  },

  onLoad() {
    const form = take('plan');
    if (!form) return this.setData({ view: { state: 'forbidden', text: '请从检查计划里打开', errorNo: '' } });
    const filled = filledOf(form);
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
    dropDraft(planKey(form.from));
    void wx.navigateBack();
  },
});
