import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLab, type Lab } from './lab';
import type { Tools } from './sdk';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ env: { SECRET_OF_TEST: 'kept' } });
});
afterAll(() => lab.end());

describe('who is calling', () => {
  test('OPENID comes from the platform; the event carries userInfo', async () => {
    const seen = await lab.inFunction(
      ({ cloud }, _input, event) => ({ context: cloud.getWXContext(), userInfo: event.userInfo }),
      undefined,
      'citizen-1',
    );
    expect(seen).toEqual({
      context: { OPENID: 'citizen-1', APPID: 'local', ENV: 'local', SOURCE: 'wx_client' },
      userInfo: { appId: 'local', openId: 'citizen-1' },
    });
  });

  test('without x-openid there is no OPENID', async () => {
    const context = await lab.inFunction(({ cloud }) => cloud.getWXContext(), undefined, '');
    expect(context).not.toHaveProperty('OPENID');
  });

  test('forty parallel calls of ten people keep their identities apart, across waiting and database calls', async () => {
    const who = Array.from({ length: 40 }, (_, n) => `person-${n % 10}`);
    const seen = await Promise.all(
      who.map(openid =>
        lab.inFunction(
          async ({ cloud, db }) => {
            const before = cloud.getWXContext().OPENID;
            await db.collection('bare').doc('none').get();
            await new Promise(resolve => setTimeout(resolve, 5));
            return [before, cloud.getWXContext().OPENID];
          },
          undefined,
          openid,
        ),
      ),
    );
    expect(seen).toEqual(who.map(openid => [openid, openid]));
  });

  test('a function called by a function has the same person behind it', async () => {
    const code = (({ cloud }: { cloud: { getWXContext(): unknown } }) => cloud.getWXContext()).toString();
    const reply = await lab.call('calls', { name: 'lab', data: { code } }, 'citizen-2');
    expect(reply.result).toEqual({
      result: { OPENID: 'citizen-2', APPID: 'local', ENV: 'local', SOURCE: 'wx_client,scf' },
    });
  });

  test('a function that calls itself deeper than it has instances comes to its end, and without end it is refused', async () => {
    const own = await openLab({ instances: 2 });
    const code = async ({ cloud }: Tools, input: { left: number; code: string }): Promise<unknown> => {
      if (input.left === 0) return 'the end';
      const { left, code } = input;
      return cloud
        .callFunction({ name: 'lab', data: { code, input: { left: left - 1, code } } })
        .then(({ result }) => result)
        .catch((error: { errMsg: string }) => error.errMsg);
    };
    const dive = (left: number) =>
      own.call('lab', { code: String(code), input: { left, code: String(code) } });
    const replies = await Promise.all([dive(5), dive(5)]);
    expect(replies.map(({ result }) => result)).toEqual(['the end', 'the end']);
    expect((await dive(20)).result).toContain('EXCEED_CONCURRENT_REQUEST_LIMIT');
    await own.end();
  });

  test('a timer has no OPENID and the source wx_trigger, also at the next function', async () => {
    const outcome = await lab.control.runTimer('tick');
    expect(outcome).toEqual({
      ok: true,
      result: { type: 'Timer', context: { APPID: 'local', ENV: 'local', SOURCE: 'wx_trigger' } },
    });
    const ticks = await lab.inFunction(async ({ db }) => (await db.collection('ticks').get()).data);
    expect(ticks).toEqual([
      expect.objectContaining({ type: 'Timer', trigger: 'everySecond', source: 'wx_trigger', openid: null }),
    ]);
  });
});

describe('what a function may use', () => {
  test('its time: -504003, also when it spins; the next call finds a fresh instance', async () => {
    for (const wish of ['sleep', 'spin']) {
      const reply = await lab.call('tight', { wish });
      expect(reply).toEqual({
        errCode: -504003,
        errMsg: expect.stringContaining('timed out after 1 seconds'),
      });
    }
    expect((await lab.call('tight', {})).errMsg).toBe('cloud.callFunction:ok');
  });

  test.each(['throw', 'reject later', 'exit', 'memory'])(
    'a function that ends by "%s" answers -504002 and the cloud goes on',
    async wish => {
      const reply = await lab.call('tight', { wish });
      // A loop that fills the memory may meet its time limit first.
      expect([-504002, wish === 'memory' ? -504003 : -504002]).toContain(reply.errCode);
      expect((await lab.call('tight', {})).errMsg).toBe('cloud.callFunction:ok');
    },
  );

  test('results up to 1 MB, events up to 100 KB', async () => {
    const fits = await lab.call('tight', { wish: 'large', bytes: 1024 * 1024 - 2 });
    expect((fits.result as string).length).toBe(1024 * 1024 - 2);
    expect((await lab.call('tight', { wish: 'large', bytes: 1024 * 1024 })).errCode).toBe(-604001);
    expect((await lab.call('tight', { filler: 'x'.repeat(90_000) })).errMsg).toBe('cloud.callFunction:ok');
    expect((await lab.call('tight', { filler: 'x'.repeat(110_000) })).errCode).toBe(-504001);
  });

  test('the environment given to the cloud, and prints go to the log of the data folder', async () => {
    const reply = await lab.call('tight', { wish: 'log' });
    expect(reply.result).toMatchObject({ env: 'kept' });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(readFileSync(join(lab.dataDir, 'functions.log'), 'utf8')).toContain(
      'tight a line of the function',
    );
  });

  test('an unknown function is -501000', async () => {
    expect((await lab.call('nothing', {})).errCode).toBe(-501000);
    expect((await lab.call('__proto__', {})).errCode).toBe(-501000);
  });

  test('errors of a nested call come out of the SDK as errors', async () => {
    const reply = await lab.call('calls', { name: 'tight', data: { wish: 'throw' } });
    expect(reply.result).toMatchObject({
      // The SDK itself gives every failed nested call -1; the text tells.
      errCode: -1,
      errMsg: expect.stringMatching(/-504002.*broken on purpose/),
    });
  });
});

