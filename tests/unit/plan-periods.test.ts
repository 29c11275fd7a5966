import { nextOf, planPeriods, settled, type Plan } from '../../cloudfunctions/domain/plans/plan';
import { addDays, startOfDay } from '../../cloudfunctions/domain/time';
import { calendar } from '../support/domain';

/** Which period of a plan comes next: lessons 1–4 of facts/oversight.md §6. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const weekly = {
  kind: 'inspection',
  topic: 'weekly',
  title: '每周巡检',
  period: 'weekly',
  from: '2026-01-01',
} as const;

describe('by the calendar alone', () => {
  const base: Plan = { ...weekly, checklist: [], since: '2026-01-01', party: { role: 'operator' } };

  test('lessons 1–4: a golden year of periods: no drift, no duplicate, none left out, whenever the last one was done', () => {
    const counts = planPeriods.map(period => {
      let plan: Plan = { ...base, period };
      const found: string[] = [];
      for (let day = '2026-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
        const next = nextOf(plan, startOfDay(day), calendar);
        if (next.do !== 'open' && next.do !== 'skip') continue;
        found.push(`${next.period.id}${next.do === 'skip' ? ' exempt' : ''}`);
        plan = settled(plan, next.period);
      }
      return found;
    });
    const [weeks, months, quarters, years] = counts as [string[], string[], string[], string[]];
    expect(weeks).toHaveLength(53);
    expect(weeks.filter(week => week.endsWith('exempt'))).toEqual(['2026-W08 exempt']);
    expect(months).toEqual(
      Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
    );
    expect(quarters).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
    expect(years).toEqual(['2026']);
  });

  test('one that begins at a week-end begins with the next week, and is not called exempt for that', () => {
    const plan = { ...base, from: '2026-11-28', since: '2026-11-28' };
    expect(nextOf(plan, at('2026-11-28T09:00'), calendar)).toMatchObject({ do: 'wait' });
    expect(nextOf(plan, at('2026-11-30T09:00'), calendar)).toMatchObject({
      do: 'open',
      period: { id: '2026-W49' },
    });
  });
});
