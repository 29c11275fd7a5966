import { countSheet } from '../../../services/overlay';

/** A sheet from below with a title and a way to close it; the slot `footer` stays in sight. Fires `close`. */
Component({
  options: { multipleSlots: true },
  properties: {
    show: { type: Boolean, value: false },
    title: { type: String, value: '' },
  },
  data: { counted: false },
  observers: {
    show(show: boolean) {
      if (show === this.data.counted) return;
      this.data.counted = show;
      countSheet(show);
    },
  },
  lifetimes: {
    detached() {
      if (this.data.counted) countSheet(false);
    },
  },
  methods: {
    close() {
      this.triggerEvent('close');
    },
  },
});
