import { staff, type Failure } from '../../../../cloud/client';
import type { FullFaq } from '../../../../../typings/api';
import type { FormField } from '../../../../../typings/contract';
import { closed, loading, problem, ready } from '../../../../cloud/view';
import {
  dropDraft,
  loadDraft,
  meetRequest,
  requestOf,
  saveDraft,
  type DraftKey,
} from '../../../../model/form/drafts';
import { editor } from '../../../../model/knowledge/editors';
import { inOneLine, type Filled } from '../../../../model/form/forms';
import { othersIn, OTHERS_SAVED, takenOver, type Other } from '../../../../model/form/others';
import { take } from '../../../../model/handoff';
import { newestOf } from '../../../../model/knowledge/entries';
import {
  draftErrors,
  draftOf,
  entryInput,
  isSame,
  MOST_SIMILAR,
  newEntry,
  withSimilar,
  type EntryDraft,
} from '../../../../model/knowledge/draft';
import { look } from '../../../../lib/look';
import { goBack, routes } from '../../../../lib/routes';

/** What of an entry somebody else may have written otherwise. */
const COMPARED: FormField[] = [
  { name: 'question', label: '问题', type: 'text', required: true },
  { name: 'similar', label: '相似问法', type: 'text', required: false },
  { name: 'answer', label: '答复', type: 'longtext', required: true },
  { name: 'serviceId', label: '服务', type: 'service', required: false },
  { name: 'region', label: '地区', type: 'text', required: false },
  { name: 'validFrom', label: '生效日期', type: 'date', required: false },
  { name: 'validUntil', label: '失效日期', type: 'date', required: false },
];

const asFilled = (draft: EntryDraft): Filled => ({
  values: { ...draft },
  labels: { serviceId: draft.serviceName },
});

