import * as z from 'zod';
import {
  buildCalendar,
  calendarAlarm,
  changeProblems,
  importedYearSchema,
  LONGEST_NOTICE,
  noticeInForce,
  readNotice,
  type Calendar,
  type CalendarDay,
} from '../../domain/calendar';
import { everyone, managers } from '../../domain/catalogue/roles';
import { fieldErrors, type Actor } from '../../domain/engine';
import { addDays, civilDateOf, isCivilDate, type CivilDate } from '../../domain/time';
import { administrative } from '../kernel/writing/administer';
import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Reader } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { readAll } from '../kernel/reading/read-all';
import { nothing, useCase } from '../kernel/use-case';
import { raiseVersion } from './raise-version';
import { confirmEarlierDates, countMoves, countPendingDates } from './recalculate-calendar';
import { tooLong, typedLine, typedText } from '../../domain/typed/text';
import { maskedText } from '../../domain/privacy/personal';

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
  source: maskedText(typedLine('请填写来源').min(2, '请填写来源').max(300, tooLong('来源', 300))),
  days: z
    .array(
      z.object({
        date: z.string().max(10),
        kind: z.enum(['work', 'off']),
        name: maskedText(typedLine().min(1).max(20)),
      }),
    )
    .max(200)
    .default([]),
  /** The notice as it was published, or lines of single days, instead of `days` and `removed`. */
  text: z.string().max(LONGEST_NOTICE, tooLong('通知全文', LONGEST_NOTICE)).optional(),
  /** Why a year that is published already is changed: a supplement, a holiday that was extended (A41). */
  reason: maskedText(typedText().min(2, '请写明变更的理由').max(300)).optional(),
  /** Days published before that hold no longer. */
  removed: z.array(removedDate).max(80).default([]),
  /** Nothing is written: the answer says how many running dates would move, and which way. */
  dryRun: z.boolean().default(false),
  /** Of the calendar that was read: what somebody else published in between is not overwritten. */
  version: z.string().max(120).optional(),
});

type CalendarImport = z.infer<typeof importCalendarInput>;
type StoredYear = Collections['calendars'];

/** `invalid` with every reason in its words: whoever imports sees which days are missing. */
const refuseYear = (fields: Record<string, string>) =>
  fail('invalid', `放假安排有错误，没有导入。${[...new Set(Object.values(fields))].join('；')}`, fields);

const ofDays = (field: string): boolean => field === 'removed' || field.split('.')[0] === 'days';

/** What is wrong with days that were read from a text stands at the text. */
const atText = (fields: Record<string, string>): Record<string, string> => {
  const entries = Object.entries(fields);
  const said = entries.flatMap(([field, message]) => (ofDays(field) ? [message] : []));
  return {
    ...Object.fromEntries(entries.filter(([field]) => !ofDays(field))),
    ...(said.length > 0 ? { text: [...new Set(said)].join('；') } : {}),
  };
};

/** The days of an import: listed, or read from the text of the notice; then what is wrong stands at the text. */
const daysOf = ({ text, year, days, removed }: CalendarImport) => {
  if (text === undefined) return { days, removed, refuse: refuseYear };
  const { problems, ...read } = readNotice(text, year);
  if (problems.length > 0) return refuseYear({ text: problems.join('；') });
  return { ...read, refuse: (fields: Record<string, string>) => refuseYear(atText(fields)) };
};

/** The year as it would be stored; `invalid` for a list that is not whole, or that drops or changes days without saying so. */
const readYear = async (reader: Reader, at: string, input: CalendarImport): Promise<StoredYear> => {
  const { year, source, reason } = input;
  const { days, removed, refuse } = daysOf(input);
  const parsed = importedYearSchema.safeParse({ year, source, days, importedAt: at });
  if (!parsed.success) return refuse(fieldErrors(parsed.error));
  const stored = await reader.get('calendars', String(year));
  const before = noticeInForce(year, stored);
  const { differs, fields } = changeProblems(before, parsed.data.days, { reason, removed });
  if (Object.keys(fields).length > 0) return refuse(fields);
  const changes = [...(stored?.changes ?? []), ...(differs && reason ? [{ at, reason }] : [])];
  return { _id: String(year), ...parsed.data, ...(changes.length > 0 ? { changes } : {}) };
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
  const { calendar } = await runtime.snapshots.current();
  if (input.version !== undefined && input.version !== calendar.version)
    fail('conflict', '日历刚被别人更改过，请看过最新内容后再导入；您填写的内容还在');
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
