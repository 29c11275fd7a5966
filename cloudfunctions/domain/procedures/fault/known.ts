import { facts, text, longtext, datetime, select, files, ticket } from '../../engine';
import { verification } from '../common/staff-ticket/forms';
import { serviceOrPlatform } from '../common/staff-ticket/service-choice';

const sources = [
  { value: 'probe', label: '自动监测' },
  { value: 'citizens', label: '群众反映' },
  { value: 'operator', label: '运营方巡查' },
  { value: 'unit', label: '接入方自查' },
  { value: 'local', label: '各地主管部门巡查' },
] as const;

/** What a fault knows, in the order in which its page shows it. */
export const known = facts({
  serviceId: serviceOrPlatform('出现异常的服务', { platform: '平台本身异常时不选' }, [
    'operator',
    'operator-lead',
    'system',
  ]),
  impact: longtext('群众遇到什么情况', { required: true, max: 500 }),
  instead: text('群众可以怎么办', { max: 300, keepPhones: true }),
  source: select('怎样发现的', sources),
  detectedAt: datetime('发现时间'),
  relatedNo: ticket('相关群众工单'),
  ...verification(),
  cause: longtext('原因', { required: true, max: 2000 }),
  fix: longtext('处理措施', { required: true, max: 2000 }),
  postponedTo: datetime('暂缓到', { required: true }),
  result: longtext('处理情况', { required: true, max: 4000 }),
  files: files('处理报告'),
  proposedAt: datetime('提出下线'),
  offlineAt: datetime('下线时间'),
  recoveredAt: datetime('自动监测恢复'),
  fixedAt: datetime('修复时间'),
  verifiedAt: datetime('验证通过'),
});
