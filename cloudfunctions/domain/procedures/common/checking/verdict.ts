import type { FieldErrors } from '../../../engine';
import { readThreshold, readValue, THRESHOLD_WORDS, type Threshold } from '../../../plans/threshold';
import type { ChecklistItem } from '../../../engine/recurrence';

/**
 * What a row of a checklist says: nothing counts as passed that was not looked at, and a measured value is compared with
 * the threshold of the plan, not with what somebody typed (facts/oversight.md §6: 6, 7, 9).
 */

export const verdicts = [
  { value: 'pass', label: '通过' },
  { value: 'fail', label: '不通过' },
  { value: 'na', label: '不适用' },
] as const;

export type Verdict = (typeof verdicts)[number]['value'];

export type CheckedRow = {
  item: string;
  threshold?: string | undefined;
  value?: string | undefined;
  result: Verdict;
  note?: string | undefined;
  photo?: string[] | undefined;
  unitId?: string | undefined;
  cause?: string | undefined;
};

/** Whether a value keeps to its threshold. */
const keeps = (value: number, { atMost, n }: Threshold): boolean => (atMost ? value <= n : value >= n);

const problemOf = ({ threshold, value, result }: CheckedRow): [name: string, text: string] | undefined => {
  if (threshold === undefined) return undefined;
  const limit = readThreshold(threshold);
  if (!limit) return ['threshold', THRESHOLD_WORDS];
  if (value === undefined)
    return result === 'na' ? undefined : ['value', `请填写实测值（阈值 ${threshold}）`];
  const measured = readValue(value, limit);
  if (measured === undefined) return ['value', `实测值要是数字，如 ${limit.n}${limit.measure}`];
  return result === 'pass' && !keeps(measured, limit)
    ? ['result', `实测值 ${value} 不符合阈值 ${threshold}，请选“不通过”并写明情况`]
    : undefined;
};

/** What one host measured of an item has a row of its own: `磁盘使用率（app-1）`. */
export const itemOfHost = (item: string, host: string | undefined): string =>
  host ? `${item}（${host}）` : item;

/** Whether a row is about an item of the plan, or about one host of it. */
export const isAbout = (row: Pick<CheckedRow, 'item'>, { item }: ChecklistItem): boolean =>
  row.item === item || (row.item.startsWith(`${item}（`) && row.item.endsWith('）'));

/** The rows with the thresholds of the plan, whatever was typed. */
export const withPlanned = <R extends Pick<CheckedRow, 'item' | 'threshold'>>(
  rows: readonly R[],
  planned: readonly ChecklistItem[],
): R[] =>
  rows.map(row => {
    const plan = planned.find(one => isAbout(row, one));
    return plan?.threshold === undefined ? row : { ...row, threshold: plan.threshold };
  });

/** What is wrong with the rows, each at its place; what the plan names and nobody looked at is missing. */
export const rowErrors = (
  rows: readonly CheckedRow[],
  planned: readonly ChecklistItem[],
): FieldErrors | undefined => {
  const errors: FieldErrors = {};
  for (const [index, row] of withPlanned(rows, planned).entries()) {
    const [name, text] = problemOf(row) ?? [];
    if (name !== undefined && text !== undefined) errors[`items.${index}.${name}`] = text;
    if (rows.findIndex(({ item }) => item === row.item) < index)
      errors[`items.${index}.item`] = '这一项写了两次，请合成一行';
  }
  const missing = planned.filter(one => !rows.some(row => isAbout(row, one)));
  if (missing.length > 0) errors['items'] = `还有没有检查的：${missing.map(({ item }) => item).join('、')}`;
  return Object.keys(errors).length > 0 ? errors : undefined;
};

/** What a measured value says of itself; undefined = a person has to look. */
export const verdictOf = (value: string, threshold: string | undefined): Verdict | undefined => {
  const limit = threshold === undefined ? undefined : readThreshold(threshold);
  const measured = limit && readValue(value, limit);
  if (limit === undefined || measured === undefined) return undefined;
  return keeps(measured, limit) ? 'pass' : 'fail';
};

/** How many rows have which result: counted from the rows, never noted beside them. */
export const countVerdicts = (rows: readonly Pick<CheckedRow, 'result'>[]): Record<Verdict, number> => {
  const count = (wanted: Verdict): number => rows.filter(({ result }) => result === wanted).length;
  return { pass: count('pass'), fail: count('fail'), na: count('na') };
};

/** `13 项通过，1 项不通过`. */
export const verdictsInWords = (rows: readonly Pick<CheckedRow, 'result'>[]): string => {
  const counts = countVerdicts(rows);
  return verdicts
    .filter(({ value }) => counts[value] > 0)
    .map(({ value, label }) => `${counts[value]} 项${label}`)
    .join('，');
};

/** What failed, by whose it is to put right and why: several findings of one cause are one rectification. */
export const groupFailed = (rows: readonly CheckedRow[]): CheckedRow[][] => {
  const groups = new Map<string, CheckedRow[]>();
  for (const row of rows.filter(({ result }) => result === 'fail')) {
    const key = `${row.unitId ?? ''}|${row.cause ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
};
