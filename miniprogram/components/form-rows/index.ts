import type { Values } from '../../../typings/api';
import { askedFields, shownFields, type FieldChange, type ShownField } from '../../model/form/forms';
import { leastRows, moved, rowLabelKey, rowsOf, type Row } from '../../model/form/rows';

/** A column of a row, ready to be shown: its place in the form, and what stands there. */
type Cell = { path: string; field: ShownField; value: Values[string]; chosen: string; error: string };
type ShownRow = { key: number; cells: Cell[] };

/** Keys of rows are never used twice: what a row holds besides its values (files on their way) goes with it. */
let lastKey = 0;

/**
 * A list that is filled in row by row: rows are added, taken out and moved; each is checked at its place. Fires `change`
 * with `{name, value: rows, places?}`; of a column also `at` (its lasting place), `label`, `labelKey`, `uploading`, `failed`.
 */
Component({
  properties: {
    field: { type: Object, value: null as unknown as ShownField },
    value: { type: Array, value: [] as Row[] },
    labels: { type: Object, value: {} as Record<string, string> },
    errors: { type: Object, value: {} as Record<string, string> },
    documents: { type: Boolean, value: false },
  },
  data: {
    keys: [] as number[],
    rows: [] as ShownRow[],
    /** Fewest and most rows have been reached. */
    fewest: false,
    most: false,
    error: '',
    /** What was just done, said aloud. */
    said: '',
  },
  observers: {
    'field, value, labels, errors'(
      field: ShownField | null,
      value: Row[],
      labels: Record<string, string>,
      errors: Record<string, string>,
    ) {
      if (!field) return;
      const given = rowsOf(field, value);
      const kept = this.data.keys.slice(0, given.length);
      const keys = kept.concat(given.slice(kept.length).map(() => ++lastKey));
      const columns = shownFields(field.columns ?? []);
      const rows = given.map((row, index) => ({
        key: keys[index] ?? 0,
        // As each row is checked: by its own values.
        cells: askedFields(columns, row).map(column =>
          cellOf(field.name, index, column, row, labels, errors),
        ),
      }));
      this.setData({
        keys,
        rows,
        fewest: given.length <= leastRows(field),
        most: field.max !== undefined && given.length >= field.max,
        error: errors[field.name] ?? '',
      });
    },
  },
  methods: {
    present(): Row[] {
      return rowsOf(this.data.field, this.data.value);
    },
    change(event: { currentTarget: { dataset: { index: number } }; detail: FieldChange }) {
      const { index } = event.currentTarget.dataset;
      const { name: column, value, label, uploading, failed } = event.detail;
      const { name } = this.data.field;
      this.tell({
        value: this.present().map((row, at) => (at === index ? ({ ...row, [column]: value } as Row) : row)),
        at: `${name}.${this.data.keys[index]}.${column}`,
        path: `${name}.${index}.${column}`,
        ...(label === undefined ? {} : { label, labelKey: rowLabelKey(name, value) }),
        ...(uploading === undefined ? {} : { uploading, failed }),
      });
    },
    add() {
      if (this.data.most) return;
      const rows = [...this.present(), {}];
      this.setData({ said: `已添加第 ${rows.length} 项` });
      this.tell({ value: rows, path: this.data.field.name });
    },
    remove(event: { currentTarget: { dataset: { index: number } } }) {
      const { index } = event.currentTarget.dataset;
      if (this.data.fewest) return;
      const key = this.data.keys[index];
      const places = this.data.keys.map((_, place) => place).filter(place => place !== index);
      // The keys before the rows: the control of a row that stays must not be taken for another's.
      this.setData({
        keys: places.map(place => this.data.keys[place] ?? 0),
        said: `已删除第 ${index + 1} 项`,
      });
      this.tell({
        value: this.present().filter((_, at) => at !== index),
        at: `${this.data.field.name}.${key}`,
        places,
      });
    },
    up(event: { currentTarget: { dataset: { index: number } } }) {
      this.move(event.currentTarget.dataset.index, -1);
    },
    down(event: { currentTarget: { dataset: { index: number } } }) {
      this.move(event.currentTarget.dataset.index, 1);
    },
    move(from: number, by: number) {
      const to = from + by;
      const { keys } = this.data;
      if (to < 0 || to >= keys.length) return;
      const places = moved(
        keys.map((_, place) => place),
        from,
        to,
      );
      this.setData({ keys: moved(keys, from, to), said: `已移到第 ${to + 1} 项` });
      this.tell({ value: moved(this.present(), from, to), places });
    },
    tell(change: Omit<FieldChange, 'name'>) {
      this.triggerEvent('change', { name: this.data.field.name, ...change });
    },
  },
});

function cellOf(
  name: string,
  index: number,
  field: ShownField,
  row: Row,
  labels: Record<string, string>,
  errors: Record<string, string>,
): Cell {
  const path = `${name}.${index}.${field.name}`;
  const value = row[field.name];
  return { path, field, value, chosen: labels[rowLabelKey(name, value)] ?? '', error: errors[path] ?? '' };
}
