import * as z from 'zod';
import { isCivilDate, parseInstant, weekdayOf, type CivilDate } from '../time';
import { FIRST_YEAR, isWeekend, LAST_YEAR } from './calendar';
import type { CalendarDay, ImportedYear, Notice } from './notices';
import { missingStatutoryDays, statutoryDays } from './statutory';
import { tooLong, typedLine } from '../typed/text';

/** More than any notice so far (33 days off, 12 make-up days); a typing error is likelier than such a year. */
const MOST_DAYS = 80;
/** A year is published in the November before; nobody knows the one after the next but one. */
const YEARS_AHEAD = 2;

const calendarDaySchema = z.object({
  date: z.string('请填写日期').refine(isCivilDate, '日期不存在，应写作 2027-01-01 的形式'),
  kind: z.enum(['work', 'off'], '应为 work（上班）或 off（放假）'),
  name: typedLine('请写明节日名称').min(1, '请写明节日名称').max(40, tooLong('名称', 40)),
});

const named = (days: Iterable<readonly [CivilDate, string]>): string =>
  [...days].map(([date, name]) => `${date}（${name}）`).join('、');

/** What is wrong with one day of a list: make-up days lie on weekends, and nobody works on a statutory day (A41). */
const wrongDay = (year: number, { date, kind }: CalendarDay): string | undefined => {
  const own = Number(date.slice(0, 4));
  if (Math.abs(own - year) > 1) return `${date} 不在 ${year} 年或其前后一年`;
  if (kind === 'off') return undefined;
  const holiday = statutoryDays(own).get(date);
  if (holiday) return `${date} 是法定节假日（${holiday}），不能安排上班`;
  return isWeekend({ weekday: weekdayOf(date) }) ? undefined : `${date} 不是周末，不能作调休上班日`;
};

/** An import at the boundary: existing days of the year or its neighbours, each once, and no statutory day missing (A41). */
export const importedYearSchema: z.ZodType<ImportedYear> = z
  .object({
    year: z.int().min(FIRST_YEAR).max(LAST_YEAR),
    days: z.array(calendarDaySchema).max(MOST_DAYS, `一年的放假安排不超过 ${MOST_DAYS} 天`),
    source: typedLine().min(1, '请写明依据的通知').max(500),
    importedAt: z
      .string()
      .refine(text => parseInstant(text) === text, '时间应写作 2026-11-05T09:00:00.000+08:00 的形式'),
    changes: z.array(z.object({ at: z.string(), reason: z.string() })).optional(),
  })
  .superRefine(({ year, days, importedAt }, context) => {
    const complain = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    if (year > Number(importedAt.slice(0, 4)) + YEARS_AHEAD)
      complain(`${year} 年的安排还不会公布，最多导入今后 ${YEARS_AHEAD} 年`, 'year');
    const seen = new Set<string>();
    days.forEach((day, index) => {
      const wrong = seen.has(day.date) ? `${day.date} 重复` : wrongDay(year, day);
      if (wrong) complain(wrong, 'days', index, 'date');
      seen.add(day.date);
    });
    const missing = missingStatutoryDays(year, days);
    if (missing.size > 0) complain(`缺少法定节假日：${named(missing)}`, 'days');
  });

/** A change of what was published: with its reason, and the days that hold no longer (A41). */
export type ChangeOfYear = { reason?: string; removed: readonly CivilDate[] };

/**
 * What is wrong with publishing a year again, by field: nothing that was published before is missing without being named,
 * and what differs has a reason (A41). `differs` = it is another list than before.
 */
export const changeProblems = (
  before: Notice | undefined,
  days: readonly CalendarDay[],
  { reason, removed }: ChangeOfYear,
): { differs: boolean; fields: Record<string, string> } => {
  const known = before?.days ?? [];
  const after = new Map(days.map(day => [day.date, day.kind]));
  const gone = known.filter(({ date }) => !after.has(date));
  const unnamed = gone.filter(({ date }) => !removed.includes(date));
  const strange = removed.filter(date => !gone.some(day => day.date === date));
  const kinds = new Map(known.map(day => [day.date, day.kind]));
  const differs =
    before !== undefined && (gone.length > 0 || days.some(({ date, kind }) => kinds.get(date) !== kind));
  return {
    differs,
    fields: {
      ...(unnamed.length > 0
        ? {
            days: `已公布的日期不在这份安排里：${named(unnamed.map(({ date, name }) => [date, name]))}。不再有效的请逐日写明取消（如“取消 2027-02-04”，或列入 removed）`,
          }
        : {}),
      ...(strange.length > 0 ? { removed: `${strange.join('、')} 不是要取消的已公布日期` } : {}),
      ...(differs && !reason
        ? { reason: `${before.year} 年的安排已经公布，变更请写明理由（如补充通知、延长假期）` }
        : {}),
    },
  };
};
