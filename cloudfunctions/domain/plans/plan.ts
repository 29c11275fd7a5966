import { periodOf, type ChecklistItem, type Every, type Period } from '../engine/recurrence';
import { addWorkdays, isWorkday, subtractWorkdays, type Calendar } from '../calendar';
import { addDays, civilDateOf, startOfDay, type CivilDate, type Instant } from '../time';

/**
 * Plans of what is done again and again (contract §9, A8, A10): which period comes next and what is to be done about it now,
 * by the working calendar alone. Periods are civil ones, so that nothing drifts; what has been settled stays settled, so that
 * no change of a plan, late run or dead timer loses a period or does one twice.
 */

export const planPeriods = ['weekly', 'monthly', 'quarterly', 'yearly'] as const;
export type PlanPeriod = (typeof planPeriods)[number];

export const everyOf: Record<PlanPeriod, Every> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
};

export const periodOfEvery: Record<Every, PlanPeriod> = {
  week: 'weekly',
  month: 'monthly',
  quarter: 'quarterly',
  year: 'yearly',
};

/** Who does it. */
export type PlanParty = {
  role: 'operator' | 'unit' | 'local' | 'manager';
  unitId?: string | undefined;
  region?: string | undefined;
};

export type Plan = {
  kind: string;
  topic: string;
  title: string;
  period: PlanPeriod;
  party: PlanParty;
  checklist: ChecklistItem[];
  from: CivilDate;
  until?: CivilDate | undefined;
  /** When it was made, or taken up again after it was over: nothing is opened for the time before. */
  since: CivilDate;
  /** The last day of the last period that has been settled. */
  settledUntil?: CivilDate | undefined;
};

type Timed = Pick<Plan, 'period' | 'from' | 'until' | 'since' | 'settledUntil'>;

/** What is to be done about a plan now. */
export type Next =
  /** Its period has begun: open it. `due` = its last working day. */
  | { do: 'open'; period: Period; due: CivilDate; after: CivilDate }
  /** No working day in it (A8). */
  | { do: 'skip'; period: Period; why: string }
  | { do: 'wait'; until: Instant }
  | { do: 'nothing' };

const later = (...days: (CivilDate | undefined)[]): CivilDate =>
  days
    .filter(day => day !== undefined)
    .sort()
    .at(-1) ?? '';

/** The first period that is not settled yet. One that a settled one reaches into is covered by that, also after a change of the period. */
const nextPeriod = ({ period, from, since, settledUntil }: Timed): Period => {
  const every = everyOf[period];
  const found = periodOf(every, later(from, since, settledUntil && addDays(settledUntil, 1)));
  return settledUntil !== undefined && found.first <= settledUntil
    ? periodOf(every, addDays(found.last, 1))
    : found;
};

const names: Record<PlanPeriod, string> = {
  weekly: '本周',
  monthly: '本月',
  quarterly: '本季度',
  yearly: '本年',
};

/** What a plan becomes when its next period has been settled. */
export const settled = <P extends Timed>(plan: P, { last }: Period): P => ({ ...plan, settledUntil: last });

/** What to do about a plan at an instant. A part of a period, at the beginning or end of the plan, counts as one. */
export const nextOf = (plan: Timed, now: Instant, calendar: Calendar): Next => {
  const period = nextPeriod(plan);
  const first = later(period.first, plan.from, plan.since);
  const last = plan.until !== undefined && plan.until < period.last ? plan.until : period.last;
  if (first > last) return { do: 'nothing' };
  const today = civilDateOf(now);
  if (today < first) return { do: 'wait', until: startOfDay(first) };
  const workday = isWorkday(calendar, first) ? first : addWorkdays(calendar, first, 1);
  if (workday <= last) {
    const after = addDays(last, 1);
    if (workday <= today) return { do: 'open', period, due: subtractWorkdays(calendar, after, 1), after };
    // Looked at each day: a holiday list may be corrected meanwhile.
    return { do: 'wait', until: startOfDay(addDays(today, 1)) };
  }
  // Whether there is none is certain when the period is over.
  if (today <= last) return { do: 'wait', until: startOfDay(addDays(today, 1)) };
  // The rest of one in which the plan begins or ends, e.g. a week-end, is none of its own.
  if (first > period.first || last < period.last) return nextOf(settled(plan, period), now, calendar);
  return { do: 'skip', period, why: `${names[plan.period]}无工作日` };
};

/** When it has to be looked at again. */
export const wakesAt = (plan: Timed, now: Instant, calendar: Calendar, never: Instant): Instant => {
  const next = nextOf(plan, now, calendar);
  if (next.do === 'nothing') return never;
  return next.do === 'wait' ? next.until : now;
};
