import type { FieldType, FormField } from '../../../../typings/contract';
import type { Role } from '../../catalogue';
import type { FieldValue, Ticket } from '../../ticket/ticket';
import type { CivilDate, Instant } from '../../time';
import type { Context } from '../context';

/**
 * Fields of forms and facts of procedures. A field knows the type of its value, so that an act reads `input.reason`
 * and a rule `known.of(ticket).plannedOn` without looking anything up by a string of its own.
 */

export type Choice<V extends string = string> = { readonly value: V; readonly label: string };

/** Options that depend on the ticket and its reader. */
export type ChoicesFor = (ticket: Ticket, context: Context) => Choice[];

export type Options = {
  required?: boolean;
  /** The form asks for it by all means; what is handed in without it is taken all the same, as before it was asked for. */
  expected?: true;
  /** Only whoever has one of these roles has to fill it in. */
  requiredOf?: readonly Role[];
  /** Only these roles are asked for it; what others send of it is dropped. */
  askedOf?: readonly Role[];
  /** Asked only where this is so; else what is sent of it is dropped. */
  askedWhen?: (ticket: Ticket, context: Context) => boolean;
  /** Not shown where there is nothing to choose. */
  onlyWithChoices?: true;
  /** What it is called in a form that is opened now, where that says more. */
  labelFor?: (context: Context) => string;
  /** Has to be filled in where that other field of the form is left blank. */
  requiredWithout?: string;
  /** Asked only where another field of the form has one of these values: what does not belong is refused. */
  onlyIf?: { readonly field: string; readonly is: readonly string[] };
  /** Whether the ticket holds it already, or who opens it says it: then nobody is asked for it. */
  known?: (ticket: Ticket) => boolean;
  /** What the form starts with, and what that is called where it names a thing. */
  value?: (ticket: Ticket, context: Context) => FieldValue | undefined;
  valueLabel?: (ticket: Ticket) => string | undefined;
  /** Handed over only where it was changed: what is shown is masked and must not come back so. */
  ifChanged?: boolean;
  /** Likely choices, each with its reason. */
  suggestedFor?: (ticket: Ticket, context: Context) => FormField['suggested'];
  /** The form starts with what the ticket holds: it is corrected, not written again. */
  corrects?: boolean;
};

type FileOptions = AmountOptions & {
  /** The rules read the rows of the spreadsheet (`tables` of the context). */
  table?: true;
};
export type TextOptions = Options & {
  min?: number;
  /** Characters. */
  max?: number;
  /** Staff texts may name public phone numbers; citizens' texts are masked in full. */
  keepPhones?: boolean;
};
type AmountOptions = Options & { min?: number; max?: number };
/** With choices a number is chosen, e.g. one of five levels. */
type NumberOptions = AmountOptions & { options?: readonly Choice[] };

/** `V` is the type of its value, `R` whether a form that was read always holds it. */
export type Field<V = unknown, R extends boolean = boolean> = TextOptions &
  FileOptions & {
    type: FieldType | 'region';
    label: string;
    /** Several values may be chosen. */
    many?: boolean;
    options?: readonly Choice[];
    optionsFor?: ChoicesFor;
    columns?: Fields;
    /** Of the type alone: no field holds it. */
    readonly holds?: [V, R];
  };

/** A form: its fields by name, in the order in which they are asked. */
export interface Fields {
  readonly [name: string]: Field;
}

type Filled<O> = O extends { required: true }
  ? O extends
      | { onlyIf: object }
      | { known: object }
      | { requiredOf: object }
      | { askedOf: object }
      | { askedWhen: object }
    ? false
    : true
  : false;

export type ValueOf<F> = F extends Field<infer V> ? V : never;

/** What a form gives once it has been read. */
export type InputOf<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer V, infer R> ? (R extends true ? V : V | undefined) : never;
};

/** What a ticket may hold of facts. */
export type ValuesOf<F extends Fields> = { [K in keyof F]?: ValueOf<F[K]> | undefined };

export const text = <const O extends TextOptions = object>(
  label: string,
  options?: O & NoInfer<TextOptions>,
): Field<string, Filled<O>> => ({ type: 'text', label, ...options });

