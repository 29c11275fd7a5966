import { look } from '../../../lib/look';

/** More than a phone shows at once, beside what is to be done. */
const isLong = (text: string): boolean => text.length > 160 || text.split('\n').length > 8;

/** What somebody has written: a long text is folded on a phone, until somebody wants to read it. */
Component({
  properties: {
    text: { type: String, value: '' },
    /** What it is, where several stand on a page. */
    label: { type: String, value: '' },
    /** In the smaller letters of what stands beside. */
    quiet: { type: Boolean, value: false },
  },
  data: { folded: false, known: '' },
  observers: {
    text(text: string) {
      // Unfolded, it stays so as long as it says the same.
      if (text !== this.data.known) this.setData({ known: text, folded: !look().wide && isLong(text) });
    },
  },
  methods: {
    unfold() {
      this.setData({ folded: false });
    },
  },
});
