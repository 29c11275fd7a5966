import { staff, type Failure } from '../../../../cloud/client';
import type { KeptWords, WordLists } from '../../../../../typings/api';
import { isClosed, loading, problem, ready } from '../../../../cloud/view';
import { draftState, dropDraft, loadDraft, nothingSaid, saveDraft } from '../../../../model/form/drafts';
import { inOneLine } from '../../../../model/form/forms';
import {
  changesText,
  draftOf,
  lineErrors,
  mergeWords,
  savedText,
  SEARCHED_FROM,
  shownWords,
  type ShownWords,
  type WordsDraft,
} from '../../../../model/knowledge/word-lists';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';

const NOTHING_TYPED = { from: '', to: '', phrase: '' };
type Typed = typeof NOTHING_TYPED;
/** What is kept on the phone: the lists, and what was typed but not added yet. */
type Kept = { draft: WordsDraft; typed: Typed };

const SHORTEST = 2;
const TOO_SHORT = `每个词最少 ${SHORTEST} 个字：单个字会改动太多问题`;
const wrong = (word: string): string => (!word ? '请填写' : word.length < SHORTEST ? TOO_SHORT : '');

type At = { currentTarget: { dataset: { list: keyof WordLists; at: number } } };

/** Synonyms and boilerplate: nothing typed is lost, whoever else saves meanwhile. */
Page({
  data: {
    ...look(),
    view: loading,
    draft: null as WordsDraft | null,
    shown: { synonyms: [], boilerplate: [], hidden: 0 } as ShownWords,
    saved: '',
    changes: '',
    query: '',
    searched: false,
    typed: NOTHING_TYPED,
    /** The line that is being changed, `synonyms.3`. */
    editing: '',
    edited: { from: '', to: '' },
    /** By line, and by field: `from`, `to`, `phrase`, `edited`. */
    ...draftState(),
    /** Somebody else saved meanwhile: how, and where both wrote the same word. */
    met: '',
    clashes: [] as string[],
    asked: 0,
  },

  onLoad() {
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    const asked = ++this.data.asked;
    const answer = await staff('knowledge.words', {});
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.begin(answer.data);
    // What is being typed stays on the screen, but not for whom it is closed meanwhile.
    if (this.data.draft && !isClosed(answer.error)) return this.fail(answer.error);
    this.setData({ draft: null, view: problem(answer.error) });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  /** What was typed earlier comes first, put onto what is saved now. */
  begin(words: KeptWords) {
    const kept = loadDraft<Kept>('words', { draft: draftOf(words), typed: NOTHING_TYPED });
    this.setData({ view: ready, saved: savedText(words), typed: kept?.typed ?? NOTHING_TYPED });
    if (!kept) return this.show(draftOf(words));
    if (kept.draft.base.version === words.version) this.show(kept.draft);
    else this.meet(kept.draft, words);
    this.setData({ takenUp: this.data.changes !== '' && !this.data.met });
  },

  show(draft: WordsDraft) {
    const { errors, query } = this.data;
    this.setData({
      draft,
      changes: changesText(draft),
      shown: shownWords(draft, errors, query),
      searched: draft.synonyms.length + draft.boilerplate.length >= SEARCHED_FROM,
    });
  },

  /** Shows and keeps what was changed; line numbers move, so errors by line are gone. */
  keep(draft: WordsDraft) {
    this.setData({ ...nothingSaid(), editing: '' });
    this.show(draft);
    this.store();
  },

  store() {
    const { draft, typed } = this.data;
    if (draft) saveDraft('words', { draft, typed } satisfies Kept);
  },

  meet(draft: WordsDraft, words: KeptWords) {
    const { draft: merged, clashes } = mergeWords(draft, words);
    this.keep(merged);
    this.setData({ saved: savedText(words) });
    if (!this.data.changes) {
      // The very save whose answer was lost on the way.
      dropDraft('words');
      return this.setData({ done: `这些改动已经在第 ${words.version} 版里`, met: '', clashes: [] });
    }
    const who = words.saved ? `${words.saved.name}刚保存了第 ${words.version} 版` : '词表换了版本';
    this.setData({ met: `${who}。您的改动都留着，已放到最新的词表上，请看过再保存。`, clashes });
  },

  search(event: { detail: { value: string } }) {
    this.setData({ query: event.detail.value });
    if (this.data.draft) this.show(this.data.draft);
  },

  type(event: { detail: { name: keyof Typed; value: string } }) {
    const { name, value } = event.detail;
    this.setData({
      typed: { ...this.data.typed, [name]: value },
      errors: { ...this.data.errors, [name]: '' },
      done: '',
    });
    this.store();
  },

  /** Whether there is nothing left in the fields: what was typed is in the lists now, or wrong. */
  addPair(): boolean {
    if (!this.finishEdit()) return false;
    const { draft, typed, errors } = this.data;
    const [from, to] = [typed.from.trim(), typed.to.trim()];
    if (!draft || (!from && !to)) return true;
    const found = { from: wrong(from), to: wrong(to) };
    if (found.from || found.to) {
      this.setData({ errors: { ...errors, ...found } });
      return false;
    }
    this.setData({ typed: { ...typed, from: '', to: '' }, query: '' });
    this.keep({ ...draft, synonyms: [[from, to], ...draft.synonyms] });
    return true;
  },

  addPhrase(): boolean {
    if (!this.finishEdit()) return false;
    const { draft, typed, errors } = this.data;
    const phrase = typed.phrase.trim();
    if (!draft || !phrase) return true;
    if (wrong(phrase)) {
      this.setData({ errors: { ...errors, phrase: wrong(phrase) } });
      return false;
    }
    this.setData({ typed: { ...typed, phrase: '' }, query: '' });
    this.keep({ ...draft, boilerplate: [phrase, ...draft.boilerplate] });
    return true;
  },

  remove(event: At) {
    const { list, at } = event.currentTarget.dataset;
    if (!this.finishEdit() || !this.data.draft) return;
    const { draft } = this.data;
    const rest = <T>(lines: T[]): T[] => lines.filter((_line, index) => index !== Number(at));
    this.keep(
      list === 'synonyms'
        ? { ...draft, synonyms: rest(draft.synonyms) }
        : { ...draft, boilerplate: rest(draft.boilerplate) },
    );
  },

  edit(event: At) {
    const { list, at } = event.currentTarget.dataset;
    if (!this.finishEdit() || !this.data.draft) return;
    const pair = list === 'synonyms' ? this.data.draft.synonyms[at] : undefined;
    const from = pair ? pair[0] : (this.data.draft.boilerplate[at] ?? '');
    this.setData({ editing: `${list}.${at}`, edited: { from, to: pair ? pair[1] : '' } });
  },

  typeEdited(event: { detail: { name: string; value: string } }) {
    const { name, value } = event.detail;
    const key = name === 'editedTo' ? 'to' : 'from';
    this.setData({
      edited: { ...this.data.edited, [key]: value },
      errors: { ...this.data.errors, [name]: '' },
    });
  },

  leaveEdit() {
    this.setData({ editing: '', errors: { ...this.data.errors, editedFrom: '', editedTo: '' } });
  },

  /** Puts the changed line into its list; false when it cannot stay like this. */
  finishEdit(): boolean {
    const { draft, editing, edited, errors } = this.data;
    if (!draft || !editing) return true;
    const [list, index] = editing.split('.');
    const at = Number(index);
    const [from, to] = [edited.from.trim(), edited.to.trim()];
    const found = { editedFrom: wrong(from), editedTo: list === 'synonyms' ? wrong(to) : '' };
    if (found.editedFrom || found.editedTo) {
      this.setData({ errors: { ...errors, ...found } });
      return false;
    }
    const put = <T>(lines: T[], line: T): T[] => lines.map((one, place) => (place === at ? line : one));
    this.keep(
      list === 'synonyms'
        ? { ...draft, synonyms: put(draft.synonyms, [from, to]) }
        : { ...draft, boilerplate: put(draft.boilerplate, from) },
    );
    return true;
  },

  async save() {
    if (this.data.saving) return;
    // All three: each says at its own field what is wrong.
    const isWhole = [this.finishEdit(), this.addPair(), this.addPhrase()].every(Boolean);
    const { draft } = this.data;
    if (!draft) return;
    if (!isWhole) return this.setData({ trouble: '还有没填好的词，请改好再保存', troubleNo: '' });
    if (!changesText(draft)) return this.setData({ trouble: '没有要保存的改动', troubleNo: '' });
    this.setData({ saving: true, trouble: '', troubleNo: '', done: '' });
    const { base, synonyms, boilerplate } = draft;
    const answer = await staff('knowledge.saveWords', {
      version: base.version,
      words: { synonyms, boilerplate },
    });
    if (answer.ok) this.finish(answer.data);
    else await this.fail(answer.error);
    this.setData({ saving: false });
  },

  finish(words: KeptWords) {
    dropDraft('words');
    this.setData({ errors: {}, takenUp: false, met: '', clashes: [], query: '', saved: savedText(words) });
    this.show(draftOf(words));
    this.setData({ done: `已保存为第 ${words.version} 版，从下一个提问起生效` });
  },

  async fail(error: Failure) {
    const errors = lineErrors(error.fields);
    const [first, ...others] = Object.keys(errors);
    const places = others.length > 0 ? `有 ${others.length + 1} 处要改，已在各行写明` : '';
    this.setData({
      errors,
      query: first ? '' : this.data.query,
      trouble: places || inOneLine(errors) || error.message,
      troubleNo: error.errorNo ?? '',
    });
    if (this.data.draft) this.show(this.data.draft);
    if (first) wx.pageScrollTo({ selector: `#${first.replace('.', '-')}`, offsetTop: -80 });
    if (error.code !== 'conflict') return;
    const newest = await staff('knowledge.words', {});
    if (!newest.ok || !this.data.draft) return;
    this.meet(this.data.draft, newest.data);
    this.setData({ trouble: this.data.met });
  },

  discard() {
    wx.showModal({
      title: '放弃没有保存的改动？',
      content: '手机上没有保存的改动会删去，词表按最新的版本来。',
      confirmText: '确认放弃',
      success: ({ confirm }) => {
        if (!confirm) return;
        dropDraft('words');
        this.setData({ ...nothingSaid(), takenUp: false, met: '', clashes: [], editing: '' });
        void this.load();
      },
    });
  },

  openTry() {
    go(routes.knowledgeTry);
  },
});
