import type { FormField, RowValue } from '../../../typings/contract';
import type { Values } from '../../../typings/api';

/** A field of type `rows`: its value is a list of objects, its errors are keyed `name.<index>.<column>` (contract §9). */

export type Row = RowValue;

/** Whether an error belongs to a row: `calls.0.phone`. */
export const isRowPath = (path: string): boolean => /^[^.]+\.\d+\.[^.]+$/.test(path);

/** So many rows are always there. */
export const leastRows = ({ min, required }: Pick<FormField, 'min' | 'required'>): number =>
  Math.max(min ?? 0, required ? 1 : 0);

/** The rows as the form shows them: blank ones where more are asked for. */
export function rowsOf(field: Pick<FormField, 'min' | 'required'>, value: Values[string] | null): Row[] {
  const given = Array.isArray(value) ? (value as Row[]) : [];
  const missing = Math.max(0, leastRows(field) - given.length);
  return given.concat(Array.from({ length: missing }, () => ({})));
}

/** What is wrong with each row at its place, and with how many there are. */
export function rowErrors(
  field: FormField,
  value: Values[string],
  check: (columns: FormField[], row: Values) => Record<string, string>,
): Record<string, string> {
  const errors: Record<string, string> = {};
  const rows = rowsOf(field, value);
  if (field.max !== undefined && rows.length > field.max) errors[field.name] = `最多 ${field.max} 项`;
  rows.forEach((row, index) => {
    for (const [column, message] of Object.entries(check(field.columns ?? [], row)))
      errors[`${field.name}.${index}.${column}`] = message;
  });
  return errors;
}

/** Rows as the cloud wants them; nothing where there are none. Blank ones stay, so that errors keep their places. */
export function rowsInput(
  field: FormField,
  value: Values[string],
  input: (columns: FormField[], row: Values) => Row,
): Row[] | undefined {
  const rows = rowsOf(field, value).map(row => input(field.columns ?? [], row));
  return rows.length > 0 ? rows : undefined;
}

/** Under what a chosen thing of a row is called: it keeps its name wherever the row is moved. */
export const rowLabelKey = (name: string, value: Values[string]): string => `${name}:${String(value)}`;

/** The list with one of its things at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}

/** Errors of a list of rows after one was taken out, or moved: they stay with their rows. `places` = old places in the new order. */
export function errorsMoved(
  errors: Record<string, string>,
  name: string,
  places: readonly number[],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [path, message] of Object.entries(errors)) {
    const [field, row = '', column = ''] = path.split('.');
    if (field !== name || !isRowPath(path)) kept[path] = message;
    else if (places.includes(Number(row))) kept[`${name}.${places.indexOf(Number(row))}.${column}`] = message;
  }
  return kept;
}
