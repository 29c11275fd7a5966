import type { ServiceEntry } from '../../../../../typings/contract';
import type { ChartHead } from '../../../../components/week-chart/index';
import { staff } from '../../../../cloud/client';
import { isClosed, loading, problem, ready, troubleText } from '../../../../cloud/view';
import { leave } from '../../../../model/handoff';
import { look } from '../../../../lib/look';
import { aboutService, openings } from '../../../../model/procedure/opening';
import { go, routes } from '../../../../lib/routes';
import { ring } from '../../../../lib/wechat';
import { servicePage, stepLine, type ServicePage, type StepLine } from '../../../../model/service/view';

const HEADS: ChartHead[] = [
  { label: '可用率', tone: 'strong' },
  { label: '失败', tone: 'weak' },
  { label: '响应', tone: '' },
];

/** One service of the register: its state first, then who answers for it, and what may be started about it. */
Page({
  data: {
    ...look(),
    id: '',
    view: loading,
    service: null as ServiceEntry | null,
    page: null as ServicePage | null,
    heads: HEADS,
    /** What may be started about it. */
    starts: [] as { kind: string; label: string }[],
    steps: [] as StepLine[],
    stepsCursor: '',
    stepsTrouble: '',
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
    const [answer] = await Promise.all([
      staff('service.get', { id: this.data.id }),
      this.offerStarts(),
      this.loadSteps(''),
    ]);
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (this.data.service && !isClosed(answer.error))
        return this.setData({ trouble: troubleText(answer.error) });
      return this.setData({ service: null, page: null, view: problem(answer.error) });
    }
    const { service } = answer.data;
    this.setData({ service, page: servicePage(service), view: ready, trouble: '' });
  },

  async offerStarts() {
    const found = await openings();
    const starts = (found.ok ? found.data : []).flatMap(({ kind, offeredAt }) =>
      offeredAt?.service ? [{ kind, label: offeredAt.service }] : [],
    );
    this.setData({ starts });
  },

  async loadSteps(cursor: string) {
    const { id, asked } = this.data;
    const answer = await staff('service.history', { id, ...(cursor ? { cursor } : {}) });
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ stepsTrouble: answer.error.message });
    const before = cursor ? this.data.steps : [];
    const lines = answer.data.steps.map((step, index) => stepLine(step, before.length + index));
    this.setData({
      steps: before.concat(lines),
      stepsCursor: answer.data.nextCursor ?? '',
      stepsTrouble: '',
    });
  },

  moreSteps() {
    void this.loadSteps(this.data.stepsCursor);
  },

  retry() {
    this.setData({ view: this.data.service ? ready : loading });
    void this.load();
  },

  start(event: { currentTarget: { dataset: { kind: string } } }) {
    const { service } = this.data;
    if (!service) return;
    leave('opening', aboutService(service.id, service.name));
    go(routes.openProcedure(event.currentTarget.dataset.kind));
  },

  ring(event: { currentTarget: { dataset: { phone: string } } }) {
    ring(event.currentTarget.dataset.phone);
  },

  openTicket(event: { currentTarget: { dataset: { no: string } } }) {
    const { no } = event.currentTarget.dataset;
    if (no) go(routes.staffTicket(no));
  },

  edit() {
    go(routes.editService(this.data.id));
  },
});
