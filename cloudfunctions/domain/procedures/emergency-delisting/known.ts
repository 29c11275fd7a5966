import { facts, text, longtext, datetime, select, files, service } from '../../engine';
import { inWriting } from '../common/in-writing';
import { verification } from '../common/staff-ticket/forms';

const ways = [
  { value: 'phone', label: '电话' },
  { value: 'in-person', label: '当面' },
  { value: 'meeting', label: '会议' },
  { value: 'other', label: '其他' },
] as const;

/** What an emergency delisting knows, in the order in which its page shows it. */
export const known = facts({
  serviceId: service('要下架的服务', { required: true }),
  oralTo: text('向谁口头报告（单位、职务）', { required: true, max: 60 }),
  oralAt: datetime('口头报告时间', { required: true }),
  oralHow: select('怎样报告的', ways, { required: true }),
  oralBy: text('谁报告的', { required: true, max: 30 }),
  impact: longtext('为什么暂停（群众看到）', { required: true, max: 400 }),
  instead: longtext('群众可以怎么办', { required: true, max: 300, keepPhones: true }),
  filing: files('盖章的书面报备', { required: true }),
  ...inWriting,
  account: longtext('情况说明', { required: true, max: 4000 }),
  cause: longtext('原因', { required: true, max: 2000 }),
  fix: longtext('处理措施', { required: true, max: 2000 }),
  ...verification(),
  offlineAt: datetime('下架时间'),
  writtenAt: datetime('书面报备时间'),
  reopenedAt: datetime('恢复时间'),
});
