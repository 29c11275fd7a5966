import type { FormField, RegisterStep } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { uuid } from '../../../../cloud/uuid';
import { closed, loading, quotedNo, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { momentText } from '../../../../lib/dates';
import { go, routes } from '../../../../lib/routes';
import { draftState, meetRequest, requestOf, saveDraft } from '../../../../model/form/drafts';
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
import { formWithTaken, othersIn, OTHERS_SAVED, type Other } from '../../../../model/form/others';
import { take } from '../../../../model/handoff';
import {
  blankOf,
  draftKeyOf,
  dropRow,
  filledOf,
  keptRow,
  orderLine,
  rowNow,
  type OrderLine,
  type RegisterForm,
} from '../../../../model/register/register';

/** A row of a list of record: read, added or changed by the fields of the cloud; what was typed stays on the phone. */
Page({
  data: {
    ...look(),
    ...draftState(),
    view: loading,
    form: null as RegisterForm | null,
    fields: [] as FormField[],
    filled: { values: {}, labels: {} } as Filled,
    facts: [] as { name: string; label: string; words: string }[],
    steps: [] as (RegisterStep & { time: string })[],
    wrong: '',
    /** What was ordered to be put right from this row, and the form of the next. */
    orders: [] as OrderLine[],
    finding: [] as FormField[],
    found: { values: {}, labels: {} } as Filled,
    foundErrors: {} as Record<string, string>,
    ordering: false,
    orderTrouble: '',
    ordered: '',
    /** What somebody else has made of it meanwhile. */
    met: null as Other[] | null,
  },

  theirs: { values: {}, labels: {} } as Filled,
  requestId: '',

  onLoad() {
    const form = take('row');
    if (!form) return this.setData({ view: closed('请从台账里打开这一项', '打开台账', routes.registers) });
    const kept = form.mayKeep ? keptRow(form) : undefined;
    const filled = kept ?? filledOf(form);
    const { row } = form;
    this.setData({
      view: ready,
      form,
      filled,
      takenUp: kept !== undefined,
      fields: askedFields(form.fields, filled.values),
      facts: row ? factsOf(form.fields, row.words) : [],
    });
    wx.setNavigationBarTitle({ title: row ? row.name : `登记${form.label}` });
    // Typed over what somebody else has changed since.
    if (kept && row && kept.base !== row.version) this.meet(form);
    void this.loadSteps();
  },

  onShow() {
    this.setData(look());
  },

  /** Who changed what: an extra below the row. */
  async loadSteps() {
    const { form } = this.data;
    if (!form?.row) return;
    const answer = await staff('register.history', { register: form.register, id: form.row.id });
    if (!answer.ok) return;
    const { steps, rectifications } = answer.data;
    const finding = rectifications?.fields ?? [];
    this.setData({
      steps: steps.map(step => ({ ...step, time: momentText(step.at) })),
      orders: (rectifications?.list ?? []).map(orderLine),
      finding,
      found: blankOf(finding),
    });
  },

  changeFound({ detail }: { detail: FieldChange }) {
    this.setData({
      found: { ...this.data.found, ...changed(this.data.found, detail) },
      foundErrors: errorsAfter(this.data.foundErrors, detail),
      orderTrouble: '',
      ordered: '',
    });
  },

  /** One act: what was found becomes a rectification of this row. */
  async order() {
    const { form, finding, found, ordering } = this.data;
    if (ordering || !form?.row) return;
    const foundErrors = checkValues(finding, found.values);
    this.setData({ foundErrors, orderTrouble: '', ordered: '' });
    if (Object.keys(foundErrors).length > 0) return;
    this.requestId = this.requestId || uuid();
    this.setData({ ordering: true });
    const answer = await staff('register.rectify', {
      register: form.register,
      id: form.row.id,
      requestId: this.requestId,
      values: inputOf(finding, found.values),
    });
    this.setData({ ordering: false });
    if (!answer.ok) {
      const fields = fieldErrors(answer.error.fields);
      return this.setData({ foundErrors: fields, orderTrouble: troubleText(answer.error) });
    }
    this.requestId = '';
    await this.loadSteps();
    this.setData({ ordered: `已发出整改 ${answer.data.no}` });
  },

  openOrder(event: { currentTarget: { dataset: { index: number } } }) {
    const order = this.data.orders[event.currentTarget.dataset.index];
    if (order?.opens) go(routes.staffTicket(order.no));
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

  keep(form: RegisterForm, { values, labels }: Filled) {
    saveDraft(draftKeyOf(form), { values, labels, base: form.row?.version ?? 0 });
  },

  /** Somebody else saved meanwhile: what is typed stays, what differs there now is shown, and the next save is over it. */
  meet(form: RegisterForm) {
    const { filled } = this.data;
    this.theirs = filledOf(form);
    this.setData({ form, met: othersIn(form.fields, filled, this.theirs), trouble: OTHERS_SAVED });
    this.keep(form, filled);
    wx.pageScrollTo({ scrollTop: 0, duration: 200 });
  },

  /** What the other one wrote, in the place of what is typed. */
  take({ detail }: { detail: { name: string } }) {
    const { form } = this.data;
    if (!form) return;
    const taken = formWithTaken(form.fields, this.data.filled, this.theirs, detail.name);
    this.setData(taken);
    this.keep(form, taken.filled);
  },

  toFirstWrong() {
    const [first] = wrongFields(this.data.fields, this.data.errors);
    if (first) void showInPage(this.selectAllComponents('.form'), first);
  },

  /** What is wrong stands at each field; below only how much of it, and what no field shows. */
  refused(errors: Record<string, string>, message = '') {
    const { fields } = this.data;
    const wrong = countWrong(wrongFields(fields, errors));
    this.setData({ errors, wrong, trouble: errorsBeside(fields, errors) || (wrong ? '' : message) });
  },

  async save() {
    const { form, filled, fields, saving } = this.data;
    if (saving || !form) return;
    this.setData({ troubleNo: '', met: null });
    this.refused(checkValues(fields, filled.values));
    if (this.data.wrong) return;
    this.setData({ saving: true });
    const answer = await staff('register.save', {
      register: form.register,
      ...(form.row
        ? { id: form.row.id, version: form.row.version }
        : { requestId: requestOf(draftKeyOf(form)) }),
      values: inputOf(form.fields, filled.values),
    });
    this.setData({ saving: false });
    if (!answer.ok) {
      if (!form.row) meetRequest(draftKeyOf(form), answer.error);
      this.refused(fieldErrors(answer.error.fields), answer.error.message);
      this.setData({ troubleNo: quotedNo(answer.error) });
      const row =
        form.row && answer.error.code === 'conflict' ? await rowNow(form.register, form.row.id) : undefined;
      if (row) this.meet({ ...form, row });
      return;
    }
    dropRow(form);
    void wx.navigateBack();
  },
});

const factsOf = (fields: FormField[], words: Record<string, string>) =>
  fields.flatMap(({ name, label }) =>
    words[name] === undefined ? [] : [{ name, label, words: words[name] }],
  );
