import type { ServiceEntry } from '../../../../../typings/contract';
import type { Values } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { closed, loading, problem, quotedNo, ready } from '../../../../cloud/view';
import { dropDraft, loadDraft, saveDraft, type DraftKey } from '../../../../model/form/drafts';
import { showInPage } from '../../../../model/form/form-places';
import {
  checkValues,
  countWrong,
  errorsBeside,
  wrongFields,
  type Filled,
} from '../../../../model/form/forms';
import { othersIn, OTHERS_SAVED, takenOver, type Other } from '../../../../model/form/others';
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
    /** A draft of earlier was taken up again. */
    takenUp: false,
    /** What somebody else has made of it meanwhile. */
    met: null as Other[] | null,
    asked: 0,
  },
  theirs: { values: {}, labels: {} } as Filled,

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async load() {
    const asked = ++this.data.asked;
    this.setData({ view: loading });
    const answer = await staff('service.get', { id: this.data.id });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { service } = answer.data;
    if (service.keeping === 'nothing')
      return this.setData({
        view: closed('您的角色不能更改这项登记', '看这项服务', routes.service(this.data.id)),
      });
    const whole = service.keeping === 'all';
    const saved = formOf(service);
    const kept = loadDraft(this.key(), { ...saved, base: service.revision });
    const form: EntryForm = kept ?? saved;
    this.theirs = saved;
    this.setData({
      view: ready,
      service,
      whole,
      form,
      sections: sectionsOf(form.rows, whole, regions()),
      adds: ROW_KINDS.filter(each => whole || !each.whole),
      takenUp: kept !== undefined,
    });
    // Typed over what somebody else has saved since.
    if (kept && kept.base !== service.revision) this.setData({ met: this.othersIn(form) });
  },

  retry() {
    void this.load();
  },

  change(event: { detail: { name: string; value: Values[string]; label?: string } }) {
    const { name, value, label } = event.detail;
    const { form, errors } = this.data;
    if (!form) return;
    const labels = label === undefined ? form.labels : { ...form.labels, [name]: label };
    this.setData({ trouble: '' });
    this.keep({ ...form, values: { ...form.values, [name]: value }, labels });
    this.mark({ ...errors, [name]: '' });
  },

  key(): DraftKey {
    return `service:${this.data.id}`;
  },

  keep(form: EntryForm) {
    this.setData({ form });
    saveDraft(this.key(), { ...form, base: this.data.service?.revision ?? '' });
  },

  discard() {
    dropDraft(this.key());
    this.setData({ takenUp: false, met: null, errors: {}, wrong: '', trouble: '', troubleNo: '' });
    void this.load();
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
    this.setData({ sections: sectionsOf(rows, whole, regions()), trouble: '' });
    this.keep({ ...form, rows });
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
    this.setData({ sending: true, trouble: '', troubleNo: '', met: null });
    const answer = await staff('service.save', {
      service: whole ? entry : { id, contacts, interfaces },
      revision: service.revision,
    });
    this.setData({ sending: false });
    if (answer.ok) {
      dropDraft(this.key());
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
    if (answer.error.code === 'conflict') await this.meet();
  },

  /** Somebody else saved meanwhile: what is typed stays, what differs there now is shown, and the next save is over it. */
  async meet() {
    const answer = await staff('service.get', { id: this.data.id });
    const { form } = this.data;
    if (!answer.ok || !form) return;
    this.theirs = formOf(answer.data.service);
    this.setData({ service: answer.data.service, met: this.othersIn(form), trouble: OTHERS_SAVED });
    this.keep(form);
    wx.pageScrollTo({ scrollTop: 0, duration: 200 });
  },

  othersIn(form: EntryForm): Other[] {
    return othersIn(fieldsOf(this.data.sections), form, this.theirs);
  },

  /** What the other one wrote, in the place of what is typed. */
  take({ detail }: { detail: { name: string } }) {
    const { form } = this.data;
    if (!form) return;
    const taken = { ...form, ...takenOver(form, this.theirs, detail.name) };
    this.keep(taken);
    this.setData({ met: this.othersIn(taken) });
  },
});

const fieldsOf = (sections: Section[]) => sections.flatMap(section => section.fields);
