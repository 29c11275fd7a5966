import * as z from 'zod';
import {
  buildCalendar,
  calendarAlarm,
  changeProblems,
  importedYearSchema,
  noticeInForce,
  type Calendar,
  type CalendarDay,
} from '../../domain/calendar';
import { everyone, managers } from '../../domain/catalogue/roles';
import { fieldErrors, type Actor } from '../../domain/engine';
import { addDays, civilDateOf, isCivilDate, type CivilDate } from '../../domain/time';
import { administrative } from '../kernel/administer';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Reader } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/snapshot';
import { nothing, useCase } from '../kernel/use-case';
import { raiseVersion } from './raise-version';
import { confirmEarlierDates, countMoves, countPendingDates } from './recalculate-calendar';

export const calendarInput = z.object({ year: z.number().int().min(2000).max(2100).optional() });

/** A calendar as the manager sees it, with the days of a year that are not simply Monday to Friday. */
const showCalendar = async (runtime: Runtime, calendar: Calendar, year: number) => {
  const today = civilDateOf(runtime.ports.now());
  const days: (CalendarDay & { published: boolean })[] = [];
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
    const day = calendar.day(date);
    if (day.name) days.push({ date, kind: day.kind, name: day.name, published: day.published });
  }
  return {
    version: calendar.version,
    publishedYears: calendar.publishedYears,
    publishedUntil: calendar.publishedUntil,
    alarm: calendarAlarm(calendar, today) ?? null,
    year,
    published: calendar.publishedYears.includes(year),
    days,
    pendingEarlier: await countPendingDates(runtime),
  };
};

/** `calendar.get`: what is published, and the days of one year. */
export const getCalendar = async (runtime: Runtime, { year }: z.infer<typeof calendarInput>) => {
  const { calendar } = await runtime.snapshots.current();
  return showCalendar(runtime, calendar, year ?? Number(runtime.ports.now().slice(0, 4)));
};

export const calendarGet = useCase(calendarInput, everyone, (runtime, _caller, input) =>
  getCalendar(runtime, input),
);

const removedDate: z.ZodType<CivilDate> = z
  .string('请填写日期')
  .refine(isCivilDate, '日期不存在，应写作 2027-01-01 的形式');

export const importCalendarInput = z.object({
  year: z.number({ error: '请填写年份' }).int().min(2000).max(2100),
  source: z.string({ error: '请填写来源' }).trim().min(2, '请填写来源').max(300),
  days: z
    .array(z.object({ date: z.string(), kind: z.enum(['work', 'off']), name: z.string().min(1).max(20) }))
    .max(200),
  /** Why a year that is published already is changed: a supplement, a holiday that was extended (A41). */
  reason: z.string().trim().min(2, '请写明变更的理由').max(300).optional(),
  /** Days published before that hold no longer. */
  removed: z.array(removedDate).max(80).default([]),
  /** Nothing is written: the answer says how many running dates would move, and which way. */
  dryRun: z.boolean().default(false),
});

type CalendarImport = z.infer<typeof importCalendarInput>;
type StoredYear = Collections['calendars'];

/** `invalid` with every reason in its words: whoever imports sees which days are missing. */
const refuseYear = (fields: Record<string, string>) =>
  fail('invalid', `放假安排有错误，没有导入。${[...new Set(Object.values(fields))].join('；')}`, fields);

/** The year as it would be stored; `invalid` for a list that is not whole, or that drops or changes days without saying so. */
const readYear = async (
  reader: Reader,
  at: string,
  { reason, removed, dryRun: _dryRun, ...input }: CalendarImport,
): Promise<StoredYear> => {
  const parsed = importedYearSchema.safeParse({ ...input, importedAt: at });
  if (!parsed.success) return refuseYear(fieldErrors(parsed.error));
  const stored = await reader.get('calendars', String(input.year));
  const before = noticeInForce(input.year, stored);
  const { differs, fields } = changeProblems(before, parsed.data.days, { reason, removed });
  if (Object.keys(fields).length > 0) return refuseYear(fields);
  const changes = [...(stored?.changes ?? []), ...(differs && reason ? [{ at, reason }] : [])];
  return { _id: String(input.year), ...parsed.data, ...(changes.length > 0 ? { changes } : {}) };
};

/** What would come of an import: the year as it would be, and the running dates that would move (A41). */
const previewImport = async (runtime: Runtime, input: CalendarImport) => {
  const { database, now } = runtime.ports;
  const year = await readYear(database, now(), input);
  const others = (await readAll(database, 'calendars', 'year')).filter(one => one._id !== year._id);
  const calendar = buildCalendar([...others, year]);
  return {
    ...(await showCalendar(runtime, calendar, input.year)),
    moves: await countMoves(runtime, calendar),
  };
};

/**
 * `calendar.import`: publishes a year (and may correct its neighbours); the next sweep counts running clocks anew (A32).
 * With `dryRun` it only says what would come of it.
 */
export const importCalendar = async (runtime: Runtime, input: CalendarImport) => {
  if (input.dryRun) return previewImport(runtime, input);
  const { database, now } = runtime.ports;
  await database.transaction(async transaction => {
    await transaction.put('calendars', await readYear(transaction, now(), input));
    await raiseVersion(transaction);
  });
  return getCalendar(runtime, { year: input.year });
};

export const calendarImport = administrative(
  'calendar.import',
  ({ year, source }) => ({ about: String(year), what: source }),
  useCase(importCalendarInput, managers, (runtime, _caller, input) => importCalendar(runtime, input)),
);

/** `calendar.confirm`: the manager lets dates move earlier. */
export const confirmCalendar = async (runtime: Runtime, actor: Actor) => ({
  confirmed: await confirmEarlierDates(runtime, actor),
});

export const calendarConfirm = administrative(
  'calendar.confirm',
  () => ({}),
  useCase(nothing, managers, (runtime, { actor }) => confirmCalendar(runtime, actor)),
  { takesOut: true },
);
