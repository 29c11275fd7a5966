import { randomBytes } from 'node:crypto';
import { serveHotline } from '../../cloudfunctions/infra/hotline/serve';
import { signedHeaders, type Headers } from '../../cloudfunctions/infra/hotline/signature';
import { sendChanges } from '../../cloudfunctions/usecases/hotline/send-changes';
import type { HotlineSent } from '../../cloudfunctions/usecases/kernel/ports';
import { Hotline, moods, type Mood } from '../../tools/hotline/simulator';
import { staffOf } from '../support/callers';
import { handlerOf, operator } from '../support/domain';
import { order } from '../support/hotline';
import { memory } from '../support/memory';
import { plainWork } from '../support/work';

/** A story with the simulated hotline in each of its moods: when the mood has passed, both sides are as if there had been none (issue: faults). */

const START = '2026-11-23T10:00:00.000+08:00';
const PATIENCE = 10_000;

const story = async (mood: Mood) => {
  const [key, outKey] = [randomBytes(32), randomBytes(32)].map(bytes => new Uint8Array(bytes)) as [
    Uint8Array,
    Uint8Array,
  ];
  const other: { side?: Hotline } = {};
  const outcome = ({
    status,
    headers,
  }: {
    status: number;
    headers?: Record<string, string>;
  }): HotlineSent => {
    if (status < 300) return { state: 'taken' };
    if (status === 410) return { state: 'gone' };
    if (status === 429) return { state: 'busy', seconds: Number(headers?.['retry-after']) };
    return { state: 'unreachable', why: String(status) };
  };
  const world = memory(START, {
    sendHotline: async ({ id, body }) => {
      const begun = Date.parse(world.ports.now());
      const seconds = Math.floor(begun / 1000);
      const answer = await other.side!.receive(
        signedHeaders([outKey], { id, seconds, body }) as Headers,
        body,
      );
      // Nobody waits for an answer that takes a minute.
      if (Date.parse(world.ports.now()) - begun > PATIENCE)
        return { state: 'unreachable', why: 'TimeoutError' };
      return outcome(answer);
    },
  });
  const { ports } = world;
  const hotline = new Hotline({
    key,
    outKeys: [outKey],
    now: () => Date.parse(ports.now()),
    sleep: async milliseconds => world.pass(milliseconds),
    post: async (path, headers, body) => {
      const keys = Buffer.from(key).toString('base64');
      const event = { path, httpMethod: 'POST', headers, body, isBase64Encoded: false };
      const answer = await serveHotline({ runtime: world, key: keys, ready: async () => undefined }, event);
      return { status: answer.statusCode, body: JSON.parse(answer.body) as unknown };
    },
  });
  other.side = hotline;
  const aside: string[] = [];
  const work = { ...plainWork(), setAside: async (item: string) => void aside.push(item) };
  const tell = () => sendChanges(world, { ...work, again: aside.splice(0) });

  hotline.mood = mood;
  const named = { externalNo: 'HL-1' };
  await hotline.sendAll([
    { path: '/orders', body: order('HL-1', { category: 'business', contact: {} }) },
    { path: '/orders/supplement', body: { ...named, text: '回执 8 号' } },
    { path: '/orders/urge', body: named },
  ]);
  const no = world.all('tickets')[0]!._id;
  await staffOf(world, operator).act(no, 'dispatch', { unitId: 'hrss' });
  await tell();
  await staffOf(world, handlerOf('hrss')).act(no, 'accept');
  await tell();
  await staffOf(world, handlerOf('hrss')).act(no, 'reply', { text: '新卡已寄出。', resultType: 'solved' });
  for (let n = 0; n < 6; n += 1) {
    await tell();
    world.pass(12 * 60_000);
  }
  hotline.mood = 'well';
  world.pass(25 * 3_600_000);
  await tell();
  await hotline.sendAll([{ path: '/orders/rate', body: { ...named, level: 5 } }]);
  await tell();
  const { ticket } = world.get('tickets', no)!;
  return {
    tickets: world.all('tickets').length,
    state: ticket.state,
    // Who has opened it is noted when some time has gone by.
    said: ticket.timeline
      .filter(({ label }) => label !== '签收')
      .map(({ label, text }) => [label, text])
      .sort(),
    urges: ticket.details.urges.length,
    rating: ticket.details.rating?.level,
    known: { ...hotline.orders.get('HL-1'), no: '' },
  };
};

let well: Awaited<ReturnType<typeof story>>;
beforeAll(async () => {
  well = await story('well');
});

test('well, everything arrives on both sides', () => {
  expect(well).toMatchObject({ tickets: 1, state: 'closed', urges: 1, rating: 5 });
  expect(well.known).toMatchObject({
    last: 4,
    state: 'closed',
    events: ['progress', 'accepted', 'replied', 'closed'],
  });
});

test.each(moods.filter(mood => mood !== 'well'))('%s: it ends in the same state', async mood => {
  expect(await story(mood)).toEqual(well);
});
