import type { Mounted } from './harness';
import { ok, type CloudScript } from './phone';
import { asStaff, member, profile, summary, ticket } from './samples';

/** The desk of a handler with one ticket that is overdue and one for today; written for the tests. */

export const counts = { todo: 2, mine: 1, unit: 31, overdue: 1, all: 99 };
export const late = summary({
  no: 'ZX1',
  title: '失业金一直审核中',
  light: 'red',
  next: { name: 'reply', label: '答复', date: '2026-11-19', daysLeft: -1 },
});
const today = summary({ no: 'TS1' });
export const acts = [
  { act: 'accept', label: '受理', place: 'main' as const, fields: [] },
  {
    act: 'refuse',
    label: '不予受理',
    place: 'next' as const,
    fields: [{ name: 'reason', label: '理由', type: 'longtext' as const, required: true }],
  },
];
const headline = {
  light: 'yellow' as const,
  daysLeft: 0,
  line: '今天 24:00 前：决定是否受理',
  below: ['人力资源和社会保障厅 · G-5.3c · 7 个工作日'],
  explanation: [],
  counting: '',
  provisional: false,
};
export const script: CloudScript = {
  'staff/me.get': () =>
    ok(member(['handler'], { roleLabel: '经办人', unit: { id: 'hrss', name: '省人社厅' }, counts })),
  'staff/ticket.queue': () => ok({ tickets: [late, today], counts }),
  'staff/ticket.get': input => ok({ ticket: ticket({ no: String(input['no']), acts, headline }) }),
  'citizen/me.get': () => ok(profile({ staff: asStaff('handler') })),
};
export const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action);
