import { operators } from '../../catalogue/roles';
import { facts, longtext, bool, date, datetime, select, files } from '../../engine';
import { verification } from '../common/staff-ticket/forms';
import { limitOf } from '../../rulesets';
import { earliestStartDay } from '../../services/maintenance-window';
import { spokenDate } from '../../time/spoken';
import { serviceOrPlatform } from '../common/staff-ticket/service-choice';
import { limits } from './limits';

const types = [
  { value: 'upgrade', label: '系统升级' },
  { value: 'event', label: '重大活动' },
] as const;

/** What a maintenance knows, in the order in which its page shows it. */
export const known = facts({
  type: select('事项', types, { required: true }),
  serviceId: serviceOrPlatform('哪项服务', { platform: '平台本身维护时不选' }, operators),
  startsAt: datetime('开始时间', { required: true }),
  endsAt: datetime('结束时间', { required: true }),
  urgentReason: longtext('紧急的理由', {
    labelFor: ({ calendar, now, ruleSet }) => {
      const day = earliestStartDay(calendar, now, limitOf(ruleSet, limits.notice).n);
      return `紧急的理由（${spokenDate(day)}以前开始的必填）`;
    },
    max: 500,
  }),
  impact: longtext('期间什么不能用（会写进公告）', { required: true, max: 300, keepPhones: true }),
  instead: longtext('群众可以怎么办（会写进公告）', { required: true, max: 300, keepPhones: true }),
  pauses: bool('重大活动期间暂停办理', { onlyIf: { field: 'type', is: ['event'] } }),
  risk: longtext('风险和保障措施', { max: 2000 }),
  attachment: files('方案'),
  ...verification(),
  noticeDay: date('计为哪天告知'),
  latestNoticeDay: date('最迟告知日'),
  inTime: bool('按提前期告知'),
  shownEndsAt: datetime('现公布的结束时间'),
  overranAt: datetime('从何时起超时'),
  endedAt: datetime('确认结束'),
});