/** Writing an entry: kept on the phone from the first letter until it was saved as a draft. */
Page({
  data: {
    ...look(),
    id: '',
    view: loading,
    draft: newEntry(),
    /** The unit for which one may write; operators write for all. */
    ownUnit: '',
    typedSimilar: '',
    errors: {} as Record<string, string>,
    trouble: '',
    troubleNo: '',
    /** A draft of earlier was taken up again. */
    takenUp: false,
    stale: false,
    /** What somebody else has made of it meanwhile. */
    met: null as Other[] | null,
    saving: false,
    asked: 0,
  },
  theirs: newEntry(),

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
    wx.setNavigationBarTitle({ title: query.id ? '修改条目' : '写新条目' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  key(): DraftKey {
    return `faq:${this.data.id || 'new'}`;
  },

  async load() {
    const asked = ++this.data.asked;
    const { id } = this.data;
    const [me, found] = await Promise.all([
      editor(),
      id ? staff('faq.get', { id }) : Promise.resolve(undefined),
    ]);
    if (asked !== this.data.asked) return;
    if (!me.ok) return this.setData({ view: problem(me.error) });
    if (found && !found.ok) return this.setData({ view: problem(found.error) });
    const { unit, mayWrite } = me.data;
    if (!mayWrite)
      return this.setData({ view: closed('条目由单位和运营方编写', '看知识库', routes.knowledge) });
    const fresh: EntryDraft = { ...newEntry(), unitId: unit?.id ?? '', unitName: unit?.name ?? '' };
    if (!found) return this.begin(fresh, unit?.name ?? '');
    const newest = newestOf(found.data);
    if (!newest || newest.acts.indexOf('save') < 0)
      return this.setData({ view: closed('这个条目由负责单位编写', '看这个条目', routes.entry(id)) });
    this.begin(draftOf(newest, found.data.serviceNames), unit?.name ?? '');
  },

  /** What was typed earlier comes first; what another page hands over is added to it. */
  begin(present: EntryDraft, ownUnit: string) {
    const kept = loadDraft(this.key(), present);
    const handed = take('entry');
    let draft = kept ?? present;
    if (handed) {
      const isFree = !draft.question.trim();
      if (isFree) draft = { ...draft, question: handed.question };
      draft = withSimilar(draft, isFree ? handed.similar : [handed.question].concat(handed.similar));
      saveDraft(this.key(), draft);
    }
    this.setData({
      draft,
      ownUnit,
      view: ready,
      takenUp: kept !== undefined && !isSame(kept, present),
      stale: kept !== undefined && kept.base !== present.base,
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  /** Back to what is saved. */
  discard() {
    wx.showModal({
      title: '放弃没有保存的内容？',
      content: '手机上没有保存的修改会删去。',
      confirmText: '确认放弃',
      success: ({ confirm }) => {
        if (!confirm) return;
        dropDraft(this.key());
        this.setData({ takenUp: false, stale: false, met: null, errors: {}, trouble: '', view: loading });
        void this.load();
      },
    });
  },

  keep(draft: EntryDraft) {
    this.setData({ draft, trouble: '', troubleNo: '' });
    saveDraft(this.key(), draft);
  },

  change(event: { detail: { name: string; value: string; label?: string } }) {
    const { name, value, label } = event.detail;
    const draft = { ...this.data.draft, [name]: value };
    if (name === 'serviceId') draft.serviceName = label ?? '';
    if (name === 'unitId') draft.unitName = label ?? '';
    this.setData({ errors: { ...this.data.errors, [name]: '' } });
    this.keep(draft);
  },

  clearDay(event: { currentTarget: { dataset: { name: 'validFrom' | 'validUntil' } } }) {
    this.keep({ ...this.data.draft, [event.currentTarget.dataset.name]: '' });
  },

  typeSimilar(event: { detail: { value: string } }) {
    this.setData({ typedSimilar: event.detail.value });
  },

  addSimilar() {
    if (!this.data.typedSimilar.trim()) return;
    if (this.data.draft.similar.length >= MOST_SIMILAR)
      return this.setData({ errors: { ...this.data.errors, similar: `相似问法最多 ${MOST_SIMILAR} 个` } });
    this.keep(withSimilar(this.data.draft, this.data.typedSimilar.split('\n')));
    this.setData({ typedSimilar: '' });
  },

  removeSimilar(event: { currentTarget: { dataset: { index: number } } }) {
    const at = Number(event.currentTarget.dataset.index);
    const { draft } = this.data;
    this.keep({ ...draft, similar: draft.similar.filter((_words, index) => index !== at) });
  },

  async save() {
    if (this.data.saving) return;
    this.addSimilar();
    const { draft, id } = this.data;
    const errors = draftErrors(draft);
    this.setData({ errors });
    if (Object.keys(errors).length > 0) return this.setData({ trouble: inOneLine(errors), troubleNo: '' });
    this.setData({ saving: true, trouble: '', troubleNo: '', met: null });
    const answer = await staff('faq.save', {
      ...(id ? { id, version: draft.base } : { requestId: requestOf(this.key()) }),
      entry: entryInput(draft),
    });
    this.setData({ saving: false });
    if (!answer.ok) return this.fail(answer.error);
    dropDraft(this.key());
    this.leave(answer.data.faq.id);
  },

  /** A changed entry is shown where one came from, a new one takes the place of the form. */
  leave(id: string) {
    goBack(routes.entry(id), 'packages/staff/knowledge/entry/index');
  },

  async fail(error: Failure) {
    const errors: Record<string, string> = {};
    for (const [path, message] of Object.entries(error.fields ?? {})) {
      const name = path.replace(/^entry\./, '').split('.')[0] ?? '';
      errors[name] = message;
    }
    this.setData({
      errors,
      trouble: inOneLine(errors) || error.message,
      troubleNo: error.errorNo ?? '',
    });
    if (!this.data.id) meetRequest(this.key(), error);
    if (error.code !== 'conflict' || !this.data.id) return;
    const found = await staff('faq.get', { id: this.data.id });
    if (found.ok) this.meetOthersChange(found.data);
  },

  meetOthersChange(full: FullFaq) {
    const newest = newestOf(full);
    if (!newest) return;
    this.theirs = draftOf(newest, full.serviceNames);
    this.keep({ ...this.data.draft, base: newest.version });
    this.setData({ stale: false, met: this.others(), trouble: OTHERS_SAVED, troubleNo: '' });
    wx.pageScrollTo({ scrollTop: 0, duration: 200 });
  },

  others(): Other[] {
    return othersIn(COMPARED, asFilled(this.data.draft), asFilled(this.theirs));
  },

  /** What the other one wrote, in the place of what is typed. */
  take({ detail }: { detail: { name: string } }) {
    const { draft } = this.data;
    const { labels, values } = takenOver(asFilled(draft), asFilled(this.theirs), detail.name);
    this.keep({ ...draft, ...values, serviceName: labels['serviceId'] ?? '' });
    this.setData({ met: this.others() });
  },

  /** What was written on an earlier version becomes the one after the newest. */
  async goOn() {
    const found = await staff('faq.get', { id: this.data.id });
    if (found.ok) this.meetOthersChange(found.data);
  },
});
