import type { ShownService } from '../../../../typings/contract';
import { citizen } from '../../../cloud/client';
import { isClosed } from '../../../cloud/view';
import { follow, followed } from '../../../model/service/follows';
import { look } from '../../../lib/look';
import { noticeCard, type NoticeCard } from '../../../model/notice/notices';
import { loadFirst, loadMore, mapped, paged } from '../../../model/paging';
import { go, routes } from '../../../lib/routes';
import { openService } from '../../../model/service/opening';
import { stateOf } from '../../../model/service/service-words';
import { profile } from '../../../model/account/session';

const TYPING_PAUSE = 300;

type Wanted = { query?: string; region?: string; unitId?: string; troubled?: boolean };
type Line = ShownService & { words: string; tone: string; following: boolean };

Page({
  data: {
    ...look(),
    query: '',
    /** Where, and what about: both may stay open. */
    region: '',
    topics: [] as { value: string; label: string }[],
    topicAt: 0,
    ...paged<Line>(),
    /** What is public about a service, by its id: also maintenance that is still to come. */
    banners: {} as Record<string, NoticeCard>,
  },

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  async onLoad() {
    void this.loadBanners();
    const me = await profile();
    if (me.ok) this.setData({ region: me.data.region ?? '' });
    return this.load();
  },

  /** On the page of a notice it may have been changed. */
  async onShow() {
    const mine = await followed();
    this.setData({ items: this.data.items.map(each => ({ ...each, following: mine.includes(each.id) })) });
  },

  async loadBanners() {
    const answer = await citizen('notice.list', {});
    if (!answer.ok) return;
    const banners: Record<string, NoticeCard> = {};
    for (const notice of answer.data.notices)
      if (notice.serviceId && !banners[notice.serviceId]) banners[notice.serviceId] = noticeCard(notice);
    this.setData({ banners });
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

  changeRegion(event: { detail: { value: string } }) {
    this.setData({ region: event.detail.value });
    return this.searchNow();
  },

  changeTopic(event: { detail: { value: string | number } }) {
    this.setData({ topicAt: Number(event.detail.value) });
    return this.searchNow();
  },

  wanted(): Wanted {
    const { query, region, topics, topicAt } = this.data;
    const topic = topics[topicAt]?.value;
    const typed = query.trim();
    return {
      ...(typed ? { query: typed } : {}),
      ...(region ? { region } : {}),
      ...(topic ? { unitId: topic } : {}),
    };
  },

  async load() {
    await loadFirst(this, () => this.fetchFirst(), '没有找到这样的服务，换个词试试');
    // What was tapped while the list was on its way counts.
    await this.onShow();
  },

  /** What has a fault, is maintained or off stands before the rest, whatever its name. */
  async fetchFirst() {
    const wanted = this.wanted();
    const [troubled, all] = await Promise.all([
      fetchServices({ ...wanted, troubled: true }),
      fetchServices(wanted),
    ]);
    if (!all.ok) {
      if (isClosed(all.error)) this.setData({ topics: [], topicAt: 0 });
      return all;
    }
    if (all.data.topics.length > 0) this.setData({ topics: all.data.topics });
    const first = troubled.ok ? troubled.data.items : [];
    const rest = all.data.items.filter(one => !first.some(each => each.id === one.id));
    return mapped(all, data => ({ ...data, items: first.concat(rest) }));
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => fetchServices(this.wanted(), cursor));
  },

  open(event: { currentTarget: { dataset: { index: number } } }) {
    const service = this.data.items[event.currentTarget.dataset.index];
    if (service?.open) openService(service.open);
  },

  async follow(event: { currentTarget: { dataset: { index: number; wanted: boolean } } }) {
    const { index, wanted } = event.currentTarget.dataset;
    const service = this.data.items[index];
    if (!service) return;
    const answer = await follow(service.id, wanted);
    if (!answer.ok) return void wx.showToast({ title: answer.error.message, icon: 'none' });
    this.setData({
      items: this.data.items.map(each => (each.id === service.id ? { ...each, following: wanted } : each)),
    });
  },

  openNotice(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.notice(event.currentTarget.dataset.id));
  },
});

const lineOf = (service: ShownService, mine: string[]): Line => ({
  ...service,
  ...stateOf(service),
  following: mine.includes(service.id),
});

const fetchServices = async (wanted: Wanted, cursor?: string) => {
  const found = await citizen('service.list', { ...wanted, cursor });
  const mine = await followed();
  return mapped(found, ({ services, topics = [], nextCursor }) => ({
    topics: [{ value: '', label: '各方面的服务' }].concat(
      topics.map(one => ({ value: one.unitId, label: one.label })),
    ),
    items: services.map(service => lineOf(service, mine)),
    nextCursor,
  }));
};
