import { importCalendar, importCalendarInput } from '../../cloudfunctions/usecases/catalogue/keep-calendar';
import { dissolveUnit } from '../../cloudfunctions/usecases/catalogue/dissolve-unit';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { buildReports } from '../../cloudfunctions/usecases/reports/build-reports';
import { ticketSheet } from '../../cloudfunctions/usecases/reports/report-tickets';
import { PAGE } from '../../cloudfunctions/usecases/kernel/ports';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf, leadOf, manager, operator, operatorLead, units } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import { reportTimer, reportWork } from '../support/report-timer';

/** What goes wrong around reports: two for one period, units and calendars that change, tickets that come back. */

const MONDAY = '2026-09-28T09:00:00.000+08:00';
const words = { analysis: '整体平稳。', openIssues: '一处网址不稳定。', nextPlan: '完成升级。' };

const started = async (): Promise<{ world: Memory; run: () => Promise<void> }> => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  const run = reportTimer(world);
  await run();
  return { world, run };
};

const file = (world: Memory, who: string) =>
  citizenOf(world, who).file({ serviceId: 'card', category: 'business' });

const sent = async (world: Memory, run: () => Promise<void>, id = 'weekly-2026-W39'): Promise<void> => {
  const { no } = world.get('reports', id)!;
  await staffOf(world, operator).act(no!, 'complete', words);
  await staffOf(world, operatorLead).act(no!, 'sign', {});
  await run();
};

const figure = (world: Memory, id: string, key: string) =>
  world.get('reports', id)?.figures.find(one => one.key === key);

const changeUnit = (world: Memory, id: string, more: object): void => {
  world.put('units', { ...units.find(one => one.id === id)!, _id: id, ...more } as never);
  const settings = world.get('settings', 'current')!;
  const version = (settings.version ?? 0) + 1;
  world.put('settings', { ...settings, version, catalogueVersion: settings.catalogueVersion + 1 });
  world.put('counters', { _id: 'versions', n: version });
};

test('two for one period: asked for by hand before the timer, and by two runs at once, it is one', async () => {
  const { world, run } = await started();
  await file(world, 'a');
  world.at(MONDAY);
  await staffOf(world, operator).call('report.build', { type: 'weekly', period: '2026-W39' });
  await Promise.allSettled([run(), run()]);
  await run();
  expect(world.all('reports').filter(({ main }) => main === null)).toHaveLength(1);
  expect(world.all('tickets').filter(({ ticket }) => ticket.kind === 'report')).toHaveLength(1);
});

test('two for one period: one for a unit alone keeps its place beside the whole, and is not asked for twice', async () => {
  const { world, run } = await started();
  await file(world, 'a');
  const other = await citizenOf(world, 'b').file();
  await staffOf(world, operator).act(other.no, 'dispatch', { unitId: 'psb' });
  world.at(MONDAY);
  const desk = staffOf(world, operator);
  const wanted = { type: 'weekly', period: '2026-W39' } as const;
  const { id } = await desk.call('report.build', { ...wanted, unitId: 'hrss' });
  await run();
  await run();
  const { report } = await desk.call('report.get', { id });
  expect(report.no).not.toBeNull();
  expect(world.get('reports', 'weekly-2026-W39')?.state).toBe('draft');
  expect(world.get('reports', 'weekly-2026-W39-unit-psb')?.main).toBe('weekly-2026-W39');
  // What is an edition of the whole already is that one.
  expect(await desk.call('report.build', { ...wanted, unitId: 'psb' })).toEqual({
    id: 'weekly-2026-W39',
    state: 'draft',
  });
});

test('a ticket taken up again after its report was sent leaves that as it is, and comes back in the next one', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
  world.at(MONDAY);
  await run();
  await sent(world, run);
  const { figures } = world.get('reports', 'weekly-2026-W39')!;
  await citizenOf(world, 'a').act(no, 'rate', { level: 1, text: '没有办好。' });
  world.at('2026-10-05T09:00:00.000+08:00');
  await run();
  world.at('2026-10-12T09:00:00.000+08:00');
  await run();
  expect(world.get('reports', 'weekly-2026-W39')?.figures).toEqual(figures);
  expect(figure(world, 'weekly-2026-W39', 'stock.closed')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W40', 'stock.back')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W40', 'stock.end')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W41', 'stock.start')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W41', 'stock.end')?.before.numerator).toBe(1);
});

