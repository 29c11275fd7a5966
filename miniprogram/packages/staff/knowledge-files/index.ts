import { staff, type Failure } from '../../../cloud/client';
import type { FileFormat, ImportOutcome } from '../../../cloud/knowledge-actions';
import { loading, problem, ready } from '../../../cloud/view';
import { editor } from '../../../services/editors';
import { inOneLine } from '../../../services/forms';
import {
  chooseFile,
  fetchFiles,
  FORMATS,
  type ChosenFile,
  type WrittenFile,
} from '../../../services/knowledge-files';
import { look } from '../../../services/look';
import { go, routes } from '../../../services/routes';

const DOES = { create: '新建', change: '改动', nothing: '没有变化' };
/** More rows are not looked at one by one. */
const SHOWN_ROWS = 50;

type Row = { row: number; question: string; facts: string };
type Step = '' | 'reading' | 'checking' | 'importing';
const STEPS: Record<Step, { text: string; share: number }> = {
  '': { text: '', share: 0 },
  reading: { text: '第 1 步，共 3 步：读文件', share: 10 },
  checking: { text: '第 2 步，共 3 步：逐行检查', share: 45 },
  importing: { text: '第 3 步，共 3 步：存成草稿', share: 80 },
};

/** Whole files of entries, in and out. What comes in is looked at first; one bad row, and nothing comes in. */
Page({
  data: {
    ...look(),
    view: loading,
    mayImport: false,
    step: '' as Step,
    stepText: '',
    share: 0,
    file: null as ChosenFile | null,
    plan: null as ImportOutcome | null,
    summary: '',
    rows: [] as Row[],
    moreRows: 0,
    doneText: '',
    trouble: '',
    troubleNo: '',
    formats: FORMATS,
    format: 'xlsx' as FileFormat,
    exporting: '',
    exported: [] as WrittenFile[],
    exportTrouble: '',
    onComputer: false,
  },

  onLoad() {
    this.setData({ onComputer: typeof wx.saveFileToDisk === 'function' });
    void this.load();
  },

  onShow() {
    this.setData(look());
  },

  async load() {
    const me = await editor();
    if (!me.ok) return this.setData({ view: problem(me.error) });
    this.setData({ view: ready, mayImport: me.data.mayWrite });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  moveTo(step: Step) {
    this.setData({ step, stepText: STEPS[step].text, share: STEPS[step].share });
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
    const answer = await staff('faq.import', { format: file.format, file: file.file, dryRun: true });
    if (!answer.ok) return this.fail(answer.error);
    this.setData({ file });
    this.showPlan(answer.data);
  },

  showPlan(plan: ImportOutcome) {
    const { created, changed, unchanged, bad, rows } = plan;
    this.setData({
      plan,
      summary: `新建 ${created} 条，改动 ${changed} 条，没有变化 ${unchanged} 条，有误 ${bad.length} 行`,
      rows: rows.slice(0, SHOWN_ROWS).map(({ row, question, unitName, does }) => ({
        row,
        question,
        facts: `第 ${row} 行 · ${DOES[does]} · ${unitName}`,
      })),
      moreRows: Math.max(0, rows.length - SHOWN_ROWS),
    });
  },

  async importFile() {
    const { file, step } = this.data;
    if (!file || step) return;
    this.setData({ trouble: '', troubleNo: '' });
    this.moveTo('importing');
    const answer = await staff('faq.import', { format: file.format, file: file.file, dryRun: false });
    this.moveTo('');
    if (!answer.ok) return this.fail(answer.error);
    // Somebody changed units or entries since the file was looked at.
    if (answer.data.bad.length > 0) return this.showPlan(answer.data);
    this.setData({
      plan: null,
      file: null,
      doneText: `已存成 ${answer.data.imported} 条草稿，请在“草稿”里逐条看过再提交审核`,
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
    go(routes.knowledge);
  },

  pickFormat(event: { detail: { value: FileFormat } }) {
    this.setData({ format: event.detail.value, exported: [] });
  },

  async export() {
    if (this.data.exporting) return;
    this.setData({ exporting: '正在取条目……', exported: [], exportTrouble: '' });
    try {
      const answer = await fetchFiles(this.data.format, count =>
        this.setData({ exporting: `已取 ${count} 条……` }),
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
    if (file) wx.shareFileMessage({ filePath: file.path, fileName: file.name });
  },

  saveToDisk(event: { currentTarget: { dataset: { index: number } } }) {
    const file = this.chosen(event);
    if (file) wx.saveFileToDisk({ filePath: file.path });
  },
});
