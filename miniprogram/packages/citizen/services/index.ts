import type { ShownService } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { look } from '../../../services/look';
import { loadFirst, loadMore, mapped, paged } from '../../../services/paging';
import { SERVICE_STATES } from '../../../services/service-words';
import { profile } from '../../../services/session';
import { askForMessages } from '../../../services/subscribe';

const TYPING_PAUSE = 300;

type Line = ShownService & { words: string; tone: string; following: boolean };

Page({
  data: { ...look(), query: '', ...paged<Line>() },

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onLoad() {
    void this.load();
  },

  onUnload() {
    if (this.timer !== undefined) clearTimeout(this.timer);
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.searchNow(), TYPING_PAUSE);
  },

  /** What was found for other words does not stay beside new ones. */
  searchNow() {
    this.setData({ items: [] });
    return this.load();
  },

  load() {
    return loadFirst(
      this,
      cursor => fetchServices(this.data.query, cursor),
      '没有找到这样的服务，换个词试试',
    );
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => fetchServices(this.data.query, cursor));
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const service = this.data.items[event.currentTarget.dataset.index];
    if (!service || !service.open) return;
    if (service.open.type === 'miniprogram') {
      wx.navigateToMiniProgram({ appId: service.open.target });
      return;
    }
    wx.setClipboardData({
      data: service.open.target,
      success: () => wx.showToast({ title: '网址已复制，请在浏览器打开', icon: 'none' }),
    });
  },

  async follow(event: { currentTarget: { dataset: { index: number } } }) {
    const { index } = event.currentTarget.dataset;
    const service = this.data.items[index];
    if (!service) return;
    await askForMessages();
    const answer = await citizen('notice.subscribe', { serviceId: service.id });
    if (!answer.ok) return void wx.showToast({ title: answer.error.message, icon: 'none' });
    this.setData({
      items: this.data.items.map(each => (each.id === service.id ? { ...each, following: true } : each)),
    });
  },
});

const lineOf = (service: ShownService): Line => ({
  ...service,
  ...SERVICE_STATES[service.state],
  following: false,
});

const fetchServices = async (typed: string, cursor?: string) => {
  const me = await profile();
  const region = me.ok ? me.data.region : undefined;
  const query = typed.trim() || undefined;
  return mapped(await citizen('service.list', { query, region, cursor }), ({ services, nextCursor }) => ({
    items: services.map(lineOf),
    nextCursor,
  }));
};
