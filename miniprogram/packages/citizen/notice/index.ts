import { citizen } from '../../../cloud/client';
import { loading, problem, ready, staysOld, troubleText } from '../../../cloud/view';
import { follow, followed } from '../../../model/service/follows';
import { look } from '../../../lib/look';
import { noticeCard, type NoticeCard } from '../../../model/notice/notices';
import { routes } from '../../../lib/routes';
import { momentText } from '../../../lib/dates';

Page({
  data: {
    ...look(),
    id: '',
    view: loading,
    notice: null as NoticeCard | null,
    published: '',
    serviceId: '',
    serviceName: '',
    /** A service that does not come back has no changes to wait for. */
    comesBack: false,
    following: false,
    sending: false,
    trouble: '',
    asked: 0,
  },

  onLoad(query: { id?: string }) {
    this.setData({ id: query.id ?? '' });
    void this.load();
  },

  async load() {
    const asked = ++this.data.asked;
    this.setData({ view: loading });
    const mine = followed();
    const answer = await citizen('notice.get', { id: this.data.id });
    if (asked !== this.data.asked) return;
    if (!answer.ok) {
      if (staysOld(answer.error, this.data.notice !== null)) return;
      return this.setData({ notice: null, view: problem(answer.error) });
    }
    const { notice } = answer.data;
    this.setData({
      view: ready,
      notice: noticeCard(notice),
      published: momentText(notice.publishedAt),
      serviceId: notice.serviceId ?? '',
      serviceName: notice.serviceName ?? '',
      comesBack: notice.serviceId !== undefined && !notice.serviceWithdrawn,
    });
    // What the notice says does not wait for it, and a tap meanwhile is newer.
    if ((await mine).includes(notice.serviceId ?? '')) this.setData({ following: true });
  },

  retry() {
    void this.load();
  },

  follow() {
    return this.changeFollowing(true);
  },

  unfollow() {
    return this.changeFollowing(false);
  },

  async changeFollowing(wanted: boolean) {
    const { serviceId, sending } = this.data;
    if (sending) return;
    this.setData({ sending: true, trouble: '' });
    const answer = await follow(serviceId, wanted);
    this.setData({
      sending: false,
      following: answer.ok ? wanted : this.data.following,
      trouble: answer.ok ? '' : troubleText(answer.error),
    });
  },

  onShareAppMessage() {
    return { title: this.data.notice?.title ?? '公告', path: routes.notice(this.data.id) };
  },
});
