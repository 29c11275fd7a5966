import { procedureOf } from '../../cloudfunctions/domain/procedures';
import {
  changedFigures,
  figureInWords,
  figuresOf,
  valueOf,
} from '../../cloudfunctions/domain/reports/figures';
import { comparedWith, reportPeriod } from '../../cloudfunctions/domain/reports/periods';
import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { citizenOf, staffOf, toldTo } from '../support/callers';
import { handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { reportTimer } from '../support/report-timer';

/** 运行报告 (G-3.1, G-3.3.1c, J-14a): drafted by the timer, said by the operator, signed by its lead, sent to each its own. */

/** A Monday; the week of 21 September 2026 has ended. */
const MONDAY = '2026-09-28T09:00:00.000+08:00';
const WEEK = '2026-W39';

const words = { analysis: '整体平稳。', openIssues: '一处网址不稳定。', nextPlan: '完成升级。' };

/** In the week 39: 21 complaints to one unit, answered in time; one to another. */
const story = async (): Promise<{ world: Memory; run: () => Promise<void> }> => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  const run = reportTimer(world);
  await run();
  const hrss = staffOf(world, handlerOf('hrss'));
  for (let n = 0; n < 21; n += 1) {
    const { no } = await citizenOf(world, `c${n}`).file({ serviceId: 'card', category: 'business' });
    await hrss.act(no, 'reply', { text: '已经办好，请查看。' });
  }
  const other = await citizenOf(world, 'other').file();
  await staffOf(world, operator).act(other.no, 'dispatch', { unitId: 'psb' });
  world.at(MONDAY);
  return { world, run };
};

const signed = async (world: Memory, no: string): Promise<void> => {
  await staffOf(world, operator).act(no, 'complete', { ...words, forUnits: '请各单位核对。' });
  await staffOf(world, operatorLead).act(no, 'sign', {});
};

test('G-3.3.1c: the timer drafts the weekly report once; its figures say what they count, and lead to the cases', async () => {
  const { world, run } = await story();
  await run();
  await run();
  const desk = staffOf(world, operator);
  const { reports } = await desk.call('report.list', {});
  expect(reports.map(({ id, state, type, period }) => ({ id, state, type, period }))).toEqual([
    { id: 'weekly-2026-W39', state: 'draft', type: 'weekly', period: WEEK },
  ]);
  const { report } = await desk.call('report.get', { id: 'weekly-2026-W39' });
  const of = (key: string) => report.figures.find(figure => figure.key === key);
  expect(report.title).toContain('2026 年第 39 周（9 月 21 日至 9 月 27 日）运行周报');
  expect(of('received')).toMatchObject({ numerator: 22, denominator: null, rate: null });
  expect(of('reply')).toMatchObject({ numerator: 21, denominator: 21, rate: 1 });
  expect(of('received')?.query).toEqual({
    action: 'report.tickets',
    input: { figure: 'received', from: '2026-09-21', to: '2026-09-27' },
  });
  expect(report.figures.filter(({ definition }) => definition === '')).toEqual([]);
  // What is open, beside the period before and the year before.
  expect(of('stock.new')).toMatchObject({ numerator: 22, before: { numerator: 0 } });
  expect(of('stock.end')).toMatchObject({ numerator: 1, yearBefore: { numerator: 0 } });
  // All sections, also where nothing happened; nothing is divided by nothing.
  expect(report.sections.map(({ key }) => key)).toEqual(
    expect.arrayContaining([
      'availability',
      'faults',
      'maintenance',
      'releases',
      'inspections',
      'tickets',
      'key',
    ]),
  );
  expect(figureInWords(of('fix')!)).toBe('—');
  // The limit is counted from the end of the period.
  const ticket = await desk.get(reports[0]!.no!);
  expect(ticket.clocks.map(({ name, date }) => ({ name, date }))).toEqual([
    { name: 'report', date: '2026-09-28' },
  ]);
  // Nobody else reads a draft.
  for (const reader of [manager, handlerOf('hrss')]) {
    expect((await staffOf(world, reader).call('report.list', {})).reports).toEqual([]);
    await expect(staffOf(world, reader).call('report.get', { id: 'weekly-2026-W39' })).rejects.toMatchObject({
      code: 'not-found',
    });
  }
});

