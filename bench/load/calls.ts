import { randomUUID } from 'node:crypto';
import type { QueuePage } from '../../typings/api';
import type { ShownTicket } from '../../typings/contract';
import type { Cloud } from '../../local/cloud';
import { callFunction, measure, type Figures } from './measure';

/** Every call that the bar names, at one size. */

const TIMES = 30;
const roles = ['operator', 'operator-lead', 'manager', 'hrss-handler', 'hrss-lead', 'gz-local'] as const;
const views = ['todo', 'mine', 'unit', 'overdue', 'all'] as const;
/** So many pages down. */
const DEEP = 10;

type Opened = { ticket: ShownTicket };

const filing = (n: number): Record<string, unknown> => ({
  action: 'ticket.file',
  requestId: randomUUID(),
  kind: 'complaint',
  category: 'business',
  title: `社保卡补办第${n}次没有办成`,
  text: '窗口说系统有问题，让我下周再来，已经跑了三次。',
  serviceId: 'S002',
  region: '440000',
});

const queuesOf = async (cloud: Cloud, role: string): Promise<Figures[]> => {
  const as = `demo-${role}`;
  const page = (input: object): Promise<QueuePage> =>
    callFunction(cloud, 'staff', as, { action: 'ticket.queue', limit: 20, ...input });
  const figures: Figures[] = [];
  for (const view of views) {
    figures.push(await measure(cloud, `queue ${role} ${view}, first`, () => page({ view }), TIMES));
    let cursor: string | undefined;
    let deep = 0;
    for (; deep < DEEP; deep += 1) {
      const { nextCursor } = await page({ view, ...(cursor ? { cursor } : {}) });
      if (!nextCursor) break;
      cursor = nextCursor;
    }
    if (cursor)
      figures.push(
        await measure(cloud, `queue ${role} ${view}, page ${deep + 1}`, () => page({ view, cursor }), TIMES),
      );
  }
  for (const filter of [{ kind: 'suggestion' }, { light: 'yellow' }, { due: 'today' }])
    figures.push(
      await measure(
        cloud,
        `queue ${role} all, ${Object.values(filter)[0] ?? ''}`,
        () => page({ view: 'all', ...filter }),
        TIMES,
      ),
    );
  return figures;
};

const searches = async (cloud: Cloud): Promise<Figures[]> => {
  const { tickets } = await callFunction<QueuePage>(cloud, 'staff', 'demo-operator', {
    action: 'ticket.queue',
    view: 'all',
    limit: 1,
  });
  const queries = {
    number: tickets[0]?.no ?? '',
    phone: '13900000000',
    'two characters': '社保',
    'a word': '人脸识别',
    'several words': '建议办事指南',
    'found nowhere': '量子计算机',
  };
  const figures: Figures[] = [];
  for (const [name, query] of Object.entries(queries))
    figures.push(
      await measure(
        cloud,
        `search ${name}`,
        () =>
          callFunction(cloud, 'staff', 'demo-operator', {
            action: 'ticket.queue',
            view: 'all',
            limit: 20,
            query,
          }),
        TIMES,
      ),
    );
  return figures;
};

