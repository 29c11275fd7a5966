import type { CitizenProfile } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { isClosed, troubleText } from '../../cloud/view';
import { unreadMark } from '../../model/desk/inbox';
import { look, setLarge, wantsLarge } from '../../lib/look';
import { go, routes } from '../../lib/routes';
import { messageTopics } from '../../model/account/subscribe';
import { forget, profile, remember } from '../../model/account/session';

Page({
  data: {
    ...look(),
    /** How many messages came since the last look. */
    unread: '',
    region: '',
    large: wantsLarge(),
    subscribe: false,
    /** What one is told of by WeChat, each to be left out. */
    topics: [] as ReturnType<typeof messageTopics>,
    trouble: '',
    /** Whoever is no member of staff yet may have been invited. */
    mayJoin: false,
    joining: false,
    code: '',
    codeError: '',
    sending: false,
    joined: '',
    asked: 0,
  },

  onShow() {
    this.setData({ ...look(), large: wantsLarge() });
    void this.load();
  },

  async load() {
    const asked = ++this.data.asked;
    // A role may have been given or taken since.
    forget();
    const [me, inbox] = await Promise.all([profile(), citizen('inbox.list', {})]);
    if (asked !== this.data.asked) return;
    this.setData({ trouble: me.ok ? '' : troubleText(me.error) });
    if (me.ok) this.show(me.data);
    else if (isClosed(me.error)) this.setData({ region: '', subscribe: false, topics: [], mayJoin: false });
    if (inbox.ok) this.setData({ unread: unreadMark(inbox.data.unread) });
    else if (isClosed(inbox.error)) this.setData({ unread: '' });
  },

  retry() {
    void this.load();
  },

  show(me: CitizenProfile) {
    const { region = '', preferences } = me;
    this.setData({
      region,
      subscribe: preferences.subscribe,
      topics: messageTopics(me),
      mayJoin: !me.staff,
    });
  },

  async changeTopic(event: { detail: { name: string; value: boolean } }) {
    const { name, value } = event.detail;
    const before = { topics: this.data.topics };
    const topics = before.topics.map(topic => (topic.value === name ? { ...topic, on: value } : topic));
    this.setData({ topics, trouble: '' });
    const muted = topics.filter(({ on }) => !on).map(topic => topic.value);
    await this.save({ preferences: { muted } }, before);
  },

  async changeRegion(event: { detail: { value: string } }) {
    const before = { region: this.data.region };
    this.setData({ region: event.detail.value, trouble: '' });
    await this.save({ region: event.detail.value || null }, before);
  },

  async changeSubscribe(event: { detail: { value: boolean } }) {
    const subscribe = event.detail.value;
    this.setData({ subscribe, trouble: '' });
    await this.save({ preferences: { subscribe } }, { subscribe: !subscribe });
  },

  async changeLarge(event: { detail: { value: boolean } }) {
    const large = event.detail.value;
    setLarge(large);
    this.setData({ large, ...look() });
    // The letters on this phone are already large; the cloud only remembers it for the next one.
    await this.save({ preferences: { largeText: large } }, {});
  },

  async save(
    input: { region?: string | null; preferences?: Partial<CitizenProfile['preferences']> },
    before: object,
  ) {
    const answer = await citizen('me.save', input);
    if (answer.ok) return remember(answer.data);
    this.setData({ ...before, trouble: answer.error.message });
  },

  startJoining() {
    this.setData({ joining: true, codeError: '' });
  },

  endJoining() {
    this.setData({ joining: false });
  },

  typeCode(event: { detail: { value: string } }) {
    this.setData({ code: event.detail.value, codeError: '' });
  },

  /** The person becomes the member who was invited with this code. */
  async join() {
    const { code, sending } = this.data;
    if (sending) return;
    if (!code.trim()) return this.setData({ codeError: '请填写邀请码' });
    this.setData({ sending: true });
    const answer = await citizen('member.join', { code });
    this.setData({ sending: false });
    if (!answer.ok)
      return this.setData({ codeError: answer.error.fields?.['code'] ?? troubleText(answer.error) });
    this.setData({
      joining: false,
      code: '',
      joined: `● ${answer.data.member.name}，您已加入，请点下面的“工作台”`,
    });
    await this.load();
  },

  openInbox() {
    go(routes.inbox());
  },

  openPrivacy() {
    go(routes.privacy);
  },
});
