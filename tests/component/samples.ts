import type { StaffRole } from '../../cloudfunctions/domain/catalogue/roles';
import { staffDesk } from '../../cloudfunctions/domain/views/desk';
import type { Board, ShownMember, ShownUnit, StaffApi } from '../../typings/api';
import type {
  CitizenProfile,
  FilingKind,
  ShownNotice,
  ShownTicket,
  TicketSummary,
} from '../../typings/contract';

/** A ticket as the cloud shows it, changed as a test needs it. Written for the tests; no real person or case. */
export const ticket = (change: Partial<ShownTicket> = {}): ShownTicket => ({
  no: 'TS1',
  kind: 'complaint',
  kindLabel: '投诉',
  category: 'business',
  state: 'dispatched',
  stateLabel: '待受理',
  flags: [],
  title: '社保卡补办三次被拒',
  unit: { id: 'hrss', name: '人力资源和社会保障厅' },
  holder: { role: 'unit', unitId: 'hrss' },
  holderName: '人力资源和社会保障厅',
  channel: 'miniprogram',
  applicant: { type: 'person', name: '王**' },
  contact: { phone: '138****8000' },
  text: '我到窗口补办社保卡，跑了三次还没办好。',
  attachments: [],
  promise: {
    date: '2026-10-30',
    confirmed: true,
    provisional: false,
    explanation: [
      { date: '2026-10-01', counted: false, why: '国庆节' },
      { date: '2026-10-09', counted: true, why: '' },
      { date: '2026-10-10', counted: true, why: '第 2 个工作日（调休上班）' },
    ],
    daysLeft: 15,
    broken: false,
  },
  next: { name: 'accept', label: '受理', date: '2026-10-12', daysLeft: 0 },
  clocks: [
    {
      name: 'accept',
      label: '受理',
      clause: 'G-5.3c',
      basis: 'G-5.3c',
      responsible: '人力资源和社会保障厅',
      startedOn: '2026-09-24',
      date: '2026-10-12',
      provisional: false,
      explanation: [1, 2, 3, 4, 5, 6, 7].map(day => ({ date: `2026-10-0${day}`, counted: true, why: '' })),
      counting: '从收到的第二天算起，数满 7 个工作日。',
      state: 'running',
      light: 'yellow',
      daysLeft: 0,
      internal: false,
    },
    {
      name: 'reply',
      label: '答复',
      clause: 'G-5.3d',
      basis: 'G-5.3d',
      responsible: '人力资源和社会保障厅',
      startedOn: '2026-09-24',
      date: '2026-10-29',
      provisional: false,
      explanation: [],
      counting: '',
      state: 'running',
      light: 'green',
      daysLeft: 13,
      internal: false,
    },
  ],
  headline: {
    light: 'yellow',
    daysLeft: 15,
    above: '最迟答复您',
    line: '10 月 30 日 周五',
    below: ['待受理 · 人力资源和社会保障厅'],
    explanation: [
      { date: '2026-10-01', counted: false, why: '国庆节' },
      { date: '2026-10-09', counted: true, why: '' },
      { date: '2026-10-10', counted: true, why: '第 2 个工作日（调休上班）' },
    ],
    counting: '从收到的第二天算起，数满 2 个工作日；中间有 1 天不算在内。',
    provisional: false,
  },
  acts: [],
  replies: [],
  timeline: [
    { at: '2026-09-24T10:00:00.000+08:00', who: '', label: '您提交了投诉' },
    {
      at: '2026-09-24T10:00:01.000+08:00',
      who: '运营方',
      label: '自动分办',
      text: '按所选服务',
      internal: true,
    },
  ],
  links: [],
  ruleSet: { id: 'gdzw-0001.5-2019', name: '粤省事', version: 1, draft: false },
  light: 'yellow',
  urges: 0,
  createdAt: '2026-09-24T10:00:00.000+08:00',
  version: 3,
  ...change,
});

/** The same as a list shows it. */
export const summary = (change: Partial<TicketSummary> = {}): TicketSummary => ({ ...ticket(), ...change });

const limits = (direct: string): FilingKind['limits'] => {
  const searched = `${direct}；另有 3 个工作日用来找负责单位`;
  const routed = { service: direct, none: searched };
  const technical = { service: '4 个工作日内答复', none: '4 个工作日内答复' };
  return { technical, business: routed, system: routed, unsure: { service: searched, none: searched } };
};

