import { empty, isClosed, loading, problem, ready } from '../../../../cloud/view';
import { dropDraft, loadDraft, saveDraft } from '../../../../model/form/drafts';
import { editor } from '../../../../model/knowledge/editors';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import {
  fetchDrafts,
  groupsOf,
  keyOf,
  resultText,
  shownGroup,
  submitAll,
  type Draft,
  type DraftGroup,
  type Results,
  type ShownGroup,
} from '../../../../model/knowledge/submitting';

type OfKey = { currentTarget: { dataset: { key: string } } };
type Left = { keys: string[] };

/** Many drafts submitted for review at once: those of an import, or chosen ones. What was broken off can be gone on with. */
Page({
  data: {
    ...look(),
    view: loading,
    groups: [] as ShownGroup[],
    isCut: false,
    chosenCount: 0,
    /** Drafts that an earlier run did not come to. */
    left: 0,
    running: false,
    progress: '',
    share: 0,
    trouble: '',
    outcome: '',
    refused: false,
    asked: 0,
  },

  all: [] as DraftGroup[],
  chosen: new Set<string>(),
  opened: new Set<string>(),
  results: {} as Results,
  stopped: false,

  onLoad() {
    this.chosen = new Set();
    this.opened = new Set();
    this.results = {};
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  onUnload() {
    this.stopped = true;
  },

  async onPullDownRefresh() {
    if (!this.data.running) await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const [me, found] = await Promise.all([editor(), fetchDrafts()]);
    if (asked !== this.data.asked) return;
    if (!me.ok) return this.setData({ groups: [], view: problem(me.error) });
    if (!found.ok) {
      if (this.data.groups.length > 0 && !isClosed(found.error))
        return this.setData({ trouble: found.error.message });
      return this.setData({ groups: [], view: problem(found.error) });
    }
    const { drafts, isCut } = found.data;
    this.all = groupsOf(drafts);
    const here = new Set(drafts.map(keyOf));
    this.chosen = new Set(Array.from(this.chosen).filter(key => here.has(key)));
    this.results = {};
    const left = this.leftOf(drafts).length;
    const view =
      drafts.length > 0 ? ready : empty('没有您能提交的草稿', { label: '写新条目', url: routes.editEntry() });
    this.setData({ view, isCut, left, trouble: '', outcome: '' });
    this.render();
  },

  leftOf(drafts: Draft[]): Draft[] {
    const keys = new Set(loadDraft<Left>('submitting', { keys: [] })?.keys ?? []);
    return drafts.filter(draft => keys.has(keyOf(draft)));
  },

  everyDraft(): Draft[] {
    return this.all.reduce<Draft[]>((list, group) => list.concat(group.drafts), []);
  },

  render() {
    const { chosen, results, opened } = this;
    this.setData({
      groups: this.all.map(group => shownGroup(group, { chosen, results, opened })),
      chosenCount: chosen.size,
    });
  },

  retry() {
    if (this.data.groups.length === 0) this.setData({ view: loading });
    void this.load();
  },

  toggle(event: OfKey) {
    const { key } = event.currentTarget.dataset;
    if (this.data.running || this.results[key] === '') return;
    if (!this.chosen.delete(key)) this.chosen.add(key);
    this.render();
  },

  groupOf(event: OfKey): DraftGroup | undefined {
    return this.all.find(({ key }) => key === event.currentTarget.dataset.key);
  },

  openOf(group: DraftGroup): Draft[] {
    return group.drafts.filter(draft => this.results[keyOf(draft)] !== '');
  },

  toggleGroup(event: OfKey) {
    const group = this.groupOf(event);
    if (!group || this.data.running) return;
    const keys = this.openOf(group).map(keyOf);
    const isAll = keys.every(key => this.chosen.has(key));
    for (const key of keys)
      if (isAll) this.chosen.delete(key);
      else this.chosen.add(key);
    this.render();
  },

  unfold(event: OfKey) {
    this.opened.add(event.currentTarget.dataset.key);
    this.render();
  },

  openEntry(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.entry(event.currentTarget.dataset.id));
  },

  openList() {
    go(routes.knowledge);
  },

  submitGroup(event: OfKey) {
    const group = this.groupOf(event);
    if (group) this.ask(this.openOf(group));
  },

  submitChosen() {
    this.ask(this.everyDraft().filter(draft => this.chosen.has(keyOf(draft))));
  },

  goOn() {
    this.ask(this.leftOf(this.everyDraft()));
  },

  forget() {
    dropDraft('submitting');
    this.setData({ left: 0 });
  },

  ask(drafts: Draft[]) {
    if (this.data.running || drafts.length === 0) return;
    wx.showModal({
      title: `提交 ${drafts.length} 条草稿？`,
      content: '提交后由负责单位和管理方审核。没有看过的请先看过。',
      confirmText: '确认提交',
      success: ({ confirm }) => {
        if (confirm) void this.run(drafts);
      },
    });
  },

  async run(drafts: Draft[]) {
    const waiting = new Set(drafts.map(keyOf));
    const came: Results = {};
    const tell = () => {
      const at = drafts.length - waiting.size;
      saveDraft('submitting', { keys: Array.from(waiting) } satisfies Left);
      this.setData({
        progress: `正在提交：已办 ${at} 条，共 ${drafts.length} 条`,
        share: Math.round((at / drafts.length) * 100),
      });
    };
    this.stopped = false;
    this.setData({ running: true, trouble: '', outcome: '', left: 0 });
    tell();
    const trouble = await submitAll(drafts, {
      goesOn: () => !this.stopped,
      told: (draft, reason) => {
        const key = keyOf(draft);
        waiting.delete(key);
        this.chosen.delete(key);
        this.results[key] = came[key] = reason;
        tell();
        this.render();
      },
    });
    if (waiting.size === 0) dropDraft('submitting');
    this.setData({
      running: false,
      trouble,
      left: waiting.size,
      outcome: resultText(came),
      refused: Object.values(came).some(Boolean),
    });
  },

  stop() {
    this.stopped = true;
    this.setData({ progress: '正在停下……' });
  },
});
