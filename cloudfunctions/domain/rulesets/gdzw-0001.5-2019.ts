import type { Limit } from '../deadline';
import type { RuleSet } from './rule-set';

const workdays = (n: number): Limit => ({ n, unit: 'working-day' });

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
  roleNames: { manager: '管理方', operator: '运营方', unit: '事权责任单位', local: '各地主管部门' },
};
