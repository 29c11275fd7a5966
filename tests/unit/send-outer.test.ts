import type { Collections, MessageDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { DuplicateKey, type Ports, type Sent } from '../../cloudfunctions/usecases/kernel/ports';
import { queueOuter, sendOuter } from '../../cloudfunctions/usecases/clock/outbox/send-outer';
import { plainWork } from '../support/work';

/** E-mail and short messages (G-3.2.3a): what a crash leaves behind is never sent twice, an outage costs one try a run. */

const NOON = '2026-10-09T12:00:00.000+08:00';
const LATER = '2026-10-09T12:30:00.000+08:00';

const inbox: MessageDocument = {
  _id: 'm1',
  to: 'openid',
  channel: 'inbox',
  template: 'open',
  text: '请确认',
  about: 'WH1',
  at: NOON,
  atKey: `${NOON}|m1`,
  state: 'sent',
};
const member: Collections['members'] = {
  _id: 'op',
  id: 'op',
  openid: 'openid',
  name: '运营甲',
  role: 'operator',
  state: 'active',
  email: 'op@example.com',
};

/** The messages in memory, and a mail server that answers as told. */
const world = (answer: () => Sent) => {
  const stored = new Map<string, MessageDocument>();
  const sent: string[] = [];
  let now = NOON;
  const store = {
    get: (_name: string, id: string) => Promise.resolve(stored.get(id)),
    put: (_name: string, document: MessageDocument) =>
      Promise.resolve(void stored.set(document._id, document)),
    insert: (_name: string, document: MessageDocument) => {
      if (stored.has(document._id)) return Promise.reject(new DuplicateKey());
      return Promise.resolve(void stored.set(document._id, document));
    },
  };
  const database = {
    ...store,
    find: (
      _name: string,
      { where }: { where: { channel: string; retryAt: { gt?: string; gte?: string } } },
    ) =>
      Promise.resolve(
        [...stored.values()].filter(
          ({ channel, retryAt = '' }) =>
            channel === where.channel &&
            retryAt !== '' &&
            (where.retryAt.gt === undefined || retryAt > where.retryAt.gt) &&
            retryAt >= (where.retryAt.gte ?? '') &&
            retryAt <= now,
        ),
      ),
    transaction: (work: (transaction: typeof store) => Promise<unknown>) => work(store),
  };
  const ports = {
    now: () => now,
    log: () => undefined,
    database,
    sendEmail: ({ to }: { to: string }) => {
      sent.push(to);
      return Promise.resolve(answer());
    },
  } as unknown as Ports;
  return { ports, stored, sent, wait: () => (now = LATER) };
};
const work = plainWork();

test('queued twice it is one message; sent it is settled', async () => {
  const { ports, stored, sent } = world(() => ({ state: 'sent' }));
  await queueOuter(ports, inbox, member, ['email', 'sms']);
  await queueOuter(ports, inbox, member, ['email', 'sms']);
  expect([...stored.keys()]).toEqual(['m1:email']);
  expect(await sendOuter(ports, 'email', work)).toEqual({ sent: 1 });
  expect(await sendOuter(ports, 'email', work)).toEqual({ sent: 0 });
  expect(sent).toEqual(['op@example.com']);
  expect(stored.get('m1:email')).toMatchObject({ state: 'sent' });
  expect(stored.get('m1:email')?.retryAt).toBeUndefined();
});

test('the process ends while the mail server is called: not sent again, and said to be unknown', async () => {
  const { ports, stored, sent, wait } = world(() => {
    throw new Error('the process ended here');
  });
  await queueOuter(ports, inbox, member, ['email']);
  await expect(sendOuter(ports, 'email', work)).rejects.toThrow('ended');
  expect(stored.get('m1:email')?.state).toBe('sending');
  // At once another run leaves it alone: the first may still be at it.
  expect(await sendOuter(ports, 'email', work)).toEqual({ sent: 0 });
  expect(stored.get('m1:email')?.state).toBe('sending');
  wait();
  expect(await sendOuter(ports, 'email', work)).toEqual({ sent: 0 });
  expect(stored.get('m1:email')).toMatchObject({ state: 'unknown', why: 'broken-off' });
  expect(sent).toHaveLength(1);
});

test('a server that is not reached is asked once in a run, however many messages wait', async () => {
  const { ports, stored, sent } = world(() => ({ state: 'unreachable', why: 'ESOCKET' }));
  for (let n = 0; n < 50; n += 1) await queueOuter(ports, { ...inbox, _id: `m${n}` }, member, ['email']);
  await sendOuter(ports, 'email', work);
  expect(sent).toHaveLength(1);
  expect([...stored.values()].filter(({ tries }) => tries === 1)).toHaveLength(1);
});

test('when the time of the run is over nothing more is begun', async () => {
  const { ports, sent } = world(() => ({ state: 'sent' }));
  await queueOuter(ports, inbox, member, ['email']);
  expect(
    await sendOuter(
      ports,
      'email',
      plainWork(() => false),
    ),
  ).toEqual({ sent: 0 });
  expect(sent).toEqual([]);
});
