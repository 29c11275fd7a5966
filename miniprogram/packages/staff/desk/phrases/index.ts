import type { Phrase } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { empty, isClosed, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { momentText } from '../../../../lib/dates';
import { look } from '../../../../lib/look';
import {
  dropDraft,
  loadDraft,
  meetRequest,
  requestOf,
  saveDraft,
  type DraftKey,
} from '../../../../model/form/drafts';
import { fieldErrors } from '../../../../model/form/forms';

type Line = Phrase & { by: string };
type Typed = { id: string; version: number; title: string; text: string };

const keyOf = ({ id }: Typed): DraftKey => `phrase:${id || 'new'}`;
const BLANK: Typed = { id: '', version: 0, title: '', text: '' };
const NONE = '还没有常用语。经常写的话存一条，下次一点就用';

/** What the own desk writes again and again: list, writing, changing, taking out. */
Page({
  data: {
    ...look(),
    view: loading,
    phrases: [] as Line[],
    variables: [] as { name: string; example: string }[],
    editing: false,
    typed: BLANK,
    errors: {} as Record<string, string>,
    trouble: '',
    said: '',
    saving: false,
    asked: 0,
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const answer = await staff('phrase.list', {});
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.phrases.length > 0 && !isClosed(answer.error))
        return this.setData({ said: `■ ${troubleText(answer.error)}` });
      return this.setData({ phrases: [], view: problem(answer.error) });
    }
    const { phrases, variables } = answer.data;
    this.setData({
      phrases: phrases.map(phrase => ({
        ...phrase,
        by: `${phrase.saved.name} · ${momentText(phrase.saved.at)}`,
      })),
      variables,
      view: phrases.length > 0 ? ready : empty(NONE),
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  /** What was typed earlier and not saved comes first; what somebody else has made of it since is said. */
  open(saved: Typed) {
    const kept = loadDraft(keyOf(saved), saved);
    const typed = { ...saved, ...(kept ? { title: kept.title, text: kept.text } : {}) };
    const trouble =
      kept && kept.version !== saved.version ? `上次写的还没有存，后来有人改过。现在是：${saved.text}` : '';
    this.setData({ editing: true, typed, errors: {}, trouble, said: '' });
  },

  keep(typed: Typed) {
    this.setData({ typed });
    saveDraft(keyOf(typed), typed);
  },

  add() {
    this.open(BLANK);
  },

  edit(event: { currentTarget: { dataset: { id: string } } }) {
    const found = this.data.phrases.filter(({ id }) => id === event.currentTarget.dataset.id)[0];
    if (!found) return;
    const { id, version, title, text } = found;
    this.open({ id, version, title, text });
  },

  change({ detail }: { detail: { name: string; value: string } }) {
    const { name, value } = detail;
    this.setData({ errors: { ...this.data.errors, [name]: '' }, trouble: '' });
    this.keep({ ...this.data.typed, [name]: value });
  },

  /** A word that each ticket fills in, at the end of what stands there. */
  put(event: { currentTarget: { dataset: { name: string } } }) {
    const { typed } = this.data;
    const { name } = event.currentTarget.dataset;
    this.setData({ errors: {} });
    this.keep({ ...typed, text: `${typed.text}{${name}}` });
  },

  close() {
    this.setData({ editing: false });
  },

  async save() {
    const { typed, saving } = this.data;
    if (saving) return;
    const [title, text] = [typed.title.trim(), typed.text.trim()];
    const errors = {
      ...(title ? {} : { title: '请填写标题' }),
      ...(text ? {} : { text: '请填写内容' }),
    };
    this.setData({ errors, trouble: '' });
    if (Object.keys(errors).length > 0) return;
    this.setData({ saving: true });
    const answer = await staff('phrase.save', {
      title,
      text,
      ...(typed.id ? { id: typed.id, version: typed.version } : { requestId: requestOf('phrase:new') }),
    });
    this.setData({ saving: false });
    if (!answer.ok) return this.fail(answer.error);
    dropDraft(keyOf(typed));
    this.setData({ editing: false, said: `● 已保存“${title}”` });
    await this.load();
  },

  /** What was typed stays; over what somebody else has saved it is saved only when that has been seen. */
  async fail(error: Failure) {
    const errors = fieldErrors(error.fields);
    this.setData({ errors, trouble: Object.keys(errors).length > 0 ? '' : troubleText(error) });
    if (error.code !== 'conflict') return;
    await this.load();
    const { typed, phrases } = this.data;
    if (!typed.id) meetRequest('phrase:new', error);
    const now = phrases.filter(({ id }) => id === typed.id)[0];
    if (!now) return;
    this.keep({ ...typed, version: now.version });
    this.setData({ trouble: `${troubleText(error)}。现在是：${now.text}` });
  },

  remove() {
    const { typed } = this.data;
    wx.showModal({
      title: `删去“${typed.title}”？`,
      content: '本单位的人以后写答复时看不到它，已经发出的答复不变。',
      confirmText: '删去',
      success: ({ confirm }) => {
        if (confirm) void this.takeOut(typed);
      },
    });
  },

  async takeOut({ id, title }: Typed) {
    const answer = await staff('phrase.remove', { id });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    dropDraft(`phrase:${id}`);
    this.setData({ editing: false, said: `● 已删去“${title}”` });
    await this.load();
  },
});
