import { charactersIn, overlong } from '../../../lib/text';
import { confirmTyping, setTyping } from '../../../lib/typing';

/** Longer than any page waits for the next letter before it asks. */
const SETTLED = 800;
/** From this share of the most on the length is said. */
const NEARLY = 0.8;

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
    /** So many characters are taken. More can be typed or pasted, and is said to be too much: nothing is cut off unseen. */
    max: { type: Number, value: 200 },
    confirmType: { type: String, value: 'done' },
    /** A block of text of a fixed height: in a sheet that is still opening nothing can be measured. */
    still: { type: Boolean, value: false },
    focus: { type: Boolean, value: false },
    /** Of a search: what it has found, in words; said aloud when it stays so. */
    found: { type: String, value: '' },
  },
  data: {
    /** Said so, unless the label itself says when it has to be filled in. */
    optional: false,
    said: '',
    /** Nothing, or how long a long text is. */
    counter: '',
    over: '',
    timer: 0 as unknown as ReturnType<typeof setTimeout>,
  },
  observers: {
    'label, required'(label: string, required: boolean) {
      this.setData({ optional: !required && label.indexOf('必填') < 0 });
    },
    'value, max, type'(value: string, max: number, type: string) {
      // Most are far from it: only what may be is counted.
      const count = value.length > max * NEARLY ? charactersIn(value) : 0;
      const counter = type === 'longtext' && count > max * NEARLY ? `${count} / ${max} 字` : '';
      const over = overlong(value, max);
      if (counter !== this.data.counter || over !== this.data.over) this.setData({ counter, over });
    },
    found(found: string) {
      clearTimeout(this.data.timer);
      // While one types, what stands below was found for the letters before.
      if (found) this.data.timer = setTimeout(() => this.setData({ said: found }), SETTLED);
      else if (this.data.said) this.setData({ said: '' });
    },
  },
  lifetimes: {
    detached() {
      clearTimeout(this.data.timer);
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
      confirmTyping();
      this.triggerEvent('confirm', { name: this.data.name });
    },
  },
});
