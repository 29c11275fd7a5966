import type { Values } from '../../../typings/api';
import type { ShownField } from '../../model/form/forms';

/** One field of a form, with the control of its type; rows have a component of their own. Fires `change` with `{name, value, label?, uploading?, failed?}`. */
Component({
  properties: {
    field: { type: Object, value: null as unknown as ShownField },
    value: { type: null, value: '' as Values[string] },
    /** What a chosen unit, member, service or ticket is called. */
    chosen: { type: String, value: '' },
    error: { type: String, value: '' },
    /** Staff also hand over documents, citizens photos alone. */
    documents: { type: Boolean, value: false },
    /** Its choices have numbers for the keyboard; it takes the focus. */
    numbered: { type: Boolean, value: false },
    focus: { type: Boolean, value: false },
  },
  data: {
    none: [] as never[],
    /** A decision is made, not left as a switch happened to stand. */
    decisions: [
      { value: 'yes', label: '是' },
      { value: 'no', label: '否' },
    ],
  },
  methods: {
    openSearch() {
      const lookup = this.selectComponent('.lookup') as unknown as { open(): void } | null;
      lookup?.open();
    },
    decide({ detail: { name, value } }: { detail: { name: string; value: string } }) {
      this.triggerEvent('change', { name, value: value === 'yes' });
    },
    change(event: { detail: object }) {
      this.triggerEvent('change', event.detail);
    },
  },
});
