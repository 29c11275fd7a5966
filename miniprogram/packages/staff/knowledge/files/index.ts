import type { Failure } from '../../../../cloud/client';
import type { FileFormat } from '../../../../../typings/api';
import { loading, problem, ready } from '../../../../cloud/view';
import { moveOf, type ImportPlan } from '../../../../model/knowledge/file-moves';
import { inOneLine } from '../../../../model/form/forms';
import {
  chooseFile,
  fetchFiles,
  FORMATS,
  type ChosenFile,
  type WrittenFile,
} from '../../../../model/knowledge/files';
import { look } from '../../../../lib/look';
import { go } from '../../../../lib/routes';
import { refused } from '../../../../lib/wechat';

const DOES = { create: '新建', change: '改动', nothing: '没有变化' };
/** More rows are not looked at one by one. */
const SHOWN_ROWS = 50;

type Row = { row: number; name: string; facts: string; changes: string[] };
type Step = '' | 'reading' | 'checking' | 'importing';
const SHARES: Record<Step, number> = { '': 0, reading: 10, checking: 45, importing: 80 };

/** Whole files of entries or of services (`?what=services`), in and out. What comes in is looked at first; one bad row, and nothing comes in. */
Page({
  data: {
    ...look(),
    view: loading,
    rule: '',
    exportRule: '',
    openLabel: '',
    counted: '',
    mayImport: false,
    step: '' as Step,
    stepText: '',
    share: 0,
    file: null as ChosenFile | null,
    plan: null as ImportPlan | null,
    summary: '',
    rows: [] as Row[],
    moreRows: 0,
    /** Bad rows that are only counted. */
    moreBad: 0,
    doneText: '',
    trouble: '',
    troubleNo: '',
    formats: FORMATS,
    format: 'xlsx' as FileFormat,
    exporting: '',
    exported: [] as WrittenFile[],
    exportTrouble: '',
    onComputer: false,
    asked: 0,
  },

  move: moveOf(undefined),

  onLoad(query: { what?: string }) {
    this.move = moveOf(query.what);
    const { rule, exported, open, counted } = this.move;
    this.setData({
      counted,
      rule,
      exportRule: exported,
      openLabel: open.label,
      onComputer: typeof wx.saveFileToDisk === 'function',
    });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async load() {
    const asked = ++this.data.asked;
    const access = await this.move.access();
    if (asked !== this.data.asked) return;
    if (!access.ok) return this.setData({ view: problem(access.error) });
    this.setData({ view: ready, mayImport: access.data.mayImport });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  moveTo(step: Step) {
    const texts: Record<Step, string> = {
      '': '',
      reading: '第 1 步，共 3 步：读文件',
      checking: '第 2 步，共 3 步：逐行检查',
      importing: `第 3 步，共 3 步：${this.move.step}`,
    };
    this.setData({ step, stepText: texts[step], share: SHARES[step] });
  },

  async choose() {
    if (this.data.step) return;
    this.setData({ trouble: '', troubleNo: '', doneText: '', plan: null, file: null });
    this.moveTo('reading');
    try {
      const file = await chooseFile();
      if (file) await this.check(file);
    } catch (error) {
      this.setData({ trouble: error instanceof Error ? error.message : '这个文件读不出来' });
    }
    this.moveTo('');
  },

  async check(file: ChosenFile) {
    this.moveTo('checking');
    const answer = await this.move.take(file, true);
    if (!answer.ok) return this.fail(answer.error);
    this.setData({ file });
    this.showPlan(answer.data);
  },

  showPlan(plan: ImportPlan) {
    const { created, changed, unchanged, bad, badCount, rows } = plan;
    const { counted } = this.move;
    const isQuiet = ({ does }: { does: string }): boolean => does === 'nothing';
    const shown = [...rows.filter(row => !isQuiet(row)), ...rows.filter(isQuiet)].slice(0, SHOWN_ROWS);
    this.setData({
      plan,
      summary: `新建 ${created} ${counted}，改动 ${changed} ${counted}，没有变化 ${unchanged} ${counted}，有误 ${badCount} 行`,
      moreBad: badCount - bad.length,
      // Beside bad rows the good ones are noise, and so are those that do nothing beside the others.
      rows: (badCount > 0 ? [] : shown).map(({ row, name, unitName, does, changes }) => ({
        row,
        name,
        facts: `第 ${row} 行 · ${DOES[does]} · ${unitName}`,
        changes: changes.map(({ label, from, to }) => `${label}：${from || '（空）'} → ${to || '（空）'}`),
      })),
      moreRows: badCount > 0 ? 0 : created + changed + unchanged - shown.length,
    });
  },

  async importFile() {
    const { file, step } = this.data;
    if (!file || step) return;
    this.setData({ trouble: '', troubleNo: '' });
    this.moveTo('importing');
    const answer = await this.move.take(file, false);
    this.moveTo('');
    if (!answer.ok) return this.fail(answer.error);
    // Somebody changed units or entries since the file was looked at.
    if (answer.data.bad.length > 0) return this.showPlan(answer.data);
    this.setData({
      plan: null,
      file: null,
      doneText: this.move.done(answer.data.imported, answer.data.waiting),
    });
  },

  fail(error: Failure) {
    this.setData({
      trouble: inOneLine(error.fields ?? {}) || error.message,
      troubleNo: error.errorNo ?? '',
    });
  },

  cancel() {
    this.setData({ plan: null, file: null, trouble: '', troubleNo: '' });
  },

  openList() {
    go(this.move.open.to);
  },

  pickFormat(event: { detail: { value: FileFormat } }) {
    this.setData({ format: event.detail.value, exported: [] });
  },

  async export() {
    if (this.data.exporting) return;
    this.setData({ exporting: '正在取……', exported: [], exportTrouble: '' });
    try {
      const answer = await fetchFiles(this.move.part, this.move.fileName, this.data.format, count =>
        this.setData({ exporting: `已取 ${count} ${this.move.counted}……` }),
      );
      if (answer.ok) this.setData({ exported: answer.data });
      else this.setData({ exportTrouble: answer.error.message });
    } catch {
      this.setData({ exportTrouble: '手机存不下这个文件，请清理空间后再试' });
    }
    this.setData({ exporting: '' });
  },

  chosen(event: { currentTarget: { dataset: { index: number } } }): WrittenFile | undefined {
    return this.data.exported[Number(event.currentTarget.dataset.index)];
  },

  share(event: { currentTarget: { dataset: { index: number } } }) {
    const file = this.chosen(event);
    if (!file) return;
    wx.shareFileMessage({
      filePath: file.path,
      fileName: file.name,
      fail: refused('没有发出去，请再试一次'),
    });
  },

  saveToDisk(event: { currentTarget: { dataset: { index: number } } }) {
    const file = this.chosen(event);
    if (file) wx.saveFileToDisk({ filePath: file.path, fail: refused('没有存下，请再试一次') });
  },
});
