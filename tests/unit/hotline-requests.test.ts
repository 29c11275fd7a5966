import { createHmac, randomBytes } from 'node:crypto';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { KEY, KEY_TEXT, must, order, send, sendRaw } from '../support/hotline';
import { memory, type Memory } from '../support/memory';

/** Requests of the hotline (contract §10): who is listened to, what is refused, and once for each id. */

const at = (moment: string): string => `${moment}:00.000+08:00`;
const monday = at('2026-11-23T10:00');
const stored = (world: Memory, no: unknown): Ticket => world.get('tickets', String(no))!.ticket;

describe('who is listened to', () => {
  const path = '/orders';
  const body = order('HL-1');
  test.each([
    ['a signature by another key', { key: new Uint8Array(randomBytes(32)) }],
    ['a body that was changed', { tampered: JSON.stringify(order('HL-2')) }],
    ['six minutes late', { off: -301 }],
    ['six minutes early', { off: 301 }],
    ['no key at all', { keys: '' }],
    ['an id with a line break', { headers: { 'webhook-id': 'a\nb' } }],
    ['no signature', { headers: { 'webhook-signature': '' } }],
  ])('%s: 401, and nothing is written', async (_what, sending) => {
    const world = memory(monday);
    const heard = await send(world, path, body, sending);
    expect(heard).toMatchObject({ status: 401, body: { ok: false, error: { code: 'unauthenticated' } } });
    expect([...world.all('tickets'), ...world.all('hotlinecalls'), ...world.all('journal')]).toEqual([]);
  });

  test('the convention of Standard Webhooks, by hand; any of several keys and any of several signatures', async () => {
    const world = memory(monday);
    const text = JSON.stringify(body);
    const seconds = Math.floor(Date.parse(world.ports.now()) / 1000);
    const mac = createHmac('sha256', new Uint8Array(KEY)).update(`msg_1.${seconds}.${text}`).digest('base64');
    const headers = { 'webhook-id': 'msg_1', 'webhook-signature': `v1,AAAA v1a,zz v1,${mac}` };
    const other = randomBytes(32).toString('base64');
    const heard = await sendRaw(world, path, text, { headers, keys: `${other} ${KEY_TEXT}` });
    expect(heard.status).toBe(200);
  });

  test.each([
    ['too large', 413, JSON.stringify(order('HL-1', { text: '长'.repeat(22_000) }))],
    ['no JSON', 400, '{"externalNo": '],
    ['a list', 400, '[]'],
    ['no body', 400, ''],
    ['another action than the path', 400, JSON.stringify(order('HL-1', { action: 'orders/urge' }))],
    ['a name that no field can have', 400, '{"externalNo": "HL-1", "__proto__": {"kind": 1}}'],
    [
      'a day that does not exist',
      400,
      JSON.stringify(order('HL-1', { receivedAt: '2026-02-30T10:00:00+08:00' })),
    ],
    ['from the future', 400, JSON.stringify(order('HL-1', { receivedAt: '2026-11-23T11:00:00+08:00' }))],
    ['an unknown region', 400, JSON.stringify(order('HL-1', { region: '999999' }))],
    ['an unknown kind', 400, JSON.stringify(order('HL-1', { kind: 'report' }))],
    ['a number of nothing but signs', 400, JSON.stringify(order('——'))],
  ])('%s: %d, and no ticket', async (_what, status, text) => {
    const world = memory(monday);
    const heard = await sendRaw(world, path, text);
    expect(heard.status).toBe(status);
    expect(heard.body).toMatchObject({ ok: false, error: { errorNo: expect.any(String) as string } });
    expect(world.all('tickets')).toEqual([]);
  });

  test('an address that is none, and an order that we do not know: 404', async () => {
    const world = memory(monday);
    expect((await send(world, '/orders/steal', {})).status).toBe(404);
    for (const name of ['status', 'urge', 'withdraw', 'changes'])
      expect((await send(world, `/orders/${name}`, { externalNo: 'HL-9' })).status).toBe(404);
  });

  test('one id is one request: the same answer, with another body a conflict, and nothing twice', async () => {
    const world = memory(monday);
    const { no } = await must(world, path, body);
    const urged = await send(world, '/orders/urge', { externalNo: 'HL-1' }, { id: 'one' });
    world.at(at('2026-11-23T10:04'));
    expect(await send(world, '/orders/urge', { externalNo: 'HL-1' }, { id: 'one' })).toEqual(urged);
    expect(stored(world, no).details.urges).toHaveLength(1);
    const other = await send(
      world,
      '/orders/urge',
      { externalNo: 'HL-1', action: 'orders/urge' },
      { id: 'one' },
    );
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  });

  test('keys exchanged while a request is on its way: sent again under the new key it is the same request, and the old key opens nothing', async () => {
    const world = memory(monday);
    const fresh = new Uint8Array(randomBytes(32));
    const freshText = Buffer.from(fresh).toString('base64');
    const both = `${freshText} ${KEY_TEXT}`;
    const { no } = await must(world, path, body);
    const urge = { externalNo: 'HL-1' };
    const first = await send(world, '/orders/urge', urge, { id: 'flight' });
    expect(await send(world, '/orders/urge', urge, { id: 'flight', keys: both })).toEqual(first);
    expect(await send(world, '/orders/urge', urge, { id: 'flight', key: fresh, keys: both })).toEqual(first);
    expect((await send(world, '/orders/urge', urge, { id: 'flight', keys: freshText })).status).toBe(401);
    expect(await send(world, '/orders/urge', urge, { id: 'flight', key: fresh, keys: freshText })).toEqual(
      first,
    );
    expect(stored(world, no).details.urges).toHaveLength(1);
  });

  test('what broke off is worked on again, and what it had done is not done twice', async () => {
    const world = memory(monday);
    const { no } = await must(world, path, body);
    world.onWrite = (name, document) => {
      if (name === 'hotlinecalls' && 'status' in document) throw new Error('the instance is gone');
    };
    expect((await send(world, '/orders/urge', { externalNo: 'HL-1' }, { id: 'two' })).status).toBe(500);
    world.onWrite = () => undefined;
    // It may still be at work.
    expect((await send(world, '/orders/urge', { externalNo: 'HL-1' }, { id: 'two' })).status).toBe(503);
    world.at(at('2026-11-23T10:03'));
    expect((await send(world, '/orders/urge', { externalNo: 'HL-1' }, { id: 'two' })).status).toBe(200);
    expect(stored(world, no).details.urges).toHaveLength(1);
  });
});
