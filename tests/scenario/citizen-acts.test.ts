import type { TicketSummary } from '../../typings/contract';
import { outcomes, running, useSystem } from '../support/system';

/** What a citizen can do with an own ticket: contract §4, A20, A25, A29. */
const system = useSystem();
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');

const file = (openid: string, more: object = {}) => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file({ serviceId: 'S001', ...more });
};

describe('amend', () => {
  test('within 10 minutes and before anyone acted; it needs a title or a text', async () => {
    const ticket = await file('mei');
    const mei = system.citizen('mei');
    system.at('2026-09-24T10:09:30');
    const amended = await mei.act(ticket.no, 'amend', { title: '新标题' });
    expect(amended).toMatchObject({
      title: '新标题',
      text: ticket.text,
      promise: { date: ticket.promise?.date },
    });
    await expect(mei.act(ticket.no, 'amend', {})).rejects.toMatchObject({ code: 'invalid' });
    system.at('2026-09-24T10:10:30');
    await expect(mei.act(ticket.no, 'amend', { title: '再改' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    // Wrong input is said before the wrong state (contract §2).
    await expect(mei.act(ticket.no, 'amend', {})).rejects.toMatchObject({ code: 'invalid' });
  });

  test('not after a person of the staff acted', async () => {
    const ticket = await file('meng');
    await handler.act(ticket.no, 'claim');
    await expect(system.citizen('meng').act(ticket.no, 'amend', { title: '改' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });
});

test('supplement until replied; it ends the waiting for the citizen, and no clock pauses (A25)', async () => {
  const ticket = await file('mo');
  await handler.act(ticket.no, 'askCitizen', { text: '请补充照片' });
  const mo = system.citizen('mo');
  const waiting = await mo.get(ticket.no);
  expect(waiting.flags).toContain('awaiting-citizen');
  expect(waiting.timeline.at(-1)).toMatchObject({ label: '请您补充', text: '请补充照片' });
  expect((await handler.get(ticket.no)).timeline.at(-1)?.label).toBe('请群众补充');
  expect(running(waiting, 'reply')?.date).toBe('2026-10-09');
  await system.run();
  expect(system.messages('mo', ticket.no).at(-1)?.template).toBe('askCitizen');
  const supplemented = await mo.act(ticket.no, 'supplement', {
    text: '已补充',
    attachments: ['cloud://demo/1.pdf'],
  });
  expect(supplemented.flags).not.toContain('awaiting-citizen');
  expect(supplemented.attachments).toHaveLength(1);
  await handler.act(ticket.no, 'reply', { text: '好' });
  await expect(mo.act(ticket.no, 'supplement', { text: '还有' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
  await expect(mo.act(ticket.no, 'withdraw')).rejects.toMatchObject({ code: 'wrong-state' });
});

test('urge once a working day (contract §4)', async () => {
  const ticket = await file('mu');
  const mu = system.citizen('mu');
  const urged = await mu.act(ticket.no, 'urge');
  expect(urged.urges).toBe(1);
  await expect(mu.act(ticket.no, 'urge')).rejects.toMatchObject({ code: 'wrong-state' });
  // 中秋节 brings no new working day.
  system.at('2026-09-26T10:00');
  await expect(mu.act(ticket.no, 'urge')).rejects.toMatchObject({ code: 'wrong-state' });
  system.at('2026-09-28T08:00');
  expect((await mu.act(ticket.no, 'urge')).urges).toBe(2);
  await system.run();
  expect(system.messages('demo-hrss-handler', ticket.no).filter(one => one.template === 'urge')).toHaveLength(
    2,
  );
  expect((await handler.get(ticket.no)).urges).toBe(2);
});

test('withdraw cancels the clocks and closes; nobody works on it any more', async () => {
  const ticket = await file('na', { kind: 'complaint' });
  const na = system.citizen('na');
  const withdrawn = await na.act(ticket.no, 'withdraw', { reason: '已解决' });
  expect(withdrawn).toMatchObject({ state: 'withdrawn', stateLabel: '已撤回', promise: null, acts: [] });
  expect(withdrawn.clocks.map(one => one.state)).toEqual(['cancelled', 'cancelled']);
  expect(await handler.queue('todo')).not.toContain(ticket.no);
  const closed = await na.call<{ tickets: TicketSummary[] }>('ticket.list', { state: 'closed' });
  expect(closed.tickets.map(one => one.no)).toEqual([ticket.no]);
  await expect(handler.act(ticket.no, 'reply', { text: '答' })).rejects.toMatchObject({
    code: 'wrong-state',
  });
});

describe('the same matter twice (A29)', () => {
  test('from one person: merged into the first, whose earlier clock wins; the citizen is told', async () => {
    const first = await file('ou');
    const ou = system.citizen('ou');
    system.at('2026-09-28T10:00');
    const second = await ou.file({ serviceId: 'S001', title: '催问', text: '还是上次的事，材料补齐了。' });
    const merged = await operator.act(second.no, 'merge', { into: first.no });
    expect(merged).toMatchObject({ state: 'merged', stateLabel: '已并单', promise: null });
    expect(outcomes(merged, 'reply')).toEqual(['cancelled 2026-10-10']);
    const into = await handler.get(first.no);
    expect(running(into, 'reply')?.date).toBe('2026-10-09');
    expect(into.links).toMatchObject([{ no: second.no, relation: 'merged-from' }]);
    expect(into.timeline.map(({ text }) => text).join()).toContain('材料补齐了');
    await system.run();
    expect(system.messages('ou', second.no).at(-1)?.template).toBe('merge');
    expect((await ou.get(second.no)).links).toMatchObject([{ no: first.no, relation: 'merged-into' }]);
  });

  test('merged the other way round, the remaining one takes over the earlier date and promise', async () => {
    const first = await file('pan');
    system.at('2026-09-28T10:00');
    const second = await system.citizen('pan').file({ serviceId: 'S001' });
    await operator.act(first.no, 'merge', { into: second.no });
    const remaining = await handler.get(second.no);
    expect(running(remaining, 'reply')?.date).toBe('2026-10-09');
    expect(remaining.promise?.date).toBe('2026-10-09');
  });

  test('different persons are linked, not merged; each keeps its clock and learns nothing of the other', async () => {
    const one = await file('pang');
    const other = await file('pei');
    await expect(operator.act(one.no, 'merge', { into: other.no })).rejects.toMatchObject({
      code: 'invalid',
      fields: { into: expect.any(String) as string },
    });
    await operator.act(one.no, 'link', { to: other.no });
    expect((await operator.get(other.no)).links).toMatchObject([{ no: one.no, relation: 'same-matter' }]);
    expect((await system.citizen('pang').get(one.no)).links).toEqual([]);
    await expect(operator.act(one.no, 'link', { to: other.no })).rejects.toMatchObject({ code: 'invalid' });
    await expect(operator.act(one.no, 'merge', { into: 'ZX20260924-000-000-000' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(operator.act(one.no, 'merge', { into: one.no })).rejects.toMatchObject({ code: 'invalid' });
    // One reply to all linked, as a bulk act with a result for each (contract §5).
    const items = await Promise.all(
      [one, other].map(async ({ no }) => ({ no, version: (await handler.get(no)).version })),
    );
    const { results } = await handler.call<{
      results: { no: string; ok: boolean; error?: { code: string } }[];
    }>('ticket.bulk', {
      items: [...items, { no: 'ZX20260924-000-000-000', version: 1 }],
      act: 'reply',
      input: { text: '统一答复' },
    });
    expect(results.map(result => result.ok)).toEqual([true, true, false]);
    expect(results[2]?.error?.code).toBe('not-found');
  });
});

describe('rating (A20)', () => {
  const replied = async (openid: string) => {
    const ticket = await file(openid);
    await handler.act(ticket.no, 'reply', { text: '已办。' });
    return ticket;
  };

  test('levels 1 to 5, once, within 7 days; 3 to 5 close it', async () => {
    const ticket = await replied('pu');
    const pu = system.citizen('pu');
    for (const level of [0, 6, 2.5, '5', undefined])
      await expect(pu.act(ticket.no, 'rate', { level })).rejects.toMatchObject({ code: 'invalid' });
    system.at('2026-10-01T23:00');
    const rated = await pu.act(ticket.no, 'rate', { level: 5, tags: ['快'], text: '谢谢' });
    expect(rated).toMatchObject({ state: 'closed', rating: { level: 5, tags: ['快'], text: '谢谢' } });
    await expect(pu.act(ticket.no, 'rate', { level: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('not rated for seven days: closed by itself, rating is over', async () => {
    const ticket = await replied('qi');
    const qi = system.citizen('qi');
    system.at('2026-10-01T23:50');
    await system.run();
    expect((await qi.get(ticket.no)).state).toBe('replied');
    system.at('2026-10-02T00:00');
    // Also before the sweep has come by.
    await expect(qi.act(ticket.no, 'rate', { level: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
    await system.run();
    expect(await qi.get(ticket.no)).toMatchObject({ state: 'closed', stateLabel: '已办结' });
  });

  test('1 and 2 are 差评: contact in 1 WD, rectify in 15 WD with a result of its own; old clocks stay', async () => {
    const ticket = await replied('qiao');
    const qiao = system.citizen('qiao');
    const bad = await qiao.act(ticket.no, 'rate', { level: 2, text: '没解决' });
    expect(bad).toMatchObject({ state: 'rectifying', stateLabel: '差评整改' });
    expect(outcomes(bad, 'rectify')).toEqual(['running 2026-10-22']);
    expect(outcomes(bad, 'reply')).toEqual(['met 2026-10-09']);
    const seen = await handler.get(ticket.no);
    expect(running(seen, 'contact')).toMatchObject({ date: '2026-09-28', clause: 'A20' });
    await system.run();
    for (const who of ['demo-hrss-handler', 'demo-hrss-lead'])
      expect(system.messages(who, ticket.no).at(-1)?.template).toBe('bad-rating');
    system.at('2026-10-08T10:00');
    await expect(
      handler.act(ticket.no, 'rectify', { text: '已整改', contactedAt: '2026-09-24T09:00:00+08:00' }),
    ).rejects.toMatchObject({ code: 'invalid', fields: { contactedAt: expect.any(String) as string } });
    const done = await handler.act(ticket.no, 'rectify', {
      text: '已上门说明并补办',
      contactedAt: '2026-09-28T15:00:00+08:00',
    });
    expect(done.state).toBe('closed');
    expect(outcomes(done, 'contact')).toEqual(['met 2026-09-28']);
    expect(outcomes(done, 'rectify')).toEqual(['met 2026-10-22']);
    await system.run();
    expect(system.messages('qiao', ticket.no).at(-1)?.template).toBe('rectify');
    expect(JSON.stringify((await qiao.get(ticket.no)).timeline)).toContain('已上门说明并补办');
    await expect(qiao.act(ticket.no, 'rate', { level: 1 })).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('when the citizen was reached is not asked for again once the call is on record (A20)', async () => {
    const ticket = await replied('qin');
    await system.citizen('qin').act(ticket.no, 'rate', { level: 1 });
    const asked = async () => {
      const { acts } = await handler.get(ticket.no);
      return acts.find(({ act }) => act === 'rectify')?.fields.map(({ name }) => name);
    };
    expect(await asked()).toEqual(['text', 'contactedAt']);
    await expect(handler.act(ticket.no, 'rectify', { text: '已整改' })).rejects.toMatchObject({
      code: 'invalid',
    });
    system.at('2026-09-28T15:00');
    await handler.act(ticket.no, 'logCall', { reached: true, text: '已致歉' });
    expect(await asked()).toEqual(['text']);
    system.at('2026-10-08T10:00');
    const done = await handler.act(ticket.no, 'rectify', { text: '已上门补办' });
    expect(done.state).toBe('closed');
    expect(outcomes(done, 'contact')).toEqual(['met 2026-09-28']);
  });

  test('a contact after its day is late, whatever the result (A20)', async () => {
    const ticket = await replied('qu');
    await system.citizen('qu').act(ticket.no, 'rate', { level: 1 });
    system.at('2026-10-09T10:00');
    const done = await handler.act(ticket.no, 'rectify', {
      text: '已整改',
      contactedAt: '2026-09-29T10:00:00+08:00',
    });
    expect(outcomes(done, 'contact')).toEqual(['late 2026-09-28']);
  });
});

describe('a citizen who cannot be reached (A25)', () => {
  const call = async (no: string, time: string) => {
    system.at(time);
    await handler.act(no, 'logCall', { reached: false, text: '无人接听' });
  };

  test('three calls on three days, announced, closed after 5 WD, reopened once', async () => {
    const ticket = await file('shao', { kind: 'complaint' });
    const shao = system.citizen('shao');
    await handler.act(ticket.no, 'accept');
    await call(ticket.no, '2026-09-24T15:00');
    await call(ticket.no, '2026-09-24T16:00');
    await call(ticket.no, '2026-09-28T10:00');
    await expect(handler.act(ticket.no, 'closeUnreachable')).rejects.toMatchObject({ code: 'wrong-state' });
    expect((await shao.get(ticket.no)).flags).not.toContain('unreachable');
    await call(ticket.no, '2026-09-29T10:00');
    const announced = await shao.get(ticket.no);
    expect(announced.flags).toContain('unreachable');
    expect(running(announced, 'reply')?.date).toBe('2026-10-29');
    await system.run();
    expect(system.messages('shao', ticket.no).at(-1)?.template).toBe('unreachable');
    // 5 WD after 09-29: 09-30, 10-08, 10-09, 10-10 (make-up), 10-12.
    system.at('2026-10-10T17:00');
    await expect(handler.act(ticket.no, 'closeUnreachable')).rejects.toMatchObject({ code: 'wrong-state' });
    system.at('2026-10-12T17:00');
    const closed = await handler.act(ticket.no, 'closeUnreachable');
    expect(closed.state).toBe('closed');
    expect(outcomes(closed, 'reply')).toEqual(['cancelled 2026-10-29']);
    const reopened = await shao.act(ticket.no, 'reopen', { text: '我回来了' });
    expect(reopened).toMatchObject({ state: 'accepted' });
    expect(reopened.flags).not.toContain('unreachable');
    expect(outcomes(reopened, 'reply')).toEqual(['cancelled 2026-10-29', 'running 2026-11-09']);
    for (const day of ['2026-10-13', '2026-10-14', '2026-10-15']) await call(ticket.no, `${day}T10:00`);
    system.at('2026-10-30T10:00');
    await handler.act(ticket.no, 'closeUnreachable');
    await expect(shao.act(ticket.no, 'reopen', { text: '再来' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
  });

  test('an answer of the citizen starts the counting anew', async () => {
    const ticket = await file('shen');
    for (const day of ['2026-09-24', '2026-09-28', '2026-09-29']) await call(ticket.no, `${day}T11:00`);
    await system.citizen('shen').act(ticket.no, 'supplement', { text: '请打另一个电话' });
    system.at('2026-10-20T10:00');
    await expect(handler.act(ticket.no, 'closeUnreachable')).rejects.toMatchObject({ code: 'wrong-state' });
  });

  test('reopened before it was accepted: accepting is decided anew; a technical one has its 2 WD again', async () => {
    const complaint = await file('shu', { kind: 'complaint' });
    for (const day of ['2026-09-24', '2026-09-28', '2026-09-29']) await call(complaint.no, `${day}T11:00`);
    system.at('2026-10-13T10:00');
    await handler.act(complaint.no, 'closeUnreachable');
    const reopened = await system.citizen('shu').act(complaint.no, 'reopen', { text: '在' });
    expect(reopened.state).toBe('dispatched');
    expect(running(reopened, 'accept')?.date).toBe('2026-10-22');

    const technical = await file('shu', { category: 'technical', serviceId: undefined });
    for (const day of ['2026-09-24', '2026-09-28', '2026-09-29']) {
      system.at(`${day}T11:00`);
      await operator.act(technical.no, 'logCall', { reached: false });
    }
    system.at('2026-10-13T10:00');
    await operator.act(technical.no, 'closeUnreachable');
    const again = await system.citizen('shu').act(technical.no, 'reopen', { text: '在' });
    expect(again).toMatchObject({ state: 'dispatched', holder: { role: 'operator' } });
    expect(running(again, 'reply')).toMatchObject({ date: '2026-10-15', clause: 'G-5.2a' });
  });
});
