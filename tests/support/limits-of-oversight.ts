import type { ShownTicket } from '../../typings/contract';
import { clockOf, MONDAY, openOn, START, workdays, type Story } from './limit-story';
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
