import { rmSync } from 'node:fs';
import type { ServiceEntry, ShownService, TicketSummary } from '../../typings/contract';
import type { Cloud } from '../../local/cloud';
import { staffPlan } from '../../tools/seed/staff-plan';
import { startSystem } from '../../tools/local-system';
import { compare, storedIn } from '../../tools/recount';
import { builtFunctions, freshData, Person } from '../support/system';
import { LONG } from '../support/long';

/** The demo data as a whole (contract §3): what staff have started, and services whose state has a ticket behind it. */

const NOW = '2026-11-19T10:00:00+08:00';
let cloud: Cloud;
let dataDir = '';
const staff = (who: string): Person => new Person(() => cloud.url, who, 'staff');

beforeAll(async () => {
  dataDir = await freshData('demo', NOW, true);
  cloud = await startSystem({
    dataDir,
    seed: 'demo',
    timers: false,
    flush: false,
    functions: await builtFunctions(),
  });
}, 400_000);
afterAll(async () => {
  await cloud.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('what the machine has learned comes with the demo: no week of its stories fits a gate anew', () => {
  expect(cloud.bulk.all('gates').map(({ version }) => version)).toEqual([1]);
});

test('every procedure of staff stands in the demo, and the calendar of an ordinary week ends no story', async () => {
  const kinds: Record<string, number> = {
    listing: 0,
    change: 0,
    fault: 0,
    'emergency-delisting': 0,
    maintenance: 0,
    'major-fault': 0,
    release: 0,
    'release-filing': 0,
  };
  const states: string[] = [];
  for (const kind of Object.keys(kinds) as string[]) {
    type Queue = { tickets: TicketSummary[] };
    const { tickets } = await staff('demo-manager').call<Queue>('ticket.queue', { view: 'all', kind });
    kinds[kind] = tickets.length;
    states.push(...tickets.map(ticket => `${kind} ${ticket.state}`));
  }
  const planned = (kind: string): number => staffPlan.filter(work => work.kind === kind).length;
  for (const [kind, n] of Object.entries(kinds))
    expect([kind, n]).toEqual([kind, kind === 'release-filing' ? 1 : planned(kind as string)]);
  expect(states).toEqual(
    expect.arrayContaining([
      'fault fixing',
      'fault offline',
      'maintenance running',
      'maintenance announced',
      'maintenance notifiedLate',
      'emergency-delisting offline',
      'listing deciding',
      'change ordered',
      'major-fault over',
      'release approving',
      'release-filing collected',
    ]),
  );
});

test('G-3.3.3b: behind every service that is not online stands a ticket, and a public notice', async () => {
  const citizen = new Person(() => cloud.url, 'anybody', 'citizen');
  const wanted = { fault: ['S045'], maintenance: ['S022'], offline: ['S055', 'S044'] };
  for (const [state, ids] of Object.entries(wanted)) {
    const { services } = await citizen.call<{ services: ShownService[] }>('service.list', { state });
    expect(services.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const { id } of services) {
      const { service } = await staff('demo-manager').call<{ service: ServiceEntry }>('service.get', { id });
      const [condition] = service.conditions;
      expect(condition?.state).toBe(state);
      expect((await staff('demo-manager').get(condition?.no ?? '')).service?.id).toBe(id);
      const { notices } = await citizen.call<{ notices: { id: string }[] }>('notice.list', { serviceId: id });
      expect(notices.map(one => one.id)).toContain(`GG-${condition?.no}`);
    }
  }
});

test('J-12b: every service and unit of the demo has somebody who answers for it', async () => {
  const { alarms } = await staff('demo-operator-lead').call<{ alarms: string[] }>('me.get');
  expect(alarms).toEqual([]);
});

/** The long form: the demo is filled a second time. */
const anotherDay = (): void => {
  const folder = { path: '' };
  let later: Cloud;
  const open = async (): Promise<Cloud> =>
    startSystem({
      dataDir: folder.path,
      seed: 'demo',
      timers: false,
      flush: false,
      functions: await builtFunctions(),
    });

  beforeAll(async () => {
    folder.path = await freshData('demo', '2026-10-26T09:00:00+08:00', true);
    later = await open();
  }, 400_000);
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

  test('the demo starts too: stories that the calendar does not allow end early', async () => {
    const manager = new Person(() => later.url, 'demo-manager', 'staff');
    type Queue = { counts: Record<string, number> };
    expect((await manager.call<Queue>('ticket.queue', { view: 'all' })).counts['all']).toBeGreaterThanOrEqual(
      40,
    );
  });

  test('G-3.3.1c: every figure of its reports is what its tickets say, counted again by other means', async () => {
    const operator = new Person(() => later.url, 'demo-operator', 'staff');
    await operator.call('report.build', { type: 'weekly', period: '2026-W42' });
    await operator.call('report.build', { type: 'weekly', period: '2026-W43' });
    for (let runs = 0; runs < 2; runs += 1) await later.control.runTimer('clock');
    await later.close();
    const stored = storedIn(folder.path);
    const found = stored.reports.filter(({ digest }) => digest !== '').map(report => compare(stored, report));
    expect(found.flatMap(({ differences }) => differences)).toEqual([]);
    expect(found.flatMap(({ left }) => left)).toEqual([]);
    expect(found.reduce((sum, { counted }) => sum + counted, 0)).toBeGreaterThan(2000);
  }, 60_000);
};
if (LONG) describe('on another day, after a week of holidays', anotherDay);
