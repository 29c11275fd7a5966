import { setTyping } from '../../../lib/typing';

/** One line or a block of typed text with its label, hint, counter and error. Fires `change` with `{name, value}`. */
Component({
  properties: {
    name: { type: String, value: '' },
    label: { type: String, value: '' },
    /** `text`, `longtext`, `number` or `code` (letters and digits). */
    type: { type: String, value: 'text' },
    value: { type: String, value: '' },
    placeholder: { type: String, value: '' },
    hint: { type: String, value: '' },
    error: { type: String, value: '' },
    required: { type: Boolean, value: false },
    max: { type: Number, value: 200 },
    confirmType: { type: String, value: 'done' },
    /** A block of text of a fixed height: in a sheet that is still opening nothing can be measured. */
    still: { type: Boolean, value: false },
    focus: { type: Boolean, value: false },
  },
  data: {
    /** Said so, unless the label itself says when it has to be filled in. */
    optional: false,
  },
  observers: {
    'label, required'(label: string, required: boolean) {
      this.setData({ optional: !required && label.indexOf('必填') < 0 });
    },
  },
  lifetimes: {
    detached() {
      setTyping(false);
    },
  },
  methods: {
    input(event: { detail: { value: string } }) {
      this.triggerEvent('change', { name: this.data.name, value: event.detail.value });
    },
    focused() {
      setTyping(true);
    },
    blurred() {
      setTyping(false);
    },
    confirm() {
      this.triggerEvent('confirm', { name: this.data.name });
    },
  },
});
