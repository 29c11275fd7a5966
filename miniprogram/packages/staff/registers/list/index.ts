import type { ListedRegister } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { empty, loading, problem, ready, staysOld } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';

/** The lists of record that this member reads, in a sentence each. */
Page({
  data: { ...look(), view: loading, registers: [] as ListedRegister[], asked: 0 },

  onLoad() {
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async load() {
    const asked = ++this.data.asked;
    const me = await staff('me.get', {});
    if (asked !== this.data.asked) return;
    if (!me.ok) {
      if (staysOld(me.error, this.data.registers.length > 0)) return;
      return this.setData({ registers: [], view: problem(me.error) });
    }
    const { registers } = me.data;
    this.setData({ registers, view: registers.length > 0 ? ready : empty('您的角色没有可以查看的台账') });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { register: string } } }) {
    go(routes.rows(event.currentTarget.dataset.register));
  },
});
