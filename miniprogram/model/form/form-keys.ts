import type { Values } from '../../../typings/api';
import { isBlank, type ShownField } from './forms';

/** Which fields of a form the keyboard speaks to. */

type Choice = { value: string | boolean; label?: string };

/** 是 and 否, in the order in which they stand. */
const DECISIONS: Choice[] = [{ value: true }, { value: false }];

const choicesOf = ({ type, many, required, likely = [], options = [] }: ShownField): Choice[] => {
  if (likely.length > 0) return likely.map(({ id, name }) => ({ value: id, label: name }));
  if (type === 'bool' && required) return DECISIONS;
  return type === 'select' && !many ? options.map(({ value }) => ({ value })) : [];
};

/**
 * The field among whose choices digits choose: the first that has some and is still open, or that has some at all. Where none
 * has any, the one that `/` looks for.
 */
export const numberedOf = (fields: ShownField[], values: Values): string => {
  const choosing = fields.filter(field => choicesOf(field).length > 0);
  const open = choosing.filter(({ name }) => isBlank(values[name]));
  return (open[0] ?? choosing[0])?.name ?? searchedOf(fields, values);
};

export const choicesAt = (fields: ShownField[], name: string): Choice[] =>
  fields.filter(field => field.name === name).flatMap(choicesOf);

const SEARCHED = ['unit', 'member', 'service', 'ticket'];

/** The field whose search opens with `/`: the first that is still open. */
export const searchedOf = (fields: ShownField[], values: Values): string => {
  const searched = fields.filter(({ type }) => SEARCHED.indexOf(type) >= 0);
  return (searched.filter(({ name }) => isBlank(values[name]))[0] ?? searched[0])?.name ?? '';
};

/** The text that must still be written when all has been chosen: keys are for it from then on. */
export const nextTyped = (fields: ShownField[], values: Values): string =>
  firstTyped(
    fields.filter(({ name, required }) => required && isBlank(values[name])),
    values,
  );

/** The field into which one types at once: none where something must be chosen or looked for first, as keys would be text. */
export const firstTyped = (fields: ShownField[], values: Values): string => {
  const chosenFirst = fields.some(
    field =>
      field.required &&
      isBlank(values[field.name]) &&
      (choicesOf(field).length > 0 || SEARCHED.indexOf(field.type) >= 0),
  );
  const typed = fields.filter(
    ({ type, options }) => type === 'text' || type === 'longtext' || (type === 'number' && !options),
  );
  return chosenFirst ? '' : (typed[0]?.name ?? '');
};
