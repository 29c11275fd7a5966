import type { ShownUnit } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { empty, loading, problem, ready, staysOld } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { allUnits, unitLines, type UnitLine } from '../../../../model/people/units';

/** The units, those without anybody first (A42); a lead sees the own one. */
Page({
  data: {
    ...look(),
    view: loading,
    query: '',
    lines: [] as UnitLine[],
    mayAdd: false,
    mayInvite: false,
    asked: 0,
  },
  units: [] as ShownUnit[],
  vacant: [] as string[],

  onShow() {
    this.setData(look());
    void this.load();
  },

  async load() {
    const asked = ++this.data.asked;
    const [listed, me] = await Promise.all([allUnits(), staff('me.get', {})]);
    if (asked !== this.data.asked) return;
    if (!listed.ok) return this.refused(listed.error);
    if (!me.ok) return this.refused(me.error);
    const own = me.data.unit?.id;
    this.units = listed.data.units.filter(({ id }) => own === undefined || id === own);
    this.vacant = listed.data.vacant;
    this.setData({
      mayAdd: me.data.may.includes('unit.save'),
      // Leads have people at their own unit only.
      mayInvite: own === undefined && me.data.may.includes('member.invite'),
    });
    this.show();
  },

  refused(error: Failure) {
    if (staysOld(error, this.data.lines.length > 0)) return;
    this.setData({ lines: [], mayAdd: false, mayInvite: false, view: problem(error) });
  },

  show() {
    const lines = unitLines(this.units, this.vacant, this.data.query);
    const none = this.data.query.trim() ? '没有找到这个单位' : '还没有单位';
    this.setData({ lines, view: lines.length > 0 ? ready : empty(none) });
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
    go(routes.editUnit());
  },

  /** Who runs the platform, local authorities, partners. */
  besideUnits() {
    go(routes.unit(''));
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.unit(event.currentTarget.dataset.id));
  },
});
