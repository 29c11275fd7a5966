import type { FormField, RegisterRow, RowRectifications } from '../../../typings/contract';
import { staff, type Answer } from '../../cloud/client';
import { dayText } from '../../lib/dates';
import { dropDraft, fittingFields, loadDraft, type DraftKey } from '../form/drafts';
import type { Filled } from '../form/forms';

/** Lists of record: all that is particular to one comes from the cloud. */

/** A row with its form, as the list hands it to the page on which it is changed; without a row one is added. */
export type RegisterForm = {
  register: string;
  label: string;
  fields: FormField[];
  mayKeep: boolean;
  row?: RegisterRow;
};

/** A row in the list: its name, and the other values in one line. */
export type RowLine = { id: string; name: string; words: string; remind: string };

const SHOWN = 4;

export const rowLine = (row: RegisterRow, fields: FormField[]): RowLine => ({
  id: row.id,
  name: row.name,
  words: fields
    .map(({ name }) => row.words[name])
    .filter((words): words is string => words !== undefined && words !== row.name)
    .slice(0, SHOWN)
    .join(' · '),
  remind: row.remindOn ? `${dayText(row.remindOn)} 提醒` : '',
});

type Found = {
  items: RegisterRow[];
  fields: FormField[];
  mayKeep: boolean;
  heading?: string[];
  nextCursor?: string;
};

/** A part of the list. The cloud looks at so many rows in one call: it is asked until something is found or all is seen. */
export async function fetchRows(register: string, query: string, cursor?: string): Promise<Answer<Found>> {
  for (let next = cursor; ;) {
    const answer = await staff('register.list', {
      register,
      ...(query.trim() ? { query: query.trim() } : {}),
      ...(next === undefined ? {} : { cursor: next }),
    });
    if (!answer.ok) return answer;
    const { rows, nextCursor, ...more } = answer.data;
    if (rows.length > 0 || nextCursor === undefined)
      return { ok: true, data: { ...more, items: rows, nextCursor } };
    next = nextCursor;
  }
}

/** What the form starts with: the row as it is, chosen things by their names. */
export const filledOf = ({ row }: RegisterForm): Filled =>
  row ? { values: { ...row.values }, labels: { ...row.words } } : { values: {}, labels: {} };

/** A form with its first values. */
export const blankOf = (fields: FormField[]): Filled => {
  const filled: Filled = { values: {}, labels: {} };
  for (const { name, value, valueLabel } of fields) {
    if (value !== undefined) filled.values[name] = value;
    if (valueLabel !== undefined) filled.labels[name] = valueLabel;
  }
  return filled;
};

/** What was ordered from a row: what, how it stands, until when. */
export type OrderLine = { no: string; title: string; second: string; opens: boolean };

export const orderLine = ({
  no,
  title,
  stateLabel,
  due,
  opens,
}: RowRectifications['list'][number]): OrderLine => ({
  no,
  title,
  second: [no, stateLabel, due ? `最迟 ${dayText(due)}` : ''].filter(Boolean).join(' · '),
  opens,
});

/** What is typed, and over which version of the row; 0 = a new one. */
export type RowDraft = Filled & { base: number };

export const draftKeyOf = ({ register, row }: Pick<RegisterForm, 'register' | 'row'>): DraftKey =>
  `row:${register}:${row ? row.id : ''}`;

/** Where versions before kept what was typed over one version of a row. */
const formerKeyOf = ({ register, row }: RegisterForm): DraftKey =>
  `row:${register}:${row ? `${row.id}:${row.version}` : ''}`;

/** What was typed and not saved, whatever has become of the row since. */
export const keptRow = (form: RegisterForm): RowDraft | undefined => {
  const base = form.row?.version ?? 0;
  const whole = { values: {}, labels: {}, base };
  const kept = loadDraft<RowDraft>(draftKeyOf(form), whole) ?? loadDraft<RowDraft>(formerKeyOf(form), whole);
  return kept && fittingFields(kept, form.fields);
};

export const dropRow = (form: RegisterForm): void => {
  dropDraft(draftKeyOf(form));
  dropDraft(formerKeyOf(form));
};

/** So many parts of a list are looked through for one row. */
const MOST_PARTS = 20;

/**
 * The row as it is now; nothing where it is not found so soon: what was typed is kept, and meets the other's when the row is
 * opened from its list again.
 */
export async function rowNow(register: string, id: string): Promise<RegisterRow | undefined> {
  let cursor: string | undefined;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    const page = await fetchRows(register, '', cursor);
    if (!page.ok) return undefined;
    const found = page.data.items.filter(row => row.id === id)[0];
    if (found) return found;
    cursor = page.data.nextCursor;
    if (cursor === undefined) return undefined;
  }
  return undefined;
}