test('A27: a ticket that moved is one of the whole, and each unit has what it held', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  await staffOf(world, handlerOf('hrss')).act(no, 'return', {
    reason: '不属于本单位职责',
    suggestedUnitId: 'psb',
  });
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'psb' });
  await staffOf(world, handlerOf('psb')).act(no, 'reply', { text: '已经办好，请查看。' });
  world.at(MONDAY);
  await run();
  expect(figure(world, 'weekly-2026-W39', 'received')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W39', 'reply')).toMatchObject({ numerator: 1, denominator: 1 });
  expect(figure(world, 'weekly-2026-W39-unit-hrss', 'reply')).toMatchObject({ numerator: 0, denominator: 0 });
  expect(figure(world, 'weekly-2026-W39-unit-hrss', 'stock.away')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W39-unit-psb', 'reply')).toMatchObject({ numerator: 1, denominator: 1 });
});

test('a unit that was renamed and one that was dissolved within the period stay in the whole; who has nobody gets no edition', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
  const other = await citizenOf(world, 'b').file();
  await staffOf(world, operator).act(other.no, 'dispatch', { unitId: 'psb' });
  changeUnit(world, 'hrss', { name: '省人力资源厅' });
  changeUnit(world, 'psb', { ended: { successorId: 'hrss', on: '2026-09-25' } });
  world.at(MONDAY);
  await run();
  const whole = world.get('reports', 'weekly-2026-W39')!;
  expect(whole.parties.map(({ unitId, name }) => [unitId, name])).toEqual([
    ['hrss', '省人力资源厅'],
    ['psb', '省公安厅'],
  ]);
  const of = (unitId: string) =>
    whole.parties.find(one => one.unitId === unitId)?.figures.find(({ key }) => key === 'received')
      ?.numerator;
  expect([of('hrss'), of('psb')]).toEqual([1, 1]);
  expect(world.get('reports', 'weekly-2026-W39-unit-hrss')?.whose).toBe('省人力资源厅');
  expect(world.get('reports', 'weekly-2026-W39-unit-psb')).toBeUndefined();
  // Another name later changes nothing that was drafted.
  changeUnit(world, 'hrss', { name: '省人社局' });
  await sent(world, run);
  const { reports } = await staffOf(world, leadOf('hrss')).call('report.list', {});
  expect(reports[0]?.whose).toBe('省人力资源厅');
});

test('a unit that is dissolved within the period: what it answered stays its own, what was open is its successor’s, nothing is counted twice', async () => {
  const { world, run } = await started();
  const [answered, open] = [await file(world, 'a'), await file(world, 'b')];
  await staffOf(world, handlerOf('hrss')).act(answered.no, 'reply', { text: '已经办好，请查看。' });
  world.at('2026-09-24T09:00:00.000+08:00');
  await dissolveUnit(world, manager, { unitId: 'hrss', successorId: 'psb', reason: '机构改革' });
  world.at('2026-09-25T09:00:00.000+08:00');
  await staffOf(world, handlerOf('psb')).act(open.no, 'reply', { text: '已经办好，请查看。' });
  world.at(MONDAY);
  await run();
  const whole = world.get('reports', 'weekly-2026-W39')!;
  expect(whole.parties.map(({ unitId }) => unitId).sort()).toEqual(['hrss', 'psb']);
  const numbers = (unitId?: string) => {
    const figures =
      unitId === undefined
        ? whole.figures
        : (whole.parties.find(one => one.unitId === unitId)?.figures ?? []);
    return Object.fromEntries(
      ['replied', 'reply', 'stock.end'].map(key => [key, figures.find(one => one.key === key)?.numerator]),
    );
  };
  expect(numbers()).toEqual({ replied: 2, reply: 2, 'stock.end': 0 });
  expect(numbers('hrss')).toEqual({ replied: 1, reply: 1, 'stock.end': 0 });
  expect(numbers('psb')).toEqual({ replied: 1, reply: 1, 'stock.end': 0 });
  // Who has ended reads nothing; the whole is the sum of its parts.
  expect(world.get('reports', 'weekly-2026-W39-unit-hrss')).toBeUndefined();
  expect(figure(world, 'weekly-2026-W39-unit-psb', 'stock.came')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W39', 'received')?.numerator).toBe(2);
});

test('a timer that was dead over the turn of a month: what it does afterwards is counted as of its time, and leads to its tickets', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
  const other = await file(world, 'b');
  world.at('2026-09-30T23:59:00.000+08:00');
  await citizenOf(world, 'b').act(other.no, 'urge');
  // Nothing of all this was delivered or swept until the middle of the next month.
  world.at('2026-10-14T09:00:00.000+08:00');
  await sweepDeadlines(world, plainWork());
  await run();
  const month = world.get('reports', 'monthly-2026-09')!;
  const behind = async (key: string): Promise<number> => {
    const found = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await staffOf(world, manager).call('report.tickets', {
        ...{ figure: key, from: month.first, to: month.last },
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const one of page.tickets) found.add(one.no);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found.size;
  };
  for (const { key, numerator, query } of month.figures)
    if (query?.action === 'report.tickets') expect([key, await behind(key)]).toEqual([key, numerator]);
  expect(figure(world, 'monthly-2026-09', 'received')?.numerator).toBe(2);
  expect(figure(world, 'monthly-2026-09', 'stock.end')?.numerator).toBe(1);
  expect(figure(world, 'monthly-2026-09', 'urged')?.numerator).toBe(1);
  // The weekly report that was due in it counts as late, though it was opened in the same run.
  expect(figure(world, 'monthly-2026-09', 'policy:report.weekly')).toMatchObject({
    numerator: 0,
    denominator: 1,
  });
  // Nobody rated the first one: it ended in September, though the timer came by in October.
  expect(world.get('tickets', no)?.ticket.endsAt?.slice(0, 7)).toBe('2026-09');
});

test('a late timer that has written more than a page: what it has opened last is counted like the first', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  world.at('2026-10-14T09:00:00.000+08:00');
  // A sweep after a fortnight writes hundreds, before the weekly report that was due in September is opened.
  const { outcomes: _outcomes, ...entry } = world.all('journal').find(one => one.no === no)!;
  const at = '2026-10-14T08:59:00.000+08:00';
  for (let n = 0; n < 3 * PAGE; n += 1)
    world.put('journal', { ...entry, _id: `x-${n}:1`, no: `x-${n}`, at, counts: {} });
  await run();
  expect(figure(world, 'monthly-2026-09', 'policy:report.weekly')).toMatchObject({
    numerator: 0,
    denominator: 1,
  });
});