export const longtext = <const O extends TextOptions = object>(
  label: string,
  options?: O & NoInfer<TextOptions>,
): Field<string, Filled<O>> => ({ type: 'longtext', label, ...options });

/** A whole number. */
export const number = <const O extends NumberOptions = object>(
  label: string,
  options?: O & NoInfer<NumberOptions>,
): Field<number, Filled<O>> => ({ type: 'number', label, ...options });

export const bool = <const O extends Options = object>(
  label: string,
  options?: O & NoInfer<Options>,
): Field<boolean, Filled<O>> => ({ type: 'bool', label, ...options });

export const date = <const O extends Options = object>(
  label: string,
  options?: O & NoInfer<Options>,
): Field<CivilDate, Filled<O>> => ({ type: 'date', label, ...options });

export const datetime = <const O extends Options = object>(
  label: string,
  options?: O & NoInfer<Options>,
): Field<Instant, Filled<O>> => ({ type: 'datetime', label, ...options });

/** One of these choices. */
export const select = <const C extends readonly Choice[], const O extends Options = object>(
  label: string,
  options: C,
  more?: O & NoInfer<Options>,
): Field<C[number]['value'], Filled<O>> => ({ type: 'select', label, options, ...more });

/** One of the choices that the ticket offers; whether it is one of them is the act's to check. */
export const selectFor = <const O extends Options & { max?: number } = object>(
  label: string,
  optionsFor: ChoicesFor,
  more?: O & NoInfer<Options & { max?: number }>,
): Field<string, Filled<O>> => ({ type: 'select', label, optionsFor, ...more });

/** Several of these choices; without a list any words, e.g. tags. */
export const choices = <const O extends AmountOptions = object>(
  label: string,
  options: readonly Choice[] | ChoicesFor | undefined,
  more?: O & NoInfer<AmountOptions>,
): Field<string[], Filled<O>> => ({
  type: 'select',
  many: true,
  label,
  ...(typeof options === 'function' ? { optionsFor: options } : options ? { options } : {}),
  ...more,
});

/** Files by their ids. */
export const files = <const O extends FileOptions = object>(
  label: string,
  options?: O & NoInfer<FileOptions>,
): Field<string[], Filled<O>> => ({ type: 'files', label, ...options });

type PointsTo = 'unit' | 'member' | 'service' | 'ticket' | 'region';

const pointer =
  (type: PointsTo) =>
  <const O extends Options & { optionsFor?: ChoicesFor } = object>(
    label: string,
    options?: O & NoInfer<Options & { optionsFor?: ChoicesFor }>,
  ): Field<string, Filled<O>> => ({ type, label, ...options });

/** Fields that name something: their type says what, and it has to exist. */
export const unit = pointer('unit');
export const member = pointer('member');
export const service = pointer('service');
export const ticket = pointer('ticket');
export const region = pointer('region');

/** A table: a list of objects with these columns. */
export const rows = <const C extends Fields, const O extends AmountOptions = object>(
  label: string,
  columns: C,
  options?: O & NoInfer<AmountOptions>,
): Field<InputOf<C>[], Filled<O>> => ({ type: 'rows', label, columns, ...options });

/** The same field, asked for by all means. */
export const required = <V>(field: Field<V>): Field<V, true> =>
  ({ ...field, required: true }) as Field<V, true>;

/** The same field, left blank where there is nothing to say. */
export const optional = <V>(field: Field<V>): Field<V, false> =>
  ({ ...field, required: false }) as Field<V, false>;

/** Some fields of a list, in this order. */
export const pick = <F extends Fields, const K extends readonly (keyof F)[]>(
  fields: F,
  ...names: K
): Pick<F, K[number]> =>
  Object.fromEntries(names.map(name => [name, fields[name]])) as unknown as Pick<F, K[number]>;

/** All fields of a form as ones that need not be filled in. */
export const allOptional = <F extends Fields>(fields: F): { [K in keyof F]: Field<ValueOf<F[K]>, false> } =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, optional(field)])) as {
    [K in keyof F]: Field<ValueOf<F[K]>, false>;
  };

/** Fields of a form that corrects what was entered before; what names a unit, and files, are chosen anew. */
export const correcting = <F extends Fields>(fields: F): F =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      ['unit', 'files'].includes(field.type) ? field : { ...field, corrects: true },
    ]),
  ) as F;
