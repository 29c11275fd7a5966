/** A button: `main` is filled (one a screen), `second` outlined, `text` a line of text. Fires `press`. */
Component({
  properties: {
    kind: { type: String, value: 'main' },
    label: { type: String, value: '' },
    /** What is read aloud where the label alone does not say it. */
    aria: { type: String, value: '' },
    /** The key that presses it. */
    digit: { type: String, value: '' },
    loading: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
    small: { type: Boolean, value: false },
    openType: { type: String, value: '' },
  },
  methods: {
    press() {
      this.triggerEvent('press');
    },
  },
});
