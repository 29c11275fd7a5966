import type { Cell } from '../../../model/notice/sheet';

/** A month, weeks from Monday on; a day says in its label what its marks mean. Fires `choose` with the `date` of a day. */
Component({
  properties: {
    cells: { type: Array, value: [] as Cell[] },
    /** The day that is chosen; empty = none. */
    day: { type: String, value: '' },
  },
  data: { weekdays: ['一', '二', '三', '四', '五', '六', '日'] },
  methods: {
    choose(event: { currentTarget: { dataset: { date: string } } }) {
      this.triggerEvent('choose', { date: event.currentTarget.dataset.date });
    },
  },
});
