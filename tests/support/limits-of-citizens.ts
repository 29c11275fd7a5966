import type { ShownTicket } from '../../typings/contract';
import { clockOf, shown, START, workdays, type Story } from './limit-story';
import type { Person, System } from './system';

/** The limits of what citizens file: consultations, complaints, ratings and what comes beside them. */
export const citizenLimits = (system: System): Record<string, Story> => {
  const operator = system.staff('demo-operator');
  const manager = system.staff('demo-manager');
  const handler = system.staff('demo-hrss-handler');
  let people = 0;

  const file = async (more: object): Promise<[citizen: Person, ticket: ShownTicket]> => {
    system.at(START);
    const citizen = system.citizen(`limit-${(people += 1)}`);
    return [citizen, await citizen.file(more)];
  };
  const complaint = (more: object = {}) => file({ kind: 'complaint', serviceId: 'S001', ...more });
  const objected = async (): Promise<string> => {
    const [citizen, { no }] = await complaint();
    await handler.act(no, 'refuse', { reason: '不属于本单位', basis: '《条例》第三条', redirect: '仲裁' });
    await citizen.act(no, 'object', { text: '属于' });
    return no;
  };
  const ratedBadly = async (): Promise<string> => {
    const [citizen, { no }] = await complaint();
    await handler.act(no, 'reply', { text: '已办' });
    await citizen.act(no, 'rate', { level: 1 });
    return no;
  };
  return {
    'consult.technical': {
      shipped: '2026-11-04 G-5.2a',
      limit: workdays(3),
      changed: '2026-11-05 G-5.2a',
      tell: async () => clockOf(operator, (await file({ category: 'technical' }))[1].no, 'reply'),
    },
    'consult.business': {
      shipped: '2026-11-09 G-5.2d',
      limit: workdays(3),
      changed: '2026-11-05 G-5.2d',
      tell: async () => clockOf(handler, (await file({ serviceId: 'S001' }))[1].no, 'reply'),
    },
    'complaint.technical': {
      shipped: '2026-11-04 G-5.3a',
      limit: workdays(1),
      changed: '2026-11-03 G-5.3a',
      tell: async () => clockOf(operator, (await complaint({ category: 'technical' }))[1].no, 'reply'),
    },
    'complaint.business.accept': {
      shipped: '2026-11-11 G-5.3c',
      limit: workdays(8),
      changed: '2026-11-12 G-5.3c',
      tell: async () => clockOf(handler, (await complaint())[1].no, 'accept'),
    },
    'complaint.business.reply': {
      shipped: '2026-11-30 G-5.3d',
      limit: workdays(22),
      changed: '2026-12-02 G-5.3d',
      tell: async () => clockOf(handler, (await complaint())[1].no, 'reply'),
    },
    dispatch: {
      shipped: '2026-11-03 G-5.2c internal',
      limit: workdays(2),
      changed: '2026-11-04 G-5.2c internal',
      tell: async () => clockOf(operator, (await file({}))[1].no, 'dispatch'),
    },
    'return.decide': {
      shipped: '2026-11-03 A50 internal',
      limit: workdays(2),
      changed: '2026-11-04 A50 internal',
      tell: async () => {
        const [, { no }] = await complaint();
        await handler.act(no, 'return', { reason: '不归我们' });
        return clockOf(operator, no, 'dispatch');
      },
    },
    objection: {
      shipped: '2026-11-09 A16',
      limit: workdays(6),
      changed: '2026-11-10 A16',
      tell: async () => clockOf(manager, await objected(), 'objection'),
    },
    'ordered-reply': {
      shipped: '2026-11-23 A16',
      limit: workdays(16),
      changed: '2026-11-24 A16',
      tell: async () => {
        const no = await objected();
        await manager.act(no, 'decideObjection', { uphold: true, reason: '应受理' });
        return clockOf(handler, no, 'reply');
      },
    },
    'reply.planned': {
      shipped: '2026-11-16 A49',
      limit: workdays(6),
      changed: '2026-11-17 A49',
      tell: async () => {
        const [, { no }] = await complaint();
        const plan = { text: '下周一办成。', resultType: 'planned', plannedOn: '2026-11-09' };
        await handler.act(no, 'reply', plan);
        system.at('2026-11-09T09:00');
        await system.run();
        return clockOf(handler, no, 'reply');
      },
    },
    'rating.contact': {
      shipped: '2026-11-03 A20',
      limit: workdays(2),
      changed: '2026-11-04 A20',
      tell: async () => clockOf(handler, await ratedBadly(), 'contact'),
    },
    'rating.rectify': {
      shipped: '2026-11-23 A20',
      limit: workdays(10),
      changed: '2026-11-16 A20',
      tell: async () => clockOf(handler, await ratedBadly(), 'rectify'),
    },
    supervise: {
      shipped: '2026-11-04 G-2.1c',
      limit: workdays(3),
      changed: '2026-11-05 G-2.1c',
      tell: async () => {
        const [, { no }] = await complaint();
        await manager.act(no, 'supervise', { text: '请优先办理' });
        return clockOf(handler, no, 'supervise');
      },
    },
    // Half of the days that the main unit has left: 20 become 22 in the changed rule set.
    assist: {
      shipped: '2026-11-16 A28 internal',
      limit: workdays(1),
      changed: '2026-11-17 A28 internal',
      tell: async () => {
        const [, { no }] = await complaint();
        const asked = await handler.act(no, 'assist', { unitId: 'psb', text: '请核实户籍' });
        return shown(asked.clocks.find(({ name, internal }) => name === 'reply' && internal));
      },
    },
  };
};
