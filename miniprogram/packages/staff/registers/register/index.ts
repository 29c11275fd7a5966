import type { FormField, RegisterRow } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { leave } from '../../../../model/handoff';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { fetchRows, rowLine, type RowLine } from '../../../../model/register/register';

const TYPING_PAUSE = 300;

type Line = RowLine & { row: RegisterRow };

/** One list of record: found by words, added to, taken out as a file. */
Page({
  data: {
    ...look(),
    ...paged<Line>(),
    register: '',
    label: '',
    query: '',
    fields: [] as FormField[],
    mayKeep: false,
    heading: [] as string[],
    exporting: false,
    trouble: '',
  },

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onLoad(query: { register?: string }) {
    this.setData({ register: query.register ?? '' });
    void this.name();
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  onUnload() {
    if (this.timer !== undefined) clearTimeout(this.timer);
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  /** The title is an extra: the list itself says what went wrong. */
  async name() {
    const me = await staff('me.get', {});
    const found = me.ok
      ? me.data.registers.filter(({ register }) => register === this.data.register)[0]
      : undefined;
    if (!found) return;
    this.setData({ label: found.label });
    wx.setNavigationBarTitle({ title: found.label });
  },

  async fetch(cursor?: string) {
    const found = await fetchRows(this.data.register, this.data.query, cursor);
    if (found.ok) {
      const { fields, mayKeep, heading } = found.data;
      this.setData({ fields, mayKeep, ...(cursor === undefined ? { heading: heading ?? [] } : {}) });
    } else if (isClosed(found.error)) {
      this.setData({ fields: [], mayKeep: false, heading: [], label: '' });
      wx.setNavigationBarTitle({ title: '台账' });
    }
    return mapped(found, ({ items, fields, nextCursor }) => ({
      items: items.map(row => ({ ...rowLine(row, fields), row })),
      nextCursor,
    }));
  },

  load() {
    const none = this.data.query.trim() ? '没有找到，换个词试试' : '还没有登记';
    return loadFirst(this, cursor => this.fetch(cursor), none);
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => this.fetch(cursor));
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.setData({ items: [] });
      void this.load();
    }, TYPING_PAUSE);
  },

  add() {
    this.openRow();
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    const { id } = event.currentTarget.dataset;
    this.openRow(this.data.items.filter(each => each.id === id)[0]?.row);
  },

  openRow(row?: RegisterRow) {
    const { register, label, fields, mayKeep } = this.data;
    leave('row', { register, label, fields, mayKeep, ...(row ? { row } : {}) });
    go(routes.row);
  },

  /** The link opens in any browser, on a computer too. */
  async exportRows() {
    if (this.data.exporting) return;
    this.setData({ exporting: true, trouble: '' });
    const answer = await staff('register.export', { register: this.data.register, format: 'xlsx' });
    this.setData({ exporting: false });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    const { url, expiresAt } = answer.data;
    const title = `下载链接已复制，${expiresAt.slice(11, 16)} 前有效`;
    wx.setClipboardData({ data: url, success: () => wx.showToast({ title, icon: 'none' }) });
  },
});
