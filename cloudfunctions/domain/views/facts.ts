import type { FactRow, OfferedAct, ShownFact } from '../../../typings/contract';
import {
  attachmentsFor,
  blankForm,
  type Context,
  type Field,
  type Fields,
  type Input,
  type Procedure,
} from '../engine';
import { spokenDay } from '../time/spoken';
import type { FieldValue, RowValue, Ticket } from '../ticket/ticket';

/** What a ticket of a procedure that staff started knows, in words: the generic page shows it line by line. */

type Value = Exclude<FieldValue, RowValue[]>;

const optionLabel = (field: Field, value: string, ticket: Ticket, context: Context): string =>
  (field.options ?? field.optionsFor?.(ticket, context))?.find(option => option.value === value)?.label ??
  value;

const inWords = (field: Field, value: Value, ticket: Ticket, context: Context): string => {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(one => optionLabel(field, one, ticket, context)).join('、');
  switch (field.type) {
    case 'unit':
      return context.catalogue.unit(value)?.name ?? value;
    case 'region':
      return context.catalogue.region(value)?.name ?? value;
    case 'service':
      return value === ticket.serviceId ? (ticket.serviceName ?? value) : value;
    case 'date':
      return spokenDay(value);
    case 'datetime':
      return `${spokenDay(value.slice(0, 10))} ${value.slice(11, 16)}`;
    case 'select':
      return optionLabel(field, value, ticket, context);
    default:
      return value;
  }
};

const isTable = (value: FieldValue): value is RowValue[] =>
  Array.isArray(value) && value.some(one => typeof one === 'object');

const rowInWords = (columns: Fields, row: RowValue, ticket: Ticket, context: Context): FactRow => ({
  values: Object.fromEntries(
    Object.entries(columns).flatMap(([name, field]) => {
      const value = row[name];
      if (value === undefined || value === '') return [];
      // The files themselves lie with the attachments, under the number of the row.
      if (field.type === 'files') return [[name, Array.isArray(value) ? `${value.length} 个，见附件` : '']];
      return [[name, inWords(field, value, ticket, context)]];
    }),
  ),
});

const tableOf = (field: Field, rows: RowValue[], ticket: Ticket, context: Context) => {
  const columns = field.columns ?? {};
  return {
    value: '',
    columns: Object.entries(columns).map(([name, { label, type }]) => ({
      name,
      label,
      type: type === 'ticket' ? ('ticket' as const) : ('text' as const),
    })),
    rows: rows.map(row => rowInWords(columns, row, ticket, context)),
  };
};

/** Values of a form that stands on no ticket, in words, by field; of files what they are called. */
export const valuesInWords = (fields: Fields, values: Input, context: Context): Record<string, string> => {
  const words = rowInWords(fields, values as RowValue, blankForm(context), context).values;
  const namesOf = (fileIDs: readonly string[]): string =>
    attachmentsFor(fileIDs, context)
      .map(({ name }) => name)
      .join('、');
  const files = Object.entries(fields).flatMap(([name, { type }]) =>
    type === 'files' && words[name] ? [[name, namesOf(values[name] as string[])]] : [],
  );
  return { ...words, ...(Object.fromEntries(files) as Record<string, string>) };
};

/** In the order of the procedure's facts; lists that it shows itself come last. Files lie with the attachments. */
export const factsOf = (
  ticket: Ticket,
  { facts, lists }: Procedure,
  acts: readonly OfferedAct[],
  context: Context,
): ShownFact[] | undefined => {
  const { work } = ticket;
  if (!work || !facts) return undefined;
  const own = lists?.(ticket, name => acts.some(({ act }) => act === name)) ?? [];
  const entered = Object.entries(facts.fields).flatMap(([name, field]): ShownFact[] => {
    const value = work.values[name];
    if (field.type === 'files' || value === undefined || value === '') return [];
    if (own.some(list => list.name === name)) return [];
    if (isTable(value)) return [{ name, label: field.label, ...tableOf(field, value, ticket, context) }];
    return [{ name, label: field.label, value: inWords(field, value, ticket, context) }];
  });
  return [...entered, ...own];
};
