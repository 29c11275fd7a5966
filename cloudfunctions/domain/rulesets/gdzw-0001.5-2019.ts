import type { Limit } from '../deadline';
import type { RuleSet } from './rule-set';

const workdays = (n: number): Limit => ({ n, unit: 'working-day' });
const serviceHours = (n: number): Limit => ({ n: 60 * n, unit: 'service-minute' });
const minutes = (n: number): Limit => ({ n, unit: 'minute' });

/** 粤省事: the limits of GDZW 0001.5-2019 chapter 5, and our own where the document gives no number ([D] in §1.4). */
export const gdzw: RuleSet = {
  id: 'gdzw-0001.5-2019',
  version: 1,
  name: '粤省事移动政务服务平台 运营规范（GDZW 0001.5-2019）',
  draft: false,
  source: 'GDZW 0001.5-2019，2019-08-09 发布',
  limits: {
    'consult.technical': { limit: workdays(2), label: '答复', clause: 'G-5.2a' },
    'consult.business': { limit: workdays(5), label: '答复', clause: 'G-5.2d' },
    'complaint.technical': { limit: workdays(2), label: '答复', clause: 'G-5.3a' },
    'complaint.business.accept': { limit: workdays(7), label: '决定是否受理', clause: 'G-5.3c' },
    'complaint.business.reply': { limit: workdays(20), label: '答复处理结果', clause: 'G-5.3d' },
    dispatch: { limit: workdays(1), label: '分办', clause: 'G-5.2c', internal: true },
    objection: { limit: workdays(5), label: '复核异议', clause: 'A16' },
    'ordered-reply': { limit: workdays(15), label: '按复核决定答复', clause: 'A16' },
    'rating.contact': { limit: workdays(1), label: '联系群众', clause: 'A20' },
    'rating.rectify': { limit: workdays(15), label: '差评整改', clause: 'A20' },
    supervise: { limit: workdays(2), label: '答复督办', clause: 'G-2.1c' },
    // The limit of an assisting unit is half of the days left (A28); one working day is its least.
    assist: { limit: workdays(1), label: '协办答复', clause: 'A28', internal: true },
    'listing.check': { limit: workdays(3), label: '核查上架材料', clause: 'J-10c', internal: true },
    'listing.decide': { limit: workdays(3), label: '审核上架', clause: 'G-2.1b1', internal: true },
    'change.decide': { limit: workdays(3), label: '审核回复', clause: 'G-3.2.2b', internal: true },
    'change.execute': { limit: workdays(3), label: '执行工单', clause: 'G-3.2.2c', internal: true },
    'change.report': { limit: workdays(1), label: '反馈执行结果', clause: 'G-3.2.2c', internal: true },
    'fault.report': {
      limit: serviceHours(2),
      label: '报告接入方和管理方',
      clause: 'G-3.3.3a',
      internal: true,
    },
    'fault.fix': { limit: workdays(1), label: '解决应用异常', clause: 'G-3.2.4a' },
    'fault.verify': { limit: serviceHours(2), label: '验证修复', clause: 'G-3.3.3c', internal: true },
    'fault.offline': { limit: serviceHours(2), label: '确认暂时下线', clause: 'G-3.3.3b', internal: true },
    'fault.reopen': { limit: workdays(5), label: '修复并验证', clause: 'G-3.3.3c', internal: true },
    'emergency.offline': { limit: minutes(30), label: '下线并公告', clause: 'J-11c', internal: true },
    'emergency.filing': { limit: workdays(1), label: '书面报备', clause: 'J-11b' },
    'maintenance.notice': { limit: workdays(3), label: '提前告知', clause: 'G-3.2.3a' },
    'maintenance.acknowledge': {
      limit: workdays(1),
      label: '确认维护公告',
      clause: 'G-3.2.3b',
      internal: true,
    },
    'maintenance.finish': { limit: minutes(30), label: '确认维护结束', clause: 'G-3.2.3b', internal: true },
    'major-fault.report': { limit: minutes(30), label: '第一时间报告', clause: 'J-16c', internal: true },
    'major-fault.solve': { limit: workdays(1), label: '处置重大故障', clause: 'J-16c', internal: true },
    'major-fault.closing': { limit: workdays(5), label: '提交处置报告', clause: 'J-16c', internal: true },
    'release.test': { limit: workdays(5), label: '完成测试', clause: 'G-3.3.4a', internal: true },
    'release.decide': { limit: workdays(3), label: '审批重大变更', clause: 'G-3.3.4b', internal: true },
    'release.publish': { limit: workdays(5), label: '提审和发布', clause: 'G-3.3.4a', internal: true },
    'release.verify': { limit: workdays(1), label: '发布后验证', clause: 'G-3.3.4a', internal: true },
    'release.filing': { limit: workdays(5), label: '月度书面报备', clause: 'G-3.3.4c', internal: true },
  },
  switches: {
    extension: false,
    routerDispatchAbove: null,
    changeMode: 'approve',
    offlineNeedsConfirmation: false,
    replyCountsFrom: 'receipt',
    hotline: 'linked',
  },
  windows: {
    rateDays: 7,
    objectDays: 7,
    returnWorkdays: 2,
    amendMinutes: 10,
    unreachableCalls: 3,
    unreachableWorkdays: 5,
    extensionWorkdays: 10,
    revealsPerDay: 50,
    filingsPerDay: 20,
  },
  majorChanges: [],
  roleNames: { manager: '管理方', operator: '运营方', unit: '事权责任单位', local: '各地主管部门' },
};
