import { profile, regions } from '../../model/account/session';

const NONE = '不限';
/** Where nothing beside it says what is chosen. */
const ALL = '全部地区';

/** One of the regions that the owner has set up. Fires `change` with `{name, value: code}`, empty for 不限. */
Component({
  properties: {
    name: { type: String, value: 'region' },
    label: { type: String, value: '' },
    hint: { type: String, value: '' },
    /** Code of the region. */
    value: { type: String, value: '' },
    error: { type: String, value: '' },
  },
  data: { codes: [] as string[], names: [NONE], at: 0 },
  observers: {
    value(value: string) {
      this.setData({ at: this.data.codes.indexOf(value) + 1 });
    },
  },
  lifetimes: {
    attached() {
      this.fill();
      void profile().then(() => this.fill());
    },
  },
  methods: {
    fill() {
      const found = regions();
      const codes = found.map(region => region.code);
      const names = [this.data.label ? NONE : ALL, ...found.map(region => region.name)];
      this.setData({ codes, names, at: codes.indexOf(this.data.value) + 1 });
    },
    pick(event: { detail: { value: string | number } }) {
      const value = this.data.codes[Number(event.detail.value) - 1] || '';
      this.triggerEvent('change', { name: this.data.name, value });
    },
  },
});
