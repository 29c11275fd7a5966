import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { citizenOf, registered, toldTo } from '../support/callers';
import { handlerOf, leadOf, manager, operator, operatorLead } from '../support/domain';
import { at, no, PHONE, visitWorld, yes, type World } from '../support/visits';

/** 回访, A49: who is called after a ticket has ended, by whom, and what comes of it. Drawing: visit-sample.test.ts. */

const last = <T>(list: readonly T[]): T => list.at(-1)!;
const offeredTo = async (own: World, actor: typeof operator, no: string): Promise<string[]> =>
  (await own.staff(actor).get(no)).acts.map(({ act }) => act);

describe.each(shippedRuleSets)('under $id', ruleSet => {
  test('what came by phone is called about when it has ended: once, under a limit of its own', async () => {
    const own = visitWorld(ruleSet);
    const number = await own.phoned();
    await own.run();
    expect(own.visits()).toEqual([]);
    await own.answered(number);
    await own.run();
    await own.run('2026-12-02T09:00');
    const [visit] = own.visits();
    expect(own.visits()).toHaveLength(1);
    expect(visit).toMatchObject({
      state: 'calling',
      title: `投诉回访 ${number}`,
      holder: { role: 'operator' },
      unitId: null,
      work: { values: { ticketNo: number, source: 'phone' } },
    });
    expect(visit!.clocks).toMatchObject([
      { name: 'visit', label: '回访', clause: 'A49', internal: true, date: '2026-12-08' },
    ]);
    expect(own.ticket(number).details.visits).toMatchObject([{ stage: 'opened', no: visit!.no }]);
  });

  test('not solved: back to its unit once; the second time it is a rectification', async () => {
    const own = visitWorld(ruleSet);
    const number = await own.phoned();
    await own.answered(number);
    const [{ no: visit }] = own.visits() as never as [{ no: string }];
    await own.staff(operator).act(visit, 'recordVisit', no);
    const again = own.ticket(number);
    expect(again).toMatchObject({ state: 'accepted', endsAt: null, holder: { unitId: 'hrss' } });
    expect(last(again.clocks)).toMatchObject({ label: '重新办理并答复', date: '2026-12-08', clause: 'A49' });
    // What somebody says before it has been done again is not what counts.
    expect(again.details.rating).toBeUndefined();
    expect(own.ticket(visit).state).toBe('following');
    expect(await toldTo(own.world, 'openid-hrss-handler')).toContainEqual(
      expect.stringMatching(/^回访没有解决：投诉|^回访没有解决：/),
    );
    expect(await toldTo(own.world, 'openid-hrss-lead')).toContainEqual(
      expect.stringContaining('已退回重新办理'),
    );

    await own.answered(number);
    await own.run();
    expect(own.visits()).toHaveLength(1);
    expect(own.ticket(visit)).toMatchObject({ state: 'recalling' });
    await own.staff(operatorLead).act(visit, 'recordVisit', { ...no, level: 2 });
    expect(own.ticket(number)).toMatchObject({ state: 'rectifying', details: { rating: { level: 2 } } });
    expect(own.ticket(visit)).toMatchObject({ state: 'visited' });
    expect(own.ticket(visit).work?.values['results']).toMatchObject([
      { stage: 'first', solved: 'no', followed: expect.stringContaining('退回重新办理') as string },
      { stage: 'final', solved: 'no', followed: expect.stringContaining('发起整改') as string },
    ]);
    expect(own.counted('redone')).toBe(1);
    expect(own.counted('visit-solved.no')).toBe(1);

    await own.staff(handlerOf('hrss')).act(number, 'rectify', {
      text: '已当面说明。',
      contactedAt: own.world.ports.now(),
    });
    await own.run();
    // Never twice for one ticket.
    expect(own.visits()).toHaveLength(1);
  });
});

