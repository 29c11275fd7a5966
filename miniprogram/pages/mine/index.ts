import { citizen } from '../../cloud/client';
import { troubleText } from '../../cloud/view';
import { unreadMark } from '../../model/desk/inbox';
import { look, setLarge, wantsLarge } from '../../lib/look';
import { go, routes } from '../../lib/routes';
import { forget, profile, remember } from '../../model/account/session';

Page({
  data: {
    ...look(),
    /** How many messages came since the last look. */
    unread: '',
    region: '',
    large: wantsLarge(),
    subscribe: false,
    trouble: '',
  },

  onShow() {
    this.setData({ ...look(), large: wantsLarge() });
    void this.load();
  },

  async load() {
    // A role may have been given or taken since.
    forget();
    const [me, inbox] = await Promise.all([profile(), citizen('inbox.list', {})]);
    this.setData({ trouble: me.ok ? '' : troubleText(me.error) });
    if (me.ok) this.setData({ region: me.data.region ?? '', subscribe: me.data.preferences.subscribe });
    if (!inbox.ok) return;
    this.setData({ unread: unreadMark(inbox.data.unread) });
  },

  retry() {
    void this.load();
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
    input: { region?: string | null; preferences?: { subscribe?: boolean; largeText?: boolean } },
    before: object,
  ) {
    const answer = await citizen('me.save', input);
    if (answer.ok) return remember(answer.data);
    this.setData({ ...before, trouble: answer.error.message });
  },

  openInbox() {
    go(routes.inbox());
  },

  openPrivacy() {
    go(routes.privacy);
  },
});
