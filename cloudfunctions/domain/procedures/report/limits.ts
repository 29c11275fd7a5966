import { workdays, type Policy } from '../../rulesets';
import { everyOf, type ReportType } from '../../reports/periods';

/** The documents say "定期" (A10): the days are ours, counted from the end of the period. */
export const limits = {
  weekly: {
    id: 'report.weekly',
    clock: 'report',
    label: '周报填写和签发',
    clause: 'G-3.3.1c',
    limit: workdays(1),
    internal: true,
    matter: '周报',
  },
  monthly: {
    id: 'report.monthly',
    clock: 'report',
    label: '月报填写和签发',
    clause: 'G-3.3.1c',
    limit: workdays(3),
    internal: true,
    matter: '月报',
  },
} as const satisfies Record<string, Policy>;

/** A bulletin has the limit of the report about the same period. */
export const limitFor = (type: ReportType, period: string): Policy =>
  everyOf(type, period) === 'week' ? limits.weekly : limits.monthly;
