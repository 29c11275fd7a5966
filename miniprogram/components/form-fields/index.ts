import type { Values } from '../../../typings/api';
import type { ShownField } from '../../model/form/forms';
import type { Found } from '../../model/form/lookups';

/** The fields of a form that the cloud described, each by its type. Fires `change` with `{name, value, label?, uploading?}`. */
Component({
  properties: {
    fields: { type: Array, value: [] as ShownField[] },
    values: { type: Object, value: {} as Values },
    /** What chosen units, members, services and tickets are called, by field. */
    labels: { type: Object, value: {} as Record<string, string> },
    errors: { type: Object, value: {} as Record<string, string> },
    /** Units offered for a field of type `unit`. */
    suggestions: { type: Array, value: [] as Found[] },
    /** Staff also hand over documents, citizens photos alone. */
    documents: { type: Boolean, value: false },
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
    decide({ detail: { name, value } }: { detail: { name: string; value: string } }) {
      this.triggerEvent('change', { name, value: value === 'yes' });
    },
    change(event: { detail: object }) {
      this.triggerEvent('change', event.detail);
    },
  },
});