test('a rating that was taken down is the citizen’s own: 差评 starts the rectification, and shows on the ticket', async () => {
  const own = visitWorld();
  const number = await own.phoned();
  await own.answered(number);
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  await own.staff(operator).act(visit, 'recordVisit', { ...yes, level: 2, text: '等得太久。' });
  expect(own.ticket(number)).toMatchObject({
    state: 'rectifying',
    details: { rating: { level: 2, text: '等得太久。' } },
  });
  expect(own.counted('rated.2')).toBe(1);
  const caller = citizenOf(own.world, 'caller');
  const { code } = (await own.staff(operator).act(number, 'claimCode')).claimCode!;
  await caller.call('ticket.claim', { no: number, phone: PHONE, code });
  const shown = await caller.get(number);
  expect(shown.rating).toMatchObject({ level: 2 });
  expect(shown.timeline.find(({ label }) => label === '回访记录')?.text).toMatch(
    /^问题已解决；评价“不满意”；原话：等得太久。；发起整改，最迟 .+ 反馈结果$/,
  );
  expect(shown.acts.map(({ act }) => act)).not.toContain('rate');
  // Nobody of the unit sees or takes the visit.
  await expect(own.staff(leadOf('hrss')).get(visit)).rejects.toMatchObject({ code: 'not-found' });

  await own
    .staff(handlerOf('hrss'))
    .act(number, 'rectify', { text: '已致歉。', contactedAt: own.world.ports.now() });
  await own.run();
  expect(own.ticket(visit).state).toBe('recalling');
  await own.staff(operator).act(visit, 'recordVisit', yes);
  expect(own.ticket(visit).state).toBe('visited');
  // Rated once: what was said after the rectification stands in the visit alone.
  expect(own.ticket(number).details.rating?.level).toBe(2);
  expect([own.counted('rated.5'), own.counted('visit-level.5'), own.counted('visit-solved.yes')]).toEqual([
    0, 0, 1,
  ]);
});

test('a refusal is called about at once: an objection is taken down, also where the call is late', async () => {
  const own = visitWorld();
  const number = await own.phoned();
  await own.staff(handlerOf('hrss')).act(number, 'refuse', {
    reason: '不在职责内',
    basis: '某条例',
    redirect: '信访',
  });
  await own.run();
  const [visit] = own.visits();
  expect(visit).toMatchObject({ state: 'calling', work: { values: { source: 'refused' } } });
  const form = (await own.staff(operator).get(visit!.no)).acts[0]!.fields.map(({ name }) => name);
  expect(form).toEqual(['reached', 'solved', 'level', 'objects', 'text']);
  own.world.at(at('2026-12-04T10:00'));
  await expect(
    own
      .staff(operator)
      .act(visit!.no, 'recordVisit', { reached: 'yes', solved: 'no', level: 1, objects: true }),
  ).rejects.toMatchObject({ fields: { text: '请写下异议的理由' } });
  await own.staff(operator).act(visit!.no, 'recordVisit', { ...no, objects: true, text: '就归你们管。' });
  expect(own.ticket(number)).toMatchObject({
    state: 'refused',
    endsAt: null,
    holder: { role: 'manager' },
    details: { objection: { text: '就归你们管。' } },
  });
  expect(own.ticket(number).details.rating).toBeUndefined();
  expect(await toldTo(own.world, 'openid-mgr')).toContainEqual(expect.stringContaining('提出异议'));
  await own.staff(manager).act(number, 'decideObjection', { uphold: false, reason: '维持。' });
  await own.run();
  // Whoever has no phone of ours hears the decision by the second call.
  expect(own.ticket(visit!.no).state).toBe('recalling');
  await own.staff(operator).act(visit!.no, 'recordVisit', { ...no, level: 1 });
  expect(own.ticket(number).state).toBe('refused');
  expect(own.ticket(visit!.no).state).toBe('visited');
});

test('what was closed as unreachable is called about; not solved reopens it once', async () => {
  const own = visitWorld();
  const owner = citizenOf(own.world, 'ou');
  const { no: number } = await owner.file();
  await own.staff(operator).act(number, 'dispatch', { unitId: 'hrss' });
  const unit = own.staff(handlerOf('hrss'));
  for (const day of ['24', '25', '26']) {
    own.world.at(at(`2026-11-${day}T10:00`));
    await unit.act(number, 'logCall', { reached: false });
  }
  own.world.at(at('2026-12-04T10:00'));
  await unit.act(number, 'closeUnreachable');
  await own.run();
  const [visit] = own.visits();
  expect(visit?.work?.values['source']).toBe('unreachable');
  await own.staff(operator).act(visit!.no, 'recordVisit', no);
  expect(own.ticket(number)).toMatchObject({
    state: 'dispatched',
    endsAt: null,
    details: { reopened: true },
  });
  expect((await owner.get(number)).acts.map(({ act }) => act)).not.toContain('reopen');
});