/** What can be filed, under limits that no shipped rule set has. */
export const filingKinds: FilingKind[] = [
  {
    kind: 'consultation',
    label: '咨询',
    action: '我要咨询',
    home: 2,
    brief: '6 个工作日内答复',
    limits: limits('6 个工作日内答复'),
  },
  {
    kind: 'complaint',
    label: '投诉',
    action: '我要投诉',
    home: 1,
    brief: '8 个工作日内受理',
    limits: limits('8 个工作日内受理，21 个工作日内答复'),
    asksAgainst: true,
  },
  {
    kind: 'suggestion',
    label: '建议',
    action: '提个建议',
    brief: '6 个工作日内答复',
    limits: limits('6 个工作日内答复'),
  },
];

/** Who the citizen is. */
export const profile = (change: Partial<CitizenProfile> = {}): CitizenProfile => ({
  policyVersion: '2026-01',
  consents: [],
  preferences: { subscribe: false, largeText: false, muted: [] },
  regions: [
    { code: '440000', name: '广东省' },
    { code: '440100', name: '广东省广州市' },
  ],
  subscribed: [],
  kinds: filingKinds,
  templates: [],
  uploadFolder: `uploads/${'a'.repeat(32)}`,
  erasure: { gone: ['姓名和电话'], stays: ['操作记录：不少于六个月'] },
  ...change,
});

/** What pages ask whether one may, and which roles may (tests/unit/menu compares it with the tables of the cloud). */
export const MAY: Partial<Record<keyof StaffApi, StaffRole[]>> = {
  'faq.save': ['operator', 'operator-lead', 'handler', 'lead'],
  'faq.review': ['lead', 'operator-lead', 'manager'],
  'knowledge.numbers': ['operator', 'operator-lead', 'handler', 'lead', 'manager'],
  'knowledge.refit': ['manager'],
  'knowledge.saveWords': ['operator-lead', 'manager'],
  'service.import': ['operator-lead', 'manager'],
  'notice.publish': ['operator', 'operator-lead', 'manager'],
};

/** What a citizen's profile says of somebody who is also staff. */
export const asStaff = (role: string): NonNullable<CitizenProfile['staff']> => ({
  roles: [role],
  desk: staffDesk(role as StaffRole),
});

/** Who a member of staff is, with nothing waiting. */
export const member = (
  roles: string[],
  change: Partial<StaffApi['me.get']['out']> = {},
): StaffApi['me.get']['out'] => ({
  memberId: 'm',
  name: '张三',
  roles,
  roleLabel: '',
  menu: [],
  may: (Object.keys(MAY) as (keyof StaffApi)[]).filter(action =>
    MAY[action]?.some(role => roles.includes(role)),
  ),
  kinds: [],
  channelFilters: [],
  channels: [
    { value: 'phone', label: '电话' },
    { value: 'counter', label: '窗口' },
    { value: '12345', label: '12345 热线' },
  ],
  registers: [],
  counts: { todo: 0, mine: 0, unit: 0, overdue: 0, all: 0 },
  address: {},
  alarms: [],
  ...change,
});

/** Somebody of the same side. */
export const colleague = (id: string, name: string): ShownMember => ({
  id,
  name,
  role: 'handler',
  roleLabel: '经办人',
  unitId: 'hrss',
  state: 'active',
});

export const unit = (id: string, name: string): ShownUnit => ({
  id,
  name,
  region: '440000',
  duties: [],
  secondSignature: false,
});

/** A public notice about a service. */
export const notice = (change: Partial<ShownNotice> = {}): ShownNotice => ({
  id: 'n1',
  kind: 'fault',
  title: '查询故障',
  text: '正在处理',
  publishedAt: '2026-10-09T10:00:00.000+08:00',
  ...change,
});

const nobody = { yes: 0, answers: 0, asked: 0, rate: null, response: null };
/** Nobody has said anything of it yet (A49). */
export const noOpinions: Board['opinions'] = {
  solved: nobody,
  satisfied: nobody,
  definitions: { solved: '回访时群众说已解决的', satisfied: '评价基本满意以上的' },
  units: [],
};
