import { randomUUID } from 'node:crypto';
import type { FileTicketInput, Reply } from '../../typings/contract';
import { Driver } from '../../local/cloud/store/driver';
import { callAt, filing, useSystem } from '../support/system';

/** Bad input changes nothing and is named field by field in Chinese; the order of the checks is contract §2. */
const system = useSystem();
const handler = system.staff('demo-hrss-handler');

const code = (reply: Reply<unknown>): string => (reply.ok ? 'ok' : reply.error.code);

const script = async (name: string, value: object | null): Promise<void> => {
  const response = await fetch(`${system.cloud.url}/control/openapi`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, script: value }),
  });
  expect(response.status).toBe(200);
};

const count = async (openid: string): Promise<number> =>
  (await system.citizen(openid).call<{ tickets: object[] }>('ticket.list', { limit: 50 })).tickets.length;

test('each wrong field of a filing is named, in Chinese; nothing is stored', async () => {
  system.at('2026-09-24T10:00');
  const bad = system.citizen('bad');
  const rows: [Record<string, unknown>, string[]][] = [
    [{ title: '' }, ['title']],
    [{ title: '   ', text: '\n' }, ['title', 'text']],
    [{ title: '题'.repeat(101) }, ['title']],
    [{ text: '长'.repeat(10_001) }, ['text']],
    [{ title: 5, text: { a: 1 } }, ['title', 'text']],
    [{ title: null, text: undefined }, ['title', 'text']],
    [{ kind: 'praise', category: 'other' }, ['kind', 'category']],
    [{ requestId: 'not-a-uuid' }, ['requestId']],
    [{ requestId: undefined }, ['requestId']],
    [{ serviceId: 'S999', region: '999999' }, ['serviceId', 'region']],
    [{ serviceId: 7 }, ['serviceId']],
    [{ contact: { phone: '123' } }, ['contact.phone']],
    [{ contact: 'phone' }, ['contact']],
    [{ applicant: { type: 'enterprise' } }, ['applicant.name']],
    [{ applicant: { type: 'robot' } }, ['applicant.type']],
    [{ applicant: { type: 'enterprise', name: '某公司', creditCode: '123' } }, ['applicant.creditCode']],
    [{ attachments: Array(10).fill('cloud://x/a.jpg') }, ['attachments']],
    [{ attachments: [5] }, ['attachments.0']],
    [{ consent: undefined }, ['consent']],
    [{ consent: {} }, ['consent.policyVersion']],
    [{ consent: { policyVersion: '1999-01' } }, ['consent.policyVersion']],
    [{ anonymous: 'yes', urgent: 1 }, ['anonymous', 'urgent']],
    [{ askId: 'of-somebody-else' }, ['askId']],
  ];
  for (const [input, fields] of rows) {
    const reply = await bad.reply('ticket.file', { ...filing(), ...input });
    expect({ input, code: code(reply) }).toEqual({ input, code: 'invalid' });
    if (reply.ok) continue;
    expect(Object.keys(reply.error.fields ?? {}).sort()).toEqual([...fields].sort());
    for (const message of [reply.error.message, ...Object.values(reply.error.fields ?? {})])
      expect(message).toMatch(/^[^A-Za-z]*[\u4e00-\u9fff]/);
    expect(reply.error.errorNo).toMatch(/\S{6,}/);
  }
  expect(await count('bad')).toBe(0);
  // The longest that is allowed, in characters: rare ones count as one.
  const longest = await bad.file({ title: '𠮷'.repeat(100), text: '𠮷'.repeat(10_000) });
  expect([...longest.text]).toHaveLength(10_000);
});