test('G-3.3.1c, J-14a: completed, signed and sent; each unit reads its own figures alone, and acknowledges', async () => {
  const { world, run } = await story();
  await run();
  const { no } = world.get('reports', 'weekly-2026-W39')!;
  await signed(world, no!);
  await run();
  await run();
  const hrss = staffOf(world, handlerOf('hrss'));
  const { reports } = await hrss.call('report.list', {});
  expect(reports.map(({ id, state }) => ({ id, state }))).toEqual([
    { id: 'weekly-2026-W39-unit-hrss', state: 'sent' },
  ]);
  const { report } = await hrss.call('report.get', { id: reports[0]!.id });
  expect(report.figures.find(({ key }) => key === 'received')).toMatchObject({ numerator: 21 });
  expect(report.parties).toEqual([]);
  // What is said to the manager may name others: a unit reads what is said to units.
  expect(report.sections.filter(({ text }) => text !== undefined).map(({ text }) => text)).toEqual([
    '请各单位核对。',
  ]);
  for (const id of ['weekly-2026-W39', 'weekly-2026-W39-unit-psb'])
    await expect(hrss.call('report.get', { id })).rejects.toMatchObject({ code: 'not-found' });
  expect(await toldTo(world, 'openid-hrss-handler')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^已报送：.*，请查看并签收$/)]),
  );
  expect(await toldTo(world, `openid-${manager.id}`)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^已报送：.*，请查看并签收$/)]),
  );
  await hrss.act(reports[0]!.no!, 'acknowledge');
  const { report: whole } = await staffOf(world, manager).call('report.get', { id: 'weekly-2026-W39' });
  expect(whole.parties.map(({ unitId }) => unitId)).toEqual(expect.arrayContaining(['hrss', 'psb']));
  expect(whole.sentTo.find(({ id }) => id.endsWith('unit-hrss'))?.acknowledged).toMatchObject({
    at: expect.any(String) as string,
  });
  expect(whole.sentTo.find(({ id }) => id.endsWith('unit-psb'))).not.toHaveProperty('acknowledged');
});

test('G-3.1: what the manager instructs becomes a numbered order to the unit of the edition', async () => {
  const { world, run } = await story();
  await run();
  await signed(world, world.get('reports', 'weekly-2026-W39')!.no!);
  await run();
  const { no } = world.get('reports', 'weekly-2026-W39-unit-hrss')!;
  await staffOf(world, manager).act(no!, 'instruct', { text: '请说明网址不稳定的原因。' });
  const orders = world.all('tickets').filter(({ ticket }) => ticket.kind === 'supervision-order');
  expect(orders.map(({ ticket }) => ({ unit: ticket.holder.unitId, state: ticket.state }))).toEqual([
    { unit: 'hrss', state: 'issued' },
  ]);
  expect(await toldTo(world, 'openid-hrss-handler')).toEqual(
    expect.arrayContaining([expect.stringContaining('管理方有批示')]),
  );
});

test('J-14b: a line of a report becomes a rectification of the unit, with the figure in its words', async () => {
  const { world, run } = await story();
  await run();
  await signed(world, world.get('reports', 'weekly-2026-W39')!.no!);
  await run();
  const { no } = world.get('reports', 'weekly-2026-W39-unit-hrss')!;
  await staffOf(world, manager).act(no!, 'rectify', {
    line: '按时答复',
    matter: '办理和答复',
    what: '答复过于简单。',
  });
  const opened = world.all('tickets').filter(({ ticket }) => ticket.kind === 'rectification');
  expect(
    opened.map(({ ticket }) => ({ unit: ticket.holder.unitId, values: ticket.work?.values })),
  ).toMatchObject([
    {
      unit: 'hrss',
      values: { source: 'report', findings: [{ what: '按时答复 100%（21/21）：答复过于简单。' }] },
    },
  ]);
});

test('a sent report never changes: what happened meanwhile makes a new version, which says what is different', async () => {
  const { world, run } = await story();
  await run();
  const first = world.get('reports', 'weekly-2026-W39')!;
  await signed(world, first.no!);
  await run();
  // A case of that week is counted later, e.g. after the counters were mended.
  const day = world.all('counters').find(one => '_id' in one && one._id.startsWith('2026-09-21'))!;
  world.put('counters', {
    ...day,
    counts: {
      ...(day as { counts: Record<string, number> }).counts,
      '2026-09-21|x': 0,
      'filed|complaint|online': 100,
    },
  } as never);
  await run();
  expect(world.get('reports', 'weekly-2026-W39')).toMatchObject({ figures: first.figures, state: 'sent' });
  const again = await staffOf(world, operator).call('report.build', { type: 'weekly', period: WEEK });
  expect(again).toEqual({ id: 'weekly-2026-W39-v2', state: 'building' });
  await run();
  const { report } = await staffOf(world, operator).call('report.get', { id: again.id });
  expect(report.version).toBe(2);
  expect(report.changes).toEqual({
    replaces: 'weekly-2026-W39',
    lines: expect.arrayContaining([expect.stringMatching(/^收到：原为 22，现为 /)]) as string[],
  });
  expect((await staffOf(world, operator).get(report.no!)).title).toContain('更正第 2 版');
  // Asked for twice it is one.
  expect(await staffOf(world, operator).call('report.build', { type: 'weekly', period: WEEK })).toEqual({
    id: again.id,
    state: 'draft',
  });
});

