import * as z from 'zod';
import { MOST_FILE_ID } from '../../files/upload-path';
import { normaliseTicketNumber } from '../../privacy/ticket-number';
import type { Ticket } from '../../ticket/ticket';
import { isCivilDate, parseInstant } from '../../time';
import { identifierOf } from '../../typed/identifier';
import { hasText, holdsAtMost, lineOf, textOf, tooLong } from '../../typed/text';
import type { Context } from '../context';
import type { Field, Fields } from './field';

/** Reading a form: once, into typed values, or what is wrong with each field in words for the person at the form. */

export type Input = Record<string, unknown>;

/** Longest free text that a citizen or a clerk may write (contract §4). */
export const LONG_TEXT = 10_000;

/** Rows of a table in one form; more come as a file. */
const MOST_ROWS = 100;

export const defaultMax: Partial<Record<Field['type'], number>> = {
  text: 500,
  longtext: LONG_TEXT,
  files: 9,
  number: 1_000_000,
  rows: MOST_ROWS,
};

const missing = ({ type, label }: Field): string =>
  ['text', 'longtext', 'number', 'rows'].includes(type) ? `请填写${label}` : `请选择${label}`;

const wrong = (field: Field) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined || issue.input === null ? missing(field) : `${field.label}的格式不对`,
});

/** What names a thing is an identifier, a long text keeps its lines, any other stands in one. */
const keptAs = ({ type }: Field): ((text: string) => string) => {
  if (type === 'longtext') return textOf;
  if (type === 'unit') return id => identifierOf(id).toLowerCase();
  return type === 'text' ? lineOf : identifierOf;
};

const textFor = (field: Field, max: number): z.ZodType<string> =>
  z
    .string(wrong(field))
    .overwrite(keptAs(field))
    .min(field.required ? 1 : 0, missing(field))
    .refine(holdsAtMost(max), tooLong(field.label, max));

const listOf = (field: Field, item: z.ZodType, tooMany: string): z.ZodType => {
  const least = Math.max(field.min ?? 0, field.required ? 1 : 0);
  const tooFew =
    least > 1 ? `${field.label}至少 ${least} ${field.type === 'rows' ? '行' : '项'}` : missing(field);
  return z
    .array(item, wrong(field))
    .min(least, tooFew)
    .max(field.max ?? defaultMax[field.type] ?? 10, tooMany);
};

const schemaOf = (field: Field): z.ZodType => {
  const max = field.max ?? defaultMax[field.type];
  switch (field.type) {
    case 'number': {
      const number = z
        .number(wrong(field))
        .int(`${field.label}须是整数`)
        .min(field.min ?? 0, `${field.label}不能小于 ${field.min ?? 0}`);
      return max === undefined ? number : number.max(max, `${field.label}不能大于 ${max}`);
    }
    case 'bool':
      return z.boolean(wrong(field));
    case 'date':
      return z.string(wrong(field)).refine(isCivilDate, `${field.label}须是日期，请重新选择`);
    case 'datetime':
      return z
        .string(wrong(field))
        .refine(text => parseInstant(text) !== undefined, `${field.label}须是带时区的时间`)
        .transform(text => parseInstant(text) ?? text);
    case 'files':
      return listOf(field, z.string().min(1).max(MOST_FILE_ID), `最多 ${max ?? 9} 个附件`);
    case 'rows':
      return listOf(field, rowOf(field.columns ?? {}), `${field.label}最多 ${max ?? MOST_ROWS} 行`);
    case 'select':
      if (field.many) return listOf(field, z.string().min(1).max(40), `最多选 ${max ?? 10} 项`);
      return field.options
        ? z.enum(field.options.map(option => option.value) as [string, ...string[]], {
            error: missing(field),
          })
        : z
            .string(wrong(field))
            .min(1, missing(field))
            .max(max ?? 64, `${field.label}的格式不对`);
    case 'ticket':
      // The number of another ticket as it is stored, however it was typed.
      return textFor(field, 64).transform(number => normaliseTicketNumber(number) ?? number);
    default:
      return textFor(field, max ?? 64);
  }
};

const isBlank = (value: unknown, field: Field): boolean =>
  value === null ||
  (typeof value === 'string' && !hasText(value)) ||
  // A table that is corrected may be left without rows; a choice cannot be taken back so.
  ((field.many === true || (field.type === 'rows' && !field.corrects)) &&
    Array.isArray(value) &&
    value.length === 0);

/** The zod schema of a form; unknown keys are dropped, empty optional texts and choices count as absent. */
const formOf = (fields: Fields): z.ZodType<Input> =>
  z.object(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const type = schemaOf(field);
        if (field.required) return [name, type];
        return [name, z.preprocess(value => (isBlank(value, field) ? undefined : value), type.optional())];
      }),
    ),
    { error: '内容的格式不对' },
  );

