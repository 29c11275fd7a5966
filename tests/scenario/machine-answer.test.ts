import type { AskResult } from '../../typings/contract';
import { outcomes, running, useSystem, type Person } from '../support/system';

/** The machine answers what it is sure of and stops no clock: G-5.2b, A15. */
const system = useSystem();
const operator = system.staff('demo-operator');

/** A question about which the machine is sure. */
const ask = async (who: Person): Promise<AskResult> => {
  const { faqs } = await operator.call<{ faqs: { question: string }[] }>('faq.list');
  for (const { question } of faqs) {
    const asked = await who.call<AskResult>('ask', { text: question });
    if (asked.band === 'answer') return asked;
  }
  throw new Error('the machine is sure of nothing');
};

test('the three bands: a full answer, at most three choices, or none (contract §4)', async () => {
  system.at('2026-09-24T10:00');
  const xu = system.citizen('xu');
  const sure = await ask(xu);
  expect(sure.answers).toHaveLength(1);
  expect(sure.answers[0]).toMatchObject({
    faqId: expect.any(String) as string,
    question: expect.any(String) as string,
    answer: expect.any(String) as string,
    unitName: expect.any(String) as string,
    updatedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
  });
  for (const text of ['社保卡怎么办', '公积金', '量子纠缠的退相干时间怎么测量']) {
    const { band, answers } = await xu.call<AskResult>('ask', { text });
    const most = { answer: 1, choices: 3, handover: 0 }[band];
    expect(answers.length).toBeLessThanOrEqual(most);
    expect(answers.length > 0).toBe(most > 0);
  }
});

test('an urgent or desperate question gets a phone number and a person, never a plain machine answer', async () => {
  system.at('2026-09-24T10:00');
  const asked = await system.citizen('xu').call<AskResult>('ask', { text: '我不想活了，怎么办' });
  expect(asked).toMatchObject({
    band: 'handover',
    answers: [],
    urgent: { phone: expect.any(String) as string },
  });
});

test('a known fault of the service is shown before filing (A29)', async () => {
  system.at('2026-09-24T10:00');
  const asked = await system
    .citizen('xu')
    .call<AskResult>('ask', { text: '提取公积金提交失败', serviceId: 'S045' });
  expect(asked.knownFault).toMatchObject({ serviceId: 'S045', noticeId: 'N03' });
});

test('a question that names a service in fault needs no choice of the service (A29)', async () => {
  system.at('2026-09-24T10:00');
  const xu = system.citizen('xu');
  const named = await xu.call<AskResult>('ask', { text: '公积金提取总是提示系统繁忙' });
  expect(named.knownFault).toMatchObject({ serviceId: 'S045', noticeId: 'N03' });
  const other = await xu.call<AskResult>('ask', { text: '居住证怎么续签' });
  expect(other.knownFault).toBeUndefined();
});

describe('filed with an answer that nobody has judged', () => {
  test('starts as answered with its clocks running; confirmSolved closes it (A15)', async () => {
    system.at('2026-09-24T10:00');
    const luo = system.citizen('luo');
    const { askId, answers } = await ask(luo);
    const ticket = await luo.file({ askId, category: 'technical' });
    expect(ticket).toMatchObject({
      state: 'answered',
      stateLabel: '机器已答',
      promise: { date: '2026-09-29' },
    });
    expect(ticket.answers?.map(one => one.faqId)).toEqual(answers.map(one => one.faqId));
    expect(outcomes(ticket, 'reply')).toEqual(['running 2026-09-29']);
    const closed = await luo.act(ticket.no, 'confirmSolved');
    expect(closed.state).toBe('closed');
    expect(outcomes(closed, 'reply')).toEqual(['met 2026-09-29']);
    expect(closed.acts.map(one => one.act)).not.toContain('rate');
  });

  test('needHuman sends a technical one to the operator; its 2 WD have run since the filing', async () => {
    system.at('2026-09-24T10:00');
    const luo = system.citizen('luo');
    const ticket = await luo.file({ askId: (await ask(luo)).askId, category: 'technical' });
    system.at('2026-09-28T09:00');
    const handed = await luo.act(ticket.no, 'needHuman');
    expect(handed).toMatchObject({ state: 'dispatched', holder: { role: 'operator' } });
    expect(outcomes(handed, 'reply')).toEqual(['running 2026-09-29']);
    await system.run();
    expect(system.messages('demo-operator', ticket.no).map(one => one.template)).toContain('needHuman');
  });

  test('needHuman sends a business one to the unit of its service, or to the operator without one', async () => {
    system.at('2026-09-24T10:00');
    const luo = system.citizen('luo');
    const known = await luo.file({ askId: (await ask(luo)).askId, serviceId: 'S001' });
    expect(known).toMatchObject({ state: 'answered', promise: { date: '2026-10-10', confirmed: false } });
    expect(running(await operator.get(known.no), 'dispatch')).toMatchObject({ date: '2026-09-28' });
    const sent = await luo.act(known.no, 'needHuman');
    expect(sent).toMatchObject({ state: 'dispatched', unit: { id: 'hrss' }, promise: { confirmed: true } });
    expect(outcomes(sent, 'reply')).toEqual(['running 2026-10-09']);
    const unknown = await luo.file({ askId: (await ask(luo)).askId });
    expect(await luo.act(unknown.no, 'needHuman')).toMatchObject({ state: 'submitted', unit: null });
  });

  test('silence sends it on by itself on the next working day, after 中秋节 (A15)', async () => {
    system.at('2026-09-24T10:00');
    const luo = system.citizen('luo');
    const ticket = await luo.file({ askId: (await ask(luo)).askId, serviceId: 'S001' });
    system.at('2026-09-27T23:50');
    await system.run();
    expect((await luo.get(ticket.no)).state).toBe('answered');
    system.at('2026-09-28T00:00');
    await system.run();
    const sent = await luo.get(ticket.no);
    expect(sent).toMatchObject({
      state: 'dispatched',
      unit: { id: 'hrss' },
      promise: { date: '2026-10-10', broken: false },
    });
    expect(outcomes(sent, 'reply')).toEqual(['running 2026-10-10']);
  });
});

test('a question that the citizen has judged, or a complaint, goes its ordinary way', async () => {
  system.at('2026-09-24T10:00');
  const gu = system.citizen('gu');
  const judged = await ask(gu);
  await gu.call('ask.feedback', { askId: judged.askId, solved: false });
  expect((await gu.file({ askId: judged.askId, serviceId: 'S001' })).state).toBe('dispatched');
  const complaint = await gu.file({ kind: 'complaint', askId: (await ask(gu)).askId, serviceId: 'S001' });
  expect(complaint.state).toBe('dispatched');
  // Another person's question is nobody else's.
  await expect(gu.file({ askId: (await ask(system.citizen('xu'))).askId })).rejects.toMatchObject({
    code: 'invalid',
    fields: { askId: expect.any(String) as string },
  });
  await expect(
    gu.call('ask.feedback', { askId: (await ask(system.citizen('xu'))).askId, solved: true }),
  ).rejects.toMatchObject({ code: 'not-found' });
});
