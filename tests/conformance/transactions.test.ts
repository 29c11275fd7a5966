import { openLab, type Lab } from './lab';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.end());

describe('transactions', () => {
  test('two documents are written together or not at all', async () => {
    const seen = await lab.inFunction(async ({ db }) => {
      await db.runTransaction(async transaction => {
        await transaction.collection('tickets').add({ data: { _id: 'both', state: 'new' } });
        await transaction
          .collection('journal')
          .doc('both-1')
          .set({ data: { what: 'filed' } });
      });
      const failed = await db
        .runTransaction(async transaction => {
          await transaction
            .collection('tickets')
            .doc('both')
            .update({ data: { state: 'lost' } });
          await transaction
            .collection('journal')
            .doc('both-2')
            .set({ data: { what: 'lost' } });
          await transaction.rollback('changed my mind');
        })
        .catch((reason: unknown) => reason);
      return {
        failed,
        ticket: (await db.collection('tickets').doc('both').get()).data,
        entries: [
          (await db.collection('journal').doc('both-1').get()).data,
          (await db.collection('journal').doc('both-2').get()).data,
        ],
      };
    });
    expect(seen).toEqual({
      failed: 'changed my mind',
      ticket: { _id: 'both', state: 'new' },
      entries: [{ _id: 'both-1', what: 'filed' }, null],
    });
  });

  test('a transaction sees the state of its beginning and its own writes; others see nothing of it before the commit', async () => {
    const seen = await lab.inFunction(async ({ db }) => {
      const doc = db.collection('counters').doc('snap');
      const other = db.collection('counters').doc('snap-other');
      await doc.set({ data: { n: 1 } });
      await other.set({ data: { n: 1 } });
      const transaction = await db.startTransaction();
      const inside = transaction.collection('counters');
      const before = (await inside.doc('snap').get()).data!.n;
      await other.update({ data: { n: 2 } });
      const still = (await inside.doc('snap-other').get()).data!.n;
      await inside.doc('snap').update({ data: { n: 7 } });
      const own = (await inside.doc('snap').get()).data!.n;
      const outside = (await doc.get()).data!.n;
      await transaction.commit();
      return { before, still, own, outside, after: (await doc.get()).data!.n };
    });
    expect(seen).toEqual({ before: 1, still: 1, own: 7, outside: 1, after: 7 });
  });

  test('the SDK does not retry a conflict inside the callback: it comes out as -501001, and a retry by the caller succeeds', async () => {
    const seen = await lab.inFunction(async ({ db, _, caught }) => {
      const counters = db.collection('counters');
      await counters.doc('hits').set({ data: { n: 0 } });
      const increment = () =>
        db.runTransaction(async transaction => {
          const doc = transaction.collection('counters').doc('hits');
          const { n } = (await doc.get()).data!;
          await doc.update({ data: { n: (n as number) + 1 } });
        });
      const first = await Promise.allSettled([increment(), increment(), increment(), increment()]);
      const lost = first.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      const afterFirst = (await counters.doc('hits').get()).data!.n;
      for (let round = 0; round < lost.length; round++) await increment();
      await counters.doc('hits').update({ data: { checked: _.inc(1) } });
      return {
        lost: lost.map(({ reason }) => caught(reason)),
        afterFirst,
        end: (await counters.doc('hits').get()).data!.n,
      };
    });
    expect(seen.lost.length).toBeGreaterThan(0);
    for (const error of seen.lost)
      expect(error).toMatchObject({
        errCode: -501001,
        errMsg: expect.stringContaining('TransactionConflict'),
      });
    expect(seen.afterFirst).toBe(4 - seen.lost.length);
    expect(seen.end).toBe(4);
  });

  test('a document that is read by a query outside, after the beginning, is written only if it has not changed since', async () => {
    const seen = await lab.inFunction(async ({ db, _, caught }) => {
      const counters = db.collection('counters');
      const names = ['batch-a', 'batch-b', 'batch-c'];
      for (const name of names) await counters.doc(name).set({ data: { n: 1 } });
      const sum = async (change: () => Promise<unknown>): Promise<unknown> => {
        const transaction = await db.startTransaction();
        const inside = transaction.collection('counters');
        // The first reading fixes what the transaction sees.
        await inside.doc('batch-a').get();
        await change();
        const { data } = await counters.where({ _id: _.in(['batch-b', 'batch-c']) }).get();
        try {
          for (const { _id, n } of data) await inside.doc(_id).set({ data: { n: Number(n) + 10 } });
          await transaction.commit();
          return 'written';
        } catch (error) {
          return caught(error);
        }
      };
      const changed = await sum(() => counters.doc('batch-c').update({ data: { n: 2 } }));
      const left = (await counters.where({ _id: _.in(names) }).get()).data.map(({ n }) => n);
      const unchanged = await sum(() => Promise.resolve());
      return { changed, left, unchanged, end: (await counters.doc('batch-c').get()).data!.n };
    });
    expect(seen).toEqual({
      changed: expect.objectContaining({ errMsg: expect.stringContaining('TransactionConflict') as string }),
      left: [1, 1, 2],
      unchanged: 'written',
      end: 12,
    });
  });

  test('many documents are written with one call, and not those behind one that is there already', async () => {
    const seen = await lab.inFunction(async ({ db, caught }) => {
      const counters = db.collection('counters');
      const together = (...names: string[]) =>
        counters.add({ data: names.map(_id => ({ _id, n: 1 })) }).then(() => 'written', caught);
      const first = await together('many-1', 'many-2');
      const second = await together('many-2', 'many-3');
      return { first, second, third: (await counters.doc('many-3').get()).data };
    });
    expect(seen).toEqual({
      first: 'written',
      second: expect.objectContaining({ errMsg: expect.stringContaining('E11000') as string }),
      third: null,
    });
  });

  test('with a retrying helper no parallel increment of six is lost', async () => {
    const increment = () =>
      lab.inFunction(async ({ db }) => {
        for (let attempt = 0; ; attempt++)
          try {
            return await db.runTransaction(async transaction => {
              const doc = transaction.collection('counters').doc('six');
              const n = Number((await doc.get()).data?.n ?? 0) + 1;
              await doc.set({ data: { n } });
              return n;
            });
          } catch (error) {
            const text = JSON.stringify(error) + String((error as Error).message);
            if (attempt > 20 || !/TransactionConflict|TRANSACTION_CONFLICT|E11000/.test(text)) throw error;
            await new Promise(resolve => setTimeout(resolve, Math.random() * 20));
          }
      });
    const results = await Promise.all(Array.from({ length: 6 }, increment));
    expect([...results].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('after a conflict the transaction is over: TransactionNotExist', async () => {
    const errors = await lab.inFunction(async ({ db, caught }) => {
      await db
        .collection('counters')
        .doc('over')
        .set({ data: { n: 1 } });
      const one = await db.startTransaction();
      const two = await db.startTransaction();
      await one
        .collection('counters')
        .doc('over')
        .update({ data: { n: 2 } });
      const conflict = await two
        .collection('counters')
        .doc('over')
        .update({ data: { n: 3 } })
        .then(() => null, caught);
      const next = await two
        .collection('counters')
        .doc('over')
        .get()
        .then(() => null, caught);
      await one.rollback();
      return [conflict, next];
    });
    expect(errors[0]!.errMsg).toContain('TransactionConflict');
    expect(errors[1]!.errMsg).toContain('TransactionNotExist');
  });

  test('two transactions that want the same unique value or the same new document: one of them', async () => {
    const seen = await lab.inFunction(async ({ db }) => {
      const file = (id: string, phone: string) =>
        db.runTransaction(async transaction => {
          await transaction.collection('journal').add({ data: { _id: 'request-1' } });
          await transaction.collection('members').add({ data: { _id: id, phone } });
        });
      const same = await Promise.allSettled([file('x', '100'), file('y', '101')]);
      const member = (id: string, phone: string) =>
        db.runTransaction(transaction => transaction.collection('members').add({ data: { _id: id, phone } }));
      const phones = await Promise.allSettled([member('p', '200'), member('q', '200')]);
      return [same, phones].map(results => results.filter(({ status }) => status === 'fulfilled').length);
    });
    expect(seen).toEqual([1, 1]);
  });

  test('a document moves to another collection: it lies in one of them, whatever breaks it off or writes it meanwhile', async () => {
    const seen = await lab.inFunction(async ({ db, caught }) => {
      const [here, there] = [db.collection('tickets').doc('moving'), db.collection('journal').doc('moving')];
      await here.set({ data: { text: 'as it was' } });
      const places = async () => [(await here.get()).data, (await there.get()).data];
      const move = async () => {
        const transaction = await db.startTransaction();
        const { data } = await transaction.collection('tickets').doc('moving').get();
        await transaction.collection('journal').add({ data: data! });
        await transaction.collection('tickets').doc('moving').remove();
        return transaction;
      };
      await (await move()).rollback();
      const broken = await places();
      const late = await db.startTransaction();
      await late.collection('tickets').doc('moving').get();
      await (await move()).commit();
      const written = await late
        .collection('tickets')
        .doc('moving')
        .set({ data: { text: 'written meanwhile' } })
        .then(() => undefined, caught);
      return { broken, refused: written?.errCode, moved: await places() };
    });
    const document = { _id: 'moving', text: 'as it was' };
    expect(seen).toEqual({ broken: [document, null], refused: -501001, moved: [null, document] });
  });

  test('unique values may move between documents within one transaction', async () => {
    const phones = await lab.inFunction(async ({ db }) => {
      const members = db.collection('members');
      await members.doc('left').set({ data: { phone: 'L' } });
      await members.doc('right').set({ data: { phone: 'R' } });
      await db.runTransaction(async transaction => {
        const inside = transaction.collection('members');
        await inside.doc('left').update({ data: { phone: 'free' } });
        await inside.doc('right').update({ data: { phone: 'L' } });
        await inside.doc('left').update({ data: { phone: 'R' } });
      });
      return [(await members.doc('left').get()).data!.phone, (await members.doc('right').get()).data!.phone];
    });
    expect(phones).toEqual(['R', 'L']);
  });

  test('an ordinary write waits for the lock and then goes through', async () => {
    const n = await lab.inFunction(async ({ db, _ }) => {
      const doc = db.collection('counters').doc('waits');
      await doc.set({ data: { n: 1 } });
      const transaction = await db.startTransaction();
      await transaction
        .collection('counters')
        .doc('waits')
        .update({ data: { n: 10 } });
      const waiting = doc.update({ data: { n: _.inc(1) } });
      await new Promise(resolve => setTimeout(resolve, 100));
      await transaction.commit();
      await waiting;
      return (await doc.get()).data!.n;
    });
    expect(n).toBe(11);
  });

  test('six claim the same ticket by a conditional update: one gets it', async () => {
    await lab.inFunction(({ db }) =>
      db
        .collection('tickets')
        .doc('claim')
        .set({ data: { state: 'open' } }),
    );
    const claims = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        lab.inFunction(
          async ({ db }, who) =>
            (
              await db
                .collection('tickets')
                .where({ _id: 'claim', state: 'open' })
                .update({ data: { state: 'taken', who } })
            ).stats.updated,
          n,
        ),
      ),
    );
    expect(claims.reduce((sum, n) => sum + n, 0)).toBe(1);
  });
});

describe('what silently leaves the transaction is answered as on the service, and reported', () => {
  test.each([
    ['get', 1, 'kept'],
    ['update', { updated: 1 }, 'escaped'],
    ['remove', { removed: 1 }, undefined],
    ['count', 1, 'kept'],
    ['aggregate', 1, 'kept'],
  ])('where().%s() inside a transaction', async (call, answer, state) => {
    const own = await openLab();
    const seen = await own.inFunction(async ({ db }, name) => {
      await db
        .collection('tickets')
        .doc('inside')
        .set({ data: { state: 'kept' } });
      const transaction = await db.startTransaction();
      await transaction
        .collection('journal')
        .doc('j')
        .set({ data: { what: 'x' } });
      const query = transaction.collection('tickets').where({ state: 'kept' });
      const calls: Record<string, () => Promise<unknown>> = {
        get: async () => (await query.get()).data.length,
        update: async () => (await query.update({ data: { state: 'escaped' } })).stats,
        remove: async () => (await query.remove()).stats,
        count: async () => (await query.count()).total,
        aggregate: async () =>
          (await transaction.collection('tickets').aggregate().match({}).end()).list.length,
      };
      const answer = await calls[name]!();
      await transaction.rollback();
      return { answer, state: (await db.collection('tickets').doc('inside').get()).data?.state };
    }, call);
    expect(seen).toEqual({ answer, state });
    expect(own.control.warnings()).toEqual([expect.objectContaining({ kind: 'transaction' })]);
    await own.end();
  });

  test('an invocation that ends with an open transaction is reported', async () => {
    const own = await openLab();
    await own.inFunction(async ({ db }) => {
      const transaction = await db.startTransaction();
      await transaction.collection('tickets').doc('a').get();
    });
    expect(own.control.warnings().map(({ kind }) => kind)).toEqual(['transaction']);
    await own.end();
  });
});
