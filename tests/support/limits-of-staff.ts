import { randomUUID } from 'node:crypto';
import type { ShownTicket } from '../../typings/contract';
import { adjustment } from './change';
import { oversightLimits } from './limits-of-oversight';
import {
  clockOf,
  minutes,
  MONDAY,
  openOn,
  serviceMinutes,
  shown,
  START,
  workdays,
  type Story,
} from './limit-story';
import { at as instant, plan } from './maintenance';
import { running, type System } from './system';

const listing = (name: string) => ({
  name,
  region: '440000',
  competent: ['hrss'],
  openType: 'h5',
  openTarget: 'https://service.banjie.example/limits',
  ownerName: '陈负责',
  ownerPhone: '020-83330001',
  technicalName: '林技术',
  technicalPhone: '020-83330002',
  plannedOn: '2026-11-30',
  selfTest: ['cloud://demo/self-test.pdf'],
});
const report = { impact: '提交申请时一直转圈，无法提交。', instead: '可到社保卡服务网点办理。' };
const fixed = { cause: '证书过期。', fix: '已更换证书。' };
const verified = { verifier: '运营甲', evidence: '真机提交三次均成功。' };
const tested = { testResult: 'passed', tester: '运营甲', testRecord: '全流程测试通过。', hash: '9f2c1ab' };