test('figures that were changed behind the ticket’s back show', async () => {
  const { world, run } = await story();
  await run();
  const document = world.get('reports', 'weekly-2026-W39')!;
  const [first, ...rest] = document.figures;
  world.put('reports', { ...document, figures: [{ ...first!, numerator: 7 }, ...rest] });
  const { report } = await staffOf(world, operator).call('report.get', { id: document._id });
  expect(report.altered).toBe(true);
});

test('a timer that was dead over the turn of the month drafts every week and the month, each once', async () => {
  const { world, run } = await story();
  world.at('2026-10-12T09:00:00.000+08:00');
  await run();
  await run();
  expect(
    world
      .all('reports')
      .filter(({ main }) => main === null)
      .map(({ _id }) => _id)
      .sort(),
  ).toEqual(['monthly-2026-09', 'weekly-2026-W39', 'weekly-2026-W40', 'weekly-2026-W41']);
});

test('every limit by its clause, in the period in which it was due, as the page of compliance has it', async () => {
  const { world, run } = await story();
  world.at('2026-10-12T09:00:00.000+08:00');
  await run();
  const { figures } = world.get('reports', 'weekly-2026-W41')!;
  // Seven working days from 21 September end on 8 October.
  expect(figures.find(({ key }) => key === 'policy:complaint.business.accept')).toMatchObject({
    label: expect.stringContaining('G-5.3c') as string,
    numerator: 21,
    query: { action: 'compliance.tickets', input: { policy: 'complaint.business.accept', outcome: 'late' } },
  });
  const unit = world.get('reports', 'weekly-2026-W41-unit-psb');
  expect(unit?.figures.find(({ key }) => key === 'policy:complaint.business.accept')?.numerator ?? 0).toBe(0);
});

test('a run that breaks off goes on where it was: nothing is opened twice, no figure is counted anew', async () => {
  const { world, run } = await story();
  let opened = 0;
  world.onWrite = (name, document) => {
    if (
      name === 'reports' &&
      (document as { state?: string }).state === 'draft' &&
      document._id === 'weekly-2026-W39'
    )
      if ((opened += 1) === 1) throw new Error('killed');
  };
  await expect(run()).rejects.toThrow('killed');
  await citizenOf(world, 'late').file();
  await run();
  const tickets = world.all('tickets').filter(({ ticket }) => ticket.kind === 'report');
  expect(tickets).toHaveLength(1);
  expect(world.get('reports', 'weekly-2026-W39')).toMatchObject({ state: 'draft', no: tickets[0]!._id });
});

test('an empty month is a report of zeros, and no rate', async () => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  const run = reportTimer(world);
  await run();
  world.at('2026-10-08T09:00:00.000+08:00');
  await run();
  const { report } = await staffOf(world, operator).call('report.get', { id: 'monthly-2026-09' });
  expect(report.figures.every(({ numerator, rate }) => numerator === 0 && rate === null)).toBe(true);
});

