import { buildCalendar } from '../../cloudfunctions/domain/calendar';
import { holidayFreeze } from '../../cloudfunctions/domain/calendar/freeze';
import { addDays, addMinutes, civilDateOf, instantAt, type Instant } from '../../cloudfunctions/domain/time';

/** Procedures that staff have started in the demo, one of each kind at least, in days before now. */

/** Instants and days around the start of the demo. */
export type Times = {
  /** So many minutes from now. */
  minutes(n: number): Instant;
  /** A time of the day so many days from now. */
  at(days: number, time: string): Instant;
  day(days: number): string;
  /** The first day so many days from now on which a version may be released. */
  releaseDay(days: number): string;
};

export const timesAround = (now: Instant): Times => ({
  minutes: n => addMinutes(now, n),
  at: (days, time) => instantAt(addDays(civilDateOf(now), days), time),
  day: days => addDays(civilDateOf(now), days),
  releaseDay: days => {
    const date = addDays(civilDateOf(now), days);
    return holidayFreeze(buildCalendar(), date)?.until ?? date;
  },
});

type Input = Record<string, unknown>;

export type PlannedWork = {
  key: string;
  kind: string;
  opened: number;
  by: string;
  /** Files that the form asks for are put under these names. */
  files?: string[];
  input(times: Times): Input;
  acts?: { ago: number; who: string; act: string; input?: Input }[];
};

const operator = 'demo-operator';
const manager = 'demo-manager';

const verified = { verifier: '运营演示甲', evidence: '用测试账号完整办理一次，结果正确。（演示数据）' };

