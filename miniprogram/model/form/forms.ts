import type { FormField, OfferedAct } from '../../../typings/contract';
import type { LikelyTicket, Values } from '../../../typings/api';
import { isClassified } from '../../lib/privacy';
import { overlong } from '../../lib/text';
import type { Found } from './lookups';
import { errorsMoved, isRowPath, rowErrors, rowsInput, type Row } from './rows';

/** What a form shows, what it starts with, what is wrong with it, and what it hands over: all from the fields of the cloud. */

export type ShownField = FormField & {
  /** Likely choices above the search, with a reason each. */
  likely?: Found[];
};

/** Fields as the form shows them; a choice without anything to choose from is left out. */
export const shownFields = (fields: FormField[]): ShownField[] =>
  fields
    .filter(field => field.type !== 'select' || (field.options && field.options.length > 0))
    .map(({ suggested, ...field }) =>
      suggested
        ? {
            ...field,
            likely: suggested.map(({ value, label, why }) => ({ id: value, name: label, hint: why })),
          }
        : field,
    );

/** Fields that name a ticket offer those that are likely meant. */
export const withLikely = (fields: ShownField[], tickets: LikelyTicket[]): ShownField[] =>
  fields.map(field =>
    field.type === 'ticket' && !field.likely && tickets.length > 0
      ? { ...field, likely: tickets.map(({ no, title, reason }) => ({ id: no, name: title, hint: reason })) }
      : field,
  );

/** What is typed into a form, and what chosen things are called: by field, in rows by field and value. */
export type Filled = { values: Values; labels: Record<string, string> };

/** What the form of an act starts with. */
export function initialOf({ fields }: Pick<OfferedAct, 'fields'>): Filled {
  const filled: Filled = { values: {}, labels: {} };
  for (const { name, value, valueLabel } of fields) {
    if (value !== undefined) filled.values[name] = value;
    if (valueLabel !== undefined) filled.labels[name] = valueLabel;
  }
  return filled;
}

/** What a control tells. Of a column: the key of its label, its lasting place, and its place now (`calls.0.phone`). */
export type FieldChange = {
  name: string;
  value: Values[string];
  label?: string;
  labelKey?: string;
  at?: string;
  path?: string;
  /** The rows that are left, by their old places, after one was taken out or moved. */
  places?: number[];
  uploading?: boolean;
  failed?: boolean;
};

export const changed = (
  { values, labels }: Filled,
  { name, value, label, labelKey }: FieldChange,
): Filled => ({
  values: { ...values, [name]: value },
  labels: label === undefined ? labels : { ...labels, [labelKey ?? name]: label },
});

/** The places of a form in which something goes on, after a change there; what a row held is gone with the row. */
export const marked = (places: string[], { name, at = name }: FieldChange, on = false): string[] =>
  places.filter(place => place !== at && !place.startsWith(`${at}.`)).concat(on ? [at] : []);

/** Errors after a change: what is being put right is no longer wrong, those of rows go with their rows. */
export const errorsAfter = (
  errors: Record<string, string>,
  { name, path = name, places }: FieldChange,
): Record<string, string> => ({
  ...(places ? errorsMoved(errors, name, places) : errors),
  [name]: '',
  ...(places ? {} : { [path]: '' }),
});

/** Errors of the cloud by the name of the field alone: `contact.phone` belongs to the field `phone`; those of rows keep their place. */
export function fieldErrors(fields: Record<string, string> = {}): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(fields))
    errors[isRowPath(path) ? path : path.slice(path.lastIndexOf('.') + 1)] = message;
  return errors;
}

/** All that is wrong in one line, for where the button is. */
export const inOneLine = (errors: Record<string, string>): string =>
  Object.values(errors).filter(Boolean).join('；');

export const CLASSIFIED =
  '文字里有“绝密★”“密级：”这样的涉密标志，不能提交。请删去涉密内容，或到单位当面反映。';

/** The fields that belong to what has been chosen so far, or stands on the ticket. */
export const askedFields = <F extends FormField>(fields: F[], values: Values): F[] =>
  fields.filter(
    ({ onlyIf }) => !onlyIf || onlyIf.is.indexOf(String(values[onlyIf.field] || onlyIf.present || '')) >= 0,
  );

/** Places with an error, in the order of the form; in a field of rows from above to below. */
export const wrongFields = (fields: FormField[], errors: Record<string, string>): string[] =>
  fields.flatMap(field => {
    const own = errors[field.name] ? [field.name] : [];
    const columns = (field.columns ?? []).map(column => column.name);
    const placeOf = (path: string): number => {
      const [, row = '', column = ''] = path.split('.');
      return Number(row) * columns.length + columns.indexOf(column);
    };
    const inRows = Object.keys(errors).filter(path => errors[path] && path.startsWith(`${field.name}.`));
    return field.columns ? own.concat(inRows.sort((one, other) => placeOf(one) - placeOf(other))) : own;
  });

/** For where the button is: how much is wrong; what, stands at each field. Empty where nothing is. */
export const countWrong = (wrong: string[]): string =>
  wrong.length > 0 ? `有 ${wrong.length} 处要填写或更正，去看第一处 ›` : '';

/** Errors that no field of the form shows, in one line. */
export const errorsBeside = (fields: FormField[], errors: Record<string, string>): string => {
  const shown = wrongFields(fields, errors);
  return Object.keys(errors)
    .filter(name => errors[name] && shown.indexOf(name) < 0)
    .map(name => errors[name])
    .join('；');
};

/** `请填写验证情况`: without the hint for whoever fills in. */
const missingText = ({ type, label, options }: FormField): string => {
  const written = type === 'text' || type === 'longtext' || (type === 'number' && !options);
  return `${written ? '请填写' : '请选择'}${label.replace(/（[^（）]*）$/, '')}`;
};

export const isBlank = (value: Values[string]): boolean =>
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** What is wrong with one value; nothing where it is fine. */
function problemOf(field: FormField, value: Values[string]): string | undefined {
  if (isBlank(value)) return field.required ? missingText(field) : undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  if (isClassified(text)) return CLASSIFIED;
  if (field.type === 'number') {
    return /^-?\d+(\.\d+)?$/.test(text || String(value)) ? undefined : '请填数字';
  }
  if (field.max === undefined || field.type === 'files') return undefined;
  return overlong(text, field.max) || undefined;
}

/** What is wrong with the values, by field, in rows by `field.row.column`; empty where all is fine. */
export function checkValues(fields: FormField[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of askedFields(fields, values)) {
    const value = values[field.name];
    if (field.type === 'rows') {
      Object.assign(errors, rowErrors(field, value, checkValues));
      continue;
    }
    const problem = problemOf(field, value);
    if (problem) errors[field.name] = problem;
  }
  return errors;
}

/** A value as the cloud wants it: a number as a number; nothing for what was left empty. */
function handedOver(field: FormField, value: Values[string]): Values[string] {
  if (field.type === 'bool') return value === undefined ? undefined : value === true;
  if (field.type === 'rows') return rowsInput(field, value, (columns, row) => inputOf(columns, row) as Row);
  if (isBlank(value)) return undefined;
  if (field.type === 'number') return Number(value);
  return typeof value === 'string' ? value.trim() : value;
}

/** Values as the cloud wants them. */
export function inputOf(fields: FormField[], values: Values): Values {
  const input: Values = {};
  for (const field of askedFields(fields, values)) {
    if (field.ifChanged && values[field.name] === field.value) continue;
    const value = handedOver(field, values[field.name]);
    if (value !== undefined) input[field.name] = value;
  }
  return input;
}
