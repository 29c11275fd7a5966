import type { OfferedAct, ShownTicket } from '../../../typings/contract';
import type { Context, FieldSpec, Procedure } from '../engine';
import { spokenDay } from '../time/spoken';
import type { FieldValue, Ticket } from '../ticket/ticket';

/** What was entered in the forms of a procedure that staff started, in words: the generic page shows it line by line. */

const optionLabel = (field: FieldSpec, value: string, ticket: Ticket, context: Context): string =>
  (field.options ?? field.optionsFor?.(ticket, context))?.find(option => option.value === value)?.label ??
  value;

const inWords = (field: FieldSpec, value: FieldValue, ticket: Ticket, context: Context): string => {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(one => optionLabel(field, one, ticket, context)).join('、');
  switch (field.type) {
    case 'unit':
      return context.catalogue.unit(value)?.name ?? value;
    case 'service':
      return value === ticket.serviceId ? (ticket.serviceName ?? value) : value;
    case 'date':
      return spokenDay(value);
    case 'datetime':
      return `${spokenDay(value.slice(0, 10))} ${value.slice(11, 16)}`;
    case 'select':
      return optionLabel(field, value, ticket, context);
    default:
      return field.of === 'region' ? (context.catalogue.region(value)?.name ?? value) : value;
  }
};

/** Fields in the order of the forms, each name once; then the procedure's own facts. Files lie with the attachments; its lists come last. */
export const factsOf = (
  ticket: Ticket,
  procedure: Procedure,
  acts: readonly OfferedAct[],
  context: Context,
): ShownTicket['facts'] => {
  const { work } = ticket;
  if (!work) return undefined;
  const fields = new Map<string, FieldSpec>();
  for (const field of [
    ...(procedure.opening?.fields ?? []),
    ...procedure.acts.flatMap(act => act.fields ?? []),
    ...(procedure.facts ?? []),
  ])
    if (field.type !== 'files' && !field.passing && !fields.has(field.name)) fields.set(field.name, field);
  const entered = [...fields.values()].flatMap(field => {
    const value = work.values[field.name];
    return value === undefined || value === ''
      ? []
      : [{ name: field.name, label: field.label, value: inWords(field, value, ticket, context) }];
  });
  const lists = procedure.lists?.(ticket, name => acts.some(({ act }) => act === name)) ?? [];
  return [...entered, ...lists];
};
