import type { FormField } from '../../../typings/contract';
import type { Values } from '../../../typings/api';
import { askedFields, isBlank, type Filled, type ShownField } from './forms';
import type { Row } from './rows';

/**
 * What somebody else has saved while a form was being filled in: where it differs from what is typed, both are shown, and
 * neither takes the place of the other by itself.
 */
export type Other = { name: string; label: string; text: string };

/** What stands there is what was typed; of the rest it is the name. */
const TYPED = ['text', 'longtext', 'number'];

const wordsOf = (field: FormField, value: Values[string], labels: Record<string, string>): string => {
  if (isBlank(value)) return '（空着）';
  if (field.type === 'bool') return value === true ? '是' : '否';
  if (TYPED.indexOf(field.type) >= 0 && !Array.isArray(value)) return String(value);
  const nameOf = (one: unknown): string =>
    field.options?.filter(option => option.value === one)[0]?.label ?? labels[field.name] ?? String(one);
  if (!Array.isArray(value)) return nameOf(value);
  return field.type === 'rows'
    ? (value as Row[]).map(row => rowWords(field.columns ?? [], row, labels)).join('\n')
    : value.map(nameOf).join('、');
};

const rowWords = (columns: FormField[], row: Row, labels: Record<string, string>): string =>
  columns
    .filter(({ name }) => !isBlank(row[name]))
    .map(column => wordsOf(column, row[column.name], labels))
    .join('，');

const same = (one: Values[string], other: Values[string]): boolean =>
  (isBlank(one) && isBlank(other)) || JSON.stringify(one) === JSON.stringify(other);

/** The fields in which `theirs` says something else than `mine`, in their words. */
export const othersIn = (fields: FormField[], mine: Filled, theirs: Filled): Other[] =>
  fields
    .filter(({ name }) => !same(mine.values[name], theirs.values[name]))
    .map(field => ({
      name: field.name,
      label: field.label.replace(/（[^（）]*）$/, ''),
      text: wordsOf(field, theirs.values[field.name], theirs.labels),
    }));

/** With what the other one wrote into this field. */
export const takenOver = (mine: Filled, theirs: Filled, name: string): Filled => {
  const label = theirs.labels[name];
  return {
    values: { ...mine.values, [name]: theirs.values[name] },
    labels: label === undefined ? mine.labels : { ...mine.labels, [name]: label },
  };
};

/** A form after that: what stands in it, what it asks for then, and what still differs. */
export const formWithTaken = (
  fields: FormField[],
  mine: Filled,
  theirs: Filled,
  name: string,
): { filled: Filled; fields: ShownField[]; met: Other[] } => {
  const filled = takenOver(mine, theirs, name);
  return {
    filled,
    fields: askedFields(fields, filled.values),
    met: othersIn(fields, filled, theirs),
  };
};

/** Said where the button is: what is typed was not saved, and why. */
export const OTHERS_SAVED = '别人刚保存过，您写的还没有存。不同的地方列在最上面，核对后再保存。';