test('a list of holidays that is corrected afterwards moves no figure that was frozen', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '已经办好，请查看。' });
  world.at('2026-10-12T09:00:00.000+08:00');
  await run();
  await sent(world, run, 'weekly-2026-W41');
  const { figures, digest } = world.get('reports', 'weekly-2026-W41')!;
  const policy = figures.find(({ key }) => key === 'policy:complaint.business.accept');
  expect(policy).toMatchObject({ numerator: 1, denominator: 1 });
  const { days } = (await staffOf(world, manager).call('calendar.get', { year: 2026 })) as {
    days: { date: string; kind: string; name: string }[];
  };
  await importCalendar(
    world,
    importCalendarInput.parse({
      year: 2026,
      source: '国办通知（测试）',
      reason: '国办补充通知',
      days: [...days, { ...days[0], date: '2026-09-23', kind: 'off', name: '放假' }],
    }),
  );
  await staffOf(world, operator).call('report.build', { type: 'weekly', period: '2026-W41' });
  await run();
  expect(world.get('reports', 'weekly-2026-W41')).toMatchObject({ figures, digest });
  const again = world.get('reports', 'weekly-2026-W41-v2')!;
  expect(again.figures.find(({ key }) => key === policy?.key)).toEqual(policy);
});

test('what the timer has not counted yet is in the report all the same; of very much the report waits', async () => {
  const { world } = await started();
  const { no } = await file(world, 'a');
  await citizenOf(world, 'a').act(no, 'urge');
  world.at(MONDAY);
  const work = reportWork({ weekly: '2026-W38', monthly: '2026-08' });
  const entry = world.all('journal').find(one => one.no === no)!;
  for (let n = 0; n < 100; n += 1)
    world.put('journal', { ...entry, _id: `x${n}`, no: `x${n}`, counts: {}, messages: [], outcomes: {} });
  await buildReports(world, work);
  expect(world.get('reports', 'weekly-2026-W39')).toMatchObject({ state: 'building', figures: [] });
  for (let n = 0; n < 100; n += 1) await world.ports.database.remove('journal', `x${n}`);
  await buildReports(world, work);
  expect(figure(world, 'weekly-2026-W39', 'received')?.numerator).toBe(1);
  expect(figure(world, 'weekly-2026-W39', 'urged')?.numerator).toBe(1);
});

test('A34: the tickets behind a report are those that its reader may see; a confidential one is in no report', async () => {
  const { world, run } = await started();
  const { no } = await file(world, 'a');
  const hidden = await citizenOf(world, 'b').file({ against: 'staff', serviceId: 'card' });
  const other = await citizenOf(world, 'c').file();
  await staffOf(world, operator).act(other.no, 'dispatch', { unitId: 'psb' });
  world.at(MONDAY);
  await run();
  await sent(world, run);
  const numbers = async (who: typeof manager, id: string): Promise<unknown[]> => {
    const { report } = await staffOf(world, who).call('report.get', { id });
    const found: unknown[] = [];
    for await (const [, number] of (await ticketSheet(world, who, report)).rows) found.push(number);
    return found.sort();
  };
  const whole = await numbers(manager, 'weekly-2026-W39');
  expect(whole).toEqual(expect.arrayContaining([no, other.no]));
  expect(whole).not.toContain(hidden.no);
  expect(await numbers(leadOf('hrss'), 'weekly-2026-W39-unit-hrss')).toEqual([no]);
});
