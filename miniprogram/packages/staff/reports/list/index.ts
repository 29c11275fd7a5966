import type { ReportType } from '../../../../../typings/contract';
import { staff } from '../../../../cloud/client';
import { isClosed, troubleText } from '../../../../cloud/view';
import { look } from '../../../../lib/look';
import { go, routes } from '../../../../lib/routes';
import { loadFirst, loadMore, mapped, paged } from '../../../../model/paging';
import { buildChoices, lastPeriod, lineOf } from '../../../../model/report/reports';

type Line = ReturnType<typeof lineOf>;

/** Reports and bulletins: those that are to be completed and signed, and those that were sent to this reader. */
Page({
  data: {
    ...look(),
    ...paged<Line>(),
    type: '' as ReportType | '',
    types: [
      { type: '', label: '全部' },
      { type: 'weekly', label: '周报' },
      { type: 'monthly', label: '月报' },
      { type: 'bulletin', label: '通报' },
    ],
    choices: [] as ReturnType<typeof buildChoices>,
    busy: '',
    said: '',
    trouble: '',
  },

  onShow() {
    this.setData(look());
    void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async fetch(cursor?: string) {
    const { type } = this.data;
    const answer = await staff('report.list', {
      ...(type ? { type } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (answer.ok) this.setData({ choices: buildChoices(answer.data.offers) });
    else if (isClosed(answer.error)) this.setData({ choices: [], said: '' });
    return mapped(answer, ({ reports, nextCursor }) => ({ items: reports.map(lineOf), nextCursor }));
  },

  load() {
    return loadFirst(this, cursor => this.fetch(cursor), '还没有报告。周报、月报在期满后自动汇总');
  },

  retry() {
    void this.load();
  },

  onReachBottom() {
    return loadMore(this, cursor => this.fetch(cursor));
  },

  choose(event: { currentTarget: { dataset: { type: ReportType | '' } } }) {
    this.setData({ type: event.currentTarget.dataset.type, items: [] });
    void this.load();
  },

  async build(event: { currentTarget: { dataset: { index: number } } }) {
    const choice = this.data.choices[event.currentTarget.dataset.index];
    if (!choice || this.data.busy) return;
    this.setData({ busy: choice.label, said: '', trouble: '' });
    const period = lastPeriod(choice.every, new Date());
    const answer = await staff('report.build', { type: choice.type, period });
    this.setData({ busy: '' });
    if (!answer.ok)
      return this.setData({ trouble: answer.error.fields?.['period'] ?? troubleText(answer.error) });
    const { state } = answer.data;
    this.setData({ said: state === 'building' ? '● 正在汇总，好了会通知填写人' : '● 已经汇总，见下面' });
    await this.load();
  },

  open(event: { currentTarget: { dataset: { id: string } } }) {
    go(routes.report(event.currentTarget.dataset.id));
  },
});
