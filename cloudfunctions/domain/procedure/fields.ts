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
      return z.string(wrong(field)).refine(isCivilDate, `${field.label}须是日期，如 2026-10-30`);
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

/** Each wrong field with the first thing that is wrong about it. */
export const fieldErrors = (error: z.ZodError): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || 'input';
    fields[name] ??= issue.message;
  }
  return fields;
};

/** The fields as the generic form shows them. */
export const shownFields = (fields: readonly FieldSpec[], ticket: Ticket, context: Context): FormField[] =>
  fields.map(field => {
    const options = field.optionsFor?.(ticket, context) ?? field.options;
    const max = field.max ?? defaultMax[field.type];
    return {
      name: field.name,
      label: field.label,
      type: field.type,
      required: field.required ?? false,
      ...(max === undefined || ['select', 'unit', 'member', 'service', 'ticket'].includes(field.type)
        ? {}
        : { max }),
      ...(field.many ? { many: true } : {}),
      ...(options ? { options } : {}),
    };
  });
