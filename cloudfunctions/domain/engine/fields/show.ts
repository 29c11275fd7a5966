import type { FormField } from '../../../../typings/contract';
import type { Ticket } from '../../ticket/ticket';
import type { Context } from '../context';
import type { Choice, Field, Fields } from './field';
import { asAsked, defaultMax, isAskedOf } from './read';

/** The fields as the generic form shows them. */

const MOST_UNITS = 50;

const condition = ({ field, is }: NonNullable<Field['onlyIf']>, { work }: Ticket): FormField['onlyIf'] => {
  const present = work?.values[field];
  return { field, is: [...is], ...(typeof present === 'string' ? { present } : {}) };
};

const firstValue = (
  name: string,
  field: Field,
  ticket: Ticket,
  context: Context,
): Pick<FormField, 'value' | 'valueLabel'> => {
  const value = field.value?.(ticket, context) ?? (field.corrects ? ticket.work?.values[name] : undefined);
  const valueLabel = field.valueLabel?.(ticket);
  return {
    ...(value === undefined ? {} : { value }),
    ...(valueLabel === undefined ? {} : { valueLabel }),
  };
};

const suggestions = (
  { suggestedFor }: Field,
  ticket: Ticket,
  context: Context,
): Pick<FormField, 'suggested'> => {
  const suggested = suggestedFor?.(ticket, context);
  return suggested && suggested.length > 0 ? { suggested } : {};
};

/** A region is chosen from a list: all of them, unless the field names some. */
const choicesOf = (field: Field, ticket: Ticket, context: Context): readonly Choice[] | undefined => {
  if (field.optionsFor) return field.optionsFor(ticket, context);
  return field.type === 'region'
    ? context.catalogue.regions().map(({ code, name }) => ({ value: code, label: name }))
    : field.options;
};

/** What has a length; of what points to something the length of its id is nobody's business. */
const measured: readonly Field['type'][] = [
  'text',
  'longtext',
  'number',
  'date',
  'datetime',
  'files',
  'bool',
  'rows',
];

const shown = (name: string, one: Field, ticket: Ticket, context: Context): FormField => {
  const field = asAsked(one, ticket, context);
  // A unit is looked for by its name where there are many; what is likely comes first.
  const choices = choicesOf(field, ticket, context);
  const options = field.type === 'unit' ? choices?.slice(0, MOST_UNITS) : choices;
  const max = field.max ?? defaultMax[field.type];
  return {
    name,
    label: field.label,
    type: field.type === 'region' ? 'select' : field.type,
    required: field.required === true || field.expected === true,
    ...(max === undefined || !measured.includes(field.type) ? {} : { max }),
    ...(field.type === 'rows' && field.min !== undefined ? { min: field.min } : {}),
    ...(field.many ? { many: true } : {}),
    ...firstValue(name, field, ticket, context),
    ...(field.ifChanged ? { ifChanged: true } : {}),
    ...suggestions(field, ticket, context),
    ...(field.onlyIf ? { onlyIf: condition(field.onlyIf, ticket) } : {}),
    ...(options ? { options: [...options] } : {}),
    ...(field.columns ? { columns: shownFields(field.columns, ticket, context) } : {}),
  };
};

export const shownFields = (fields: Fields, ticket: Ticket, context: Context): FormField[] =>
  Object.entries(fields)
    .filter(([, field]) => isAskedOf(field, ticket, context) && !field.known?.(ticket))
    .map(([name, field]) => [shown(name, field, ticket, context), field] as const)
    .filter(([{ options = [] }, { onlyWithChoices }]) => !onlyWithChoices || options.length > 0)
    .map(([one]) => one);
