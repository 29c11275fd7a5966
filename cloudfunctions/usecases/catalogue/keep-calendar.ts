import * as z from 'zod';
import { calendarAlarm, importedYearSchema, type CalendarDay } from '../../domain/calendar';
import { everyone, managers } from '../../domain/catalogue/roles';
import { fieldErrors, type Actor } from '../../domain/engine';
import { addDays, civilDateOf } from '../../domain/time';
import { fail } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { nothing, useCase } from '../kernel/use-case';
import { saveCatalogueDocument } from './raise-version';
import { confirmEarlierDates, countPendingDates } from './recalculate-calendar';

export const calendarInput = z.object({ year: z.number().int().min(2000).max(2100).optional() });

/** `calendar.get`: what is published, and the days of a year that are not simply Monday to Friday. */
export const getCalendar = async (runtime: Runtime, { year }: z.infer<typeof calendarInput>) => {
  const { calendar } = await runtime.snapshots.current();
  const today = civilDateOf(runtime.ports.now());
  const shown = year ?? Number(today.slice(0, 4));
  const days: (CalendarDay & { published: boolean })[] = [];
  for (let date = `${shown}-01-01`; date <= `${shown}-12-31`; date = addDays(date, 1)) {
    const day = calendar.day(date);
    if (day.name) days.push({ date, kind: day.kind, name: day.name, published: day.published });
  }
  return {
    version: calendar.version,
    publishedYears: calendar.publishedYears,
    publishedUntil: calendar.publishedUntil,
    alarm: calendarAlarm(calendar, today) ?? null,
    year: shown,
    published: calendar.publishedYears.includes(shown),
    days,
    pendingEarlier: await countPendingDates(runtime),
  };
};

export const calendarGet = useCase(calendarInput, everyone, (runtime, _caller, input) =>
  getCalendar(runtime, input),
);

export const importCalendarInput = z.object({
  year: z.number({ error: '请填写年份' }).int().min(2000).max(2100),
  source: z.string({ error: '请填写来源' }).trim().min(2, '请填写来源').max(300),
  days: z
    .array(z.object({ date: z.string(), kind: z.enum(['work', 'off']), name: z.string().min(1).max(20) }))
    .max(200),
});

/** `calendar.import`: publishes a year (and may correct its neighbours); the next sweep counts running clocks anew (A32). */
export const importCalendar = async (runtime: Runtime, input: z.infer<typeof importCalendarInput>) => {
  const parsed = importedYearSchema.safeParse({ ...input, importedAt: runtime.ports.now() });
  if (!parsed.success) return fail('invalid', '放假安排有错误，没有导入', fieldErrors(parsed.error));
  await saveCatalogueDocument(runtime, 'calendars', { _id: String(input.year), ...parsed.data });
  return getCalendar(runtime, { year: input.year });
};

export const calendarImport = useCase(importCalendarInput, managers, (runtime, _caller, input) =>
  importCalendar(runtime, input),
);

/** `calendar.confirm`: the manager lets dates move earlier. */
export const confirmCalendar = async (runtime: Runtime, actor: Actor) => ({
  confirmed: await confirmEarlierDates(runtime, actor),
});

export const calendarConfirm = useCase(nothing, managers, (runtime, { actor }) =>
  confirmCalendar(runtime, actor),
);
