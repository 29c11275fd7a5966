import { shippedLine, type VersionLine } from '../../model/knowledge/kept-versions';

/**
 * What the machine learned, version by version: measures before and after, which one is in use, and why one was
 * refused. Fires `refit`, and `use` with `{version, name}` after one confirmed tap.
 */
Component({
  properties: {
    label: { type: String, value: '' },
    about: { type: String, value: '' },
    /** What a version is called, 判定标准; and what version 0 is. */
    thing: { type: String, value: '' },
    shipped: { type: String, value: '出厂版本' },
    lines: { type: Array, value: [] as VersionLine[] },
    inUse: { type: Number, value: 0 },
    mayChange: { type: Boolean, value: false },
    /** Said to those who may change nothing. */
    closed: { type: String, value: '' },
    /** `refit` while it learns, `use3` while version 3 is put to use. */
    busy: { type: String, value: '' },
    /** How long it has been learning. */
    seconds: { type: Number, value: 0 },
    outcome: { type: String, value: '' },
    tone: { type: String, value: 'box-ok' },
  },
  data: { all: [] as VersionLine[] },
  observers: {
    'lines, inUse, shipped': function (lines: VersionLine[], inUse: number, shipped: string) {
      this.setData({ all: [...lines, shippedLine(shipped, inUse)] });
    },
  },
  methods: {
    refit() {
      if (!this.data.busy) this.triggerEvent('refit');
    },
    use(event: { currentTarget: { dataset: { version: number } } }) {
      if (this.data.busy) return;
      const version = Number(event.currentTarget.dataset.version);
      const { thing, shipped } = this.data;
      const name = version === 0 ? shipped : `第 ${version} 版${thing}`;
      wx.showModal({
        title: `改用${name}？`,
        content: '马上按它来；现在的版本还在，可以再换回来。',
        confirmText: '确认改用',
        success: ({ confirm }) => {
          if (confirm) this.triggerEvent('use', { version, name });
        },
      });
    },
  },
});
