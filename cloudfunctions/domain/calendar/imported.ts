import * as z from 'zod';
import { isCivilDate, parseInstant, weekdayOf } from '../time';
import { FIRST_YEAR, isWeekend, LAST_YEAR } from './calendar';
import type { ImportedYear } from './notices';

/** More than any notice so far (33 days off, 12 make-up days); a typing error is likelier than such a year. */
const MOST_DAYS = 80;
const FEWEST_DAYS_OFF = 7;

const calendarDaySchema = z.object({
  date: z.string().refine(isCivilDate, '日期不存在，应写作 2027-01-01 的形式'),
  kind: z.enum(['work', 'off'], '应为 work（上班）或 off（放假）'),
  name: z.string().trim().min(1, '请写明节日名称').max(40, '名称不超过 40 个字'),
});

/** An import at the boundary: existing days of the year or its neighbours, each once, and a plausible whole. */
export const importedYearSchema: z.ZodType<ImportedYear> = z
  .object({
    year: z.int().min(FIRST_YEAR).max(LAST_YEAR),
    days: z.array(calendarDaySchema).max(MOST_DAYS, `一年的放假安排不超过 ${MOST_DAYS} 天`),
    source: z.string().trim().min(1, '请写明依据的通知').max(500),
    importedAt: z
      .string()
      .refine(text => parseInstant(text) === text, '时间应写作 2026-11-05T09:00:00.000+08:00 的形式'),
  })
  .superRefine(({ year, days }, context) => {
    const complain = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path: ['days', ...path] });
    const seen = new Set<string>();
    days.forEach(({ date }, index) => {
      if (Math.abs(Number(date.slice(0, 4)) - year) > 1)
        complain(`${date} 不在 ${year} 年或其前后一年`, index, 'date');
      if (seen.has(date)) complain(`${date} 重复`, index, 'date');
      seen.add(date);
    });
    const off = new Set(days.filter(day => day.kind === 'off').map(day => day.date));
    if (off.size < FEWEST_DAYS_OFF) complain(`放假日期少于 ${FEWEST_DAYS_OFF} 天，请导入全年的安排`);
    for (const date of [`${year}-01-01`, `${year}-05-01`, `${year}-10-01`]) {
      const weekend = isWeekend({ weekday: weekdayOf(date) });
      if (!off.has(date) && !(weekend && !seen.has(date))) complain(`缺少法定节假日 ${date}`);
    }
  });