/** Filing, and what is then done with what was filed: each act on a ticket of its own. */
const writes = async (cloud: Cloud): Promise<Figures[]> => {
  const { policyVersion } = await callFunction<{ policyVersion: string }>(cloud, 'citizen', 'bench-0', {
    action: 'me.get',
  });
  const filed: ShownTicket[] = [];
  const file = async (n: number): Promise<void> => {
    // A person may file so many a day.
    const person = `bench-${Math.floor(filed.length / 8)}-${randomUUID().slice(0, 8)}`;
    const { ticket } = await callFunction<Opened>(cloud, 'citizen', person, {
      ...filing(n),
      consent: { policyVersion },
    });
    filed.push(ticket);
  };
  const handler = `demo-hrss-handler`;
  const act = (name: string, input: object) => async (n: number) => {
    const no = filed[n]?.no ?? '';
    const { ticket } = await callFunction<Opened>(cloud, 'staff', handler, { action: 'ticket.get', no });
    filed[n] = ticket;
    return { action: 'ticket.act', no, act: name, version: ticket.version, input };
  };
  const acted = async (name: string, input: object): Promise<Figures> => {
    const events: Record<string, unknown>[] = [];
    for (let n = 0; n < TIMES + 2; n += 1) events.push(await act(name, input)(n));
    return measure(cloud, `act ${name}`, n => callFunction(cloud, 'staff', handler, events[n] ?? {}), TIMES);
  };
  const figures = [await measure(cloud, 'file', file, 60)];
  const page = await measure(
    cloud,
    'ticket.get staff',
    n => callFunction(cloud, 'staff', 'demo-operator', { action: 'ticket.get', no: filed[n % 20]?.no ?? '' }),
    TIMES,
  );
  figures.push(
    page,
    await acted('accept', {}),
    await acted('reply', { text: '已为您预留号源，请凭工单号办理。' }),
  );
  const { tickets } = await callFunction<QueuePage>(cloud, 'staff', 'demo-operator', {
    action: 'ticket.queue',
    view: 'all',
    limit: 50,
    cursor: '2026-01-01',
  });
  const items = tickets.map(({ no, version }) => ({ no, version }));
  const bulk = { action: 'ticket.bulk', items, act: 'note', input: { text: '已核对。' } };
  figures.push(
    await measure(cloud, 'bulk of 50', () => callFunction(cloud, 'staff', 'demo-operator', bulk), 3, 1),
  );
  return figures;
};

const TIMER_TIMES = 10;

/** The timer: with nothing to do, with the messages of filings, and with many tickets due. */
const timers = async (cloud: Cloud): Promise<{ figures: Figures[]; rates: Record<string, number> }> => {
  const tick = async (): Promise<Record<string, number>> => {
    const run = await cloud.control.runTimer('clock');
    if (!run.ok) throw new Error(run.errMsg);
    return (run.result as { data?: { did?: Record<string, number> } }).data?.did ?? {};
  };
  const timed = async (): Promise<{ did: Record<string, number>; ms: number }> => {
    const begun = performance.now();
    const did = await tick();
    return { did, ms: performance.now() - begun };
  };
  // The messages of what was filed before.
  const outbox = await timed();
  await tick();
  const idle = await measure(cloud, 'timer, nothing due', () => tick(), TIMER_TIMES);
  // The next morning of work: what falls due then, some hours of it.
  cloud.control.setNow('2026-11-25T09:01:00.000+08:00');
  const sweep = await timed();
  return {
    figures: [idle],
    rates: {
      'messages a second': (1000 * (outbox.did['delivered'] ?? 0)) / Math.max(1, outbox.ms - idle.p50),
      messages: outbox.did['delivered'] ?? 0,
      'due steps with their messages a second':
        (1000 * (sweep.did['steps'] ?? 0)) / Math.max(1, sweep.ms - idle.p50),
      'due steps': sweep.did['steps'] ?? 0,
      'messages of the due steps': sweep.did['delivered'] ?? 0,
    },
  };
};

/** Measures all of it; the clock of the cloud goes on to the next day at the end. */
export const measureAll = async (
  cloud: Cloud,
  report: (figures: Figures) => void,
): Promise<{ figures: Figures[]; rates: Record<string, number> }> => {
  const figures: Figures[] = [];
  const note = (more: Figures[]): void => {
    figures.push(...more);
    more.forEach(report);
  };
  const one = (name: string, as: string, event: Record<string, unknown>, times = TIMES): Promise<Figures> =>
    measure(cloud, name, () => callFunction(cloud, 'staff', as, event), times);
  for (const role of roles) note(await queuesOf(cloud, role));
  for (const role of roles) note([await one(`me.get ${role}`, `demo-${role}`, { action: 'me.get' })]);
  for (const role of ['operator', 'manager', 'hrss-lead', 'gz-local'])
    note([await one(`board.get ${role}`, `demo-${role}`, { action: 'board.get' })]);
  note(await searches(cloud));
  note([
    await measure(
      cloud,
      'me.export, a person with many',
      () => callFunction(cloud, 'citizen', 'load-citizen-0', { action: 'me.export' }),
      5,
    ),
    await measure(
      cloud,
      'own tickets, a person with many',
      () => callFunction(cloud, 'citizen', 'load-citizen-0', { action: 'ticket.mine' }),
      TIMES,
    ),
  ]);
  note(await writes(cloud));
  const { figures: ofTimer, rates } = await timers(cloud);
  note(ofTimer);
  return { figures, rates };
};
