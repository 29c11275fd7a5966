import { eraseQueued } from '../../cloudfunctions/usecases/account/erase-queued';
import { deliverOutbox } from '../../cloudfunctions/usecases/clock/outbox/deliver-outbox';
import { citizenOf, staffOf } from '../support/callers';
import { handlerOf } from '../support/domain';
import { jpegWith } from '../support/file-samples';
import { memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { plainWork } from '../support/work';

/** Whoever has very many tickets is erased without waiting for the last of them (J-21b): the timer goes on with the rest. */

const ME = 'openid-of-xiaoming';
const MANY = 12;
const MINUTE = 60_000;

/** Closed tickets of one person, two of them with the same photo; each write takes as long as the test says. */
const story = async () => {
  const world = memory('2026-11-23T10:00:00.000+08:00');
  const { upload, files } = uploadsOf(world);
  const me = citizenOf(world, ME);
  const unit = staffOf(world, handlerOf('hrss'));
  const photo = upload(ME, '照片.jpg', jpegWith('one'));
  const close = async (n: number, attachments: string[] = []): Promise<string> => {
    const { no } = await me.file({
      kind: 'consultation',
      serviceId: 'card',
      category: 'business',
      title: `第 ${n} 件`,
      text: `欧阳小明的第 ${n} 件`,
      attachments,
    });
    await unit.act(no, 'reply', { text: '已经办好，请查收。' });
    await me.act(no, 'rate', { level: 5 });
    await deliverOutbox(world, plainWork());
    world.pass(MINUTE);
    return no;
  };
  const numbers: string[] = [];
  for (let n = 1; n <= MANY; n += 1) numbers.push(await close(n, n === 1 || n === MANY ? [photo] : []));
  await me.call('ask', { text: '社保卡怎么补办' });
  world.pass(MINUTE);
  const slow = (milliseconds: number): void => {
    world.onWrite = () => void world.pass(milliseconds);
  };
  const left = (): string[] =>
    numbers.filter(no => JSON.stringify(world.get('tickets', no)).includes('欧阳小明'));
  return { world, me, unit, numbers, files, slow, left, close };
};

test('what the request has no time for stands in the queue, and the timer ends it in any number of runs', async () => {
  const { world, me, slow, left, files } = await story();
  slow(200);
  const answer = await me.call('me.erase', {});
  expect(answer.isDone).toBe(false);
  expect(answer.erased).toBeGreaterThan(0);
  expect(answer).toMatchObject({ kept: [], open: 0, going: MANY - answer.erased });
  expect(left()).toHaveLength(answer.going);
  slow(0);
  world.pass(MINUTE);
  // A run that has time for two at a time, killed after each.
  for (let runs = 0; world.all('erasures').length > 0 && runs < MANY; runs += 1) {
    let times = 2;
    await eraseQueued(
      world,
      plainWork(() => (times -= 1) >= 0),
    );
  }
  await eraseQueued(world, plainWork());
  expect(left()).toEqual([]);
  expect([...files.keys()]).toEqual([]);
  for (const name of ['erasures', 'files', 'asks', 'profiles'] as const) expect(world.all(name)).toEqual([]);
  expect(JSON.stringify([world.all('messages'), world.all('tickets')])).not.toMatch(/openid-of-xiaoming/);
});

test('one that is taken up again meanwhile waits until it is over, and what is asked afterwards stays', async () => {
  const { world, me, slow, left, numbers } = await story();
  slow(200);
  await me.call('me.erase', {});
  slow(0);
  // The oldest: it has the photo, which is not needed by any other since.
  const again = numbers[0]!;
  const document = world.get('tickets', again)!;
  const { endsAt } = document.ticket;
  world.put('tickets', { ...document, ticket: { ...document.ticket, endsAt: null } });
  world.pass(MINUTE);
  await me.call('ask', { text: '养老金怎么算' });
  world.pass(2 * MINUTE);
  await eraseQueued(world, plainWork());
  expect(left()).toEqual([again]);
  expect(world.all('asks').map(({ text }) => text)).toEqual(['养老金怎么算']);
  world.put('tickets', { ...world.get('tickets', again)!, ticket: { ...document.ticket, endsAt } });
  world.pass(24 * 60 * MINUTE);
  await eraseQueued(world, plainWork());
  expect(left()).toEqual([]);
  expect(world.all('files')).toEqual([]);
});

test.each(['in two runs', 'in one'])(
  'of two that wait with the same photo the first to go leaves it to the other, %s',
  async how => {
    const { world, me, slow, numbers, files, left } = await story();
    const [one = '', other = ''] = numbers;
    const held = world.get('tickets', one)!.ticket.attachments;
    const document = world.get('tickets', other)!;
    world.put('tickets', { ...document, ticket: { ...document.ticket, attachments: held } });
    // The newest, which has it too, stays: so the request leaves the photo.
    const last = world.get('tickets', numbers.at(-1)!)!;
    world.put('tickets', { ...last, ticket: { ...last.ticket, endsAt: null } });
    slow(400);
    await me.call('me.erase', {});
    expect(left()).toEqual(expect.arrayContaining([one, other]));
    slow(0);
    world.pass(MINUTE);
    world.put('tickets', { ...last, ticket: { ...last.ticket, ownerId: 'somebody-else', attachments: [] } });
    // As with what had to be kept: nothing comes after them that would take the photo along.
    for (const { _id, no } of world.all('erasures'))
      if (no === null) await world.beneath.plain.remove('erasures', _id);
    if (how === 'in two runs') {
      for (let runs = 0; left().includes(one) && left().includes(other) && runs < MANY; runs += 1) {
        let times = 1;
        await eraseQueued(
          world,
          plainWork(() => (times -= 1) >= 0),
        );
      }
      expect([left().includes(one), left().includes(other)].filter(Boolean)).toHaveLength(1);
      expect(files.size).toBe(1);
    }
    await eraseQueued(world, plainWork());
    expect(files.size).toBe(0);
  },
);

test('a photo stays as long as a ticket that stays needs it, and goes with the last one', async () => {
  const { world, me, slow, numbers, files } = await story();
  const [first = ''] = numbers;
  const document = world.get('tickets', first)!;
  world.put('tickets', { ...document, ticket: { ...document.ticket, endsAt: null } });
  slow(0);
  await me.call('me.erase', {});
  expect(files.size).toBe(1);
  world.put('tickets', { ...document });
  await me.call('me.erase', {});
  expect(files.size).toBe(0);
  expect(world.all('files')).toEqual([]);
});

test('only the first hundred of those that stay are named, and all are counted', async () => {
  const world = memory('2026-11-23T10:00:00.000+08:00');
  const me = citizenOf(world, ME);
  for (let n = 1; n <= 103; n += 1) {
    await me.file({ kind: 'consultation', title: `第 ${n} 件`, text: '没有办结' });
    // No more than a person may file a day.
    world.pass((24 * 60 * MINUTE) / 4);
  }
  const answer = await me.call('me.erase', {});
  expect(answer).toMatchObject({ erased: 0, open: 103, going: 0, isDone: true });
  expect(answer.kept).toHaveLength(100);
});
