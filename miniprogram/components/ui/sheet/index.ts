/** A sheet from below with a title and a way to close it; the slot `footer` stays in sight. Fires `close`. */
Component({
  options: { multipleSlots: true },
  properties: {
    show: { type: Boolean, value: false },
    title: { type: String, value: '' },
  },
  methods: {
    close() {
      this.triggerEvent('close');
    },
  },
});
