import { citizen } from '../../../cloud/client';
import { loading, problem, ready, troubleText } from '../../../cloud/view';
import { look } from '../../../services/look';
import { noticeCard, type NoticeCard } from '../../../services/notices';
import { routes } from '../../../services/routes';
import { askForMessages } from '../../../services/subscribe';
import { momentText } from '../../../services/words';

Page({
  data: {
    ...look(),
    id: '',
    view: loading,
    notice: null as NoticeCard | null,
    published: '',
    serviceId: '',
    serviceName: '',
    following: false,
    sending: false,
    trouble: '',
  },

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
    void this.load();
  },

  async load() {
    this.setData({ view: loading });
    const answer = await citizen('notice.get', { id: this.data.id });
    if (!answer.ok) return this.setData({ view: problem(answer.error) });
    const { notice } = answer.data;
    this.setData({
      view: ready,
      notice: noticeCard(notice),
      published: momentText(notice.publishedAt),
      serviceId: notice.serviceId ?? '',
      serviceName: notice.serviceName ?? '',
    });
  },

  retry() {
    void this.load();
  },

  async follow() {
    if (this.data.sending) return;
    this.setData({ sending: true, trouble: '' });
    await askForMessages();
    const answer = await citizen('notice.subscribe', { serviceId: this.data.serviceId });
    this.setData({
      sending: false,
      following: answer.ok,
      trouble: answer.ok ? '' : troubleText(answer.error),
    });
  },

  onShareAppMessage() {
    return { title: this.data.notice?.title ?? '公告', path: routes.notice(this.data.id) };
  },
});
