import type { ShownUnit } from '../../../../../typings/api';
import type { FormField } from '../../../../../typings/contract';
import { staff, type Failure } from '../../../../cloud/client';
import { closed, loading, problem, quotedNo, ready } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { goBack, routes } from '../../../../lib/routes';
import {
  draftState,
  dropDraft,
  fittingFields,
  loadDraft,
  nothingSaid,
  saveDraft,
} from '../../../../model/form/drafts';
import { showInPage } from '../../../../model/form/form-places';
import {
  changed,
  checkValues,
  countWrong,
  errorsAfter,
  errorsBeside,
  fieldErrors,
  wrongFields,
  type FieldChange,
  type Filled,
} from '../../../../model/form/forms';
import { othersIn, OTHERS_SAVED, takenOver, type Other } from '../../../../model/form/others';
import { filledOf, unitFields, unitOf } from '../../../../model/people/unit-form';

type Draft = Filled & { base: number };

const REGION: FormField = { name: 'region', label: '地区', type: 'text', required: true };

/** A unit is added or changed; of two who change it at once the later sees what stands there now (kernel/writing/two-writers). */
Page({
  data: {
    ...look(),
    ...draftState(),
    view: loading,
    id: '',
    /** Of what was read; 0 = a new unit. */
    base: 0,
    fields: [] as FormField[],
    filled: { values: {}, labels: {} } as Filled,
    wrong: '',
    /** What somebody else has made of it meanwhile. */
    met: null as Other[] | null,
    asked: 0,
  },
  theirs: { values: {}, labels: {} } as Filled,

  onLoad({ id = '' }: { id?: string }) {
    this.setData({ id, fields: unitFields(!id) });
    wx.setNavigationBarTitle({ title: id ? '修改单位' : '登记单位' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  key(): `unit:${string}` {
    return `unit:${this.data.id || 'new'}`;
  },

  async load() {
    const asked = ++this.data.asked;
    const { id } = this.data;
    const me = await staff('me.get', {});
    if (asked !== this.data.asked) return;
    if (!me.ok) return this.setData({ view: problem(me.error) });
    if (!me.data.may.includes('unit.save'))
      return this.setData({
        view: closed('单位由运营方负责人和管理方登记', '看单位和人员', routes.units),
      });
    const found = loadDraft<Draft>(this.key(), { values: {}, labels: {}, base: 0 });
    const kept = found && fittingFields(found, [REGION, ...this.data.fields]);
    const read = id ? await this.read() : undefined;
    if (asked !== this.data.asked || (id && !read)) return;
    const fresh: Draft = read ?? { values: {}, labels: {}, base: 0 };
    const { base, ...filled } = kept ?? fresh;
    this.setData({ view: ready, filled, base, takenUp: kept !== undefined });
  },

  /** The unit as it is now; what is wrong is shown. */
  async read(): Promise<Draft | undefined> {
    const { id, asked } = this.data;
    const listed = await staff('unit.list', { query: id });
    if (asked !== this.data.asked) return undefined;
    if (!listed.ok) {
      this.setData({ view: problem(listed.error) });
      return undefined;
    }
    const found = listed.data.units.filter(one => one.id === id)[0];
    if (!found) {
      this.setData({ view: closed('没有这个单位，或者已经撤销', '看单位和人员', routes.units) });
      return undefined;
    }
    return { ...filledOf(found, await this.namesOf(found)), base: found.version ?? 1 };
  },

  async namesOf({ parentId }: ShownUnit): Promise<(id: string) => string> {
    const above = parentId ? await staff('unit.list', { query: parentId }) : undefined;
    const units = above?.ok ? above.data.units : [];
    return id => units.filter(one => one.id === id)[0]?.name ?? id;
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  change({ detail }: { detail: FieldChange }) {
    const filled = { ...this.data.filled, ...changed(this.data.filled, detail) };
    const errors = errorsAfter(this.data.errors, detail);
    this.setData({ filled, errors, wrong: countWrong(this.wrongIn(errors)), trouble: '', done: '' });
    this.keep(filled, this.data.base);
  },

  keep(filled: Filled, base: number) {
    saveDraft(this.key(), { ...filled, base });
  },

  wrongIn(errors: Record<string, string>): string[] {
    return wrongFields([REGION, ...this.data.fields], errors);
  },

  toFirstWrong() {
    const [first] = this.wrongIn(this.data.errors);
    if (first) void showInPage(this.selectAllComponents('.form'), first);
  },

  othersIn(filled: Filled): Other[] {
    return othersIn([REGION, ...this.data.fields], filled, this.theirs);
  },

  /** What the other one wrote, in the place of what is typed. */
  take({ detail }: { detail: { name: string } }) {
    const filled = takenOver(this.data.filled, this.theirs, detail.name);
    this.setData({ filled, met: this.othersIn(filled) });
    this.keep(filled, this.data.base);
  },

  discard() {
    dropDraft(this.key());
    this.setData({ ...nothingSaid(), takenUp: false, met: null, view: loading });
    void this.load();
  },

  refused(errors: Record<string, string>, message = '') {
    const wrong = countWrong(this.wrongIn(errors));
    this.setData({
      errors,
      wrong,
      trouble: errorsBeside([REGION, ...this.data.fields], errors) || (wrong ? '' : message),
    });
  },

  async save() {
    const { fields, filled, base, saving } = this.data;
    if (saving) return;
    this.setData({ troubleNo: '', met: null });
    const id = this.data.id || String(filled.values['id'] ?? '').trim();
    const made = unitOf(id, filled);
    const errors = { ...checkValues(fields, filled.values), ...('errors' in made ? made.errors : {}) };
    this.refused(errors);
    if (this.data.wrong || 'errors' in made) return;
    this.setData({ saving: true });
    const answer = await staff('unit.save', {
      unit: made.unit,
      ...(base > 0 ? { version: base } : { new: true }),
    });
    this.setData({ saving: false });
    if (!answer.ok) return this.fail(answer.error);
    dropDraft(this.key());
    wx.showToast({ title: '已保存', icon: 'none' });
    goBack(routes.units);
  },

  async fail(error: Failure) {
    this.refused(fieldErrors(error.fields), error.message);
    this.setData({ troubleNo: quotedNo(error) });
    if (error.code === 'conflict' && this.data.id) await this.meet();
  },

  /** Somebody else saved meanwhile: what is typed stays, what differs there now is shown, and the next save is over it. */
  async meet() {
    const now = await this.read();
    if (!now) return;
    const { filled } = this.data;
    this.theirs = now;
    this.setData({ base: now.base, trouble: OTHERS_SAVED, met: this.othersIn(filled) });
    wx.pageScrollTo({ scrollTop: 0, duration: 200 });
    this.keep(filled, now.base);
  },
});
