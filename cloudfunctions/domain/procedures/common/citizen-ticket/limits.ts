import {
  workdays,
  yesOrNo,
  type Policy,
  type SwitchDefinition,
  type WindowDefinition,
} from '../../../rulesets';
import { signLimits } from '../signing';
import { levelLimits } from '../supervision/levels';

/** Limits, windows and switches of consultations, complaints and suggestions: numbers of the documents, and ours where they give none (§1.4). */

export const limits = {
  consultTechnical: {
    id: 'consult.technical',
    clock: 'reply',
    label: '答复',
    clause: 'G-5.2a',
    limit: workdays(2),
    matter: '小程序操作使用',
  },
  consultBusiness: {
    id: 'consult.business',
    clock: 'reply',
    label: '答复',
    clause: 'G-5.2d',
    limit: workdays(5),
    matter: '办事业务',
  },
  complaintTechnical: {
    id: 'complaint.technical',
    clock: 'reply',
    label: '答复',
    clause: 'G-5.3a',
    limit: workdays(2),
    matter: '小程序操作使用',
  },
  complaintAccept: {
    id: 'complaint.business.accept',
    clock: 'accept',
    label: '决定是否受理',
    clause: 'G-5.3c',
    limit: workdays(7),
    oneUnit: true,
    within: 'complaint.business.reply',
  },
  complaintReply: {
    id: 'complaint.business.reply',
    clock: 'reply',
    label: '答复处理结果',
    clause: 'G-5.3d',
    limit: workdays(20),
  },
  dispatch: {
    id: 'dispatch',
    clock: 'dispatch',
    label: '分办',
    clause: 'G-5.2c',
    limit: workdays(1),
    internal: true,
    oneUnit: true,
  },
  /** On a return: uphold it by dispatching elsewhere, or send it back (A50). */
  returned: {
    id: 'return.decide',
    clock: 'dispatch',
    label: '决定退回',
    clause: 'A50',
    limit: workdays(1),
    internal: true,
  },
  objection: {
    id: 'objection',
    clock: 'objection',
    label: '复核异议',
    clause: 'A16',
    limit: workdays(5),
  },
  orderedReply: {
    id: 'ordered-reply',
    clock: 'reply',
    label: '按复核决定答复',
    clause: 'A16',
    limit: workdays(15),
  },
  /** What was planned, on the day for which it was planned (A49). */
  planned: {
    id: 'reply.planned',
    clock: 'reply',
    label: '答复落实结果',
    clause: 'A49',
    limit: workdays(5),
  },
  ratingContact: {
    id: 'rating.contact',
    clock: 'contact',
    label: '联系群众',
    clause: 'A20',
    limit: workdays(1),
  },
  ratingRectify: {
    id: 'rating.rectify',
    clock: 'rectify',
    label: '差评整改',
    clause: 'A20',
    limit: workdays(15),
  },
  supervise: levelLimits.supervise,
  /** Half of the days left, and at least this (A28). */
  assist: {
    id: 'assist',
    clock: 'reply',
    label: '协办答复',
    clause: 'A28',
    limit: workdays(1),
    internal: true,
    oneUnit: true,
  },
} as const satisfies Record<string, Policy>;

/** What every kind of citizen's ticket can meet on its way. */
export const sharedLimits: readonly Policy[] = [
  limits.dispatch,
  limits.returned,
  limits.planned,
  limits.ratingContact,
  limits.ratingRectify,
  limits.supervise,
  limits.assist,
  ...Object.values(signLimits),
];

export const windows = {
  rate: { id: 'rateDays', label: '答复后可以评价', clause: 'A20', unit: '日', first: 7, min: 1, max: 60 },
  return: {
    id: 'returnWorkdays',
    label: '单位收到后可以退回',
    clause: 'A27',
    unit: '个工作日',
    first: 2,
    min: 1,
    max: 20,
  },
  amend: { id: 'amendMinutes', label: '群众提交后可以修改', unit: '分钟', first: 10, min: 1, max: 1440 },
  calls: {
    id: 'unreachableCalls',
    label: '多少次联系不上（各在不同日期）可以公告',
    clause: 'A25',
    unit: '次',
    first: 3,
    min: 1,
    max: 10,
  },
  announced: {
    id: 'unreachableWorkdays',
    label: '公告联系不上后到办结',
    clause: 'A25',
    unit: '个工作日',
    first: 5,
    min: 1,
    max: 30,
  },
  extension: {
    id: 'extensionWorkdays',
    label: '一次最多延期',
    clause: 'A26',
    unit: '个工作日',
    first: 10,
    min: 1,
    max: 60,
  },
  /** Of what ends in the ordinary way; phone, refusal, unreachable and rectified are called in any case (A49). */
  visits: {
    id: 'visitPercent',
    label: '随机抽取回访的比例',
    clause: 'A49',
    unit: '%',
    first: 10,
    min: 0,
    max: 100,
  },
  /** What was answered on the spot counts as solved unless the same matter comes back (A48). */
  firstContact: {
    id: 'firstContactDays',
    label: '当场答复后同一件事再来，就不算首次解决',
    clause: 'A48',
    unit: '日',
    first: 7,
    min: 1,
    max: 60,
  },
  claimCode: {
    id: 'claimCodeDays',
    label: '电话登记的件，给出的认领码有效',
    clause: 'contract §4',
    unit: '日',
    first: 7,
    min: 1,
    max: 60,
  },
} as const satisfies Record<string, WindowDefinition>;

/** Extension of a reply limit. */
const extension: SwitchDefinition<boolean> = {
  id: 'extension',
  label: '延期答复',
  clause: 'A26',
  first: false,
  options: yesOrNo('允许', '不允许'),
};

/** Dispatch by the router alone above this confidence; null = never (contract §7). */
const routerDispatchAbove: SwitchDefinition<number | null> = {
  id: 'routerDispatchAbove',
  label: '把握达到多少时自动分办',
  clause: 'G-5.2c',
  first: null,
  none: '不自动分办',
  min: 0.5,
  max: 1,
};

/** The limit of a complaint's reply counts from receipt or from acceptance. */
const replyCountsFrom: SwitchDefinition<'receipt' | 'acceptance'> = {
  id: 'replyCountsFrom',
  label: '投诉的答复时限起算',
  clause: 'A30',
  first: 'receipt',
  options: [
    { value: 'receipt', label: '自收到之日' },
    { value: 'acceptance', label: '自受理之日' },
  ],
};

/** Whose limits hold, and who decides, for what comes from the hotline. */
const hotline: SwitchDefinition<'linked' | 'master'> = {
  id: 'hotline',
  label: '12345 热线转来的件',
  clause: 'A14',
  first: 'linked',
  options: [
    { value: 'linked', label: '先收到的一方定时限，由我方分办' },
    { value: 'master', label: '由 12345 派单、定时限，退回和延期报 12345 决定' },
  ],
};

export const switches = { extension, routerDispatchAbove, replyCountsFrom, hotline };

/** Likewise: what every kind of citizen's ticket has. */
export const sharedWindows: readonly WindowDefinition[] = Object.values(windows);
export const sharedSwitches: readonly SwitchDefinition[] = Object.values(switches);
