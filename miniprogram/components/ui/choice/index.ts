type Option = { value: string; label: string; hint?: string; count?: string };

/** More than so many are not looked through one by one: typing narrows them. */
const MOST_SHOWN = 12;

/** One of a few, or some of them: a list of lines, or chips in a row; many are searched. Fires `change` with `{name, value}`. */
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
    /** In a wide window, where a mouse points: lower chips. */
    low: { type: Boolean, value: false },
    oneRow: { type: Boolean, value: false },
    /** Nothing need be chosen: what is chosen can be tapped away. */
    optional: { type: Boolean, value: false },
    error: { type: String, value: '' },
    /** The options have numbers for the keyboard. */
    numbered: { type: Boolean, value: false },
  },
  data: { shown: [] as (Option & { on: boolean })[], searched: false, query: '', hidden: 0 },
  observers: {
    'options, value, many, picked, query'(
      options: Option[],
      value: string,
      many: boolean,
      picked: string[],
      query: string,
    ) {
      const all = options.map(option => ({
        ...option,
        on: many ? picked.includes(option.value) : option.value === value,
      }));
      const searched = options.length > MOST_SHOWN;
      // What is chosen stays in sight whatever is typed.
      const found = all.filter(option => option.on || option.label.includes(query.trim()));
      const shown = searched
        ? found.filter(option => option.on).concat(found.filter(option => !option.on).slice(0, MOST_SHOWN))
        : all;
      this.setData({ shown, searched, hidden: searched ? found.length - shown.length : 0 });
    },
  },
  methods: {
    search(event: { detail: { value: string } }) {
      this.setData({ query: event.detail.value });
    },
    choose(event: { currentTarget: { dataset: { value: string } } }) {
      const { value } = event.currentTarget.dataset;
      const { name, many, picked, optional } = this.data;
      const list = picked.includes(value) ? picked.filter(each => each !== value) : [...picked, value];
      const one = optional && value === this.data.value ? '' : value;
      this.triggerEvent('change', { name, value: many ? list : one });
    },
  },
});
