import { openSheet } from '../../../lib/overlay';

/** From this width on there is room for what is read and what is written. */
const SIDE_BY_SIDE = 1000;

/**
 * A sheet from below with a title and a way to close it; the slot `footer` stays in sight. With `side`, in a wide window,
 * a panel at the left that leaves the page in sight and in reach. Fires `close`.
 */
Component({
  options: { multipleSlots: true },
  properties: {
    show: { type: Boolean, value: false },
    title: { type: String, value: '' },
    side: { type: Boolean, value: false },
  },
  data: {
    beside: false,
    /** Says that it is gone; null while it is shut. */ shut: null as (() => void) | null,
  },
  observers: {
    show(show: boolean) {
      if (show === (this.data.shut !== null)) return;
      if (!show) this.leave();
      else {
        this.setData({ beside: this.data.side && wx.getWindowInfo().windowWidth >= SIDE_BY_SIDE });
        this.data.shut = openSheet(() => this.close());
      }
    },
  },
  lifetimes: {
    detached() {
      this.leave();
    },
  },
  methods: {
    leave() {
      this.data.shut?.();
      this.data.shut = null;
    },
    close() {
      this.triggerEvent('close');
    },
  },
});
