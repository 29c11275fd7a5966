import type { Limit } from '../deadline';

/**
 * One limit of a procedure: which clock it drives, what it asks for, and under which clause. `limit` is the value with
 * which it first shipped; it never changes, as rule sets that are older than the policy fall back to it.
 */
export type Policy = {
  /** Its name in rule sets and reports, e.g. `complaint.business.reply`. */
  id: string;
  /** What acts meet and cancel it by, and the ticket shows it under (contract §6). */
  clock: string;
  /** What the clock is called on the screen, e.g. `答复处理结果`. */
  label: string;
  clause: string;
  limit: Limit;
  /** An internal target: never shown as statutory, never to a citizen (A7). */
  internal?: true;
  /** What tells it from another limit of the same clock, e.g. `办事业务`. */
  matter?: string;
  /** The procedure counts with its number alone: a rule set cannot give it another unit. */
  oneUnit?: true;
  /** The policy than which it cannot be longer. */
  within?: string;
};

export const workdays = (n: number): Limit => ({ n, unit: 'working-day' });
export const serviceHours = (n: number): Limit => ({ n: 60 * n, unit: 'service-minute' });
export const minutes = (n: number): Limit => ({ n, unit: 'minute' });

/** The limit of a policy under a rule set: what the rule set says, else the value with which the policy shipped. */
export const limitOf = (ruleSet: { limits: Readonly<Record<string, Limit>> }, { id, limit }: Policy): Limit =>
  ruleSet.limits[id] ?? limit;

const THIRTY_DAYS = 30 * 24 * 60;

/** The units of limits: in words, and how many of each a rule set may say. */
export const limitUnits = {
  'working-day': { label: '个工作日', max: 250, whole: true },
  'calendar-day': { label: '日', max: 365, whole: true },
  month: { label: '个月', max: 24, whole: true },
  'service-minute': { label: '分钟（服务时间内）', max: THIRTY_DAYS, whole: false },
  minute: { label: '分钟', max: THIRTY_DAYS, whole: false },
} as const satisfies Record<Limit['unit'], { label: string; max: number; whole: boolean }>;

export const MIN_LIMIT = 1;

/** In which units a policy can be given: what is counted in whole days stays so, statutory limits never have hours (A7). */
export const unitsOf = ({ limit, oneUnit }: Policy): Limit['unit'][] =>
  oneUnit
    ? [limit.unit]
    : (Object.keys(limitUnits) as Limit['unit'][]).filter(
        unit => limitUnits[unit].whole === limitUnits[limit.unit].whole,
      );

/** `20 个工作日`, `2 小时（服务时间内）`. */
export const limitInWords = ({ n, unit }: Limit): string => {
  const hours = limitUnits[unit].whole || n % 60 !== 0 ? 0 : n / 60;
  return hours > 0
    ? `${hours} ${limitUnits[unit].label.replace('分钟', '小时')}`
    : `${n} ${limitUnits[unit].label}`;
};

/** What a limit is called where it stands without its ticket, e.g. `咨询、建议：答复（办事业务）`. */
export const titleOf = ({ label, matter }: Policy, procedures: readonly string[]): string =>
  `${procedures.join('、')}：${label}${matter ? `（${matter}）` : ''}`;
