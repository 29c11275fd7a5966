import { outcomes, running, useSystem } from '../support/system';

/** 咨询 and 建议: G-5.2a, G-5.2c, G-5.2d. Filed on Thursday 2026-09-24, before 中秋节 and 国庆节 (§1.6). */
const system = useSystem();
const operator = system.staff('demo-operator');
const filed = '2026-09-24T10:00';

describe('a business question about a service', () => {
  test('goes to the competent unit of the region at once; the promise is the unit’s date (G-5.2d, contract §6, §7)', async () => {
    system.at(filed);
    const lin = system.citizen('lin');
    const ticket = await lin.file({ serviceId: 'S001', region: '440106' });
    expect(ticket).toMatchObject({
      state: 'dispatched',
      stateLabel: '待答复',
      unit: { id: 'gz-hrss' },
      holder: { role: 'unit', unitId: 'gz-hrss' },
      promise: { date: '2026-10-09', confirmed: true, provisional: false, broken: false, daysLeft: 5 },
    });
    // Every day of the way is explained, the make-up day of the 10th is not needed yet.
    const counted = ticket.promise?.explanation.filter(day => day.counted).map(day => day.date);
    expect(counted).toEqual(['2026-09-28', '2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09']);
    expect(ticket.promise?.explanation.find(day => day.date === '2026-10-01')?.why).toContain('国庆节');

    const handler = system.staff('demo-gz-hrss-handler');
    const seen = await handler.get(ticket.no);
    expect(outcomes(seen, 'reply')).toEqual(['running 2026-10-09']);
    // §7: the dispatch clock is met that day.
    expect(outcomes(seen, 'dispatch')).toEqual(['met 2026-09-28']);
    expect(seen.clocks.find(clock => clock.name === 'reply')).toMatchObject({
      clause: 'G-5.2d',
      internal: false,
    });
    await system.run();
    expect(system.messages('demo-gz-hrss-handler', ticket.no)).toHaveLength(1);
    expect(system.messages('lin', ticket.no)).toHaveLength(1);
    expect(system.messages('demo-hrss-handler', ticket.no)).toEqual([]);

    system.at('2026-09-29T11:00');
    const replied = await handler.act(ticket.no, 'reply', {
      text: '带身份证原件即可，窗口电话 020-12345678。',
    });
    expect(replied).toMatchObject({ state: 'replied', stateLabel: '已答复' });
    expect(outcomes(replied, 'reply')).toEqual(['met 2026-10-09']);
    await system.run();
    expect(system.messages('lin', ticket.no).at(-1)).toMatchObject({ template: 'reply' });
    const read = await lin.get(ticket.no);
    expect(read.replies).toEqual([
      {
        at: expect.stringContaining('2026-09-29T11:00') as string,
        unitName: '广州市人力资源和社会保障局',
        text: '带身份证原件即可，窗口电话 020-12345678。',
        attachments: [],
        resultType: 'explained',
        result: '已作出解释说明',
      },
    ]);
    expect(read.promise).toMatchObject({ date: '2026-10-09', daysLeft: 3, broken: false });
  });

  test('falls back to the nearest region above, and to the access unit (contract §7)', async () => {
    system.at(filed);
    const units = await Promise.all(
      [
        { serviceId: 'S001', region: '440300' },
        { serviceId: 'S001' },
        { serviceId: 'S046', region: '440300' },
        { serviceId: 'S074', region: '440300' },
      ].map(async input => (await system.citizen('wu').file(input)).unit?.id),
    );
    expect(units).toEqual(['sz-hrss', 'hrss', 'hurd', 'gz-hrss']);
  });

  test('a system problem goes to the access unit of the service whatever the region is', async () => {
    system.at(filed);
    const ticket = await system
      .citizen('ma')
      .file({ category: 'system', serviceId: 'S001', region: '440300' });
    expect(ticket).toMatchObject({
      state: 'dispatched',
      unit: { id: 'hrss' },
      promise: { date: '2026-10-09' },
    });
  });
});

