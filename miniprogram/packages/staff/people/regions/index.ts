import type { ShownRegion } from '../../../../../typings/api';
import { staff } from '../../../../cloud/client';
import { empty, isClosed, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { forget } from '../../../../model/account/session';
import { fieldErrors } from '../../../../model/form/forms';
import { regionLines, type RegionLine } from '../../../../model/people/regions';

const BLANK = { code: '', name: '', parent: '' };

/** The regions that units, services and local authorities refer to (J-4): the list, adding and changing. */
Page({
  data: {
    ...look(),
    view: loading,
    query: '',
    lines: [] as RegionLine[],
    mayEdit: false,
    /** The form is open; `version` 0 = a new region. */
    editing: false,
    version: 0,
    typed: BLANK,
    errors: {} as Record<string, string>,
    trouble: '',
    said: '',
    saving: false,
    asked: 0,
  },
  regions: [] as ShownRegion[],

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
    const [listed, me] = await Promise.all([staff('region.list', {}), staff('me.get', {})]);
    if (asked !== this.data.asked) return;
    if (!listed.ok || !me.ok) {
      const error = listed.ok ? (me.ok ? undefined : me.error) : listed.error;
      if (!error) return;
      if (this.regions.length > 0 && !isClosed(error))
        return this.setData({ said: `■ ${troubleText(error)}` });
      this.regions = [];
      return this.setData({ lines: [], mayEdit: false, view: problem(error) });
    }
    this.regions = listed.data.regions;
    this.setData({ mayEdit: me.data.may.includes('region.save') });
    this.show();
  },

  show() {
    const lines = regionLines(this.regions, this.data.query);
    this.setData({ lines, view: lines.length > 0 ? ready : empty('没有找到这个地区') });
  },

  search({ detail }: { detail: { value: string } }) {
    this.setData({ query: detail.value });
    this.show();
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  add() {
    this.setData({ editing: true, version: 0, typed: BLANK, errors: {}, trouble: '', said: '' });
  },

  edit(event: { currentTarget: { dataset: { code: string } } }) {
    const found = this.regions.find(({ code }) => code === event.currentTarget.dataset.code);
    if (!found || !this.data.mayEdit) return;
    const { code, name, parent = '', version = 1 } = found;
    this.setData({
      editing: true,
      version,
      typed: { code, name, parent },
      errors: {},
      trouble: '',
      said: '',
    });
  },

  change({ detail }: { detail: { name: string; value: string } }) {
    const { name, value } = detail;
    this.setData({
      typed: { ...this.data.typed, [name]: value },
      errors: { ...this.data.errors, [name]: '' },
      trouble: '',
    });
  },

  close() {
    this.setData({ editing: false });
  },

  async save() {
    const { typed, version, saving } = this.data;
    if (saving) return;
    const code = typed.code.trim();
    const name = typed.name.trim();
    const errors = {
      ...(/^\d{6}$/.test(code) ? {} : { code: '请填 6 位行政区划代码' }),
      ...(name ? {} : { name: '请填写地区名称' }),
    };
    this.setData({ errors, trouble: '' });
    if (Object.keys(errors).length > 0) return;
    this.setData({ saving: true });
    const answer = await staff('region.save', {
      region: { code, name, ...(typed.parent ? { parent: typed.parent } : {}) },
      ...(version > 0 ? { version } : { new: true }),
    });
    this.setData({ saving: false });
    if (!answer.ok) {
      const wrong = fieldErrors(answer.error.fields);
      if (answer.error.code === 'conflict') await this.meet(code);
      return this.setData({
        errors: wrong,
        trouble: Object.keys(wrong).length > 0 ? '' : troubleText(answer.error),
      });
    }
    // Pickers of regions know the change from now on.
    forget();
    this.setData({ editing: false, said: `● 已保存“${name}”` });
    await this.load();
  },

  /** Somebody else saved meanwhile: what was typed stays, and is saved over what stands there now. */
  async meet(code: string) {
    await this.load();
    const now = this.regions.find(one => one.code === code);
    if (now) this.setData({ version: now.version ?? 1 });
  },
});