type Asked = readonly (readonly [string, Field])[];

/** A form as it is asked of one reader differs from the next only in what is required and what it is called. */
const signatureOf = (asked: Asked): string =>
  asked.map(([name, { label, required }]) => `${name}|${label}|${String(required)}`).join('\n');

/** Making a schema costs more than the act that it is read for: each form is made once. */
const forms = new WeakMap<Fields, Map<string, z.ZodType<Input>>>();
const formAsked = (fields: Fields, asked: Asked): z.ZodType<Input> => {
  const known = forms.get(fields) ?? new Map<string, z.ZodType<Input>>();
  forms.set(fields, known);
  const signature = signatureOf(asked);
  const form = known.get(signature) ?? formOf(Object.fromEntries(asked));
  known.set(signature, form);
  return form;
};

/** A row: which of its columns belong to it follows from its own values. */
const rowOf = (columns: Fields): z.ZodType =>
  z.unknown().transform((raw, { issues }) => {
    const values = (typeof raw === 'object' && raw !== null ? raw : {}) as Input;
    const entries = Object.entries(columns);
    const parsed = formOf(Object.fromEntries(entries.filter(([, one]) => belongs(one, values)))).safeParse(
      raw,
    );
    for (const { path, message } of parsed.error?.issues ?? [])
      issues.push({ code: 'custom', path, message, input: raw });
    for (const [name, one] of entries)
      if (!belongs(one, values) && isFilled(values[name]))
        issues.push({ code: 'custom', path: [name], message: notAsked(one), input: raw });
    return parsed.data;
  });

/** Each wrong field with the first thing that is wrong about it; in tables `calls.2.phone`. */
export const fieldErrors = (error: z.ZodError): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || 'input';
    fields[name] ??= issue.message;
  }
  return fields;
};

/** Whether a field is asked for besides these values of the others. */
export const belongs = ({ onlyIf }: Field, values: Input): boolean =>
  onlyIf === undefined || onlyIf.is.includes(asWord(values[onlyIf.field]));

/** What may be compared with the values of choices; an object stands for none of them. */
const asWord = (value: unknown): string => (typeof value === 'object' && value !== null ? '' : String(value));

const notAsked = ({ label }: Field): string => `这种情况不填${label}`;

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : ![undefined, null, '', false].includes(value as undefined);

/** Whether this reader is asked for a field at all. */
export const isAskedOf = ({ askedOf, askedWhen }: Field, ticket: Ticket, context: Context): boolean =>
  (askedOf?.includes(context.actor.role) ?? true) && (askedWhen?.(ticket, context) ?? true);

/** The field as this reader has it before the eyes: what it is called, and whether it has to be filled in. */
export const asAsked = (field: Field, ticket: Ticket, context: Context): Field => ({
  ...field,
  label: field.labelFor?.(context) ?? field.label,
  required:
    field.required === true &&
    !field.known?.(ticket) &&
    (field.requiredOf === undefined || field.requiredOf.includes(context.actor.role)),
});

/** What takes the place of another field has to be filled in where that one is not. */
const besides = (field: Field, values: Input): Field =>
  field.requiredWithout !== undefined && !isFilled(values[field.requiredWithout])
    ? { ...field, required: true }
    : field;

/**
 * The input of a form, or what is wrong with each field. What the ticket holds of a field that is left blank stays, and
 * with it what is asked for. A field that does not belong to what was chosen is refused.
 */
export const readFields = (
  fields: Fields,
  raw: unknown,
  ticket: Ticket,
  context: Context,
): { ok: true; input: Input } | { ok: false; errors: Record<string, string> } => {
  const given = Object.entries(raw ?? {}).filter(([, value]) => isFilled(value));
  const values: Input = { ...ticket.work?.values, ...Object.fromEntries(given) };
  const asked = Object.entries(fields)
    .filter(([, field]) => isAskedOf(field, ticket, context))
    .map(([name, field]) => [name, asAsked(field, ticket, context)] as const)
    .map(([name, field]) => [name, besides(field, values)] as const);
  const form = formAsked(
    fields,
    asked.filter(([, field]) => belongs(field, values)),
  );
  const parsed = form.safeParse(raw ?? {});
  if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error) };
  const astray = asked.filter(
    ([name, field]) => !belongs(field, values) && given.some(([filled]) => filled === name),
  );
  return astray.length > 0
    ? {
        ok: false,
        errors: Object.fromEntries(astray.map(([name, field]) => [name, notAsked(field)])),
      }
    : { ok: true, input: parsed.data };
};
