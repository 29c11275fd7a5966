import type { ShownService } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { empty, loading, problem, ready } from '../../../cloud/view';
import { look } from '../../../services/look';
import { profile } from '../../../services/session';
import { askForMessages } from '../../../services/subscribe';

/** A state is words and shape, never colour alone. */
const STATES: Record<ShownService['state'], { words: string; tone: string }> = {
  online: { words: '● 正常', tone: 'ok' },
  fault: { words: '■ 有故障', tone: 'bad' },
  maintenance: { words: '▲ 维护中', tone: 'warn' },
  offline: { words: '■ 已停止', tone: 'bad' },
};
const TYPING_PAUSE = 300;

type Line = ShownService & { words: string; tone: string; following: boolean };

Page({
  data: {
    ...look(),
    view: loading,
    query: '',
    services: [] as Line[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
    asked: 0,
  },

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
    this.timer = setTimeout(() => void this.load(), TYPING_PAUSE);
  },

  async input() {
    const me = await profile();
    const region = me.ok ? me.data.region : undefined;
    const query = this.data.query.trim();
    return { ...(query ? { query } : {}), ...(region ? { region } : {}) };
  },

  async load() {
    const asked = ++this.data.asked;
    this.setData({ view: loading });
    const answer = await citizen('service.list', await this.input());
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ view: problem(answer.error), services: [], cursor: '' });
    const services = answer.data.services.map(lineOf);
    const view = services.length > 0 ? ready : empty('没有找到这样的服务，换个词试试');
    this.setData({ services, cursor: answer.data.nextCursor ?? '', more: '', view });
  },

  retry() {
    void this.load();
  },

  async onReachBottom() {
    const { cursor, asked, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const answer = await citizen('service.list', { ...(await this.input()), cursor });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ more: 'failed' });
    const services = [...this.data.services, ...answer.data.services.map(lineOf)];
    this.setData({ services, cursor: answer.data.nextCursor ?? '', more: '' });
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const service = this.data.services[event.currentTarget.dataset.index];
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
    const service = this.data.services[index];
    if (!service) return;
    await askForMessages();
    const answer = await citizen('notice.subscribe', { serviceId: service.id });
    if (!answer.ok) return void wx.showToast({ title: answer.error.message, icon: 'none' });
    this.setData({
      services: this.data.services.map(each =>
        each.id === service.id ? { ...each, following: true } : each,
      ),
    });
  },
});

const lineOf = (service: ShownService): Line => ({ ...service, ...STATES[service.state], following: false });
