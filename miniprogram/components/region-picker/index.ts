/** Province, city or district by the phone's own picker. Fires `change` with `{name, value: code, label}`. */
Component({
  properties: {
    name: { type: String, value: 'region' },
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    value: { type: String, value: '' },
    /** What the code is called. */
    chosen: { type: String, value: '' },
  },
  methods: {
    pick(event: { detail: { value: string[]; code: string[] } }) {
      const { value, code } = event.detail;
      // The line 不限 at a level has no code of its own: the level above counts.
      const codes = code.filter(each => /^\d{6}$/.test(each));
      const label = value.slice(0, codes.length).filter((each, index) => each !== value[index - 1]);
      this.triggerEvent('change', {
        name: this.data.name,
        value: codes[codes.length - 1] ?? '',
        label: label.join(' '),
      });
    },
  },
});
