import { canSpeak, hush, readAloud } from '../../lib/speech';

/** Reads its text aloud with one tap, and stops with the next; not there where nothing can be read aloud. */
Component({
  properties: {
    text: { type: String, value: '' },
    /** What is read, for whoever does not see the page: 读给我听，答复. */
    what: { type: String, value: '' },
    /** The sign alone, beside one line. */
    short: { type: Boolean, value: false },
  },
  data: { there: canSpeak(), reading: false },
  lifetimes: {
    detached() {
      if (this.data.reading) hush();
    },
  },
  pageLifetimes: {
    hide() {
      if (this.data.reading) hush();
    },
  },
  methods: {
    toggle() {
      if (this.data.reading) return hush();
      this.setData({ reading: true });
      readAloud(this.data.text, read => {
        this.setData({ reading: false });
        if (!read) wx.showToast({ title: '现在读不出来，请稍后再试', icon: 'none' });
      });
    },
  },
});
