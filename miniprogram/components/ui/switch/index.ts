/** A yes-or-no line. Fires `change` with `{name, value}`. */
Component({
  properties: {
    name: { type: String, value: '' },
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    value: { type: Boolean, value: false },
  },
  methods: {
    toggle() {
      this.triggerEvent('change', { name: this.data.name, value: !this.data.value });
    },
  },
});
