import { leads } from '../../catalogue/roles';
import { isActiveOn } from '../../catalogue/staffing';
import { date, datetime, member, select, text, unit, type FieldErrors } from '../../engine';
import type { WindowDefinition } from '../../rulesets';
import { addMinutes, civilDateOf } from '../../time';
import { longestOf, repeats } from './duties';
import { register, type Register } from '../register';
import { OPERATOR } from '../scope';

/**
 * 值班表, A51, G-3.2.1: who is on duty, by date or by the days of the calendar, and how they are reached outside of
 * service hours.
 */

const ways = [
  { value: 'sms', label: '短信' },
  { value: 'email', label: '邮件' },
  { value: 'inbox', label: '小程序消息' },
] as const;

/** What makes a holiday long, how early a gap before it is an alarm (A51), and how far ahead each day has somebody (G-3.2.1). */
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
  days: {
    id: 'rosters.days',
    label: '值班表：提前多少天检查没有人值班的日子',
    clause: 'G-3.2.1',
    unit: '天',
    first: 14,
    min: 1,
    max: 60,
  },
} as const satisfies Record<string, WindowDefinition>;

/** By this the patterns of a party are found, however long ago they began; and those of all. */
export const patternsOf = (party: string): string => `patterns:${party}`;
export const ALL_PATTERNS = 'patterns';

export const rosters: Register = register({
  register: 'rosters',
  label: '值班表',
  purpose: '每天由谁值班、怎样联系：按周和节假日排，有变动的日子另排；服务时间以外的消息同时发给值班人员',
  clauses: ['A51', 'G-3.2.1'],
  readers: ['handler', ...leads, 'operator', 'local'],
  keepers: leads,
  fields: {
    name: text('班次', { required: true, max: 40 }),
    memberId: member('值班人员', { required: true }),
    unitId: unit('值班单位（运营方不选）'),
    startsAt: datetime('开始', { required: true }),
    endsAt: datetime('结束', { required: true }),
    repeat: select('哪些天同样值班（只排这一次的不选，代替按周排的）', repeats),
    until: date('同样值班到哪天为止（不填为一直）', {
      onlyIf: { field: 'repeat', is: repeats.map(({ value }) => value) },
    }),
    reach: select('联系方式', ways, { required: true }),
    phone: text('值班电话', { required: true, max: 30, keepPhones: true }),
    note: text('备注', { max: 200 }),
  },
  title: 'name',
  sortedBy: 'startsAt',
  owner: 'unitId',
  alsoFoundBy: ({ repeat, unitId }) =>
    repeat === undefined ? [] : [ALL_PATTERNS, patternsOf(unitId ?? OPERATOR)],
  windows: Object.values(rosterWindows),
  check: (
    { startsAt, endsAt, repeat, until, memberId, unitId },
    { members, now },
  ): FieldErrors | undefined => {
    if (endsAt <= startsAt) return { endsAt: '结束时间须晚于开始时间' };
    const days = longestOf(repeat);
    if (endsAt > addMinutes(startsAt, days * 24 * 60))
      return {
        endsAt: `${repeat === undefined ? '一次值班' : '这样排的一次值班'}最长 ${days} 天，请分开登记`,
      };
    if (until !== undefined && until < civilDateOf(startsAt)) return { until: '不能早于开始的日期' };
    const person = members?.find(({ id }) => id === memberId);
    if (!person || !isActiveOn(person, civilDateOf(now))) return { memberId: '请选择在岗人员' };
    const own = unitId ? person.unitId === unitId : person.role.startsWith('operator');
    return own ? undefined : { memberId: unitId ? '请选择这个单位的人员' : '请选择运营方的人员' };
  },
});
