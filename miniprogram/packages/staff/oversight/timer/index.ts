import { staff } from '../../../../cloud/client';
import { loading, problem, ready, troubleText } from '../../../../cloud/view';
import { asideLine, buildLine, dataText, jobLine, queueLine, timerText } from '../../../../model/desk/timer';
import { look } from '../../../../lib/look';

/** For the manager: how the product runs, each job of the timer, and what it could not do, to be tried again. */
Page({
  data: {
    ...look(),
    view: loading,
    whole: { text: '', well: true },
    jobs: [] as ReturnType<typeof jobLine>[],
    aside: [] as ReturnType<typeof asideLine>[],
    queues: [] as ReturnType<typeof queueLine>[],
    builds: [] as ReturnType<typeof buildLine>[],
    /** How far the stored data are. */
    stored: '',
    /** How it stands with the keys of personal data. */
    keys: [] as string[],
    /** What is being tried again: an id, or `all`. */
    busy: '',
    said: '',
    trouble: '',
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
    const answer = await staff('clock.get', {});
    if (asked !== this.data.asked) return;
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { jobs, aside, queues, builds, data, keys = [] } = answer.data;
    this.setData({
      view: ready,
      whole: timerText(answer.data),
      jobs: jobs.map(jobLine),
      aside: aside.map(asideLine),
      queues: queues.map(queueLine),
      builds: builds.map(buildLine),
      stored: dataText(data),
      keys,
    });
  },

  refresh() {
    void this.load();
  },

  retry() {
    this.setData({ view: loading });
    void this.load();
  },

  retryOne(event: { currentTarget: { dataset: { id: string } } }) {
    void this.tryAgain(event.currentTarget.dataset.id);
  },

  retryAll() {
    void this.tryAgain('all');
  },

  async tryAgain(id: string) {
    if (this.data.busy) return;
    this.setData({ busy: id, said: '', trouble: '' });
    const answer = await staff('clock.retry', id === 'all' ? {} : { id });
    this.setData({ busy: '' });
    if (!answer.ok) return this.setData({ trouble: troubleText(answer.error) });
    const { retried } = answer.data;
    this.setData({
      said: retried > 0 ? `● ${retried} 项将在下一分钟重试，请稍后再来查看` : '● 没有需要重试的了，都已办完',
    });
    await this.load();
  },
});
