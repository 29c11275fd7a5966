import type * as Client from '../../miniprogram/cloud/client';
import './harness';
import { failure, newPhone, ok } from './phone';

const { citizen, staff, READ_TIMEOUT, WRITE_TIMEOUT } = jest.requireActual<typeof Client>(
  '../../miniprogram/cloud/client',
);
const act = { no: 'ZX1', act: 'urge', version: 1, input: {} };

describe('the client of the cloud', () => {
  afterEach(() => jest.useRealTimers());

  it('hands over the data, and the error of the contract as it is', async () => {
    newPhone({
      'citizen/ask.feedback': () => ok(null),
      'staff/me.get': () => failure('forbidden', '您不是工作人员。', { errorNo: 'E-77' }),
    });
    expect(await citizen('ask.feedback', { askId: 'a', solved: true })).toEqual({
      ok: true,
      data: null,
    });
    expect(await staff('me.get', {})).toEqual({
      ok: false,
      error: { code: 'forbidden', message: '您不是工作人员。', errorNo: 'E-77' },
    });
  });

  it('repeats a read that did not get through, but never a write', async () => {
    jest.useFakeTimers();
    let tries = 0;
    const phone = newPhone({
      'citizen/ticket.list': () => {
        tries += 1;
        if (tries < 3) throw new Error('network');
        return ok({ tickets: [] });
      },
    });
    const list = citizen('ticket.list', {});
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await list).toEqual({ ok: true, data: { tickets: [] } });
    expect(tries).toBe(3);

    const write = citizen('ticket.act', act);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await write).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(phone.calls.filter(call => call.action === 'ticket.act')).toHaveLength(1);
  });

  it('gives up waiting: a read says to try again, a write that a second tap is safe', async () => {
    jest.useFakeTimers();
    newPhone({
      'citizen/ticket.get': () => new Promise(() => undefined),
      'citizen/ticket.act': () => new Promise(() => undefined),
    });
    const read = citizen('ticket.get', { no: 'ZX1' });
    await jest.advanceTimersByTimeAsync(READ_TIMEOUT);
    expect(await read).toMatchObject({ ok: false, error: { code: 'timeout' } });
    const write = citizen('ticket.act', act);
    await jest.advanceTimersByTimeAsync(WRITE_TIMEOUT);
    expect(await write).toMatchObject({
      error: { code: 'timeout', message: expect.stringContaining('不会重复提交') },
    });
  });

  it('says that there is no network, at once and without trying again', async () => {
    const phone = newPhone();
    phone.setOnline(false);
    const answer = await citizen('ticket.act', act);
    expect(answer).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(phone.calls).toHaveLength(1);
  });

  it.each([undefined, null, 'not json', {}, { ok: false }, 7])(
    'calls %p a fault of the service, not a result',
    async broken => {
      newPhone({ 'citizen/ask.feedback': () => broken as never });
      expect(await citizen('ask.feedback', { askId: 'a', solved: true })).toMatchObject({
        ok: false,
        error: { code: 'internal' },
      });
    },
  );
});
