import { platformStaff } from '../../catalogue/roles';
import { facts, text, longtext, datetime, select, files, rows } from '../../engine';
import { verification } from '../common/staff-ticket/forms';
import { serviceOrPlatform } from '../common/staff-ticket/service-choice';

/** What citizens meet, in their words: chosen, not written, so that the notice is plain and stands at once. */
export const symptoms = [
  { value: 'closed', label: '打不开' },
  { value: 'login', label: '不能登录' },
  { value: 'submit', label: '不能提交办理' },
  { value: 'query', label: '查不到办理结果' },
  { value: 'pay', label: '不能缴费' },
  { value: 'wrong', label: '显示的内容有误，请暂勿使用' },
] as const;

const levels = [
  { value: 'extraordinary', label: '特别重大' },
  { value: 'major', label: '重大' },
  { value: 'serious', label: '较大' },
] as const;

/** What came of a call. */
export const results = [
  { value: 'waiting', label: '待通知' },
  { value: 'missed', label: '未接通' },
  { value: 'reached', label: '已通知' },
] as const;

/** What a major fault knows, in the order in which its page shows it. */
export const known = facts({
  serviceId: serviceOrPlatform(
    '受影响的服务',
    { platform: '整个平台时不选', service: '整个平台都有故障的，请马上打电话告诉运营方' },
    platformStaff,
  ),
  symptom: select('群众遇到什么情况', symptoms, { required: true }),
  noticedAt: datetime('发现时间（不填为现在）'),
  level: select('级别', levels),
  instead: text('群众可以怎么办', { max: 300, keepPhones: true }),
  ...verification('怎样验证已经恢复'),
  cause: longtext('原因', { required: true, max: 4000 }),
  handling: longtext('处置经过', { required: true, max: 4000 }),
  prevention: longtext('防止再发生的措施', { required: true, max: 4000 }),
  files: files('处置报告'),
  overAt: datetime('恢复时间'),
  calls: rows('电话通知', {
    who: text('通知对象', { required: true }),
    phone: text('电话'),
    result: select('结果', results, { required: true }),
    at: datetime('时间'),
  }),
});
