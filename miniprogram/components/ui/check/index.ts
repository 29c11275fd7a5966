/**
 * A tick with words in its slot; all of it answers, as its role says: a screen reader taps the middle of it, a keyboard the
 * whole. Fires `change` with `{name, value}`.
 */
Component({
  properties: {
    name: { type: String, value: '' },
    aria: { type: String, value: '' },
    value: { type: Boolean, value: false },
    error: { type: String, value: '' },
  },
  methods: {
    toggle() {
      const { name, value } = this.data;
      this.triggerEvent('change', { name, value: !value });
    },
  },
});
