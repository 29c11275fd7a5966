/** What the figures of a report count (G-3.3.1c): measures of the counters of days, each with its meaning in words. */

/** Measures that are added up; of all kinds, unless some are named. */
export type Term = { measures: readonly string[]; kinds?: readonly string[] };

export type Spec = {
  key: string;
  section: string;
  label: string;
  /** Where the whole and a unit count by different things: what was filed, and what was dispatched to it. */
  of: Term;
  ofUnit?: Term;
  per?: Term;
  definition: string;
  /** Only in the report as a whole. */
  whole?: true;
};

const CITIZENS = ['consultation', 'complaint', 'suggestion'] as const;

const count = (measures: string, kinds?: readonly string[]): Term => ({
  measures: measures.split(' '),
  ...(kinds ? { kinds } : {}),
});

const levels = (measure: string, from: number): string =>
  [1, 2, 3, 4, 5]
    .filter(level => level >= from)
    .map(level => `${measure}.${level}`)
    .join(' ');

/** Of a clock: met in time, of all that were stopped in the period. */
const inTime = (clock: string, kinds?: readonly string[]): Pick<Spec, 'of' | 'per'> => ({
  of: count(`clock.${clock}.met`, kinds),
  per: count(`clock.${clock}.met clock.${clock}.late`, kinds),
});

const DUTIES = ['inspection', 'duty'] as const;

