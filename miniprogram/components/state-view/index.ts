import { loading, type View } from '../../cloud/view';
import { goInstead, goToTab } from '../../lib/routes';

const SLOW_AFTER = 5_000;

/** What stands where content is missing: on its way, nothing there, an error to repeat, no network, no permission. Fires `retry`. */
Component({
  properties: {
    view: { type: Object, value: loading },
    cards: { type: Number, value: 3 },
  },
  data: { slow: false, timer: 0 as unknown as ReturnType<typeof setTimeout> },
  observers: {
    view(view: View) {
      clearTimeout(this.data.timer);
      if (view.state !== 'loading') return this.setData({ slow: false });
      this.data.timer = setTimeout(() => this.setData({ slow: true }), SLOW_AFTER);
    },
  },
  lifetimes: {
    detached() {
      clearTimeout(this.data.timer);
    },
  },
  methods: {
    retry() {
      const { next } = this.data.view as View;
      if (!next) return this.triggerEvent('retry');
      // A tab page takes no other page's place.
      (next.url.indexOf('/pages/') === 0 ? goToTab : goInstead)(next.url);
    },
  },
});
