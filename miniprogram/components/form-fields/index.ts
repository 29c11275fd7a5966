import type { Values } from '../../../typings/api';
import type { ShownField } from '../../model/form/forms';

/** The fields of a form that the cloud described, each by its type. Fires `change` with a `FieldChange`. */
Component({
  properties: {
    fields: { type: Array, value: [] as ShownField[] },
    values: { type: Object, value: {} as Values },
    /** What chosen units, members, services and tickets are called, by field. */
    labels: { type: Object, value: {} as Record<string, string> },
    /** By field; in rows by `field.row.column`. */
    errors: { type: Object, value: {} as Record<string, string> },
    /** Staff also hand over documents, citizens photos alone. */
    documents: { type: Boolean, value: false },
    /** The field whose choices have numbers for the keyboard, and the one that takes the focus. */
    numbered: { type: String, value: '' },
    focused: { type: String, value: '' },
  },
  data: { none: [] as never[] },
  methods: {
    /** Opens the search of a field that points to a unit, member, service or ticket. */
    openSearch(name: string) {
      const field = this.selectComponent(`.control-${name}`) as unknown as { openSearch(): void } | null;
      field?.openSearch();
    },
    change(event: { detail: object }) {
      this.triggerEvent('change', event.detail);
    },
  },
});
