import type { ShownReport } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { loading, problem, ready, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { leave } from '../../../../model/handoff';
import { lineOf, partiesView, receiptLine, sectionsView } from '../../../../model/report/reports';
import { openFile } from '../../../../model/report/taken-out';

/** A report: figures with bars and the same as text, what the operator says of them, and who has acknowledged it. */
Page({
  data: {
    ...look(),
    view: loading,
    id: '',
    report: null as ShownReport | null,
    state: { words: '', light: '' },
    sections: [] as ReturnType<typeof sectionsView>,
    parties: [] as ReturnType<typeof partiesView>,
    receipts: [] as ReturnType<typeof receiptLine>[],
    signature: '',
    defined: '',
    busy: '',
    trouble: '',
    asked: 0,
  },

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
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
    const answer = await staff('report.get', { id: this.data.id });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { report } = answer.data;
    const { signedBy, signedOn, documentNo, ruleSet } = report;
    const { words, light } = lineOf(report);
    this.setData({
      view: ready,
      report,
      state: { words, light },
      sections: sectionsView(report),
      parties: partiesView(report),
      receipts: report.sentTo.map(receiptLine),
      signature: [
        signedBy ? `${signedBy} ${signedOn ?? ''} 签发` : '',
        documentNo ?? '',
        ruleSet.draft ? `${ruleSet.name}（征求意见稿）` : ruleSet.name,
      ]
        .filter(Boolean)
        .join(' · '),
    });
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  /** Completing, signing, acknowledging and instructing are acts of its ticket. */
  handle() {
    const no = this.data.report?.no;
    if (no) go(routes.staffTicket(no));
  },

  define(event: { currentTarget: { dataset: { key: string } } }) {
    const { key } = event.currentTarget.dataset;
    this.setData({ defined: this.data.defined === key ? '' : key });
  },

  cases(event: { currentTarget: { dataset: { key: string } } }) {
    const { key } = event.currentTarget.dataset;
    const figure = this.data.report?.figures.filter(one => one.key === key)[0];
    if (!figure?.query) return;
    leave('cases', { title: figure.label, query: figure.query, isShare: figure.denominator !== null });
    go(routes.cases);
  },

  takePdf() {
    void this.take('pdf');
  },

  takeSheet() {
    void this.take('xlsx');
  },

  async take(format: 'pdf' | 'xlsx') {
    if (this.data.busy) return;
    this.setData({ busy: format, trouble: '' });
    const answer = await staff('report.file', { id: this.data.id, format });
    this.setData({ busy: '' });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    openFile(answer.data);
  },
});
