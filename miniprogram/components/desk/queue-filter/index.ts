import type { Values } from '../../../../typings/api';
import { dropFilter, filterFields, filterWords, keepFilter, keptFilters } from '../../../model/desk/filters';
import {
  changed,
  shownFields,
  type FieldChange,
  type Filled,
  type ShownField,
} from '../../../model/form/forms';

/** What a list is narrowed to: by unit, region, days, who holds it; kept for another time. Opened by `open`; fires `change` with `{filter}`. */
Component({
  properties: {
    filter: { type: Object, value: { values: {}, labels: {} } as Filled },
    /** Whether the reader sees the members, and may ask who holds a ticket. */
    members: { type: Boolean, value: false },
  },
  data: {
    show: false,
    fields: [] as ShownField[],
    values: {} as Values,
    labels: {} as Record<string, string>,
    words: '',
    kept: [] as (Filled & { words: string })[],
  },
  methods: {
    open() {
      this.setData({ show: true, fields: shownFields(filterFields(this.data.members)) });
      this.fill(this.data.filter);
      this.showKept();
    },
    fill({ values, labels }: Filled) {
      this.setData({ values, labels, words: filterWords({ values, labels }) });
    },
    showKept() {
      this.setData({ kept: keptFilters().map(one => ({ ...one, words: filterWords(one) })) });
    },
    change({ detail }: { detail: FieldChange }) {
      this.fill(changed(this.data, detail));
    },
    useKept(event: { currentTarget: { dataset: { index: number } } }) {
      const kept = this.data.kept[event.currentTarget.dataset.index];
      if (kept) this.hand({ values: kept.values, labels: kept.labels });
    },
    drop(event: { currentTarget: { dataset: { index: number } } }) {
      const kept = this.data.kept[event.currentTarget.dataset.index];
      if (kept) dropFilter(kept);
      this.showKept();
    },
    keep() {
      keepFilter({ values: this.data.values, labels: this.data.labels });
      this.showKept();
    },
    clear() {
      this.hand({ values: {}, labels: {} });
    },
    apply() {
      this.hand({ values: this.data.values, labels: this.data.labels });
    },
    hand(filter: Filled) {
      this.close();
      this.triggerEvent('change', { filter });
    },
    close() {
      this.setData({ show: false });
    },
  },
});
