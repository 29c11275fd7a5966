import type { ServiceEntry } from '../../../../../typings/contract';
import type { Values } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { loading, problem, quotedNo, ready } from '../../../../cloud/view';
import { showInPage } from '../../../../model/form/form-places';
import { checkValues, countWrong, errorsBeside, wrongFields } from '../../../../model/form/forms';
import { look } from '../../../../lib/look';
import { goBack, routes } from '../../../../lib/routes';
import { regions } from '../../../../model/account/session';
import {
  entryErrors,
  entryInput,
  formOf,
  limitErrors,
  ROW_KINDS,
  sectionsOf,
  type EntryForm,
  type RowKind,
  type Section,
} from '../../../../model/service/editing';

/** Edits an entry of the register: all of it, or contacts and interfaces, as the role may. */
Page({
  data: {
    ...look(),
    id: '',
    view: loading,
    service: null as ServiceEntry | null,
    whole: false,
    form: null as EntryForm | null,
    sections: [] as Section[],
    adds: [] as { kind: RowKind; add: string }[],
    errors: {} as Record<string, string>,
    /** How many fields are wrong, and what went wrong besides. */
    wrong: '',
    trouble: '',
    troubleNo: '',
    sending: false,
  },

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async load() {
    this.setData({ view: loading });
    const answer = await staff('service.get', { id: this.data.id });
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { service } = answer.data;
    if (service.keeping === 'nothing')
      return this.setData({ view: { state: 'forbidden', text: '您的角色不能更改这项登记', errorNo: '' } });
    const whole = service.keeping === 'all';
    const form = formOf(service);
    this.setData({
      view: ready,
      service,
      whole,
      form,
      sections: sectionsOf(form.rows, whole, regions()),
      adds: ROW_KINDS.filter(each => whole || !each.whole),
    });
  },

  retry() {
    void this.load();
  },

  change(event: { detail: { name: string; value: Values[string]; label?: string } }) {
    const { name, value, label } = event.detail;
    const { form, errors } = this.data;
    if (!form) return;
    const labels = label === undefined ? form.labels : { ...form.labels, [name]: label };
    this.setData({ form: { ...form, values: { ...form.values, [name]: value }, labels }, trouble: '' });
    this.mark({ ...errors, [name]: '' });
  },

  addRow(event: { currentTarget: { dataset: { kind: RowKind } } }) {
    const { kind } = event.currentTarget.dataset;
    this.changeRows(kind, rows => rows.concat(rows.reduce((most, row) => Math.max(most, row), -1) + 1));
  },

  removeRow(event: { currentTarget: { dataset: { key: string } } }) {
    const [kind, row] = event.currentTarget.dataset.key.split('.') as [RowKind, string];
    this.changeRows(kind, rows => rows.filter(each => each !== Number(row)));
  },

  changeRows(kind: RowKind, change: (rows: number[]) => number[]) {
    const { form, whole } = this.data;
    if (!form) return;
    const rows = { ...form.rows, [kind]: change(form.rows[kind]) };
    this.setData({ form: { ...form, rows }, sections: sectionsOf(rows, whole, regions()), trouble: '' });
    this.mark(this.data.errors);
  },

  /** What is wrong stands at each field; below only how much of it. */
  mark(errors: Record<string, string>) {
    this.setData({ errors, wrong: countWrong(wrongFields(fieldsOf(this.data.sections), errors)) });
  },

  toFirstWrong() {
    const [first] = wrongFields(fieldsOf(this.data.sections), this.data.errors);
    if (first) void showInPage(this.selectAllComponents('.form'), first);
  },

  async save() {
    const { form, service, whole, sections, sending } = this.data;
    if (sending || !form || !service) return;
    const fields = fieldsOf(sections);
    this.mark({ ...checkValues(fields, form.values), ...limitErrors(form.values) });
    if (this.data.wrong) return this.setData({ trouble: '', troubleNo: '' });
    const { entry, names } = entryInput(service.id, form);
    const { id, contacts, interfaces } = entry;
    this.setData({ sending: true, trouble: '', troubleNo: '' });
    const answer = await staff('service.save', {
      service: whole ? entry : { id, contacts, interfaces },
      revision: service.revision,
    });
    this.setData({ sending: false });
    if (answer.ok) {
      wx.showToast({ title: '已保存', icon: 'none' });
      goBack(routes.service(service.id));
      return;
    }
    this.mark(entryErrors(answer.error.fields ?? {}, names));
    const beside = errorsBeside(fields, this.data.errors);
    this.setData({
      trouble: beside || (this.data.wrong ? '' : answer.error.message),
      troubleNo: quotedNo(answer.error),
    });
  },
});

const fieldsOf = (sections: Section[]) => sections.flatMap(section => section.fields);
