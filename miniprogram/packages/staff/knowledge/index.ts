import { staff } from '../../../cloud/client';
import type { FaqView } from '../../../cloud/knowledge-actions';
import { empty, loading, problem, ready } from '../../../cloud/view';
import { entryLine, isWork, VIEWS, type EntryLine } from '../../../services/knowledge';
import { look } from '../../../services/look';
import { go, routes } from '../../../services/routes';

const TYPING_PAUSE = 400;
const REVIEWERS = ['lead', 'operator-lead', 'manager'];
const WRITERS = ['handler', 'lead', 'operator', 'operator-lead'];

/** The knowledge base: what is published and what waits for somebody. */
Page({
  data: {
    ...look(),
    view: loading,
    views: VIEWS.map(({ value, label }) => ({ value, label })),
    shown: 'published' as FaqView,
    /** Empty: a unit sees only its own unpublished entries anyway. */
    ownLabel: '',
    own: false,
    mayWrite: false,
    role: '',
    unitName: '',
    query: '',
    lines: [] as EntryLine[],
    cursor: '',
    more: '' as '' | 'loading' | 'failed',
    trouble: '',
    asked: 0,
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
  },

  onShow() {
    this.setData(look());
    void this.start();
  },

  onUnload() {
    clearTimeout(this.data.timer);
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  /** Reviewers begin with what waits for them, writers with what there is. */
  async start() {
    if (this.data.role) return this.load();
    const me = await staff('me.get', {});
    if (!me.ok) return this.setData({ view: problem(me.error) });
    if (!me.data.menu.some(entry => entry.key === 'knowledge'))
      return this.setData({ view: { state: 'forbidden', text: '您的角色不参与知识库工作', errorNo: '' } });
    const role = me.data.roles[0] ?? '';
    this.setData({
      role,
      unitName: me.data.unit?.name ?? '',
      mayWrite: WRITERS.indexOf(role) >= 0,
      shown: REVIEWERS.indexOf(role) >= 0 ? 'submitted' : 'published',
    });
    await this.load();
  },

  async load() {
    const asked = ++this.data.asked;
    const { shown, unitName } = this.data;
    this.setData({ ownLabel: unitName ? (isWork(shown) ? '' : '只看本单位的') : '只看平台运营方的' });
    const page = await staff('faq.list', this.wanted());
    if (asked !== this.data.asked) return;
    if (!page.ok) {
      if (this.data.lines.length > 0 && page.error.code !== 'forbidden')
        return this.setData({ trouble: page.error.message });
      return this.setData({ lines: [], view: problem(page.error) });
    }
    const none = VIEWS.filter(each => each.value === shown)[0]?.none ?? '';
    this.setData({
      trouble: '',
      lines: page.data.faqs.map(entryLine),
      cursor: page.data.nextCursor ?? '',
      more: '',
      view: page.data.faqs.length > 0 ? ready : empty(this.data.query.trim() ? '没有找到，换个词试试' : none),
    });
  },

  wanted() {
    const { shown, own, query, ownLabel } = this.data;
    const words = query.trim();
    return { view: shown, ...(own && ownLabel ? { own } : {}), ...(words ? { query: words } : {}) };
  },

  retry() {
    this.setData({ view: this.data.lines.length > 0 ? ready : loading });
    void this.start();
  },

  choose(event: { detail: { value: FaqView } }) {
    this.setData({ shown: event.detail.value, lines: [], view: loading });
    void this.load();
  },

  filter(event: { detail: { value: boolean } }) {
    this.setData({ own: event.detail.value, lines: [], view: loading });
    void this.load();
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    clearTimeout(this.data.timer);
    this.data.timer = setTimeout(() => void this.load(), TYPING_PAUSE);
  },

  async onReachBottom() {
    const { cursor, asked, more } = this.data;
    if (!cursor || more === 'loading') return;
    this.setData({ more: 'loading' });
    const page = await staff('faq.list', { ...this.wanted(), cursor });
    if (asked !== this.data.asked) return;
    if (!page.ok) return this.setData({ more: 'failed' });
    const here = this.data.lines.map(line => line.id);
    const fresh = page.data.faqs.map(entryLine).filter(line => here.indexOf(line.id) < 0);
    this.setData({ lines: this.data.lines.concat(fresh), cursor: page.data.nextCursor ?? '', more: '' });
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.entry(event.currentTarget.dataset.id));
  },

  write() {
    go(routes.editEntry());
  },

  openTool(event: { currentTarget: { dataset: { to: Tool } } }) {
    go(routes[event.currentTarget.dataset.to]);
  },
});

type Tool = 'knowledgeTry' | 'proposals' | 'sample' | 'knowledgeNumbers' | 'knowledgeFiles';
