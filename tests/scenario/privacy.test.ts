import type { ShownTicket } from '../../typings/contract';
import { Driver } from '../../local/cloud/store/driver';
import { useSystem } from '../support/system';

/** Personal data: masked, kept apart, revealed with a reason, exported, erased; the journal cannot be rewritten (J-21b, J-26, A22). */
const system = useSystem();
const operator = system.staff('demo-operator');
const handler = system.staff('demo-hrss-handler');
const manager = system.staff('demo-manager');

const ID = '11010519491231002X';
const PHONE = '13800138000';

const file = (openid: string, more: object = {}) => {
  system.at('2026-09-24T10:00');
  return system.citizen(openid).file({
    serviceId: 'S001',
    title: `补办社保卡，电话 ${PHONE}`,
    text: `我的身份证 ${ID}，请回电 ${PHONE}。`,
    applicant: { type: 'person', name: '欧阳小明', onBehalfOf: '李四' },
    contact: { phone: PHONE },
    ...more,
  });
};

/** Everything that is stored, as one text. */
const stored = async (): Promise<string> => {
  await system.cloud.close();
  const driver = Driver.open(system.dataDir);
  const text = driver
    .all<{ body: string }>('SELECT body FROM doc')
    .map(row => row.body)
    .join('\n');
  driver.close();
  await system.restart();
  return text;
};

const audit = async () =>
  manager.call<{ checked: number; broken: { no: string; seq: number; why: string }[] }>('audit.check');

test('masked for everybody in fields and in free text; nothing of it lies open in the database', async () => {
  const ticket = await file('cao');
  const texts = await Promise.all(
    [system.citizen('cao'), handler, operator, manager].map(async who =>
      JSON.stringify(await who.get(ticket.no)),
    ),
  );
  for (const text of texts) {
    expect(text).not.toContain(ID);
    expect(text).not.toContain(PHONE);
    expect(text).not.toContain('欧阳小明');
  }
  const seen = await handler.get(ticket.no);
  expect(seen.applicant).toEqual({ type: 'person', name: '欧**', onBehalfOf: '李**' });
  expect(seen.contact).toEqual({ phone: '138****8000' });
  expect(seen.text).toContain('110*************2X');
  expect(seen.text).toContain('138****8000');
  await system
    .citizen('cao')
    .act(ticket.no, 'supplement', { text: `另一个号码 13900139000`, more: `藏着 ${ID}` });
  await handler.act(ticket.no, 'note', { text: `群众身份证 ${ID}` });
  const all = await stored();
  for (const secret of [ID, PHONE, '13900139000', '欧阳小明']) expect(all).not.toContain(secret);
});

