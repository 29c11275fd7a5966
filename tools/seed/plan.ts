/** Which demo tickets there are and what has happened to them, in days before now. */

export type PlannedAct = {
  ago: number;
  who: 'citizen' | 'operator' | 'operator-lead' | 'handler' | 'lead' | 'manager';
  act: string;
  input?: Record<string, unknown>;
};

export type Planned = {
  scenario: string;
  /** When one scenario is filed twice. */
  key?: string;
  filed: number;
  /** Asks the machine first; the ticket then starts as answered. */
  ask?: string;
  against?: 'operator' | 'staff';
  channel?: 'phone' | 'counter';
  phone?: string;
  acts?: PlannedAct[];
};

const by =
  (who: PlannedAct['who'], act: string) =>
  (ago: number, input?: Record<string, unknown>): PlannedAct => ({
    ago,
    who,
    act,
    ...(input ? { input } : {}),
  });

const accept = by('handler', 'accept');
const reply = by('handler', 'reply');
const answer = by('operator', 'reply');
const refuse = by('handler', 'refuse');
const dispatch = by('operator', 'dispatch');
const rate = by('citizen', 'rate');
const urge = by('citizen', 'urge');
const disclose = by('manager', 'disclose');
const withdraw = by('citizen', 'withdraw');
const called = (ago: number, reached: boolean): PlannedAct =>
  by('handler', 'logCall')(ago, { reached, text: reached ? '已电话联系' : '电话无人接听' });

