/** Tests a moment (milliseconds since 1970) against a timer's expression. */
export type Cron = (epoch: number) => boolean;

const NAMES: Record<string, number> = {
  SUN: 0,
  MON: 1,
  TUE: 2,
  WED: 3,
  THU: 4,
  FRI: 5,
  SAT: 6,
  JAN: 1,
  FEB: 2,
  MAR: 3,
  APR: 4,
  MAY: 5,
  JUN: 6,
  JUL: 7,
  AUG: 8,
  SEP: 9,
  OCT: 10,
  NOV: 11,
  DEC: 12,
};
const FIELDS: [name: string, low: number, high: number][] = [
  ['second', 0, 59],
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day', 1, 31],
  ['month', 1, 12],
  ['weekday', 0, 6],
  ['year', 1970, 2099],
];

/**
 * Parses a timer's expression: seven fields (second minute hour day month weekday year) in Beijing time,
 * each `*`, a value, a range, a list or a step; weekday 0 and 7 are Sunday. A day and a weekday together
 * mean either. Throws on anything else.
 */
export const parseCron = (expression: string): Cron => {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== 7) throw new Error(`A timer needs 7 fields, not ${parts.length}: "${expression}"`);
  const sets = parts.map((part, i) => parseField(part, ...FIELDS[i]!));
  const either = parts[3] !== '*' && parts[5] !== '*';
  return epoch => {
    const beijing = new Date(epoch + 8 * 3_600_000);
    const day = sets[3]!.has(beijing.getUTCDate());
    const weekday = sets[5]!.has(beijing.getUTCDay());
    return (
      sets[0]!.has(beijing.getUTCSeconds()) &&
      sets[1]!.has(beijing.getUTCMinutes()) &&
      sets[2]!.has(beijing.getUTCHours()) &&
      (either ? day || weekday : day && weekday) &&
      sets[4]!.has(beijing.getUTCMonth() + 1) &&
      sets[6]!.has(beijing.getUTCFullYear())
    );
  };
};

const parseField = (field: string, name: string, low: number, high: number): Set<number> => {
  const wrong = (): Error => new Error(`Not a ${name} of a timer: "${field}"`);
  const value = (text: string): number => {
    const named = NAMES[text.toUpperCase()];
    const number = named ?? (/^\d+$/.test(text) ? Number(text) : NaN);
    const normal = name === 'weekday' && number === 7 ? 0 : number;
    if (!(normal >= low && normal <= high)) throw wrong();
    return normal;
  };
  const result = new Set<number>();
  for (const item of field.split(',')) {
    const [range, step, ...rest] = item.split('/');
    if (!range || rest.length || (step !== undefined && !/^[1-9]\d*$/.test(step))) throw wrong();
    const ends = range === '*' ? [low, high] : range.split('-').map(value);
    if (ends.length > 2) throw wrong();
    const from = ends[0]!;
    const to = ends[1] ?? (step ? high : from);
    const last = name === 'weekday' && ends.length === 2 && to === 0 && from > 0 ? 7 : to;
    if (from > last) throw wrong();
    for (let n = from; n <= last; n += Number(step ?? 1)) result.add(name === 'weekday' ? n % 7 : n);
  }
  return result;
};
