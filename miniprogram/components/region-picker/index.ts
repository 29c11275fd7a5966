import { config } from '../../services/config';

const NONE = '不限';
const NAMES = [NONE, ...config.regions.map(region => region.name)];

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
  data: { names: NAMES, at: 0 },
  observers: {
    value(value: string) {
      this.setData({ at: config.regions.findIndex(region => region.code === value) + 1 });
    },
  },
  methods: {
    pick(event: { detail: { value: string | number } }) {
      const region = config.regions[Number(event.detail.value) - 1];
      this.triggerEvent('change', { name: this.data.name, value: region ? region.code : '' });
    },
  },
});
