import type { ShownRuleSet } from '../../../../../typings/api';
import { staff, type Failure } from '../../../../cloud/client';
import { isClosed, loading, problem, quotedNo, ready } from '../../../../cloud/view';
import { dayText } from '../../../../lib/dates';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { leave } from '../../../../model/handoff';
import { draftState, dropDraft, loadDraft, nothingSaid, saveDraft } from '../../../../model/form/drafts';
import {
  countChanges,
  editorOf,
  noChanges,
  ruleSections,
  withLine,
  withUnit,
  type RuleChanges,
  type RuleEditor,
  type RulePart,
  type RuleSection,
} from '../../../../model/rules/changing';
import {
  activationText,
  differenceText,
  versionLine,
  type VersionLine,
} from '../../../../model/rules/versions';

type Typed = { detail: { name: string; value: string } };

/** For the manager: one version of a rule set in plain words; on the newest, what the next one says otherwise. */
Page({
  data: {
    ...look(),
    ...draftState(),
    view: loading,
    ruleSet: null as ShownRuleSet | null,
    line: null as VersionLine | null,
    differences: [] as string[],
    sections: [] as RuleSection[],
    changes: noChanges(),
    changed: 0,
    /** A limit is among the changes: what it would have made of past tickets can be tried. */
    triable: false,
    editor: null as RuleEditor | null,
    activating: false,
    /** The day from which on it is to hold; empty = at once. */
    from: '',
    /** Somebody else saved meanwhile. */
    met: '',
    asked: 0,
  },
  id: '',
  version: 0,

  onLoad(query: { id?: string; version?: string }) {
    this.id = decodeURIComponent(query.id ?? '');
    this.version = Number(query.version);
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
    const answer = await staff('ruleset.get', { id: this.id, version: this.version });
    if (asked !== this.data.asked) return;
    if (answer.ok) return this.begin(answer.data.ruleSet);
    if (this.data.ruleSet && !isClosed(answer.error)) return this.fail(answer.error);
    this.setData({ ruleSet: null, view: problem(answer.error) });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  /** What was changed earlier and not saved comes onto the newest version: it goes by the names of the lines. */
  begin(ruleSet: ShownRuleSet) {
    this.version = ruleSet.version;
    const kept = ruleSet.latest ? loadDraft<RuleChanges>(`rules:${this.id}`, noChanges()) : undefined;
    this.setData({
      ...nothingSaid(),
      view: ready,
      ruleSet,
      line: versionLine(ruleSet),
      differences: ruleSet.differences.map(differenceText),
      takenUp: kept !== undefined,
      editor: null,
    });
    this.show(kept ?? noChanges());
  },

  show(changes: RuleChanges) {
    const { ruleSet, errors } = this.data;
    if (!ruleSet) return;
    this.setData({
      changes,
      changed: countChanges(changes),
      triable: Object.keys(changes.limits).length > 0,
      sections: ruleSections(ruleSet, changes, errors),
    });
  },

  edit(event: { currentTarget: { dataset: { part: RulePart; name: string } } }) {
    if (!this.finishEdit() || !this.data.ruleSet) return;
    const { part, name } = event.currentTarget.dataset;
    this.setData({ editor: editorOf(this.data.ruleSet, this.data.changes, part, name) ?? null });
  },

  type(event: Typed) {
    if (this.data.editor)
      this.setData({ editor: { ...this.data.editor, typed: event.detail.value, error: '' } });
  },

  chooseUnit(event: Typed) {
    const { ruleSet, editor } = this.data;
    if (ruleSet && editor) this.setData({ editor: withUnit(ruleSet, editor, event.detail.value) });
  },

  choose(event: Typed) {
    if (this.data.editor)
      this.setData({ editor: { ...this.data.editor, chosen: event.detail.value, error: '' } });
  },

  leaveEdit() {
    this.setData({ editor: null });
  },

  /** Puts the open line among the changes; false when it cannot stay like this. */
  finishEdit(): boolean {
    const { ruleSet, changes, editor, errors } = this.data;
    if (!ruleSet || !editor) return true;
    const done = withLine(ruleSet, changes, editor);
    if ('error' in done) {
      this.setData({ editor: { ...editor, error: done.error } });
      return false;
    }
    this.setData({ ...nothingSaid(), errors: { ...errors, [editor.name]: '' }, editor: null });
    this.show(done.changes);
    if (this.data.changed > 0) saveDraft(`rules:${this.id}`, done.changes);
    else dropDraft(`rules:${this.id}`);
    return true;
  },

  async save() {
    if (this.data.saving) return;
    if (!this.finishEdit()) return this.setData({ trouble: '还有没填好的一项，请改好再保存', troubleNo: '' });
    const { ruleSet, changes } = this.data;
    if (!ruleSet || countChanges(changes) === 0) return;
    this.setData({ ...nothingSaid(), saving: true });
    const answer = await staff('ruleset.save', { id: this.id, version: ruleSet.version, ...changes });
    if (answer.ok) {
      dropDraft(`rules:${this.id}`);
      this.setData({ met: '' });
      this.begin(answer.data.ruleSet);
      this.setData({ done: `已保存为第 ${answer.data.ruleSet.version} 版，还没有启用` });
    } else await this.fail(answer.error);
    this.setData({ saving: false });
  },

  async fail(error: Failure) {
    const errors = error.fields ?? {};
    this.setData({ errors, trouble: error.message, troubleNo: quotedNo(error) });
    this.show(this.data.changes);
    if (error.code === 'conflict') await this.meet();
  },

  /** Somebody else saved meanwhile: the changes go onto what is newest now. */
  async meet() {
    const listed = await staff('ruleset.list', {});
    const newest = listed.ok && listed.data.ruleSets.find(one => one.id === this.id && one.latest);
    if (!newest) return;
    this.version = newest.version;
    await this.load();
    this.setData({
      trouble: '',
      met: `第 ${newest.version} 版刚由别人保存，您的改动已放到它上面，请核对后再保存`,
    });
  },

  tryOut() {
    if (!this.finishEdit()) return;
    leave('tryOut', this.data.changes);
    go(routes.tryOut);
  },

  discard() {
    wx.showModal({
      title: '放弃没有保存的改动？',
      content: '没有保存的改动会删去，各项按这一版来。',
      confirmText: '确认放弃',
      success: ({ confirm }) => {
        if (!confirm) return;
        dropDraft(`rules:${this.id}`);
        this.setData({ ...nothingSaid(), takenUp: false, met: '', editor: null });
        this.show(noChanges());
      },
    });
  },

  activate() {
    const { ruleSet } = this.data;
    if (!ruleSet) return;
    wx.showModal({
      title: `启用第 ${ruleSet.version} 版？`,
      content: activationText(ruleSet.differences, this.data.from),
      confirmText: '确认启用',
      success: ({ confirm }) => {
        if (confirm) void this.activateNow();
      },
    });
  },

  changeFrom(event: Typed) {
    this.setData({ from: event.detail.value, errors: { ...this.data.errors, from: '' } });
  },

  async activateNow() {
    const { activating, ruleSet, from } = this.data;
    if (activating || !ruleSet) return;
    this.setData({ ...nothingSaid(), activating: true });
    const { inForce } = ruleSet;
    const answer = await staff('ruleset.activate', {
      id: this.id,
      version: this.version,
      inForce,
      ...(from ? { from } : {}),
    });
    this.setData({ activating: false });
    if (!answer.ok && answer.error.code === 'conflict') {
      // Another version is in force by now: what differs from that one is shown with the reason.
      await this.load();
      return this.setData({ trouble: answer.error.message, troubleNo: '' });
    }
    if (!answer.ok) return this.fail(answer.error);
    this.begin(answer.data.ruleSet);
    const { version } = answer.data.ruleSet;
    this.setData({
      from: '',
      done: from
        ? `第 ${version} 版已排定，${dayText(from)}起提交的件按它办理`
        : `第 ${version} 版已启用，以后提交的件按它办理`,
    });
  },
});