test('calls on different days: after as many as the rule set says the visit ends, and the ticket says so', async () => {
  const own = visitWorld();
  const number = await own.phoned();
  await own.answered(number);
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  const missed = { reached: 'no' };
  await own.staff(operator).act(visit, 'recordVisit', missed);
  await own.staff(operator).act(visit, 'recordVisit', missed);
  own.world.at(at('2026-12-02T10:00'));
  await own.staff(operatorLead).act(visit, 'recordVisit', missed);
  expect(own.ticket(visit).state).toBe('calling');
  own.world.at(at('2026-12-03T10:00'));
  await own.staff(operator).act(visit, 'recordVisit', missed);
  expect(own.ticket(visit)).toMatchObject({ state: 'unreached', clocks: [{ state: 'met' }] });
  expect(own.ticket(visit).work?.values['calls']).toHaveLength(4);
  expect(last(own.ticket(number).timeline)).toMatchObject({
    label: '回访记录',
    text: '多次联系不上，回访结束',
  });
  expect([own.counted('visited'), own.counted('visit-solved.no')]).toEqual([1, 0]);
});

test('whoever answered calls nobody about it: another one of the operator does, and where there is none the manager', async () => {
  const own = visitWorld();
  const { no: number } = await registered(own.world, operator, {
    kind: 'consultation',
    category: 'technical',
  });
  await own.staff(operator).act(number, 'reply', { text: '请更新到新版本。' });
  await own.run('2026-12-02T10:00');
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  expect(await offeredTo(own, operator, visit)).toEqual([]);
  await expect(own.staff(operator).act(visit, 'recordVisit', yes)).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await offeredTo(own, operatorLead, visit)).toEqual(['recordVisit', 'drop', 'reveal', 'note']);
  expect(await offeredTo(own, manager, visit)).toEqual([]);
  const lead = own.world.all('members').find(({ _id }) => _id === 'op-lead')!;
  own.world.put('members', { ...lead, state: 'revoked' });
  const settings = own.world.get('settings', 'current')!;
  own.world.put('settings', {
    ...settings,
    catalogueVersion: settings.catalogueVersion + 1,
    membersVersion: 9,
  });
  expect(await offeredTo(own, manager, visit)).toContain('recordVisit');
  await own.staff(manager).act(visit, 'recordVisit', yes);
  expect(own.ticket(number).details.rating?.level).toBe(5);
});

test('the caller sees the number with a reason, and both tickets say so (J-21b)', async () => {
  const own = visitWorld();
  const number = await own.phoned();
  await own.answered(number);
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  const shown = await own.staff(operator).act(visit, 'reveal', { reason: '拨打回访电话' });
  expect(shown.personal?.phone).toBe(PHONE);
  expect(last(own.ticket(number).timeline)).toMatchObject({ label: '回访查看联系方式', internal: true });
});

test('what is confidential is called about by the operator’s lead alone (A34); anonymous ones by nobody (A44)', async () => {
  const own = visitWorld();
  const ou = citizenOf(own.world, 'ou');
  const secret = await ou.file({ against: 'operator' });
  await own.staff(operatorLead).act(secret.no, 'dispatch', { unitId: 'hrss' });
  await own
    .staff(leadOf('hrss'))
    .act(secret.no, 'refuse', { reason: '不属实', basis: '核查', redirect: '信访' });
  const hidden = await registered(own.world, operator, { anonymous: true });
  await own.staff(operator).act(hidden.no, 'dispatch', { unitId: 'hrss' });
  const silent = await registered(own.world, operator, { contact: {} });
  await own.staff(operator).act(silent.no, 'dispatch', { unitId: 'hrss' });
  await own.staff(handlerOf('hrss')).act(hidden.no, 'reply', { text: '已核实。' });
  await own.answered(silent.no);
  expect(own.visits()).toMatchObject([{ holder: { role: 'operator-lead' }, marks: ['confidential'] }]);
  const [{ no: visit }] = own.visits() as never as [{ no: string }];
  await expect(own.staff(operator).get(visit)).rejects.toMatchObject({ code: 'not-found' });
  expect(await offeredTo(own, operatorLead, visit)).toContain('recordVisit');
  await expect(
    own.staff(operatorLead).call('procedure.open', {
      kind: 'visit',
      requestId: '00000000-0000-4000-8000-999999999999',
      input: { ticketNo: hidden.no },
    }),
  ).rejects.toMatchObject({ fields: { ticketNo: '已回访过，或者没有留联系电话、是匿名件' } });
});
