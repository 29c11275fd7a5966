import type { ShownTicket } from '../../typings/contract';
import { clockOf, MONDAY, openOn, serviceMinutes, START, workdays, type Story } from './limit-story';
import type { System } from './system';

/** The limits of oversight: checks by plan and by hand, samples, rectifications. */
export const oversightLimits = (system: System): Record<string, Story> => {
  const operator = system.staff('demo-operator');
  const manager = system.staff('demo-manager');
  const handler = system.staff('demo-hrss-handler');
  const open = openOn(system);
  let count = 0;
  const next = (): number => (count += 1);

  const clauseOf = { inspection: 'G-3.3.2.1', duty: 'G-3.3.2.2a', simulation: 'J-24' };
  type Check = keyof typeof clauseOf;
  const checkOf = (kind: Check): Story => ({
    shipped: `2026-11-09 ${clauseOf[kind]} internal`,
    limit: workdays(6),
    changed: `2026-11-10 ${clauseOf[kind]} internal`,
    tell: async () => {
      const topic = kind === 'simulation' ? 'service' : 'other';
      return clockOf(manager, (await open(manager, kind, { topic })).no, 'report');
    },
  });
  /** By a plan: the check of that week, and its last working day. */
  const plannedOf = (kind: Check): Story => ({
    shipped: `2026-11-06 ${clauseOf[kind]} internal`,
    limit: workdays(2),
    changed: `2026-11-05 ${clauseOf[kind]} internal`,
    tell: async () => {
      system.at(START);
      const title = `计划${next()}`;
      await manager.call('plan.save', {
        kind,
        title,
        period: 'weekly',
        party: { role: 'operator' },
        from: MONDAY,
        until: '2026-11-08',
      });
      await system.run();
      const { tickets } = await operator.call<{ tickets: ShownTicket[] }>('ticket.queue', {
        view: 'todo',
        kind,
      });
      return clockOf(operator, tickets.find(one => one.title.startsWith(title))?.no ?? '', 'report');
    },
  });
  const rectified = (acts: [typeof operator, string, object?][], name: 'rectify' | 'recheck') => async () => {
    const { no } = await open(manager, 'rectification', {
      source: 'other',
      matter: '安全',
      findings: [{ what: `口令太简单 ${next()}` }],
      unitId: 'hrss',
    });
    for (const [who, act, input] of acts) await who.act(no, act, input);
    return clockOf(manager, no, name);
  };
  const mended: [typeof operator, string, object] = [handler, 'mend', { measure: '已更换口令。' }];

  /** An assessment of the month before; its card of hrss where it has been shown. */
  const assess = async (...acts: string[]): Promise<{ no: string; card: string }> => {
    system.at('2026-10-20T09:30');
    const own = await system.citizen(`assessed-${next()}`).file({ kind: 'complaint', serviceId: 'S001' });
    await handler.act(own.no, 'reply', { text: '已补办，请到窗口领取。' });
    await system.run();
    const { no } = await open(manager, 'assessment', { from: '2026-10-01', to: '2026-10-31' });
    if (acts.length === 0) return { no, card: '' };
    await system.run();
    await manager.act(no, 'reviewFigures', { review: '已核对。' });
    await system.run();
    const { tickets } = await handler.call<{ tickets: ShownTicket[] }>('ticket.queue', {
      view: 'todo',
      kind: 'scorecard',
    });
    const card = tickets[0]?.no ?? '';
    if (acts.includes('appeal')) await handler.act(card, 'appeal', { appealed: '重复诉求。' });
    return { no, card };
  };
  const assessed: Record<string, Story> = {
    'assessment.review': {
      shipped: '2026-11-16 A11 internal',
      limit: workdays(11),
      changed: '2026-11-17 A11 internal',
      tell: async () => clockOf(manager, (await assess()).no, 'review'),
    },
    'assessment.announce': {
      shipped: '2026-11-30 G-2.1d internal',
      limit: workdays(19),
      changed: '2026-11-27 G-2.1d internal',
      tell: async () => clockOf(manager, (await assess('review')).no, 'report'),
    },
    'assessment.appeal': {
      shipped: '2026-11-09 J-25 internal',
      limit: workdays(6),
      changed: '2026-11-10 J-25 internal',
      tell: async () => clockOf(handler, (await assess('review')).card, 'objection'),
    },
    'assessment.decide': {
      shipped: '2026-11-09 A55 internal',
      limit: workdays(6),
      changed: '2026-11-10 A55 internal',
      tell: async () => clockOf(manager, (await assess('review', 'appeal')).card, 'review'),
    },
  };

  return {
    'inspection.byHand': checkOf('inspection'),
    'duty.byHand': checkOf('duty'),
    'simulation.byHand': checkOf('simulation'),
    'simulation.period': plannedOf('simulation'),
    'sample.judge': {
      shipped: '2026-11-09 J-24 internal',
      limit: workdays(6),
      changed: '2026-11-10 J-24 internal',
      tell: async () => {
        system.at('2026-10-30T10:00');
        const answered = await system
          .citizen(`sample-${next()}`)
          .file({ kind: 'complaint', serviceId: 'S001' });
        await handler.act(answered.no, 'reply', { text: '已补办，请到窗口领取。' });
        const { no } = await open(manager, 'sample', { from: '2026-10-30', to: '2026-10-31', size: 3 });
        return clockOf(manager, no, 'report');
      },
    },
    'early-warning.judge': {
      shipped: '2026-11-02T11:30 J-17 internal',
      limit: serviceMinutes(180),
      changed: '2026-11-02T14:00 J-17 internal',
      tell: async () => {
        const filed = await Promise.all(
          [next(), next()].map(n => system.citizen(`burst-${n}`).file({ serviceId: 'S001' })),
        );
        const { no } = await open(operator, 'early-warning', {
          cases: filed.map(one => ({ ticketNo: one.no })),
        });
        return clockOf(operator, no, 'review');
      },
    },
    'early-warning.public': {
      shipped: '2026-11-05 J-17 internal',
      limit: workdays(4),
      changed: '2026-11-06 J-17 internal',
      tell: async () => {
        const filed = await system.citizen(`burst-${next()}`).file({ serviceId: 'S001' });
        const { no } = await open(operator, 'early-warning', { cases: [{ ticketNo: filed.no }] });
        await operator.act(no, 'toNotice', {
          impact: '今天办理的人多，页面打开得慢。',
          instead: '请稍后再试。',
        });
        return clockOf(operator, no, 'notice');
      },
    },
    ...assessed,
    'inspection.period': plannedOf('inspection'),
    'duty.period': plannedOf('duty'),
    'rectification.mend': {
      shipped: '2026-11-09 J-16a internal',
      limit: workdays(6),
      changed: '2026-11-10 J-16a internal',
      tell: rectified([], 'rectify'),
    },
    'rectification.recheck': {
      shipped: '2026-11-05 J-16a internal',
      limit: workdays(4),
      changed: '2026-11-06 J-16a internal',
      tell: rectified([mended], 'recheck'),
    },
    'rectification.again': {
      shipped: '2026-11-05 J-16a internal',
      limit: workdays(4),
      changed: '2026-11-06 J-16a internal',
      tell: rectified([mended, [manager, 'sendBack', { reason: '还有两个账号。' }]], 'rectify'),
    },
  };
};
