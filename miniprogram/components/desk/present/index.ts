import type { Present } from '../../../../typings/api';
import { staff } from '../../../cloud/client';

/** The cloud forgets whoever has not been seen for two and a half minutes. */
const EVERY_MS = 60_000;

/**
 * Says who else is at the ticket and what they write, and that oneself is there: asked when the ticket or a form opens, when one
 * begins to write in it, and once a minute. Fires `others` with `{line}`, and `stale` when somebody has changed the ticket since the
 * version that is shown.
 */
Component({
  properties: {
    no: { type: String, value: '' },
    /** For which act one writes, whose form then says who else is there; empty = one reads. */
    act: { type: String, value: '' },
    /** Of the ticket that is shown. */
    version: { type: Number, value: 0 },
  },
  data: { line: '', timer: 0 as unknown as ReturnType<typeof setInterval>, here: false, asked: 0 },
  observers: {
    'no, act'() {
      if (this.data.here) void this.touch();
    },
  },
  lifetimes: {
    attached() {
      this.come();
    },
    detached() {
      this.leave();
    },
  },
  pageLifetimes: {
    show() {
      this.come();
    },
    hide() {
      this.leave();
    },
  },
  methods: {
    come() {
      this.leave();
      this.data.here = true;
      this.data.timer = setInterval(() => void this.touch(), EVERY_MS);
      void this.touch();
    },
    leave() {
      this.data.here = false;
      clearInterval(this.data.timer);
    },
    async touch() {
      const { no, act, version } = this.data;
      if (!no) return;
      const asked = ++this.data.asked;
      const answer = await staff('presence.touch', { no, ...(act ? { act } : {}) });
      // An extra: without it the ticket is worked on as before.
      if (!answer.ok || asked !== this.data.asked) return;
      const line = answer.data.others.map(words).join('；');
      this.setData({ line });
      this.triggerEvent('others', { line });
      if (answer.data.version > version && version === this.data.version) this.triggerEvent('stale');
    },
  },
});

const words = ({ name, label }: Present): string => (label ? `${name}正在写“${label}”` : `${name}也在看这件`);