describe('reveal', () => {
  test('only whoever holds it, with a reason, recorded and never shown again by itself', async () => {
    const ticket = await file('cha');
    await expect(handler.act(ticket.no, 'reveal', {})).rejects.toMatchObject({
      code: 'invalid',
      fields: { reason: expect.any(String) as string },
    });
    for (const other of [operator, manager])
      await expect(other.act(ticket.no, 'reveal', { reason: '看看' })).rejects.toMatchObject({
        code: 'forbidden',
      });
    const revealed = await handler.act(ticket.no, 'reveal', { reason: '电话核实' });
    expect(revealed.personal).toMatchObject({ name: '欧阳小明', phone: PHONE });
    expect(revealed.personal?.identifiers).toEqual(expect.arrayContaining([ID, PHONE]));
    const after = await handler.get(ticket.no);
    expect(after.personal).toBeUndefined();
    expect(after.timeline.at(-1)).toMatchObject({ text: '电话核实', internal: true });
    expect(JSON.stringify(await system.citizen('cha').get(ticket.no))).not.toContain('电话核实');
    const { entries } = await manager.call<{ entries: { type: string; actorId: string }[] }>('audit.list', {
      no: ticket.no,
    });
    expect(entries.at(-1)).toMatchObject({ type: 'reveal', actorId: 'demo-hrss-handler' });
  });

  test('not of an anonymous ticket, whose citizen is nobody to staff', async () => {
    const ticket = await file('chai', { anonymous: true });
    expect(await handler.get(ticket.no)).toMatchObject({ applicant: { name: '匿名' }, contact: {} });
    await expect(handler.act(ticket.no, 'reveal', { reason: '想知道' })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    expect((await system.citizen('chai').get(ticket.no)).applicant.name).toBe('欧**');
  });

  test('not without end: 50 times a day (A22)', async () => {
    const { ruleSet } = await manager.call<{ ruleSet: { id: string; version: number } }>('ruleset.save', {
      id: 'gdzw-0001.5-2019',
      windows: { revealsPerDay: 2 },
    });
    await manager.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
    const tickets = [await file('chan'), await file('chan'), await file('chan')];
    const psb = system.staff('demo-gz-hrss-handler');
    for (const { no } of tickets) await handler.act(no, 'dispatch', { unitId: 'gz-hrss' });
    for (const { no } of tickets.slice(0, 2)) await psb.act(no, 'reveal', { reason: '核实' });
    await expect(psb.act(tickets[2]?.no ?? '', 'reveal', { reason: '核实' })).rejects.toMatchObject({
      code: 'rate-limited',
    });
    system.at('2026-09-25T00:10');
    expect((await psb.act(tickets[2]?.no ?? '', 'reveal', { reason: '核实' })).personal?.phone).toBe(PHONE);
    await manager.call('ruleset.activate', { id: ruleSet.id, version: 1 });
  });
});

test('found by phone number, without the number being stored (keyed hash)', async () => {
  const ticket = await file('chao', { contact: { phone: '139 2222 3333' } });
  expect(await operator.queue('all', { query: '13922223333' })).toEqual([ticket.no]);
  expect(await operator.queue('all', { query: '13922223334' })).toEqual([]);
  expect(await system.staff('demo-psb-handler').queue('all', { query: '13922223333' })).toEqual([]);
  expect(await stored()).not.toContain('13922223333');
});

describe('one’s own account', () => {
  test('export holds everything, unmasked; others’ tickets are not in it', async () => {
    const ticket = await file('che');
    await file('chen');
    const { url } = await system.citizen('che').call<{ url: string }>('me.export');
    const data = (await (await fetch(url)).json()) as {
      tickets: (ShownTicket & { personal: { phone: string; identifiers: string[] } })[];
    };
    expect(data.tickets.map(one => one.no)).toEqual([ticket.no]);
    expect(data.tickets[0]?.personal).toMatchObject({ name: '欧阳小明', phone: PHONE });
  });

  test('erase takes closed tickets and leaves open ones; the journal still verifies', async () => {
    const cheng = system.citizen('cheng');
    const words = '只有我知道的事';
    const target = await file('cheng', { text: `并入的正文，${words}` });
    const merged = await file('cheng', { text: `被并的正文，${words}`, title: `标题${words}` });
    await operator.act(merged.no, 'merge', { into: target.no });
    await handler.act(target.no, 'reply', { text: '已办。' });
    await cheng.act(target.no, 'rate', { level: 4, text: words, tags: [words] });
    const picture = await cheng.upload('cheng-photo.pdf', '%PDF-1.7 cheng');
    const refused = await file('cheng', { kind: 'complaint', text: words, attachments: [picture] });
    await handler.act(refused.no, 'refuse', { reason: '不归我们', basis: '法', redirect: '别处' });
    await cheng.act(refused.no, 'object', { text: words });
    await manager.act(refused.no, 'decideObjection', { uphold: false, reason: '成立' });
    await cheng.call('ask', { text: words });
    const open = await file('cheng');
    await system.run();
    expect(await stored()).toContain(words);
    expect(await stored()).toContain(picture);

    const { erased, kept } = await cheng.call<{ erased: number; kept: string[] }>('me.erase');
    expect({ erased, kept }).toEqual({ erased: 3, kept: [open.no] });
    expect(await stored()).not.toContain(words);
    expect(await stored()).not.toContain(picture);
    await expect(cheng.get(target.no)).rejects.toMatchObject({ code: 'not-found' });
    expect((await cheng.get(open.no)).no).toBe(open.no);
    expect(JSON.stringify(await operator.get(target.no))).not.toContain('欧');
    expect(system.messages('cheng').filter(one => one.about !== open.no)).toEqual([]);
    expect((await audit()).broken).toEqual([]);
  });
});

test('a changed and a deleted entry of the journal are found (J-26)', async () => {
  const ticket = await file('chi');
  const other = await file('chi');
  for (const { no } of [ticket, other]) {
    await handler.act(no, 'claim');
    await handler.act(no, 'reply', { text: '答复' });
  }
  expect((await audit()).broken).toEqual([]);
  const change = async (work: (driver: Driver) => number) => {
    await system.cloud.close();
    const driver = Driver.open(system.dataDir);
    expect(work(driver)).toBe(1);
    driver.close();
    await system.restart();
  };
  await change(
    driver =>
      driver.run(
        `UPDATE doc SET body = replace(body, '"text":"答复"', '"text":"改过"') WHERE body LIKE ? AND body LIKE '%"commitment"%' AND body LIKE '%"type":"reply"%'`,
        `%"no":"${ticket.no}"%`,
      ).changes,
  );
  expect((await audit()).broken).toMatchObject([{ no: ticket.no, why: 'changed' }]);
  await change(
    driver =>
      driver.run(
        `DELETE FROM doc WHERE body LIKE ? AND body LIKE '%"commitment"%' AND body LIKE '%"type":"claim"%'`,
        `%"no":"${other.no}"%`,
      ).changes,
  );
  expect((await audit()).broken.map(one => one.no).sort()).toEqual([ticket.no, other.no].sort());
  expect((await manager.call<{ broken: unknown[] }>('audit.check', { no: other.no })).broken).toHaveLength(1);
});