describe('a business question without a service', () => {
  test('waits for the operator for one working day; the first triage confirms the promise of 1 + 5 (A1, A7)', async () => {
    system.at(filed);
    const chen = system.citizen('chen');
    const ticket = await chen.file({ title: '孩子上小学报名', text: '随迁子女在哪里报名上小学？' });
    expect(ticket).toMatchObject({
      state: 'submitted',
      stateLabel: '待分办',
      unit: null,
      holder: { role: 'operator' },
      promise: { date: '2026-10-10', confirmed: false },
    });
    const seen = await operator.get(ticket.no);
    expect(running(seen, 'dispatch')).toMatchObject({ date: '2026-09-28', internal: true });
    // Three likely units with reasons are offered.
    expect(seen.suggestions?.map(one => one.unitId)).toContain('edu');
    expect(seen.suggestions?.length).toBeLessThanOrEqual(3);
    expect(seen.suggestions?.every(one => one.reason.length > 0)).toBe(true);
    expect((await chen.get(ticket.no)).suggestions).toBeUndefined();

    system.at('2026-09-28T15:00');
    const triaged = await operator.act(ticket.no, 'triage', { category: 'business', serviceId: 'S056' });
    expect(triaged).toMatchObject({ state: 'submitted', promise: { date: '2026-10-10', confirmed: true } });
    expect(triaged.suggestions?.[0]?.unitId).toBe('edu');
    const dispatched = await operator.act(ticket.no, 'dispatch', { unitId: 'edu', reason: '入学事项' });
    expect(dispatched).toMatchObject({ state: 'dispatched', unit: { id: 'edu' } });
    expect(outcomes(dispatched, 'dispatch')).toEqual(['met 2026-09-28']);
    expect(outcomes(dispatched, 'reply')).toEqual(['running 2026-10-10']);
    expect(dispatched.promise).toMatchObject({ date: '2026-10-10', confirmed: true, broken: false });
    // A later change of mind is not the operator's any more.
    await expect(
      operator.actAt(ticket.no, dispatched.version, 'triage', { category: 'technical' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('dispatched without a triage: the dispatch confirms the promise; an unsure matter counts as business', async () => {
    system.at(filed);
    const ticket = await system.citizen('he').file({ category: 'unsure', serviceId: 'S012' });
    expect(ticket).toMatchObject({ state: 'submitted', promise: { date: '2026-10-10', confirmed: false } });
    system.at('2026-09-24T16:00');
    const dispatched = await operator.act(ticket.no, 'dispatch', { unitId: 'psb' });
    expect(dispatched.promise).toMatchObject({ date: '2026-10-10', confirmed: true });
    expect(outcomes(dispatched, 'reply')).toEqual(['running 2026-10-09']);
  });

  test('a first triage to technical brings the promise to 2 WD, a second one moves clocks only (A1)', async () => {
    system.at(filed);
    const ticket = await system.citizen('qian').file({ category: 'unsure' });
    system.at('2026-09-24T11:00');
    const technical = await operator.act(ticket.no, 'triage', { category: 'technical' });
    expect(technical).toMatchObject({
      state: 'dispatched',
      holder: { role: 'operator' },
      unit: null,
      promise: { date: '2026-09-29', confirmed: true },
    });
    expect(outcomes(technical, 'reply')).toEqual(['running 2026-09-29']);
    const again = await operator.act(ticket.no, 'triage', { category: 'business' });
    expect(again).toMatchObject({ state: 'submitted', promise: { date: '2026-09-29', confirmed: true } });
    const sent = await operator.act(ticket.no, 'dispatch', { unitId: 'psb' });
    // The unit's date lies behind the promise: it is broken and supervised (A27).
    expect(sent.promise).toMatchObject({ date: '2026-09-29', broken: true });
    expect(sent.flags).toContain('supervised');
    expect(running(sent, 'supervise')).toMatchObject({ date: '2026-09-29' });
  });

  test('a wrong pick of technical breaks no promise, triaged or dispatched straight away (A1)', async () => {
    for (const triageFirst of [true, false]) {
      system.at(filed);
      const ticket = await system.citizen('sun').file({ category: 'technical' });
      system.at('2026-09-24T11:00');
      if (triageFirst) await operator.act(ticket.no, 'triage', { category: 'business' });
      const sent = await operator.act(ticket.no, 'dispatch', { unitId: 'psb' });
      expect(sent).toMatchObject({
        category: 'business',
        promise: { date: '2026-10-10', confirmed: true, broken: false },
      });
      expect(sent.flags).not.toContain('supervised');
    }
  });
});

describe('a question about using the mini-program', () => {
  test('is held by the operator, who answers in 2 WD; the answer confirms the promise (G-5.2a)', async () => {
    system.at(filed);
    const zhao = system.citizen('zhao');
    const ticket = await zhao.file({ category: 'technical', title: '页面打不开', text: '点开就是白的。' });
    expect(ticket).toMatchObject({
      state: 'dispatched',
      unit: null,
      holder: { role: 'operator' },
      promise: { date: '2026-09-29', confirmed: false },
    });
    const seen = await operator.get(ticket.no);
    expect(outcomes(seen, 'reply')).toEqual(['running 2026-09-29']);
    expect(running(seen, 'reply')).toMatchObject({ clause: 'G-5.2a' });
    expect(running(seen, 'dispatch')).toBeUndefined();
    const replied = await operator.act(ticket.no, 'reply', { text: '请更新微信后再打开。' });
    expect(replied).toMatchObject({ state: 'replied', unit: null, promise: { confirmed: true } });
    expect((await zhao.get(ticket.no)).replies[0]?.unitName).toBe('运营方');
  });
});

describe('a suggestion (J-18b)', () => {
  test('has the consultation’s limits and way', async () => {
    system.at(filed);
    const technical = await system.citizen('kong').file({ kind: 'suggestion', category: 'technical' });
    expect(technical).toMatchObject({ kindLabel: '建议', promise: { date: '2026-09-29' } });
    const business = await system.citizen('kong').file({ kind: 'suggestion', serviceId: 'S001' });
    expect(business).toMatchObject({
      unit: { id: 'hrss' },
      promise: { date: '2026-10-09', confirmed: true },
    });
    const open = await system.citizen('kong').file({ kind: 'suggestion' });
    expect(open).toMatchObject({ state: 'submitted', promise: { date: '2026-10-10', confirmed: false } });
  });
});

test('received on a day off: the first working day after it is day 1 (A2b)', async () => {
  system.at('2026-09-26T20:00');
  const ticket = await system.citizen('yan').file({ serviceId: 'S001' });
  expect(ticket.promise?.date).toBe('2026-10-09');
});
