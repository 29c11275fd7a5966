type Option = { value: string; label: string; hint?: string; count?: number };

/** One of a few, or some of them: a list of lines, or chips in a row. Fires `change` with `{name, value}`. */
Component({
  properties: {
    name: { type: String, value: '' },
    label: { type: String, value: '' },
    options: { type: Array, value: [] as Option[] },
    value: { type: String, value: '' },
    /** Several may be chosen: `picked` holds them, and the event's value is a list. */
    many: { type: Boolean, value: false },
    picked: { type: Array, value: [] as string[] },
    chips: { type: Boolean, value: false },
    /** Chips that are too many for the width move sideways instead of wrapping. */
    oneRow: { type: Boolean, value: false },
    error: { type: String, value: '' },
  },
  data: { shown: [] as (Option & { on: boolean })[] },
  observers: {
    'options, value, many, picked'(options: Option[], value: string, many: boolean, picked: string[]) {
      this.setData({
        shown: options.map(option => ({
          ...option,
          on: many ? picked.includes(option.value) : option.value === value,
        })),
      });
    },
  },
  methods: {
    choose(event: { currentTarget: { dataset: { value: string } } }) {
      const { value } = event.currentTarget.dataset;
      const { name, many, picked } = this.data;
      const list = picked.includes(value) ? picked.filter(each => each !== value) : [...picked, value];
      this.triggerEvent('change', { name, value: many ? list : value });
    },
  },
});
