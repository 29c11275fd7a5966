import type { QueuePage } from '../../typings/api';
import type { Bench } from './bench';

/** What is read all day: queues, first screens, boards, pages of tickets, and what a citizen sees. */

export const roles = [
  'operator', 'operator-lead', 'manager', 'hrss-handler', 'hrss-lead', 'mot-handler', 'gz-local',
] as const; // prettier-ignore
const views = ['todo', 'mine', 'unit', 'overdue', 'all'] as const;
/** So many pages down. */
const DEEP = 10;
const LIMIT = 20;
/** What filters are measured for: all that there are, and those who see everything, one desk, one region. */
export const filtering = ['operator', 'manager', 'hrss-handler', 'gz-local'] as const;

const filters = {
  kind: { kind: 'suggestion' },
  'kind, open': { kind: 'complaint', open: true },
  'kind of staff, open': { kind: 'fault', open: true },
  'red light': { light: 'red' },
  'yellow light': { light: 'yellow' },
  'due today': { due: 'today' },
  unit: { unitId: 'mot' },
  region: { region: '440100' },
  assignee: { assignee: 'demo-hrss-handler' },
  dates: { from: '2026-03-01', to: '2026-03-31' },
  'dates and unit': { unitId: 'mot', from: '2026-03-01', to: '2026-03-31' },
};

const page = (bench: Bench, as: string, input: object): Promise<QueuePage> =>
  bench.call('staff', as, { action: 'ticket.queue', limit: LIMIT, ...input });

/** Every view of a role: first, deep, half way down. */
export const queuesOf =
  (role: (typeof roles)[number]) =>
  async (bench: Bench): Promise<void> => {
    const as = `demo-${role}`;
    for (const view of views) {
      await bench.line(`queue ${role} ${view}, first`, () => page(bench, as, { view }));
      let cursor: string | undefined;
      let deep = 0;
      for (; deep < DEEP; deep += 1) {
        const { nextCursor } = await page(bench, as, { view, ...(cursor ? { cursor } : {}) });
        if (!nextCursor) break;
        cursor = nextCursor;
      }
      if (!cursor) continue;
      await bench.line(`queue ${role} ${view}, page ${deep + 1}`, () => page(bench, as, { view, cursor }));
      // A page by key is as deep as its key: of what is sorted by its filing, the middle of two years.
      const middle = cursor.replace(/20\d\d-\d\d-\d\d(?=T)/, '2025-11-24');
      if (view === 'all' && middle !== cursor)
        await bench.line(`queue ${role} all, half way down`, () => page(bench, as, { view, cursor: middle }));
    }
  };

/** All that a role sees, narrowed in every way. */
export const filtersOf =
  (role: (typeof filtering)[number]) =>
  async (bench: Bench): Promise<void> => {
    for (const [name, filter] of Object.entries(filters))
      await bench.staff(`queue ${role} all, by ${name}`, `demo-${role}`, {
        action: 'ticket.queue',
        view: 'all',
        limit: LIMIT,
        ...filter,
      });
  };

export const measureScreens = async (bench: Bench): Promise<void> => {
  for (const role of roles) {
    const as = `demo-${role}`;
    await bench.staff(`me.get ${role}`, as, { action: 'me.get' });
    await bench.line(
      `first screen ${role}`,
      () => Promise.all([bench.call('staff', as, { action: 'me.get' }), page(bench, as, { view: 'todo' })]),
      { invocations: 2 },
    );
  }
  for (const role of ['operator', 'manager', 'hrss-lead', 'mot-lead', 'gz-local'])
    await bench.staff(`board ${role}`, `demo-${role}`, { action: 'board.get' });
};

/** Pages of tickets of staff and citizens, and the lists of a person that has filed one in a hundred of all. */
export const measurePages = async (bench: Bench): Promise<void> => {
  for (const [name, view] of [
    ['open', 'todo'],
    ['over', 'all'],
  ] as const)
    await bench.part(`ticket page, ${name}`, async () => {
      const { tickets } = await page(bench, 'demo-hrss-handler', {
        view,
        ...(name === 'over' ? { cursor: '2026-06-01T00:00:00.000+08:00|~' } : {}),
      });
      const no = (n: number): string => tickets[n % tickets.length]?.no ?? '';
      await bench.line(`ticket page, ${name}`, n =>
        bench.call('staff', 'demo-hrss-handler', { action: 'ticket.get', no: no(n) }),
      );
    });
  const many = 'load-citizen-0';
  await bench.part('a person with many', async () => {
    const own = (input: object) =>
      bench.call<{ tickets: { no: string }[] }>('citizen', many, { action: 'ticket.list', ...input });
    await bench.line('own tickets, a person with many', () => own({}));
    await bench.line('own open tickets, a person with many', () => own({ state: 'open' }));
    const { tickets } = await own({ state: 'closed' });
    const no = tickets[0]?.no ?? '';
    await bench.line('own ticket', () => bench.call('citizen', many, { action: 'ticket.get', no }));
    await bench.line('me.get citizen', () => bench.call('citizen', many, { action: 'me.get' }));
    await bench.line('inbox citizen', () => bench.call('citizen', many, { action: 'inbox.list' }));
  });
};

/** Files that are made: whole, and where it goes on, the first part. A member may export so often a day. */
export const measureExports = async (bench: Bench): Promise<void> => {
  const few = { most: 6, warm: 1 };
  await bench.line(
    'export me.export, a person with many',
    () => bench.call('citizen', 'load-citizen-0', { action: 'me.export' }),
    few,
  );
  await bench.staff('export services', 'demo-manager', { action: 'service.export', format: 'csv' }, few);
  await bench.staff('export knowledge', 'demo-operator-lead', { action: 'faq.export', format: 'csv' }, few);
  await bench.staff(
    'export a register',
    'demo-manager',
    { action: 'register.export', register: 'assets', format: 'csv' },
    few,
  );
};
