import type { Other } from '../../../model/form/others';

/** What somebody else saved while this form was being filled in, beside what is typed here. Fires `take` with `{name}`. */
Component({
  properties: {
    /** What the form is about: `这份公告`. */
    what: { type: String, value: '' },
    others: { type: Array, value: [] as Other[] },
  },
  methods: {
    take(event: { currentTarget: { dataset: { index: number } } }) {
      const other = (this.data.others as Other[])[event.currentTarget.dataset.index];
      if (other) this.triggerEvent('take', { name: other.name });
    },
  },
});
