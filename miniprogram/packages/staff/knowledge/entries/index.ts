import { staff } from '../../../../cloud/client';
import type { FaqView } from '../../../../../typings/api';
import { loading, problem } from '../../../../cloud/view';
import { editor } from '../../../../model/knowledge/editors';
import { entryLine, isWork, VIEWS, type EntryLine } from '../../../../model/knowledge/entries';
import { look } from '../../../../lib/look';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { go, routes } from '../../../../lib/routes';

const TYPING_PAUSE = 400;

/** The knowledge base: what is published and what waits for somebody. */
Page({
  data: {
    ...look(),
    ...paged<EntryLine>(),
    views: VIEWS.map(({ value, label }) => ({ value, label })),
    shown: 'published' as FaqView,
    /** Empty: a unit sees only its own unpublished entries anyway. */
    ownLabel: '',
    own: false,
    known: false,
    mayWrite: false,
    ofUnit: false,
    keepsWords: false,
    query: '',
  },

  timer: undefined as ReturnType<typeof setTimeout> | undefined,

  onShow() {
    this.setData(look());
    void this.start();
  },

  onUnload() {
    if (this.timer !== undefined) clearTimeout(this.timer);
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  /** Reviewers begin with what waits for them, writers with what there is. */
  async start() {
    const asked = ++this.data.asked;
    if (this.data.known) return this.load();
    this.setData({ view: loading });
    const me = await editor();
    if (asked !== this.data.asked) return;
    if (!me.ok) return this.setData({ view: problem(me.error) });
    const { unit, mayWrite, reviews, keepsWords } = me.data;
    this.setData({
      known: true,
      mayWrite,
      keepsWords,
      ofUnit: unit !== undefined,
      shown: reviews ? 'submitted' : 'published',
    });
    await this.load();
  },

  async load() {
    const { shown, ofUnit, query } = this.data;
    this.setData({ ownLabel: !ofUnit ? '只看平台运营方的' : isWork(shown) ? '' : '只看本单位的' });
    const none = VIEWS.filter(each => each.value === shown)[0]?.none ?? '';
    await loadFirst(this, this.fetcher(), query.trim() ? '没有找到，换个词试试' : none);
    // The role was revoked meanwhile: nothing of the work stays on the screen.
    if (this.data.view.state === 'forbidden') this.setData({ items: [], known: false });
  },

  fetcher() {
    const { shown, own, query, ownLabel } = this.data;
    const words = query.trim();
    const wanted = { view: shown, ...(own && ownLabel ? { own } : {}), ...(words ? { query: words } : {}) };
    return async (cursor?: string) =>
      mapped(await staff('faq.list', { ...wanted, ...(cursor ? { cursor } : {}) }), page => ({
        items: page.faqs.map(entryLine),
        nextCursor: page.nextCursor,
      }));
  },

  retry() {
    void this.start();
  },

  onReachBottom() {
    return loadMore(this, this.fetcher());
  },

  choose(event: { detail: { value: FaqView } }) {
    this.setData({ shown: event.detail.value, items: [] });
    void this.load();
  },

  filter(event: { detail: { value: boolean } }) {
    this.setData({ own: event.detail.value, items: [] });
    void this.load();
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

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.entry(event.currentTarget.dataset.id));
  },

  write() {
    go(routes.editEntry());
  },

  submitMany() {
    go(routes.knowledgeSubmit);
  },

  openTool(event: { currentTarget: { dataset: { to: Tool } } }) {
    go(routes[event.currentTarget.dataset.to]);
  },
});

type Tool =
  | 'knowledgeWords'
  | 'knowledgeTry'
  | 'proposals'
  | 'judge'
  | 'duplicates'
  | 'sample'
  | 'knowledgeNumbers'
  | 'knowledgeFiles';