test('unknown actions, acts and numbers; events that are no objects', async () => {
  system.at('2026-09-24T10:00');
  const bad = system.citizen('bad');
  const ticket = await bad.file();
  expect(code(await bad.reply('ticket.destroy'))).toBe('invalid');
  expect(code(await bad.reply('constructor'))).toBe('invalid');
  expect(code(await bad.reply('__proto__'))).toBe('invalid');
  expect(code(await bad.reply('ticket.get', { no: 'ZX20260924-000-000-000' }))).toBe('not-found');
  expect(code(await bad.reply('ticket.get', {}))).toBe('invalid');
  expect(code(await bad.reply('ticket.get', { no: { $ne: 1 } }))).toBe('invalid');
  expect(code(await bad.reply('ticket.list', { limit: 51 }))).toBe('invalid');
  expect(code(await bad.reply('ticket.list', { state: 'lost' }))).toBe('invalid');
  expect(code(await bad.reply('ticket.act', { no: ticket.no, act: 'explode', version: 1 }))).toBe('invalid');
  expect(code(await bad.reply('ticket.act', { no: ticket.no, act: 'urge', version: '1' }))).toBe('invalid');
  expect(
    code(await bad.reply('ticket.act', { no: ticket.no, act: 'supplement', version: 1, input: [] })),
  ).toBe('invalid');
  for (const action of [undefined, 5, { a: 1 }, 'x'.repeat(200)])
    expect(code(await callAt(system.cloud.url, 'citizen', 'bad', { action }))).toBe('invalid');
  expect(code(await callAt(system.cloud.url, 'citizen', undefined, { action: 'me.get' }))).toBe(
    'unauthenticated',
  );
  // Who one is comes from the platform, never from the event.
  const claimed = await callAt<{ tickets: object[] }>(system.cloud.url, 'citizen', 'thief', {
    action: 'ticket.list',
    openid: 'bad',
    userInfo: { openId: 'bad' },
  });
  expect(claimed.ok && claimed.data.tickets).toEqual([]);
  expect((await bad.get(ticket.no)).version).toBe(1);
});

test('a number may be typed as it was dictated', async () => {
  const bad = system.citizen('bad');
  const ticket = await bad.file();
  expect((await bad.get(` ${ticket.no.toLowerCase().replaceAll('-', '')} `)).no).toBe(ticket.no);
});

