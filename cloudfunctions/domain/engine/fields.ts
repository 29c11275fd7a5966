import * as z from 'zod';
import type { FormField } from '../../../typings/contract';
import { isCivilDate, parseInstant } from '../time';
import type { Ticket } from '../ticket/ticket';
import type { Context, FieldSpec, Input } from './definition';

/** Longest free text that a citizen or a clerk may write (contract §4). */
export const LONG_TEXT = 10_000;

/** Whether a text has at most so many characters, a rare one outside of the basic plane counted once. */
export const holdsAtMost =
  (max: number) =>
  (text: string): boolean =>
    text.length <= max || [...text].length <= max;

const defaultMax: Partial<Record<FieldSpec['type'], number>> = {
  text: 500,
  longtext: LONG_TEXT,
  files: 9,
  number: 1_000_000,
};

const missing = (field: FieldSpec): string =>
  ['text', 'longtext', 'number'].includes(field.type) ? `请填写${field.label}` : `请选择${field.label}`;

const wrong = (field: FieldSpec) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined || issue.input === null ? missing(field) : `${field.label}的格式不对`,
});

const base = (field: FieldSpec): z.ZodType => {
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
      return z
        .array(z.string().min(1).max(300), wrong(field))
        .min(field.required ? 1 : 0, missing(field))
        .max(max ?? 9, `最多 ${max ?? 9} 个附件`);
    case 'select':
      if (field.many)
        return z
          .array(z.string().min(1).max(40), wrong(field))
          .min(field.required ? 1 : 0, missing(field))
          .max(max ?? 10, `最多选 ${max ?? 10} 项`);
      return field.options
        ? z.enum(field.options.map(option => option.value) as [string, ...string[]], {
            error: missing(field),
          })
        : z.string(wrong(field)).min(1, missing(field)).max(64, `${field.label}的格式不对`);
    default:
      return z
        .string(wrong(field))
        .trim()
        .min(field.required ? 1 : 0, missing(field))
        .refine(holdsAtMost(max ?? 64), `${field.label}最多 ${max ?? 64} 个字`);
  }
};

const isBlank = (value: unknown, field: FieldSpec): boolean =>
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (field.many === true && Array.isArray(value) && value.length === 0);

/** The zod schema of an act's input; unknown keys are dropped, empty optional texts and choices count as absent. */
export const inputSchema = (fields: readonly FieldSpec[]): z.ZodType<Input> =>
  z.object(
    Object.fromEntries(
      fields.map(field => {
        const type = base(field);
        if (field.required) return [field.name, type];
        return [
          field.name,
          z.preprocess(value => (isBlank(value, field) ? undefined : value), type.optional()),
        ];
      }),
    ),
    { error: '内容的格式不对' },
  );

/** Whether a field is asked for besides these values of the others. */
export const belongs = ({ onlyIf }: FieldSpec, values: Input): boolean =>
  onlyIf === undefined || onlyIf.is.includes(String(values[onlyIf.field]));

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : ![undefined, null, '', false].includes(value as undefined);

/**
 * The input of a form, or what is wrong with each field. `present` = what the ticket holds: what a form leaves blank
 * stays, and with it what is asked for. A field that does not belong to what was chosen is refused.
 */
export const readFields = (
  fields: readonly FieldSpec[],
  raw: unknown,
  present: Input = {},
): { ok: true; input: Input } | { ok: false; errors: Record<string, string> } => {
  const given = Object.entries(raw ?? {}).filter(([, value]) => isFilled(value));
  const values = { ...present, ...Object.fromEntries(given) };
  const parsed = inputSchema(fields.filter(field => belongs(field, values))).safeParse(raw ?? {});
  if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error) };
  const astray = fields.filter(
    field => !belongs(field, values) && given.some(([name]) => name === field.name),
  );
  return astray.length > 0
    ? {
        ok: false,
        errors: Object.fromEntries(astray.map(({ name, label }) => [name, `这种情况不填${label}`])),
      }
    : { ok: true, input: parsed.data };
};

/** Each wrong field with the first thing that is wrong about it. */
export const fieldErrors = (error: z.ZodError): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || 'input';
    fields[name] ??= issue.message;
  }
  return fields;
};

/** What is known already may still be handed in, but need not be. */
export const unlessKnown = (fields: readonly FieldSpec[], ticket: Ticket): FieldSpec[] =>
  fields.map(field => (field.known?.(ticket) ? { ...field, required: false } : field));

const asked = (fields: readonly FieldSpec[], ticket: Ticket): FieldSpec[] =>
  fields.filter(field => !field.known?.(ticket));

const shownCondition = (
  { field, is }: NonNullable<FieldSpec['onlyIf']>,
  { work }: Ticket,
): FormField['onlyIf'] => {
  const present = work?.values[field];
  return { field, is: [...is], ...(typeof present === 'string' ? { present } : {}) };
};

const shownPresent = ({ name }: FieldSpec, { work }: Ticket): Pick<FormField, 'value'> => {
  const value = work?.values[name];
  return value === undefined ? {} : { value };
};

/** What the form starts with besides what the ticket holds of the field. */
const firstValue = (field: FieldSpec, ticket: Ticket): Pick<FormField, 'value' | 'valueLabel'> => {
  const value = field.presentValue?.(ticket);
  const valueLabel = field.presentLabel?.(ticket);
  return {
    ...(value === undefined ? {} : { value }),
    ...(valueLabel === undefined ? {} : { valueLabel }),
  };
};

const suggestions = ({ suggestedFor }: FieldSpec, ticket: Ticket): Pick<FormField, 'suggested'> => {
  const suggested = suggestedFor?.(ticket);
  return suggested && suggested.length > 0 ? { suggested } : {};
};

/** Fields of a form that corrects what was entered before; what names a unit is chosen anew. */
export const correcting = (fields: readonly FieldSpec[]): FieldSpec[] =>
  fields.map(field => (['unit', 'files'].includes(field.type) ? field : { ...field, corrects: true }));

/** The fields as the generic form shows them. */
export const shownFields = (fields: readonly FieldSpec[], ticket: Ticket, context: Context): FormField[] =>
  asked(fields, ticket).map(field => {
    const options = field.optionsFor?.(ticket, context) ?? field.options;
    const max = field.max ?? defaultMax[field.type];
    return {
      name: field.name,
      label: field.labelFor?.(context) ?? field.label,
      type: field.type,
      required: field.required ?? false,
      ...(max === undefined || ['select', 'unit', 'member', 'service', 'ticket'].includes(field.type)
        ? {}
        : { max }),
      ...(field.many ? { many: true } : {}),
      ...(field.min !== undefined && field.type === 'rows' ? { min: field.min } : {}),
      ...(field.columns ? { columns: shownFields(field.columns, ticket, context) } : {}),
      ...(field.corrects ? shownPresent(field, ticket) : {}),
      ...firstValue(field, ticket),
      ...(field.ifChanged ? { ifChanged: true } : {}),
      ...suggestions(field, ticket),
      ...(field.onlyIf ? { onlyIf: shownCondition(field.onlyIf, ticket) } : {}),
      ...(options ? { options } : {}),
    };
  });
