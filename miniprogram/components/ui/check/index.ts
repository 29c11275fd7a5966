/** A tick with words in its slot. Fires `change` with `{name, value}`. */
Component({
  properties: {
    name: { type: String, value: '' },
    aria: { type: String, value: '' },
    value: { type: Boolean, value: false },
    error: { type: String, value: '' },
  },
  methods: {
    change(event: { detail: boolean }) {
      this.triggerEvent('change', { name: this.data.name, value: event.detail });
    },
  },
});
