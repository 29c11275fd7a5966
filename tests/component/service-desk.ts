import type { FormField, ListedProcedure } from '../../typings/contract';
import type { Mounted } from './harness';
import { ok, type CloudScript } from './phone';
import { ticket } from './samples';

/** What staff may start, and a ticket of theirs; written for the tests. */

export const called = (page: Mounted, action: string) =>
  page.phone.calls.filter(call => call.action === action);

const fields: FormField[] = [
  { name: 'serviceId', label: '受影响的服务', type: 'service', required: false },
  { name: 'impact', label: '群众遇到什么情况', type: 'longtext', required: true, max: 500 },
  {
    name: 'changes',
    label: '改动类型',
    type: 'select',
    many: true,
    required: false,
    options: [
      { value: 'login', label: '登录方式' },
      { value: 'fix', label: '问题修复' },
    ],
  },
  { name: 'proof', label: '证明材料', type: 'files', required: false },
];
export const opening = (
  kind: ListedProcedure['kind'],
  label: string,
  more: Partial<ListedProcedure> = {},
): ListedProcedure => ({
  kind,
  label,
  group: '演示',
  purpose: `${label}的用途`,
  order: 1,
  clauses: [],
  mayOpen: true,
  fields,
  ...more,
});

export const openings: ListedProcedure[] = [
  opening('complaint', '投诉', { filed: true }),
  opening('major-fault', '重大故障', {
    urgent: { label: '一键报告重大故障', fields: 3 },
    offeredAt: { service: '报告重大故障' },
  }),
  opening('fault', '应用异常', {
    offeredAt: {
      service: '报告异常',
      ticket: { label: '报告这项服务异常', values: { source: 'citizens' } },
    },
  }),
  { ...opening('listing', '服务上架', { mayOpen: false }), fields: undefined },
];
export const work = ticket({
  no: 'YC1',
  kind: 'fault',
  kindLabel: '应用异常',
  title: '社保卡申领异常',
  text: '',
  service: { id: 'S001', name: '社保卡申领' },
  facts: [
    { name: 'serviceId', label: '出现异常的服务', value: '社保卡申领' },
    { name: 'impact', label: '群众遇到什么情况（会公布）', value: '不能提交。' },
  ],
  notice: {
    id: 'GG-YC1',
    kind: 'fault',
    title: '“社保卡申领”出现异常',
    text: '不能提交。',
    publishedAt: '2026-09-24T10:00:00.000+08:00',
  },
  openTickets: [{ no: 'ZX9', title: '一直提交不了', unitName: '人社厅' }],
});
export const script: CloudScript = {
  'staff/procedure.list': () => ok({ procedures: openings }),
  'staff/procedure.open': () => ok({ ticket: work }),
  'staff/ticket.get': () => ok({ ticket: work }),
};
