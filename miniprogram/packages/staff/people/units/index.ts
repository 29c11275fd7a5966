import type { ShownUnit } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { empty, loading, problem, ready, staysOld, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { counted } from '../../../../lib/text';
import {
  allUnits,
  personLines,
  unitLines,
  type PersonLine,
  type UnitLine,
} from '../../../../model/people/units';

const TYPING_PAUSE = 300;

/** The units, those without anybody first (A42); a lead sees the own one. */
Page({
  data: {
    ...look(),
    view: loading,
    query: '',
    lines: [] as UnitLine[],
    /** Who is called so, with the unit at which they are found; why they could not be looked for. */
    people: [] as PersonLine[],
    called: '',
    trouble: '',
    mayAdd: false,
    mayInvite: false,
    asked: 0,
  },
  units: [] as ShownUnit[],
  vacant: [] as string[],
  timer: 0 as unknown as ReturnType<typeof setTimeout>,

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
    const none = this.data.query.trim() ? '没有找到' : '还没有单位';
    this.setData({ lines, view: lines.length > 0 ? ready : empty(none) });
  },

  search({ detail }: { detail: { value: string } }) {
    this.setData({ query: detail.value });
    this.show();
    clearTimeout(this.timer);
    if (this.data.mayInvite) this.timer = setTimeout(() => void this.findPeople(), TYPING_PAUSE);
  },

  /** Whoever keeps everybody's accounts knows a name more often than the unit. */
  async findPeople() {
    const query = this.data.query.trim();
    const found = query ? await staff('member.list', { query }) : undefined;
    if (query !== this.data.query.trim()) return;
    const people = found?.ok ? personLines(found.data.members, this.units) : [];
    this.setData({
      people,
      called: counted(people.length),
      trouble: found && !found.ok ? troubleText(found.error) : '',
    });
  },

  onUnload() {
    clearTimeout(this.timer);
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
