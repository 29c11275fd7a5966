import type { FormField, OfferedAct, ShownTicket } from '../../../typings/contract';
import type { Values } from '../../cloud/actions';
import { RATINGS } from '../../lib/words';
import { isClassified } from '../../lib/privacy';

export type ShownField = FormField;

const RATING_TAGS = [
  '回复不及时',
  '没有解决问题',
  '答非所问',
  '态度不好',
  '推来推去',
  '办得快',
  '说得清楚',
  '态度好',
];

/**
 * Fields as the form shows them. A rating gets its five levels in words and tags to tap; a choice without anything to choose
 * from is left out.
 */
export function shownFields(act: OfferedAct): ShownField[] {
  return act.fields
    .map((field): ShownField => {
      if (act.act !== 'rate') return field;
      if (field.name === 'level') return { ...field, type: 'select', options: [...RATINGS] };
      if (field.name !== 'tags') return field;
      const options = field.options ?? RATING_TAGS.map(tag => ({ value: tag, label: tag }));
      return { ...field, type: 'select', many: true, options };
    })
    .filter(field => field.type !== 'select' || (field.options && field.options.length > 0));
}

/** What the form of an act starts with: what it is about to change. */
export function initialOf(
  act: OfferedAct,
  ticket: ShownTicket,
): { values: Values; labels: Record<string, string> } {
  const present: Values = {
    title: ticket.title,
    text: act.act === 'correctReply' ? (ticket.replies[ticket.replies.length - 1]?.text ?? '') : ticket.text,
    kind: ticket.kind,
    category: ticket.category,
    serviceId: ticket.service?.id,
    region: ticket.region,
  };
  const values: Values = {};
  if (act.act === 'amend' || act.act === 'triage' || act.act === 'correctReply') {
    for (const field of act.fields)
      if (present[field.name] !== undefined) values[field.name] = present[field.name];
  }
  for (const { name, value } of act.fields) if (value !== undefined) values[name] = value;
  return { values, labels: ticket.service ? { serviceId: ticket.service.name } : {} };
}

/** Errors of the cloud by the name of the field alone: `contact.phone` belongs to the field `phone`. */
export function fieldErrors(fields: Record<string, string> = {}): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(fields))
    errors[path.slice(path.lastIndexOf('.') + 1)] = message;
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

/** Fields with an error, in the order of the form. */
export const wrongFields = (fields: FormField[], errors: Record<string, string>): string[] =>
  fields.map(field => field.name).filter(name => errors[name]);

/** For where the button is: how much is wrong; what, stands at each field. Empty where nothing is. */
export const countWrong = (wrong: string[]): string =>
  wrong.length > 0 ? `有 ${wrong.length} 处要填写或更正，去看第一处 ›` : '';

/** Errors that no field of the form shows, in one line. */
export const errorsBeside = (fields: FormField[], errors: Record<string, string>): string => {
  const shown = fields.map(field => field.name);
  return Object.keys(errors)
    .filter(name => errors[name] && shown.indexOf(name) < 0)
    .map(name => errors[name])
    .join('；');
};

/** `请填写验证情况`: without the hint for whoever fills in. */
const missingText = ({ type, label }: FormField): string => {
  const written = type === 'text' || type === 'longtext' || type === 'number';
  return `${written ? '请填写' : '请选择'}${label.replace(/（[^）]*）$/, '')}`;
};

/** What is wrong with the values, by field; empty where all is fine. */
export function checkValues(fields: FormField[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const field of askedFields(fields, values)) {
    const value = values[field.name];
    const text = typeof value === 'string' ? value.trim() : '';
    const missing =
      value === undefined ||
      value === '' ||
      (typeof value === 'string' && text === '') ||
      (Array.isArray(value) && value.length === 0);
    if (missing) {
      if (field.required) errors[field.name] = missingText(field);
      continue;
    }
    if (field.type === 'number' && !/^-?\d+(\.\d+)?$/.test(text || String(value)))
      errors[field.name] = '请填数字';
    if (
      field.max !== undefined &&
      field.type !== 'number' &&
      field.type !== 'files' &&
      text.length > field.max
    ) {
      errors[field.name] = `最多 ${field.max} 个字`;
    }
    if (isClassified(text)) errors[field.name] = CLASSIFIED;
  }
  return errors;
}

/**
 * Values as the cloud wants them: numbers as numbers, nothing for what was left empty. `amend` hands over only what was changed,
 * as the text is shown with masked numbers and must not come back so.
 */
export function inputOf(act: OfferedAct, values: Values, initial: Values = {}): Values {
  const input: Values = {};
  for (const field of askedFields(act.fields, values)) {
    const value = values[field.name];
    if (act.act === 'amend' && value === initial[field.name]) continue;
    if (field.type === 'bool') {
      if (value !== undefined) input[field.name] = value === true;
      continue;
    }
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    input[field.name] =
      field.type === 'number' || isLevel(act, field)
        ? Number(value)
        : typeof value === 'string'
          ? value.trim()
          : value;
  }
  return input;
}

/** `rate` takes its level as a number, whatever the form shows (contract §4). */
const isLevel = (act: OfferedAct, field: FormField) => act.act === 'rate' && field.name === 'level';
