import { soughtFor } from '../../cloudfunctions/domain/reports/counted';
import { figuresOf, type Whose } from '../../cloudfunctions/domain/reports/figures';
import { readSums, together, unitsOf } from '../../cloudfunctions/usecases/reports/read-counted';
import type { JournalDocument } from '../../cloudfunctions/usecases/kernel/documents';
import type { StaffApi } from '../../typings/api';
import { citizenOf, staffOf } from '../support/callers';
import { act } from '../support/checks';
import { catalogue, handlerOf, manager, operator, owner, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { PAGE } from '../../cloudfunctions/usecases/kernel/ports';
import { readEntries } from '../../cloudfunctions/usecases/reports/read-entries';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { plainWork } from '../support/work';

/** Every figure of a report leads to the cases that were counted for it, whenever they were filed (G-3.3.1c). */

const OCTOBER = { first: '2026-10-01', last: '2026-10-31' };
const unit = handlerOf('hrss');

const at = (world: Memory, day: string): void => world.at(`${day}T10:00:00.000+08:00`);

/** Filed in September and replied to in October; both in October; confidential; closed as unreachable and taken up again. */
const lived = async () => {
  const world = memory('2026-09-25T10:00:00.000+08:00');
  const file = async (more = {}) =>
    (await citizenOf(world, owner.id).file({ category: 'business', serviceId: service.id, ...more })).no;
  const earlier = await file();
  at(world, '2026-10-09');
  const here = await file();
  const secret = await file({ against: 'staff' });
  const unreached = await file();
  await act(world, unit, earlier, 'reply', { text: '已经补办，请到窗口领取。' });
  await act(world, unit, here, 'reply', { text: '已经补办，请到窗口领取。' });
  for (const day of ['2026-10-12', '2026-10-13', '2026-10-14']) {
    at(world, day);
    await act(world, unit, unreached, 'logCall', { reached: false });
  }
  at(world, '2026-10-23');
  await act(world, unit, unreached, 'closeUnreachable');
  at(world, '2026-10-26');
  await citizenOf(world, owner.id).act(unreached, 'reopen', { text: '我在，请继续办' });
  await deliverOutbox(world, plainWork());
  return { world, earlier, here, secret, unreached };
};

/** The figures as a report would say them. */
const figures = async (world: Memory, whose: Whose) =>
  figuresOf(
    {
      now: together(await readSums(world.ports, OCTOBER, []), unitsOf(whose, catalogue)),
      before: {},
      yearBefore: {},
    },
    { id: '2026-10', ...OCTOBER },
    whose,
  );

const behind = async (
  world: Memory,
  actor: typeof manager,
  input: Partial<StaffApi['report.tickets']['in']> & { figure: string },
) => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await staffOf(world, actor).call('report.tickets', {
      from: OCTOBER.first,
      to: OCTOBER.last,
      ...input,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.tickets.map(({ no }) => no));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found.sort();
};

test('a figure leads to what was counted, not to what was filed in the time; parts of shares too', async () => {
  const { world, earlier, here, unreached } = await lived();
  const by = (figure: string, more = {}) => behind(world, manager, { figure, ...more });
  expect(await by('received')).toEqual([here, unreached].sort());
  expect(await by('replied')).toEqual([earlier, here].sort());
  expect(await by('reply', { of: 'denominator' })).toEqual([earlier, here].sort());
  // 重办: taken up again after it was closed, of what was replied to.
  expect(await by('redone')).toEqual([unreached]);
  expect(await by('redone', { of: 'denominator' })).toEqual([earlier, here].sort());
  const redone = (await figures(world, {})).find(({ key }) => key === 'redone');
  expect(redone).toMatchObject({ numerator: 1, denominator: 2, rate: null });
});

test.each<[string, Whose]>([
  ['the whole', {}],
  ['a unit', { unitId: 'hrss' }],
  ['a region', { region: '440100' }],
])('of %s: each figure that leads anywhere leads to as many as it says', async (_name, whose) => {
  const { world } = await lived();
  const said = (await figures(world, whose)).filter(({ query }) => query !== null);
  expect(said.length).toBeGreaterThan(20);
  // A region's figures count its units, its limits what concerns it: each says so.
  expect(new Set(said.map(({ definition }) => definition.includes('按本地区的单位计')))).toEqual(
    new Set([whose.region !== undefined]),
  );
  for (const { key, numerator, query } of said) {
    expect(query).toMatchObject({ action: 'report.tickets', input: { figure: key, ...whose } });
    expect([key, (await behind(world, manager, { figure: key, ...whose })).length]).toEqual([key, numerator]);
  }
});

test('G-3.3.1c: more of one moment than a page holds lose none of them', async () => {
  const world = memory('2026-10-09T10:00:00.000+08:00');
  const file = async (who: string) =>
    (await citizenOf(world, who).file({ category: 'business', serviceId: service.id })).no;
  const first = await file(owner.id);
  at(world, '2026-10-12');
  const model = await file('other');
  const entry = world.all('journal').find(({ no }) => no === model)!;
  // A bulk act and an import happen in one moment.
  const many = Array.from({ length: 2 * PAGE + 10 }, (_, n) => `${model}-${n}`);
  for (const no of many) {
    world.put('journal', { ...entry, _id: `${no}:1`, no });
    world.put('tickets', { ...world.get('tickets', model)!, _id: no });
  }
  at(world, '2026-10-13');
  const last = await file('third');
  const read: string[] = [];
  let from: string | undefined = '2026-10-01T00:00:00.000+08:00';
  for (let calls = 0; from !== undefined && calls < 50; calls += 1) {
    const page: Awaited<ReturnType<typeof readEntries>> = await readEntries(
      world.ports.database,
      ['filed'],
      { from, until: '2026-11-01T00:00:00.000+08:00' },
      entries => entries.length >= 20,
    );
    read.push(...page.entries.map(({ no }) => no));
    from = page.next;
  }
  expect(read.sort()).toEqual([first, model, last, ...many].sort());
});

describe('G-3.3.1c: little among very much is found with the first call', () => {
  const first = async (world: Memory, input: StaffApi['report.tickets']['in']) =>
    (await staffOf(world, manager).call('report.tickets', input)).tickets.map(({ no }) => no);
  /** As many more of an entry, of other tickets. */
  const flood = (world: Memory, entry: JournalDocument, day: string, many: number): void => {
    for (let n = 0; n < many; n += 1) {
      const no = `TS${day.replaceAll('-', '')}-${n}`;
      world.put('journal', { ...entry, _id: `${no}:1`, no, at: `${day}T08:00:00.000+08:00` } as never);
    }
  };

  test('a region’s few among those of the whole province', async () => {
    const { world, earlier } = await lived();
    const reply = world
      .all('journal')
      .find(({ no, counted }) => no === earlier && counted?.includes('replied'))!;
    // The region's is the last of the month.
    world.put('journal', {
      ...JSON.parse(JSON.stringify(reply).replaceAll('|hrss', '|gz-hrss')),
      at: '2026-10-30T10:00:00.000+08:00',
    } as never);
    flood(world, reply, '2026-10-12', 2500);
    const period = { from: OCTOBER.first, to: OCTOBER.last, limit: 50 };
    expect(await first(world, { ...period, figure: 'replied', region: '440100' })).toEqual([earlier]);
  });

  test('what was open at a moment, among all that was filed and answered since', async () => {
    const { world, earlier, here } = await lived();
    const reply = world
      .all('journal')
      .find(({ no, counted }) => no === here && counted?.includes('replied'))!;
    flood(world, reply, '2026-10-05', 1500);
    const period = { from: OCTOBER.first, to: OCTOBER.last, limit: 50 };
    expect(await first(world, { ...period, figure: 'stock.start' })).toEqual([earlier]);
  });
});

test('on-time checks are looked for by the clocks of checks, not among all that was answered in time', () => {
  const { names } = soughtFor('inspected', 'denominator', undefined)!;
  expect(names.length).toBeGreaterThan(0);
  for (const clock of ['reply', 'dispatch', 'accept']) expect(names).not.toContain(`clock.${clock}.met`);
});

test('nobody finds another unit’s, nor what is confidential; a figure that is none is not found', async () => {
  const { world, secret } = await lived();
  expect(await behind(world, handlerOf('psb'), { figure: 'replied' })).toEqual([]);
  await expect(behind(world, handlerOf('psb'), { figure: 'replied', unitId: 'hrss' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  for (const actor of [manager, operator])
    expect(await behind(world, actor, { figure: 'received' })).not.toContain(secret);
  await expect(behind(world, manager, { figure: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(behind(world, manager, { figure: 'replied', of: 'denominator' })).rejects.toMatchObject({
    code: 'not-found',
  });
});