describe('repeats and conflicts (contract §2)', () => {
  test('a requestId used again: the same content is the same ticket, other content a conflict', async () => {
    system.at('2026-09-24T10:00');
    const twice = system.citizen('twice');
    const input: FileTicketInput = { ...filing(), serviceId: 'S001' };
    const first = await twice.file(input);
    system.at('2026-09-25T10:00');
    expect((await twice.file(input)).no).toBe(first.no);
    await expect(twice.file({ ...input, text: '别的内容' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await count('twice')).toBe(1);
    // The same requestId of another person is another filing.
    expect((await system.citizen('other').file(input)).no).not.toBe(first.no);
    await system.run();
    expect(system.messages('twice', first.no)).toHaveLength(1);
  });

  test('many at once with one requestId file one ticket', async () => {
    const many = system.citizen('many');
    const input = { ...filing(), serviceId: 'S001' };
    const tickets = await Promise.all(Array.from({ length: 8 }, () => many.file(input)));
    expect(new Set(tickets.map(one => one.no)).size).toBe(1);
    expect(await count('many')).toBe(1);
  });

  test('an old version is a conflict, after wrong-state; one’s own last act repeated is answered', async () => {
    system.at('2026-09-24T10:00');
    const ticket = await system.citizen('ver').file({ kind: 'complaint', serviceId: 'S001' });
    const claimed = await handler.actAt(ticket.no, 1, 'claim');
    expect(claimed.version).toBe(2);
    expect((await handler.actAt(ticket.no, 1, 'claim')).version).toBe(2);
    await expect(handler.actAt(ticket.no, 1, 'accept')).rejects.toMatchObject({ code: 'conflict' });
    await expect(handler.actAt(ticket.no, 99, 'accept')).rejects.toMatchObject({ code: 'conflict' });
    const accepted = await handler.actAt(ticket.no, 2, 'accept');
    // The colleague's click with the same version comes too late: it is no repeat of an own act.
    await expect(system.staff('demo-hrss-lead').actAt(ticket.no, 2, 'accept')).rejects.toMatchObject({
      code: 'wrong-state',
    });
    const reply = { text: '第一次' };
    const replied = await handler.actAt(ticket.no, accepted.version, 'reply', reply);
    expect((await handler.actAt(ticket.no, accepted.version, 'reply', reply)).version).toBe(replied.version);
    await expect(
      handler.actAt(ticket.no, accepted.version, 'reply', { text: '第二次' }),
    ).rejects.toMatchObject({ code: 'wrong-state' });
    expect((await handler.get(ticket.no)).replies).toHaveLength(1);
  });

  test('two who act at once: one wins, the other is told; nothing is half done', async () => {
    system.at('2026-09-24T10:00');
    const ticket = await system.citizen('race').file({ serviceId: 'S001' });
    const replies = await Promise.all(
      ['demo-hrss-handler', 'demo-hrss-lead'].map(who =>
        system
          .staff(who)
          .reply('ticket.act', { no: ticket.no, act: 'note', version: 1, input: { text: who } }),
      ),
    );
    expect(replies.map(code).sort()).toEqual(['conflict', 'ok']);
    expect(await handler.get(ticket.no)).toMatchObject({ version: 2 });
  });
});

test('the order of the checks: forbidden, not-found, invalid, unsafe-content, rate-limited, wrong-state, conflict', async () => {
  system.at('2026-09-24T10:00');
  const order = system.citizen('order');
  const ticket = await order.file({ serviceId: 'S001' });
  const at = (who: string, version: number, act: string, input: object) =>
    system.staff(who).reply('ticket.act', { no: ticket.no, version, act, input }).then(code);
  const missing = { no: 'ZX20260924-000-000-000', version: 1 };
  // A role that can never take the act, whether the ticket exists or not.
  expect(code(await handler.reply('ticket.act', { ...missing, act: 'designate', input: {} }))).toBe(
    'forbidden',
  );
  expect(code(await handler.reply('ticket.act', { ...missing, act: 'reply', input: {} }))).toBe('not-found');
  expect(await at('demo-psb-handler', 1, 'reply', {})).toBe('not-found');
  expect(await at('demo-operator', 1, 'reply', {})).toBe('forbidden');
  expect(await at('demo-hrss-handler', 7, 'reply', {})).toBe('invalid');
  const mark = '绝密★ 不得外传';
  expect(await at('demo-hrss-handler', 7, 'reply', { text: '' })).toBe('invalid');
  expect(await at('demo-hrss-handler', 7, 'reply', { text: mark })).toBe('unsafe-content');
  await handler.act(ticket.no, 'reply', { text: '答' });
  expect(await at('demo-hrss-handler', 1, 'reply', { text: mark })).toBe('unsafe-content');
  expect(await at('demo-hrss-handler', 1, 'assist', { unitId: 'hrss', text: '自己' })).toBe('invalid');
  expect(await at('demo-hrss-handler', 1, 'assist', { unitId: 'psb', text: '别人' })).toBe('wrong-state');
  expect(await at('demo-hrss-handler', 1, 'note', { text: '旧版本' })).toBe('conflict');
});

describe('what may not be stored', () => {
  test('formal classification marks are refused and leave no trace (A23); bare words pass', async () => {
    system.at('2026-09-24T10:00');
    const spy = system.citizen('spy');
    const secret = '某某行动代号雪豹';
    for (const input of [
      { text: `机密★3年 ${secret}` },
      { title: `密级：秘密 ${secret}` },
      { text: `绝 密 ★ ${secret}` },
    ])
      await expect(spy.file(input)).rejects.toMatchObject({ code: 'unsafe-content' });
    expect(code(await spy.reply('ask', { text: `机密★ ${secret}` }))).toBe('unsafe-content');
    const ticket = await spy.file({ text: '这不是什么秘密，也不是机密文件。', serviceId: 'S001' });
    await expect(spy.act(ticket.no, 'supplement', { text: `绝密★ ${secret}` })).rejects.toMatchObject({
      code: 'unsafe-content',
    });
    await expect(handler.act(ticket.no, 'note', { text: `机密★ ${secret}` })).rejects.toMatchObject({
      code: 'unsafe-content',
    });
    expect(await count('spy')).toBe(1);
    await system.cloud.close();
    const driver = Driver.open(system.dataDir);
    const rows = driver.all<{ body: string }>('SELECT body FROM doc WHERE body LIKE ?', `%雪豹%`);
    driver.close();
    await system.restart();
    expect(rows).toEqual([]);
  });

  test('what the platform finds risky is refused; its outage loses no complaint', async () => {
    system.at('2026-09-24T10:00');
    const rude = system.citizen('rude');
    await script('security.msgSecCheck', { risky: ['违禁词'], review: ['可疑词'] });
    await expect(rude.file({ text: '这里有违禁词' })).rejects.toMatchObject({ code: 'unsafe-content' });
    expect(await count('rude')).toBe(0);
    // A long text is checked to its end.
    await expect(rude.file({ text: `${'字'.repeat(6000)}违禁词` })).rejects.toMatchObject({
      code: 'unsafe-content',
    });
    const doubtful = await rude.file({ text: '这里有可疑词', serviceId: 'S001' });
    // Title and text in one look: so many a minute are allowed to the whole province.
    const [filedAt] = system.cloud.control.invocations(1);
    expect(filedAt?.calls['openapi.security.msgSecCheck']).toBe(1);
    expect((await handler.get(doubtful.no)).timeline.map(one => one.label)).toContain('内容待人工复核');
    expect((await rude.get(doubtful.no)).timeline.map(one => one.label)).not.toContain('内容待人工复核');
    await expect(rude.act(doubtful.no, 'supplement', { text: '违禁词' })).rejects.toMatchObject({
      code: 'unsafe-content',
    });
    // What is added later is looked at in the same way.
    const certain = await rude.file({ text: '平常的话', serviceId: 'S001' });
    await rude.act(certain.no, 'supplement', { text: '补充里有可疑词' });
    expect((await handler.get(certain.no)).timeline.map(one => one.label)).toContain('内容待人工复核');
    expect((await rude.get(certain.no)).timeline.map(one => one.label)).not.toContain('内容待人工复核');
    await script('security.msgSecCheck', { outage: true });
    const filed = await rude.file({ text: '平台检查中断时也要收', serviceId: 'S001' });
    expect((await handler.get(filed.no)).timeline.map(one => one.label)).toContain('内容待人工复核');
    await script('security.msgSecCheck', null);
  });
});

test('twenty filings a day and person; a retry of an earlier one is still answered', async () => {
  system.at('2026-09-24T10:00');
  const busy = system.citizen('busy');
  const input = { ...filing(), serviceId: 'S001' };
  const first = await busy.file(input);
  for (let n = 1; n < 20; n += 1) await busy.file({ serviceId: 'S001' });
  await expect(busy.file({ serviceId: 'S001' })).rejects.toMatchObject({ code: 'rate-limited' });
  expect((await busy.file(input)).no).toBe(first.no);
  system.at('2026-09-25T00:01');
  await busy.file({ serviceId: 'S001' });
});

test('filing waits for at most five round trips to the database, one after another, when warm (design §6)', async () => {
  system.at('2026-09-24T10:00');
  const thrifty = system.citizen('thrifty');
  type Invocation = { action: string; databaseCalls: number; inARow: number };
  const oneFiling = async (input: { serviceId?: string }): Promise<Invocation> => {
    await thrifty.file(input);
    const response = await fetch(`${system.cloud.url}/control/invocations?last=1`);
    const [last] = ((await response.json()) as { invocations: Invocation[] }).invocations;
    return last ?? { action: 'none', databaseCalls: Infinity, inARow: Infinity };
  };
  for (const input of [{ serviceId: 'S001' }, {}]) {
    await Promise.all(Array.from({ length: 8 }, () => system.citizen(randomUUID()).file(input)));
    // One of them may have had to try again: what the others left is still being delivered on a slow machine.
    const filings = [await oneFiling(input), await oneFiling(input), await oneFiling(input)];
    expect(filings.map(({ action }) => action)).toEqual(Array(3).fill('ticket.file'));
    expect(Math.min(...filings.map(({ inARow }) => inARow))).toBeLessThanOrEqual(5);
    // With what is written beside the commit: the search, and the counters that rise.
    expect(Math.min(...filings.map(({ databaseCalls }) => databaseCalls))).toBeLessThanOrEqual(9);
  }
});
