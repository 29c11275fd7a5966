import type { ShownService } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { look } from '../../../../lib/look';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { go, routes } from '../../../../lib/routes';
import { stateOf } from '../../../../model/service/service-words';

const TYPING_PAUSE = 300;
const STATES = [
  { value: '', label: '全部' },
  { value: 'fault', label: '有故障' },
  { value: 'maintenance', label: '维护中' },
  { value: 'offline', label: '停用' },
  { value: 'online', label: '正常' },
];

type Line = ShownService & { words: string; tone: string };
type State = ShownService['state'] | '';

/** The register of services: found by words of the name, narrowed by state. */
Page({
  data: { ...look(), ...paged<Line>(), states: STATES, state: '' as State, query: '' },

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

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

  load() {
    const { query, state } = this.data;
    const none = query.trim() || state ? '没有这样的服务，换个词或者换个状态试试' : '还没有登记服务';
    return loadFirst(this, cursor => fetchServices(query, state, cursor), none);
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => fetchServices(this.data.query, this.data.state, cursor));
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), TYPING_PAUSE);
  },

  choose(event: { detail: { value: State } }) {
    this.setData({ state: event.detail.value });
    this.again();
  },

  /** What was found for another question does not stay beside the new one. */
  again() {
    this.setData({ items: [] });
    void this.load();
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.service(event.currentTarget.dataset.id));
  },

  openFiles() {
    go(routes.serviceFiles);
  },
});

const fetchServices = async (typed: string, state: State, cursor?: string) => {
  const query = typed.trim() || undefined;
  const answer = await staff('service.list', { query, cursor, ...(state ? { state } : {}) });
  return mapped(answer, ({ services, nextCursor }) => ({
    items: services.map(service => ({ ...service, ...stateOf(service) })),
    nextCursor,
  }));
};