/** The limits of what staff start: faults, delistings, maintenance, listings, changes and releases. */
export const staffLimits = (system: System): Record<string, Story> => {
  const operator = system.staff('demo-operator');
  const manager = system.staff('demo-manager');
  const handler = system.staff('demo-hrss-handler');
  const open = openOn(system);
  let count = 0;
  const next = (): number => (count += 1);

  /** Read, then ended, so that the service is free for the next one. */
  const ofFault = async (read: (no: string) => Promise<string>, more: object = {}): Promise<string> => {
    const { no } = await open(operator, 'fault', { serviceId: 'S002', ...report, ...more });
    const text = await read(no);
    const offered = await operator.offered(no);
    if (offered.includes('report')) await operator.act(no, 'report', { result: '已修复。' });
    else if (offered.includes('dismiss')) await operator.act(no, 'dismiss', { reason: '演练。' });
    else {
      await handler.act(no, 'reportFix', fixed);
      await operator.act(no, 'verify', verified);
    }
    return text;
  };
  const ofDelisting = async (read: (no: string) => Promise<string>): Promise<string> => {
    const input = { ...report, impact: '办理结果显示有误，暂停使用。', serviceId: 'S004' };
    const oral = {
      oralTo: '管理方值班',
      oralHow: 'phone',
      oralBy: '赵值班',
      oralAt: instant(`${MONDAY}T09:20`),
    };
    const { no } = await open(handler, 'emergency-delisting', { ...input, ...oral });
    const text = await read(no);
    const { state } = await operator.get(no);
    if (state === 'reported') await operator.act(no, 'dismiss', { reason: '演练。' });
    else {
      if (state !== 'verifying') await handler.act(no, 'requestReopening', fixed);
      await operator.act(no, 'verify', verified);
    }
    return text;
  };
  const ofMaintenance = async (read: (no: string) => Promise<string>): Promise<string> => {
    const { no } = await open(handler, 'maintenance', plan('S005', '2026-11-16T22:00', '2026-11-17T02:00'));
    const text = await read(no);
    const { state } = await operator.get(no);
    if (state === 'running') await handler.act(no, 'finish', verified);
    else await handler.act(no, 'cancel', { reason: '演练。' });
    return text;
  };
  const ofMajorFault = async (read: (ticket: ShownTicket) => Promise<string>): Promise<string> => {
    const noticedAt = instant(`${MONDAY}T09:20`);
    const ticket = await open(operator, 'major-fault', { serviceId: 'S006', symptom: 'submit', noticedAt });
    const text = await read(ticket);
    const { state } = await operator.get(ticket.no);
    if (state === 'handling') await operator.act(ticket.no, 'dismiss', { reason: '演练。' });
    return text;
  };
  const release = (changes: string[] = ['fix']): Promise<ShownTicket> =>
    open(operator, 'release', {
      version: `1.${next()}.0`,
      changes,
      scope: '修复进度不刷新的问题。',
      plannedOn: MONDAY,
      rollbackPlan: '回退到上一版本。',
    });
  const readyRelease = async (): Promise<ShownTicket> =>
    operator.act((await release()).no, 'recordTest', tested);
  const change = (): Promise<ShownTicket> =>
    open(handler, 'change', {
      ...adjustment,
      serviceId: 'S007',
      name: `参保登记${next()}`,
      plannedOn: '2026-11-03',
    });
  const orderedChange = async (): Promise<ShownTicket> => {
    const ticket = await change();
    return ticket.state === 'review' ? manager.act(ticket.no, 'approve') : ticket;
  };

  const phoned = async (): Promise<ShownTicket> => {
    const { ticket } = await operator.call<{ ticket: ShownTicket }>('ticket.register', {
      requestId: randomUUID(),
      channel: 'phone',
      kind: 'complaint',
      category: 'business',
      title: '社保卡补办没有回音',
      text: '补办一个月没有回音。',
      serviceId: 'S001',
      contact: { phone: `1390000${2000 + next()}` },
    });
    return ticket;
  };
  /** The visit that was opened about a ticket. */
  const visitOf = async (no: string): Promise<string> =>
    (await operator.get(no)).timeline.map(({ label }) => /^发起回访 (.+)$/.exec(label)?.[1]).find(Boolean) ??
    '';
  const handover = async (): Promise<ShownTicket> => {
    const { memberId } = await system.staff('demo-operator-lead').call<{ memberId: string }>('me.get');
    return open(operator, 'handover', { takerId: memberId });
  };
  const unread = ['hrss', 'psb', 'hsa', 'mca', 'tax', 'mot', 'hurd', 'amr'];
  /** Each time the report of another unit, which was not drafted yet. */
  const ofReport = async (type: string, period: string): Promise<string> => {
    system.at(START);
    const unitId = unread.shift();
    const { id } = await operator.call<{ id: string }>('report.build', { type, period, unitId });
    // Counted in steps; much else may be due before.
    let state = '';
    for (let run = 0; run < 6 && state !== 'draft'; run += 1) {
      await system.run();
      ({ state } = await operator.call<{ state: string }>('report.build', { type, period, unitId }));
    }
    const { report } = await operator.call<{ report: { no: string } }>('report.get', { id });
    return clockOf(operator, report.no, 'report');
  };
  /** 督办单 about a complaint that lies with its unit. */
  const supervised = async (by: typeof operator, more: object = {}): Promise<ShownTicket> => {
    system.at(START);
    const about = await system
      .citizen(`limit-order-${next()}`)
      .file({ kind: 'complaint', serviceId: 'S001' });
    return open(by, 'supervision-order', { ticketNo: about.no, text: '请尽快', ...more });
  };

  return {
    ...oversightLimits(system),
    'coordination.decide': {
      shipped: '2026-11-09 G-2.1c internal',
      limit: workdays(6),
      changed: '2026-11-10 G-2.1c internal',
      tell: async () => {
        const { no } = await open(operator, 'coordination', {
          subject: '门牌号变更由谁办',
          background: '两个单位都说不归自己。',
          parties: [{ unitId: 'psb' }, { unitId: 'mca' }],
        });
        return clockOf(manager, no, 'dispatch');
      },
    },
    'visit.call': {
      shipped: '2026-11-09 A49 internal',
      limit: workdays(6),
      changed: '2026-11-10 A49 internal',
      tell: async () => {
        system.at(START);
        const { no } = await phoned();
        await handler.act(no, 'refuse', {
          reason: '不属于本单位',
          basis: '《条例》第三条',
          redirect: '仲裁',
        });
        await system.run();
        return clockOf(operator, await visitOf(no), 'visit');
      },
    },
    'visit.redo': {
      // Nobody rates: closed on the eighth day, called about, and given back.
      shipped: '2026-11-17 A49',
      limit: workdays(6),
      changed: '2026-11-18 A49',
      tell: async () => {
        system.at(START);
        const { no } = await phoned();
        await handler.act(no, 'reply', { text: '已办' });
        for (let day = 10; !(await visitOf(no)); day += 1) {
          system.at(`2026-11-${day}T09:00`);
          await system.run();
        }
        await operator.act(await visitOf(no), 'recordVisit', { reached: 'yes', solved: 'no', level: 2 });
        return clockOf(handler, no, 'reply');
      },
    },
    'report.weekly': {
      shipped: '2026-11-02 G-3.3.1c internal',
      limit: workdays(2),
      changed: '2026-11-03 G-3.3.1c internal',
      tell: () => ofReport('weekly', '2026-W44'),
    },
    'report.monthly': {
      shipped: '2026-11-04 G-3.3.1c internal',
      limit: workdays(4),
      changed: '2026-11-05 G-3.3.1c internal',
      tell: () => ofReport('monthly', '2026-10'),
    },
    'handover.sign': {
      shipped: '2026-11-02T10:30 A51 internal',
      limit: minutes(90),
      changed: '2026-11-02T11:00 A51 internal',
      tell: async () => clockOf(operator, (await handover()).no, 'handover'),
    },
    'handover.confirm': {
      shipped: '2026-11-02T10:00 A51 internal',
      limit: minutes(45),
      changed: '2026-11-02T10:15 A51 internal',
      tell: async () => {
        const { no } = await handover();
        await operator.act(no, 'sign');
        return clockOf(operator, no, 'handover');
      },
    },
    'supervise.urge': {
      shipped: '2026-11-04 A54',
      limit: workdays(3),
      changed: '2026-11-05 A54',
      tell: async () => clockOf(manager, (await supervised(operator)).no, 'supervise'),
    },
    'supervise.escalate': {
      shipped: '2026-11-03 A54',
      limit: workdays(2),
      changed: '2026-11-04 A54',
      tell: async () => clockOf(manager, (await supervised(manager, { level: 'escalate' })).no, 'supervise'),
    },
    'supervise.strike': {
      shipped: '2026-11-09 A54 internal',
      limit: workdays(6),
      changed: '2026-11-10 A54 internal',
      tell: async () => {
        const { no } = await supervised(operator);
        await system.staff('demo-hrss-lead').act(no, 'answerSupervision', { text: '已补发。' });
        return clockOf(manager, no, 'strike');
      },
    },
    'fault.report': {
      shipped: '2026-11-02T11:10 G-3.3.3a internal',
      limit: serviceMinutes(60),
      changed: '2026-11-02T10:10 G-3.3.3a internal',
      // Found at 9:10; opening it is the report, so that the clock has stopped at once.
      tell: () =>
        ofFault(async no => shown((await operator.get(no)).clocks.find(({ name }) => name === 'report')), {
          detectedAt: instant(`${MONDAY}T09:10`),
        }),
    },
    'fault.fix': {
      shipped: '2026-11-03 G-3.2.4a',
      limit: workdays(2),
      changed: '2026-11-04 G-3.2.4a',
      tell: () => ofFault(no => clockOf(handler, no, 'fix')),
    },
    'fault.verify': {
      shipped: '2026-11-02T11:30 G-3.3.3c internal',
      limit: serviceMinutes(60),
      changed: '2026-11-02T10:30 G-3.3.3c internal',
      tell: () =>
        ofFault(async no => {
          await handler.act(no, 'reportFix', fixed);
          return clockOf(operator, no, 'review');
        }),
    },
    // From the end of the limit to fix: one working day as shipped, two in the changed rule set.
    'fault.offline': {
      shipped: '2026-11-04T11:00 G-3.3.3b internal',
      limit: serviceMinutes(60),
      changed: '2026-11-05T10:00 G-3.3.3b internal',
      tell: () =>
        ofFault(async no => {
          for (const time of ['2026-11-04T00:01', '2026-11-05T00:01']) {
            system.at(time);
            await system.run();
            const { state, clocks } = await operator.get(no);
            if (state === 'overdue')
              return shown(clocks.find(one => one.clause === 'G-3.3.3b' && one.state === 'running'));
          }
          return 'never overdue';
        }),
    },
    'fault.reopen': {
      shipped: '2026-11-09 G-3.3.3c internal',
      limit: workdays(6),
      changed: '2026-11-10 G-3.3.3c internal',
      tell: () =>
        ofFault(async no => {
          await operator.act(no, 'takeOffline', { reason: '短时间内不能修复。' });
          return clockOf(handler, no, 'fix');
        }),
    },
    'fault.feedback': {
      shipped: '2026-11-03 G-3.3.3d internal',
      limit: workdays(2),
      changed: '2026-11-04 G-3.3.3d internal',
      tell: () =>
        ofFault(async no => {
          await handler.act(no, 'reportFix', fixed);
          await operator.act(no, 'verify', verified);
          return clockOf(operator, no, 'report');
        }),
    },
    'emergency.offline': {
      shipped: '2026-11-02T10:00 J-11c internal',
      limit: minutes(20),
      changed: '2026-11-02T09:50 J-11c internal',
      tell: () => ofDelisting(no => clockOf(operator, no, 'execute')),
    },
    'emergency.filing': {
      shipped: '2026-11-03 J-11b',
      limit: workdays(2),
      changed: '2026-11-04 J-11b',
      tell: () =>
        ofDelisting(async no => {
          await operator.act(no, 'delist');
          return clockOf(handler, no, 'filing');
        }),
    },
    'emergency.verify': {
      shipped: '2026-11-02T11:30 G-3.3.3c internal',
      limit: serviceMinutes(60),
      changed: '2026-11-02T10:30 G-3.3.3c internal',
      tell: () =>
        ofDelisting(async no => {
          await operator.act(no, 'delist');
          await handler.act(no, 'requestReopening', fixed);
          return clockOf(operator, no, 'review');
        }),
    },
    'maintenance.notice': {
      shipped: '2026-11-11 G-3.2.3a',
      limit: workdays(5),
      changed: '2026-11-09 G-3.2.3a',
      tell: () =>
        ofMaintenance(async no =>
          shown((await handler.get(no)).clocks.find(({ name }) => name === 'notice')),
        ),
    },
    'maintenance.acknowledge': {
      shipped: '2026-11-03 G-3.2.3b internal',
      limit: workdays(2),
      changed: '2026-11-04 G-3.2.3b internal',
      tell: () => ofMaintenance(no => clockOf(operator, no, 'accept')),
    },
    // It ends with the window; its minutes say how long before the light turns yellow: half of them.
    'maintenance.finish': {
      shipped: 'green 2026-11-17T02:00 G-3.2.3b internal',
      limit: minutes(60),
      changed: 'yellow 2026-11-17T02:00 G-3.2.3b internal',
      tell: () =>
        ofMaintenance(async no => {
          await operator.act(no, 'acknowledge');
          system.at('2026-11-16T22:00');
          await system.run();
          system.at('2026-11-17T01:40');
          const clock = running(await handler.get(no), 'execute');
          return `${clock?.light ?? ''} ${shown(clock)}`;
        }),
    },
    'major-fault.report': {
      shipped: '2026-11-02T09:50 J-16c internal',
      limit: minutes(20),
      changed: '2026-11-02T09:40 J-16c internal',
      tell: () => ofMajorFault(async ({ clocks }) => shown(clocks.find(({ name }) => name === 'report'))),
    },
    'major-fault.solve': {
      shipped: '2026-11-03 J-16c internal',
      limit: workdays(2),
      changed: '2026-11-04 J-16c internal',
      tell: () => ofMajorFault(({ no }) => clockOf(operator, no, 'fix')),
    },
    'major-fault.closing': {
      shipped: '2026-11-09 J-16c internal',
      limit: workdays(6),
      changed: '2026-11-10 J-16c internal',
      tell: () =>
        ofMajorFault(async ({ no }) => {
          await operator.act(no, 'over', verified);
          return clockOf(handler, no, 'filing');
        }),
    },
    'listing.check': {
      shipped: '2026-11-05 J-10c internal',
      limit: workdays(4),
      changed: '2026-11-06 J-10c internal',
      tell: async () =>
        clockOf(operator, (await open(handler, 'listing', listing(`限时服务${next()}`))).no, 'accept'),
    },
    'listing.decide': {
      shipped: '2026-11-05 G-2.1b1 internal',
      limit: workdays(2),
      changed: '2026-11-04 G-2.1b1 internal',
      approvesOnly: true,
      tell: async () => {
        const { no } = await open(handler, 'listing', listing(`限时服务${next()}`));
        await operator.act(no, 'confirmCheck', { checkResult: '材料齐全。' });
        return clockOf(manager, no, 'review');
      },
    },
    'change.decide': {
      shipped: '2026-11-05 G-3.2.2b internal',
      limit: workdays(4),
      changed: '2026-11-06 G-3.2.2b internal',
      approvesOnly: true,
      tell: async () => clockOf(manager, (await change()).no, 'review'),
    },
    'change.execute': {
      shipped: '2026-11-05 G-3.2.2c internal',
      limit: workdays(5),
      changed: '2026-11-09 G-3.2.2c internal',
      tell: async () => clockOf(operator, (await orderedChange()).no, 'execute'),
    },
    'change.report': {
      shipped: '2026-11-04 G-3.2.2c internal',
      limit: workdays(2),
      changed: '2026-11-05 G-3.2.2c internal',
      tell: async () => {
        const { no } = await orderedChange();
        await operator.act(no, 'schedule', { executeAt: instant('2026-11-03T20:00') });
        system.at('2026-11-03T20:30');
        await operator.act(no, 'execute', { stepLog: '修改登记。' });
        return clockOf(operator, no, 'report');
      },
    },
    'release.test': {
      shipped: '2026-11-09 G-3.3.4a internal',
      limit: workdays(6),
      changed: '2026-11-10 G-3.3.4a internal',
      tell: async () => shown((await release()).clocks.find(({ state }) => state === 'running')),
    },
    'release.decide': {
      shipped: '2026-11-05 G-3.3.4b internal',
      limit: workdays(4),
      changed: '2026-11-06 G-3.3.4b internal',
      tell: async () => {
        const { no } = await release(['login']);
        await operator.act(no, 'recordTest', tested);
        return clockOf(manager, no, 'review');
      },
    },
    'release.publish': {
      shipped: '2026-11-09 G-3.3.4a internal',
      limit: workdays(6),
      changed: '2026-11-10 G-3.3.4a internal',
      tell: async () => clockOf(operator, (await readyRelease()).no, 'execute'),
    },
    'release.verify': {
      shipped: '2026-11-03 G-3.3.4a internal',
      limit: workdays(2),
      changed: '2026-11-04 G-3.3.4a internal',
      tell: async () => {
        const { no } = await readyRelease();
        for (const act of ['submitReview', 'reviewPassed', 'publish']) await operator.act(no, act);
        return clockOf(operator, no, 'fix');
      },
    },
  };
};
