import type { FieldErrors } from '../../../engine';
import type { ChecklistItem } from '../../../engine/recurrence';
import type { RowValue } from '../../../ticket/ticket';
import { isAbout, itemOfHost, verdictOf } from './verdict';

/** What machines have measured (G-3.3.2.1c): taken from what monitoring exports, and put beside the items of the plan. */

export type Reading = { item: string; host?: string | undefined; value: string };

/** What the probes of the platform itself measure (G-2.2b): of the services that are watched, how many work. */
export const PROBED = '监测网址正常率';

/** Their value as a reading; nothing where nothing is watched. */
export const probeReadings = ({ services, faulty }: { services: number; faulty: number }): Reading[] =>
  services === 0
    ? []
    : [{ item: PROBED, value: `${Math.floor(((services - faulty) * 1000) / services) / 10}%` }];

/** More than this nobody looks through in one check. */
const MOST_READINGS = 100;

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() || undefined : undefined;

/** `{item | metric, host?, value}`. */
const readingOf = (raw: unknown): Reading | undefined => {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const row = raw as Record<string, unknown>;
  const item = wordOf(row['item']) ?? wordOf(row['metric']);
  const value = wordOf(row['value']);
  const host = wordOf(row['host']);
  return item === undefined || value === undefined ? undefined : { item, value, ...(host ? { host } : {}) };
};

const fromJson = (text: string): unknown[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return parsed;
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return Object.entries(parsed).map(([item, value]) => ({ item, value: value as unknown }));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** `检查项,数值` or `检查项,主机,数值`, a line each. */
const fromLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => line.split(/[,，\t]/).map(cell => cell.trim()))
    .map(cells =>
      cells.length === 3
        ? { item: cells[0], host: cells[1], value: cells[2] }
        : cells.length === 2
          ? { item: cells[0], value: cells[1] }
          : undefined,
    );

export type ReadReadings = { readings: Reading[] } | { wrong: string };

/** Readings in a text that monitoring exports, JSON or lines, or what is wrong with it. */
export const readReadings = (text: string): ReadReadings => {
  const rows = fromJson(text) ?? fromLines(text);
  const readings = rows.map(readingOf);
  const first = readings.findIndex(one => one === undefined);
  if (first >= 0) return { wrong: `第 ${first + 1} 项看不懂，要写成“检查项,数值”或“检查项,主机,数值”` };
  return readings.length > MOST_READINGS
    ? { wrong: `最多 ${MOST_READINGS} 项，请分开导入` }
    : { readings: readings as Reading[] };
};

/** The rows of sheets: item, host, value, or item and value; a first row of titles is none. */
export const readSheets = (sheets: readonly (readonly (readonly string[])[])[]): ReadReadings => {
  const lines = sheets
    .flat()
    .map(cells => cells.map(cell => cell.trim()).filter(cell => cell !== ''))
    .filter(cells => cells.length > 0 && !['检查项', '指标'].includes(cells[0] ?? ''));
  return readReadings(lines.map(cells => cells.join(',')).join('\n'));
};

/** A later reading of the same thing takes the place of an earlier one. */
export const withReadings = (before: readonly Reading[], more: readonly Reading[]): Reading[] => [
  ...new Map([...before, ...more].map(one => [itemOfHost(one.item, one.host), one])).values(),
];

/** Readings of what the plan does not name help nobody: said at once, not dropped. */
export const unknownReadings = (
  readings: readonly Reading[],
  planned: readonly ChecklistItem[],
): FieldErrors | undefined => {
  const strange = readings.filter(({ item }) => !planned.some(one => one.item === item));
  return strange.length === 0 || planned.length === 0
    ? undefined
    : { data: `检查清单里没有：${[...new Set(strange.map(({ item }) => item))].slice(0, 5).join('、')}` };
};

/** What the form of a check begins with: the items of the plan with what was measured; nobody's result is filled in. */
export const formRows = (planned: readonly ChecklistItem[], readings: readonly Reading[]): RowValue[] =>
  planned.flatMap(one => {
    const { item, threshold } = one;
    const measured = readings.filter(reading => isAbout({ item: reading.item }, one));
    const base: RowValue = { item, ...(threshold === undefined ? {} : { threshold }) };
    if (measured.length === 0) return [base];
    return measured.map(({ host, value }): RowValue => {
      const result = verdictOf(value, threshold);
      return { ...base, item: itemOfHost(item, host), value, ...(result ? { result } : {}) };
    });
  });