/** In the order in which they are read. */
export const specs: readonly Spec[] = [
  {
    key: 'received',
    section: 'tickets',
    label: '收到',
    of: count('filed', CITIZENS),
    ofUnit: count('dispatched', CITIZENS),
    definition: '本期群众提交和登记的咨询、投诉、建议；单位的为本期分派给该单位的，改派后各单位都算一次',
  },
  ...(
    [
      ['consultation', '其中咨询'],
      ['complaint', '其中投诉'],
      ['suggestion', '其中建议'],
    ] as const
  ).map(([kind, label]): Spec => ({
    key: `received.${kind}`,
    section: 'tickets',
    label,
    of: count('filed', [kind]),
    ofUnit: count('dispatched', [kind]),
    definition: '本期收到的件，按种类分',
  })),
  {
    key: 'replied',
    section: 'tickets',
    label: '答复',
    of: count('replied', CITIZENS),
    definition: '本期作出的答复，不论哪期收到',
  },
  {
    key: 'reply',
    section: 'tickets',
    label: '按时答复',
    ...inTime('reply', CITIZENS),
    definition: '本期停止的答复计时中，没有超过期限的',
  },
  {
    key: 'accept',
    section: 'tickets',
    label: '按时决定是否受理',
    ...inTime('accept', CITIZENS),
    definition: '本期停止的受理计时中，没有超过期限的',
  },
  {
    key: 'dispatch',
    section: 'tickets',
    label: '按时分派',
    ...inTime('dispatch', CITIZENS),
    whole: true,
    definition: '本期停止的分派计时中，没有超过期限的',
  },
  {
    key: 'solved',
    section: 'tickets',
    label: '解决率',
    of: count('visit-solved.yes solved-by-machine'),
    per: count('visit-solved.yes visit-solved.partly visit-solved.no solved-by-machine unsolved-by-machine'),
    definition: '本期回访和机器答复后回答“已解决”的，除以本期的全部回答；没有回答的不算',
  },
  {
    key: 'solvedAnswered',
    section: 'tickets',
    label: '解决率的回应率',
    of: count('visit-solved.yes visit-solved.partly visit-solved.no solved-by-machine unsolved-by-machine'),
    per: count('visited answered-by-machine'),
    definition: '本期回答了是否解决的，除以本期结束的回访和机器答复过的',
  },
  {
    key: 'satisfied',
    section: 'tickets',
    label: '满意率',
    of: count(`${levels('rated', 3)} ${levels('visit-level', 3)}`),
    per: count(`${levels('rated', 1)} ${levels('visit-level', 1)}`),
    definition: '评价基本满意以上的，除以本期收到的全部评价；没有评价的不算满意',
  },
  {
    key: 'satisfiedAnswered',
    section: 'tickets',
    label: '满意率的回应率',
    of: count(`${levels('rated', 1)} ${levels('visit-level', 1)}`),
    per: count('replied visited-unanswered', CITIZENS),
    definition: '本期收到的评价，除以本期答复的件；本期评价的可能是以前答复的，所以可能比本期答复的多',
  },
  {
    key: 'firstContact',
    section: 'tickets',
    label: '首次解决',
    of: count('solved-by-machine first-contact'),
    per: count('answered-by-machine called-in'),
    definition:
      '本期机器答复后群众点“已解决”的，加上来电和窗口当场答复、同一件事没有很快再来的，除以本期机器答复过的和登记的来电、窗口件',
  },
  {
    key: 'redone',
    section: 'tickets',
    label: '重办',
    of: count('redone rehandled reopened'),
    per: count('replied', CITIZENS),
    definition:
      '本期回访没有解决退回重办的、12345 退回重新办理的、联系不上办结后群众恢复办理的，除以本期答复的件',
  },
  {
    key: 'returned',
    section: 'tickets',
    label: '退回',
    of: count('returned'),
    per: count('dispatched', CITIZENS),
    definition: '本期单位退回改派的，除以本期分派的件',
  },
  {
    key: 'refused',
    section: 'tickets',
    label: '不予受理',
    of: count('refused'),
    definition: '本期作出的不予受理决定',
  },
  {
    key: 'objected',
    section: 'tickets',
    label: '对不予受理有异议',
    of: count('objected'),
    definition: '本期提出的异议',
  },
  ...(
    [
      ['start', '期初在办', '本期第一天零时还没有答复的咨询、投诉、建议，按当时由谁承办'],
      ['new', '新收', '本期提交和登记的；当时就分派给单位的，算单位的'],
      ['back', '恢复办理', '答复或者办结以后，本期又恢复办理的，如差评整改、退回重办'],
      ['came', '转入', '本期从其他承办方转来的；全省的数字里，每转一次转入、转出各一次'],
      ['away', '转出', '本期转给其他承办方的'],
      ['closed', '答复和办结', '本期答复、不予受理、撤回、并单和其他办结的；恢复办理后再办结的，再算一次'],
      ['end', '期末在办', '期初在办＋新收＋恢复办理＋转入－转出－答复和办结'],
    ] as const
  ).map(([flow, label, definition]): Spec => ({
    key: `stock.${flow}`,
    section: 'backlog',
    label,
    of: count(`stock.${flow}`, CITIZENS),
    definition,
  })),
  {
    key: 'assigned',
    section: 'key',
    label: '交办件',
    of: count('assigned.filed'),
    definition: '本期登记的领导批示、督查、信访等交办件',
  },
  {
    key: 'assignedMet',
    section: 'key',
    label: '按时办结的交办件',
    of: count('assigned.met'),
    per: count('assigned.met assigned.late'),
    definition: '本期办结的交办件中，没有超过期限的',
  },
  {
    key: 'urged',
    section: 'key',
    label: '群众催办',
    of: count('urged', CITIZENS),
    definition: '本期群众点“催办”的次数',
  },
  {
    key: 'orders',
    section: 'key',
    label: '督办单',
    of: count('issued'),
    definition: '本期签发的督办单',
  },
  {
    key: 'climbed',
    section: 'key',
    label: '督办到期没有答复而提级',
    of: count('climbed'),
    definition: '本期提级的督办单',
  },
  {
    key: 'faults',
    section: 'faults',
    label: '服务异常',
    of: count('opened', ['fault']),
    definition: '本期报告的服务异常',
  },
  {
    key: 'fix',
    section: 'faults',
    label: '按时修复',
    ...inTime('fix', ['fault']),
    definition: '本期停止的修复计时中，没有超过期限的',
  },
  {
    key: 'takenOffline',
    section: 'faults',
    label: '暂时下线',
    of: count('taken-offline'),
    definition: '本期因异常没有修复而暂停对外服务的',
  },
  {
    key: 'majorFaults',
    section: 'faults',
    label: '重大故障',
    of: count('opened', ['major-fault']),
    definition: '本期报告的重大故障',
  },
  {
    key: 'maintenance',
    section: 'maintenance',
    label: '升级维护',
    of: count('opened', ['maintenance']),
    definition: '本期告知的升级维护和重大活动',
  },
  {
    key: 'notice',
    section: 'maintenance',
    label: '提前告知',
    ...inTime('notice', ['maintenance']),
    definition: '本期的升级维护中，在规定的日子以前告知的',
  },
  {
    key: 'overran',
    section: 'maintenance',
    label: '超过告知的时间',
    of: count('maintenance-overran'),
    definition: '本期没有在告知的时间内结束的维护',
  },
  {
    key: 'released',
    section: 'releases',
    label: '发布版本',
    of: count('released'),
    whole: true,
    definition: '本期发布的版本',
  },
  {
    key: 'rolledBack',
    section: 'releases',
    label: '回退版本',
    of: count('rolled-back'),
    per: count('released'),
    whole: true,
    definition: '本期回退的版本，除以本期发布的',
  },
  {
    key: 'listed',
    section: 'releases',
    label: '上架服务',
    of: count('listed'),
    definition: '本期上架的服务',
  },
  {
    key: 'delisted',
    section: 'releases',
    label: '下架服务',
    of: count('delisted'),
    definition: '本期紧急下架的服务',
  },
  {
    key: 'inspections',
    section: 'inspections',
    label: '应做的巡检和运维任务',
    of: count('opened', DUTIES),
    definition: '本期按计划和临时发起的巡检、日志检查、自检等任务',
  },
  {
    key: 'inspected',
    section: 'inspections',
    label: '按时完成',
    ...inTime('*', DUTIES),
    definition: '本期停止的巡检和任务计时中，没有超过期限的',
  },
  {
    key: 'rectifications',
    section: 'rectifications',
    label: '整改任务',
    of: count('opened', ['rectification']),
    definition: '本期发起的整改任务；差评后的整改在原工单里办理，不另发起',
  },
  {
    key: 'rectified',
    section: 'rectifications',
    label: '按时整改（含差评后的）',
    ...inTime('rectify'),
    definition: '本期停止的整改计时（含差评后的整改）中，没有超过期限的',
  },
];