test('G-3.1: a bulletin is the manager’s own, in words and signature, and reaches units and operator', async () => {
  const { world, run } = await story();
  const boss = staffOf(world, manager);
  await expect(
    staffOf(world, operator).call('report.build', { type: 'bulletin', period: WEEK }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await boss.call('report.build', { type: 'bulletin', period: WEEK });
  await run();
  const { no } = world.get('reports', 'bulletin-2026-W39')!;
  await boss.act(no!, 'complete', words);
  await boss.act(no!, 'sign', { documentNo: '办通〔2026〕1号' });
  await run();
  const { reports } = await staffOf(world, leadOf('psb')).call('report.list', { type: 'bulletin' });
  const { report } = await staffOf(world, leadOf('psb')).call('report.get', { id: reports[0]!.id });
  expect(report.figures.find(({ key }) => key === 'received')).toMatchObject({ numerator: 22 });
  expect(report.documentNo).toBe('办通〔2026〕1号');
  expect(report.sections.map(({ text }) => text)).toEqual(expect.arrayContaining(['整体平稳。']));
  expect(await toldTo(world, `openid-${operator.id}`)).toEqual(
    expect.arrayContaining([expect.stringContaining('已报送')]),
  );
});

test('J-18a, J-2, A53: figures become public by two people, in plain words, and can be taken back', async () => {
  const { world, run } = await story();
  await run();
  const { no } = world.get('reports', 'weekly-2026-W39')!;
  await signed(world, no!);
  await run();
  const people = citizenOf(world, 'anybody');
  expect(await people.call('board.public', {})).toEqual({ reports: [] });
  const boss = staffOf(world, manager);
  const proposal = { publicFigures: ['received', 'reply'], publicWords: '上周大家反映的事都有了答复。' };
  const reviewed = { publicSecrecy: true, publicPersonal: true, publicBasis: '《政府信息公开条例》' };
  await boss.act(no!, 'proposePublic', proposal);
  // Who proposes does not decide.
  await expect(boss.act(no!, 'makePublic', reviewed)).rejects.toMatchObject({ code: 'wrong-state' });
  await staffOf(world, operatorLead).act(no!, 'proposePublic', proposal);
  await expect(boss.act(no!, 'makePublic', { ...reviewed, publicPersonal: false })).rejects.toMatchObject({
    fields: { publicPersonal: expect.any(String) as string },
  });
  await boss.act(no!, 'makePublic', reviewed);
  const { reports } = await people.call('board.public', {});
  expect(reports).toMatchObject([
    {
      text: '上周大家反映的事都有了答复。',
      figures: [
        { label: '收到', words: '22 件' },
        { label: '按时答复', words: '共 21 件，其中 21 件（100%）' },
      ],
    },
  ]);
  await boss.act(no!, 'takeBack', { reason: '口径要更正' });
  expect(await people.call('board.public', {})).toEqual({ reports: [] });
});

test('what cannot be built is said at its field', async () => {
  const { world } = await story();
  const desk = staffOf(world, operator);
  await expect(desk.call('report.build', { type: 'weekly', period: '2026-W99' })).rejects.toMatchObject({
    fields: { period: expect.any(String) as string },
  });
  await expect(desk.call('report.build', { type: 'monthly', period: '2026-10' })).rejects.toMatchObject({
    fields: { period: '这个期间还没有结束' },
  });
  await expect(
    desk.call('report.build', { type: 'monthly', period: '2026-08', unitId: 'nobody' }),
  ).rejects.toMatchObject({ fields: { unitId: expect.any(String) as string } });
});

describe('the bugs of reports elsewhere (facts §7)', () => {
  test('edges are those of +08:00, wherever the host is: the last minute of a month belongs to it', async () => {
    const world = memory('2026-09-30T23:59:30.000+08:00');
    const run = reportTimer(world);
    await run();
    await citizenOf(world, 'a').file();
    world.at('2026-10-01T00:00:10.000+08:00');
    await citizenOf(world, 'b').file();
    world.at('2026-10-08T09:00:00.000+08:00');
    await run();
    const figure = world.get('reports', 'monthly-2026-09')!.figures.find(({ key }) => key === 'received');
    expect(figure?.numerator).toBe(1);
  });

  test('a total is the sum of its parts: by kind, and from the same fold', async () => {
    const { world, run } = await story();
    await run();
    const { figures } = world.get('reports', 'weekly-2026-W39')!;
    const n = (key: string): number => figures.find(figure => figure.key === key)?.numerator ?? NaN;
    expect(n('received.consultation') + n('received.complaint') + n('received.suggestion')).toBe(
      n('received'),
    );
  });

  test('below 20 there are counts and no rate; nothing is more than all of it', () => {
    expect(valueOf(18, 19).rate).toBeNull();
    expect(valueOf(19, 20).rate).toBe(0.95);
    expect(figureInWords(valueOf(18, 19))).toBe('18/19');
    expect(figureInWords(valueOf(19, 20))).toBe('95%（19/20）');
  });

  test('no value of the row before: what was not counted is zero or a dash', () => {
    const period = reportPeriod('monthly', '2026-09')!;
    const counted = { now: {}, before: { 'filed|complaint': 3 }, yearBefore: {} };
    const [received] = figuresOf(counted, period, {});
    expect(received).toMatchObject({ numerator: 0, before: { numerator: 3 }, yearBefore: { numerator: 0 } });
  });

  test('what is compared: the period before, and the same one a year ago, also week 53', () => {
    const month = comparedWith('monthly', reportPeriod('monthly', '2026-03')!);
    expect([month.before.id, month.yearBefore.id]).toEqual(['2026-02', '2025-03']);
    const week = comparedWith('weekly', reportPeriod('weekly', '2026-W53')!);
    expect([week.before.id, week.yearBefore.id]).toEqual(['2026-W52', '2025-W52']);
  });

  test('a correction names what is different and nothing else', () => {
    const period = reportPeriod('monthly', '2026-09')!;
    const of = (now: Record<string, number>) => figuresOf({ now, before: {}, yearBefore: {} }, period, {});
    expect(changedFigures(of({ 'redone|complaint': 1 }), of({ 'redone|complaint': 1 }))).toEqual([]);
    expect(changedFigures(of({ 'urged|complaint': 1 }), of({ 'urged|complaint': 2 }))).toEqual([
      '群众催办：原为 1，现为 2',
    ]);
  });
});

test('the job is one of the timer’s, and the procedure one of the list', () => {
  expect(jobs.map(({ name }) => name)).toContain('report-drafts');
  expect(procedureOf('report').clauses).toEqual(['G-3.1', 'G-3.3.1c', 'J-14a', 'J-14b']);
});