describe('what is noted of an invocation', () => {
  test('the calls to the database are counted per invocation, without identity', async () => {
    await lab.inFunction(
      async ({ db }) => {
        await db.runTransaction(async transaction => {
          await transaction.collection('counters').doc('x').get();
          await transaction
            .collection('counters')
            .doc('x')
            .set({ data: { n: 1 } });
        });
        await db
          .collection('counters')
          .doc('x')
          .set({ data: { n: 2 } });
        await db.collection('counters').doc('x').get();
      },
      undefined,
      'very-private',
    );
    const [last] = lab.control.invocations(1);
    expect(last).toMatchObject({ function: 'lab', action: 'lab', databaseCalls: 6, source: 'wx_client' });
    expect(last?.inARow).toBe(6);
    expect(last?.writes).toEqual([
      { action: 'modifyDocument', collection: 'counters', inTransaction: true, documents: 1, isNew: true },
      { action: 'modifyDocument', collection: 'counters', inTransaction: false, documents: 1 },
    ]);
    expect(last?.reads.at(-1)).toEqual({ collection: 'counters', documents: 1 });
    expect(JSON.stringify(last)).not.toContain('very-private');
  });

  test('of what is read and written it is noted how many documents, and the names of the fields', async () => {
    await lab.inFunction(async ({ db }) => {
      const { command: _ } = db;
      for (const _id of ['many-a', 'many-b']) await db.collection('counters').add({ data: { _id, n: 1 } });
      const many = db.collection('counters').where({ _id: _.in(['many-a', 'many-b', 'many-c']) });
      await many.field({ n: true }).get();
      await many.update({ data: { n: _.inc(1) } });
      await many.remove();
    });
    const [last] = lab.control.invocations(1);
    expect(last?.reads).toEqual([{ collection: 'counters', documents: 2, fields: ['n'] }]);
    expect(last?.writes.map(({ documents }) => documents)).toEqual([1, 1, 2, 2]);
  });

  test('what was asked together counts once among the calls that were waited for one after another', async () => {
    await lab.inFunction(async ({ db }) => {
      const one = () => db.collection('counters').doc('x').get();
      await Promise.all([one(), one().then(one), one()]);
      await one();
    });
    expect(lab.control.invocations(1)[0]).toMatchObject({ databaseCalls: 5, inARow: 3 });
  });
});

describe('time', () => {
  test('functions live in the time of the cloud; set backwards and forwards, it ticks on', async () => {
    for (const instant of ['2031-01-02T03:04:05+08:00', '2020-02-29T23:59:58.500+08:00']) {
      const begun = performance.now();
      lab.control.setNow(instant);
      const seen = await lab.inFunction(() => [
        Date.now(),
        new Date().getTime(),
        +new Date(new Date()),
        Date.parse(Date()),
        new Date(5).getTime(),
        new Date().constructor === Date ? 1 : 0,
      ]);
      const set = Date.parse(instant);
      // Date() as text has whole seconds.
      const latest = set + performance.now() - begun + 1;
      for (const time of seen.slice(0, 4)) {
        expect(time).toBeGreaterThanOrEqual(set - 1000);
        expect(time).toBeLessThanOrEqual(latest);
      }
      expect(seen.slice(4)).toEqual([5, 1]);
    }
    lab.control.setNow(new Date().toISOString());
  });

  test('a running function sees the clock change; its waiting stays real', async () => {
    const running = lab.inFunction(async ({ db }) => {
      const before = Date.now();
      const begun = performance.now();
      await db
        .collection('bare')
        .doc('running')
        .set({ data: { yes: true } });
      while (Date.now() - before < 3_000_000 && performance.now() - begun < 15_000)
        await new Promise(resolve => setTimeout(resolve, 20));
      return { passed: Date.now() - before, real: performance.now() - begun };
    });
    // The function is known to be running once it has noted something.
    while (!(await lab.inFunction(async ({ db }) => (await db.collection('bare').doc('running').get()).data)))
      continue;
    lab.control.setNow(new Date(Date.now() + 3_600_000).toISOString());
    const { passed, real } = await running;
    expect(passed).toBeGreaterThan(3_500_000);
    expect(real).toBeLessThan(15_000);
    lab.control.setNow(new Date().toISOString());
  });
});

test('timers fire as their second comes', async () => {
  const own = await openLab({ timers: true, now: '2026-09-24T10:00:00+08:00' });
  const ticks = () => own.inFunction(async ({ db }) => (await db.collection('ticks').get()).data);
  while (!(await ticks()).length) await new Promise(resolve => setTimeout(resolve, 100));
  expect((await ticks())[0]).toMatchObject({ type: 'Timer', source: 'wx_trigger', openid: null });
  await own.end();
});

test('under the profile of the service a call waits for its instance and its database, and many at once are refused', async () => {
  const own = await openLab({
    profile: { databaseMs: 20, coldStartMs: 300, instances: 2, callsPerSecond: 5 },
  });
  const timed = async (): Promise<number> => {
    const begun = performance.now();
    await own.inFunction(async ({ db }) => {
      for (let n = 0; n < 3; n += 1) await db.collection('bare').doc('none').get();
    });
    return performance.now() - begun;
  };
  expect(await timed()).toBeGreaterThan(360);
  const warm = await timed();
  expect(warm).toBeGreaterThan(60);
  const replies = await Promise.all(Array.from({ length: 8 }, () => own.call('tick', {})));
  expect(replies.filter(({ errCode }) => errCode === -501003).length).toBeGreaterThan(0);
  await own.end();
});
