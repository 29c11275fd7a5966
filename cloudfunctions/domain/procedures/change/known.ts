import {
  facts,
  text,
  longtext,
  datetime,
  select,
  files,
  unit,
  service,
  required,
  allOptional,
  type Fields,
} from '../../engine';
import { inWriting } from '../common/in-writing';
import { verification } from '../common/staff-ticket/forms';
import { plannedOn } from '../common/staff-ticket/planned';
import { serviceFields } from '../common/staff-ticket/service-form';

const types = [
  { value: 'adjust', label: '调整' },
  { value: 'withdraw', label: '撤销' },
] as const;

/** An adjustment says what is to be different; what is left blank stays as it is. */
const ofAdjustment = <F extends Fields>(fields: F): F =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      { ...field, onlyIf: { field: 'changeType', is: ['adjust'] } },
    ]),
  ) as unknown as F;

/** What is applied for (G-3.2.2a). */
export const application = {
  changeType: select('调整还是撤销（调整时只填要改的内容）', types, { required: true }),
  reason: longtext('理由和依据', { required: true, max: 2000 }),
  impact: longtext('群众会看到什么变化', { required: true, max: 400, keepPhones: true }),
  instead: longtext('群众可以怎么办（撤销时必填）', { max: 300, keepPhones: true }),
  ...ofAdjustment({ accessUnitId: unit('改由哪个单位接入'), ...allOptional(serviceFields) }),
  plannedOn: required(plannedOn('计划执行日期')),
  letter: files('盖章的书面申请', { required: true }),
  ...inWriting,
};

/** What a change knows, in the order in which its page shows it. */
export const known = facts({
  serviceId: service('要调整或撤销的服务', { required: true }),
  ...application,
  conditions: longtext('意见或条件', { max: 2000 }),
  decision: longtext('理由', { required: true, max: 2000 }),
  executeAt: datetime('执行时间', { required: true }),
  stepLog: longtext('执行步骤', { required: true, max: 4000 }),
  ...verification(),
  result: longtext('执行结果', { required: true, max: 4000 }),
  workOrderNo: text('工单号'),
  filedAt: datetime('报备时间'),
  doneAt: datetime('实际执行时间'),
});