export const staffPlan: PlannedWork[] = [
  // 异常：S045 刚报告；S044 没有按时修复，已暂时下线
  {
    key: 'fault-running',
    kind: 'fault',
    opened: 0.06,
    by: operator,
    input: ({ minutes }) => ({
      serviceId: 'S045',
      impact: '提交提取申请时提示“系统繁忙”，已经提交成功的申请正常审核，不用重复提交。（演示数据）',
      instead: '急需提取的，可带身份证到就近公积金服务窗口办理，或拨打 12329。',
      source: 'citizens',
      detectedAt: minutes(-100),
    }),
  },
  {
    key: 'fault-offline',
    kind: 'fault',
    opened: 12,
    by: 'demo-mot-lead',
    input: () => ({
      serviceId: 'S044',
      impact: '年审信息提交后丢失，正在改造，网上办理暂停。（演示数据）',
      instead: '请到当地交通运输部门窗口办理，咨询电话 12328。',
      source: 'unit',
    }),
    acts: [
      {
        ago: 11,
        who: operator,
        act: 'takeOffline',
        input: { reason: '一个工作日内不能修复，避免群众重复提交。' },
      },
    ],
  },
  // 维护：S022 正在进行；S035、S075 已预告；S064 的重大活动晚于提前期
  {
    key: 'maintenance-running',
    kind: 'maintenance',
    opened: 16,
    by: 'demo-hsa-lead',
    input: ({ minutes }) => ({
      type: 'upgrade',
      serviceId: 'S022',
      startsAt: minutes(-60),
      endsAt: minutes(420),
      impact: '升级期间不能查询个人账户余额和家庭共济，看病结算不受影响。（演示数据）',
      instead: '看病买药请出示社会保障卡；急需查询余额可拨打 12393。',
    }),
    acts: [{ ago: 15, who: operator, act: 'acknowledge' }],
  },
  {
    key: 'maintenance-announced',
    kind: 'maintenance',
    opened: 10,
    by: 'demo-tax-handler',
    input: ({ minutes }) => ({
      type: 'upgrade',
      serviceId: 'S035',
      startsAt: minutes(10_080),
      endsAt: minutes(10_320),
      impact: '升级期间暂停提交申报和查看退税进度，已经提交的申报不受影响。（演示数据）',
      instead: '升级期间可拨打 12366 咨询，或到办税服务厅办理。',
    }),
    acts: [{ ago: 9, who: operator, act: 'acknowledge' }],
  },
  {
    key: 'maintenance-city',
    kind: 'maintenance',
    opened: 8,
    by: 'demo-gz-hurd-lead',
    input: ({ minutes }) => ({
      type: 'upgrade',
      serviceId: 'S075',
      startsAt: minutes(11_520),
      endsAt: minutes(12_120),
      impact: '维护期间暂停提交和修改材料，年审截止时间相应顺延一天。（演示数据）',
      instead: '急办的可到各区住房保障窗口提交，或拨打 12345 咨询。',
    }),
    acts: [{ ago: 7, who: operator, act: 'acknowledge' }],
  },
  {
    key: 'event-urgent',
    kind: 'maintenance',
    opened: 0.05,
    by: 'demo-health-lead',
    input: ({ at }) => ({
      type: 'event',
      serviceId: 'S064',
      startsAt: at(2, '08:00'),
      endsAt: at(3, '18:00'),
      impact: '大型义诊活动期间号源集中放出，预约可能排队。（演示数据）',
      instead: '可错开上午八点到十点预约，或到医院窗口挂号。',
      urgentReason: '活动日期由主办方昨日调整。（演示数据）',
      risk: '访问量预计为平时三倍，已安排值班并准备限流。',
    }),
  },
  // 上架、调整、撤销
  {
    key: 'listing-deciding',
    kind: 'listing',
    opened: 5,
    by: 'demo-edu-handler',
    files: ['selfTest'],
    input: ({ day }) => ({
      name: '中小学课后服务报名（演示）',
      region: '440000',
      competent: ['edu'],
      openType: 'miniprogram',
      openTarget: '#小程序://办结演示/课后服务',
      ownerName: '演示负责人',
      ownerPhone: '020-00009001',
      technicalName: '演示技术',
      technicalPhone: '020-00009002',
      plannedOn: day(14),
    }),
    acts: [
      {
        ago: 3,
        who: operator,
        act: 'confirmCheck',
        input: { checkResult: '材料齐全，自测报告覆盖全部步骤。（演示数据）' },
      },
    ],
  },
  {
    key: 'listing-checking',
    kind: 'listing',
    opened: 0.3,
    by: 'demo-eco-lead',
    files: ['selfTest'],
    input: ({ day }) => ({
      name: '噪声污染反映（演示）',
      region: '440000',
      competent: ['eco'],
      openType: 'h5',
      openTarget: 'https://service.banjie.example/noise',
      ownerName: '演示负责人',
      ownerPhone: '020-00009003',
      technicalName: '演示技术',
      technicalPhone: '020-00009004',
      plannedOn: day(10),
    }),
  },
  {
    key: 'change-ordered',
    kind: 'change',
    opened: 4,
    by: 'demo-mca-lead',
    files: ['letter'],
    input: ({ day }) => ({
      serviceId: 'S033',
      changeType: 'adjust',
      openType: 'h5',
      openTarget: 'https://service.banjie.example/S033',
      reason: '改到新的办理页面，增加银行卡核对一步。（演示数据）',
      impact: '申请改到新页面，多一步核对银行卡，已经在领的不受影响。',
      instead: '不会操作的可到镇街窗口办理。',
      plannedOn: day(7),
    }),
    acts: [{ ago: 2, who: manager, act: 'approve', input: { conditions: '请提前一天发布公告。' } }],
  },
  {
    key: 'withdrawal-asked',
    kind: 'change',
    opened: 1,
    by: 'demo-nr-lead',
    files: ['letter'],
    input: ({ day }) => ({
      serviceId: 'S061',
      changeType: 'withdraw',
      reason: '与“不动产登记进度查询”合并。（演示数据）',
      impact: '本服务停止使用，查询并到“不动产登记进度查询”。',
      instead: '请使用“不动产登记进度查询”。',
      plannedOn: day(20),
    }),
  },
  // 紧急下架：已下架，等书面报备
  {
    key: 'emergency',
    kind: 'emergency-delisting',
    opened: 0.12,
    by: 'demo-amr-lead',
    input: ({ minutes }) => ({
      serviceId: 'S055',
      oralTo: '管理方值班负责人',
      oralAt: minutes(-190),
      oralHow: 'phone',
      oralBy: '负责演示',
      impact: '显示的电梯信息有误，暂停查询。（演示数据）',
      instead: '请查看电梯内张贴的使用标志，或拨打 12315。',
    }),
    acts: [{ ago: 0.1, who: operator, act: 'delist' }],
  },
  // 重大故障：已恢复，等处置报告
  {
    key: 'major-over',
    kind: 'major-fault',
    opened: 2,
    by: 'demo-operator-lead',
    input: () => ({
      serviceId: 'S019',
      symptom: 'pay',
      instead: '可先到银行网点缴款，期限顺延。',
      text: '支付通道证书失效。（演示数据）',
    }),
    acts: [{ ago: 1, who: 'demo-operator-lead', act: 'over', input: verified }],
  },
  // 版本：上月的一般变更已发布，由系统汇总报备；重大变更等管理方同意
  {
    key: 'release-minor',
    kind: 'release',
    opened: 37,
    by: operator,
    input: ({ day }) => ({
      version: '1.4.0',
      changes: ['fix', 'interface'],
      scope: '修正字号设置不生效，调整首页公告样式。（演示数据）',
      plannedOn: day(-33),
      rollbackPlan: '平台后台一键回退到 1.3.2。',
    }),
    acts: [
      {
        ago: 36,
        who: operator,
        act: 'recordTest',
        input: {
          testResult: 'passed',
          tester: '运营演示甲',
          testRecord: '真机回归 42 项全部通过。',
          hash: '1a2b3c4d',
        },
      },
      { ago: 35, who: operator, act: 'submitReview' },
      { ago: 34, who: operator, act: 'reviewPassed' },
      { ago: 33, who: operator, act: 'publish' },
      { ago: 32, who: operator, act: 'verify', input: verified },
    ],
  },
  {
    key: 'release-major',
    kind: 'release',
    opened: 3,
    by: operator,
    input: ({ releaseDay }) => ({
      version: '1.5.0',
      changes: ['login', 'feature'],
      scope: '登录增加刷脸方式，保留短信验证码。（演示数据）',
      plannedOn: releaseDay(12),
      rollbackPlan: '关闭刷脸开关即恢复原登录方式。',
    }),
    acts: [
      {
        ago: 1,
        who: operator,
        act: 'recordTest',
        input: {
          testResult: 'passed',
          tester: '运营演示甲',
          testRecord: '登录 8 种情形全部通过。',
          hash: '5e6f7a8b',
        },
      },
    ],
  },
];
