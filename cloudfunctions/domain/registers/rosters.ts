import { leads } from '../catalogue/roles';
import { isActiveOn } from '../catalogue/staffing';
import { datetime, member, select, text, unit, type FieldErrors } from '../engine';
import type { WindowDefinition } from '../rulesets';
import { addDays, addMinutes, civilDateOf, type Instant } from '../time';
import { register, type Register } from './register';

/** 值班表, A51: who is on duty from when to when, and how they are reached outside of service hours. */

const ways = [
  { value: 'sms', label: '短信' },
  { value: 'email', label: '邮件' },
  { value: 'inbox', label: '小程序消息' },
] as const;

/** What makes a holiday long, and how early a gap before it is an alarm (A51). */
export const rosterWindows = {
  longHoliday: {
    id: 'rosters.longHoliday',
    label: '值班表：连休多少天起算长假',
    clause: 'A51',
    unit: '天',
    first: 3,
    min: 2,
    max: 15,
  },
  ahead: {
    id: 'rosters.ahead',
    label: '值班表：长假前多少个工作日检查空缺',
    clause: 'A51',
    unit: '个工作日',
    first: 3,
    min: 1,
    max: 20,
  },
} as const satisfies Record<string, WindowDefinition>;

/** The longest spell of duty: a list is read back so far to find who is on duty now. */
export const LONGEST_DUTY_DAYS = 31;

export const rosters: Register = register({
  register: 'rosters',
  label: '值班表',
  purpose: '夜间和节假日由谁值班、怎样联系；服务时间以外的消息同时发给值班人员',
  clauses: ['A51'],
  readers: ['handler', ...leads, 'operator', 'local'],
  keepers: leads,
  fields: {
    name: text('班次', { required: true, max: 40 }),
    memberId: member('值班人员', { required: true }),
    unitId: unit('值班单位（运营方不选）'),
    startsAt: datetime('开始', { required: true }),
    endsAt: datetime('结束', { required: true }),
    reach: select('联系方式', ways, { required: true }),
    phone: text('值班电话', { required: true, max: 30, keepPhones: true }),
    note: text('备注', { max: 200 }),
  },
  title: 'name',
  sortedBy: 'startsAt',
  owner: 'unitId',
  windows: Object.values(rosterWindows),
  check: ({ startsAt, endsAt, memberId, unitId }, { members, now }): FieldErrors | undefined => {
    if (endsAt <= startsAt) return { endsAt: '结束时间须晚于开始时间' };
    if (endsAt > addMinutes(startsAt, LONGEST_DUTY_DAYS * 24 * 60))
      return { endsAt: `一次值班最长 ${LONGEST_DUTY_DAYS} 天，请分开登记` };
    const person = members?.find(({ id }) => id === memberId);
    if (!person || !isActiveOn(person, civilDateOf(now))) return { memberId: '请选择在岗人员' };
    const own = unitId ? person.unitId === unitId : person.role.startsWith('operator');
    return own ? undefined : { memberId: unitId ? '请选择这个单位的人员' : '请选择运营方的人员' };
  },
});

/** What a row of it says. */
export type Duty = { memberId: string; startsAt: Instant; endsAt: Instant; reach: string; phone: string };

/** The parts of a time in which nobody is on duty. */
export const gapsIn = (
  duties: readonly Pick<Duty, 'startsAt' | 'endsAt'>[],
  from: Instant,
  to: Instant,
): { from: Instant; to: Instant }[] => {
  const gaps: { from: Instant; to: Instant }[] = [];
  let at = from;
  for (const { startsAt, endsAt } of [...duties].sort((one, other) =>
    one.startsAt < other.startsAt ? -1 : 1,
  )) {
    if (endsAt <= at || startsAt >= to) continue;
    if (startsAt > at) gaps.push({ from: at, to: startsAt });
    at = endsAt;
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
};

/** The first instant from which a duty could still last. */
export const earliestStart = (at: Instant): Instant =>
  `${addDays(civilDateOf(at), -LONGEST_DUTY_DAYS - 1)}T00:00`;