export const plan: Planned[] = [
  // 待分办: waits for the operator, some past their day
  { scenario: 'T39', filed: 0.1 },
  { scenario: 'T61', filed: 0.2 },
  { scenario: 'T40', filed: 1 },
  { scenario: 'T60', filed: 4 },
  { scenario: 'T62', filed: 6 },
  { scenario: 'T49', filed: 3, acts: [dispatch(2, { unitId: 'edu' })] },

  // 机器已答: the machine answered, the citizen has not said whether it helped
  { scenario: 'T07', filed: 0.02, ask: '收不到验证码怎么办？' },
  { scenario: 'T08', filed: 0.03, ask: '怎么绑定家人？' },

  // 待受理 and 待答复
  { scenario: 'T01', filed: 2, phone: '13900001001', acts: [urge(0.4)] },
  { scenario: 'T11', filed: 2 },
  {
    scenario: 'T12',
    filed: 3,
    acts: [by('handler', 'askCitizen')(1, { text: '请补充两次退回时窗口给您的书面说明照片。' })],
  },
  { scenario: 'T15', filed: 6 },
  { scenario: 'T17', filed: 9, acts: [urge(1)] },
  { scenario: 'T19', filed: 11 },
  { scenario: 'T21', filed: 14 },
  { scenario: 'T26', filed: 4, channel: 'phone', phone: '13900001002' },
  { scenario: 'T30', filed: 5 },
  { scenario: 'T36', filed: 1 },
  { scenario: 'T22', filed: 2, against: 'staff' },
  { scenario: 'T02', filed: 1 },
  { scenario: 'T03', filed: 3 },
  { scenario: 'T05', filed: 4 },
  { scenario: 'T13', filed: 5, channel: 'phone', phone: '13900001003' },
  { scenario: 'T14', filed: 7 },
  { scenario: 'T16', filed: 10 },
  { scenario: 'T25', filed: 12 },
  { scenario: 'T18', filed: 0.3 },
  { scenario: 'T06', filed: 4 },
  { scenario: 'T65', filed: 1 },
  { scenario: 'T10', filed: 0.5 },

  // 改派、协办
  {
    scenario: 'T54',
    filed: 4,
    acts: [
      by('handler', 'return')(3, {
        reason: '预防接种记录由疾病预防控制机构管理，建议改派。',
        suggestedUnitId: 'general',
      }),
      dispatch(2, { unitId: 'general' }),
    ],
  },
  {
    scenario: 'T51',
    filed: 6,
    acts: [
      accept(4),
      by('handler', 'assist')(3, { unitId: 'tax', text: '请协助核实该宗交易的契税完税情况。' }),
    ],
  },

  // 办理中
  { scenario: 'T28', filed: 10, acts: [accept(8)] },
  { scenario: 'T33', filed: 15, acts: [accept(9)] },
  { scenario: 'T37', filed: 24, acts: [accept(18)] },
  {
    scenario: 'T46',
    filed: 38,
    acts: [
      accept(34),
      by('manager', 'supervise')(2, { text: '电梯困人涉及安全，请立即处理并说明超期原因。' }),
    ],
  },
  { scenario: 'T48', filed: 12, acts: [accept(6)] },
  { scenario: 'T32', filed: 36, acts: [accept(31)] },

  // 已答复: can be rated
  { scenario: 'T29', filed: 6, acts: [reply(2)] },
  { scenario: 'T31', filed: 5, acts: [reply(1)] },
  { scenario: 'T34', filed: 4, acts: [reply(1)] },
  { scenario: 'T55', filed: 14, acts: [accept(11), reply(3), disclose(1)] },
  { scenario: 'T64', filed: 2, acts: [answer(1)] },

  // 不予受理
  { scenario: 'T44', filed: 8, acts: [refuse(4)] },
  {
    scenario: 'T67',
    filed: 12,
    acts: [
      refuse(8),
      by('citizen', 'object')(4, { text: '我补充了当时的考勤记录，请重新审查是否应当受理。' }),
    ],
  },
  {
    scenario: 'T68',
    filed: 18,
    acts: [
      refuse(14),
      by('citizen', 'object')(12, { text: '我不是对责任认定不服，是投诉没有按时送达认定书。' }),
      by('manager', 'decideObjection')(9, { uphold: true, reason: '诉求为送达程序问题，属于受理范围。' }),
    ],
  },
  { scenario: 'T53', filed: 26, acts: [refuse(20)] },

  // 差评整改
  {
    scenario: 'T04',
    filed: 16,
    acts: [accept(14), reply(6), rate(4, { level: 1, text: '只说在处理，没有结果。' })],
  },
  { scenario: 'T59', filed: 12, acts: [accept(9), reply(5), rate(3, { level: 2 }), called(2, true)] },

  // 已办结
  { scenario: 'T09', filed: 10, acts: [answer(9), rate(8, { level: 5 }), disclose(7)] },
  { scenario: 'T66', filed: 12, acts: [answer(11), rate(10, { level: 4 })] },
  { scenario: 'T23', filed: 20, acts: [reply(17), disclose(15)] },
  { scenario: 'T41', filed: 15, acts: [reply(12), rate(11, { level: 5 }), disclose(10)] },
  {
    scenario: 'T45',
    filed: 24,
    acts: [
      reply(21),
      rate(20, { level: 1, text: '没有回答要办哪些证。' }),
      called(19, true),
      by('handler', 'rectify')(14, { text: '已逐项列出需要办理的证照和窗口，并向您电话说明。' }),
    ],
  },
  { scenario: 'T35', filed: 18, acts: [reply(15), rate(14, { level: 5 }), disclose(13)] },
  { scenario: 'T50', filed: 22, acts: [reply(18), disclose(16)] },
  { scenario: 'T56', filed: 30, acts: [accept(27), reply(16), rate(14, { level: 3 }), disclose(13)] },
  {
    scenario: 'T70',
    filed: 27,
    acts: [called(26, false), called(25, false), called(24, false), by('handler', 'closeUnreachable')(15)],
  },

  // 已撤回、已并单
  { scenario: 'T47', filed: 5, acts: [withdraw(4, { reason: '已经在学校问清楚了' })] },
  { scenario: 'T58', filed: 3, acts: [withdraw(2)] },
  { scenario: 'T63', filed: 1 },
  { scenario: 'T63', key: 'T63-again', filed: 0.9, acts: [by('operator', 'merge')(0.6, { into: 'T63' })] },
];
