import type { StaffApi } from '../../typings/api';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { citizenActor } from '../../cloudfunctions/usecases/kernel/runtime';
import { archiveAfter, miscounted, pagesOf, placesOf, readBy, runAt, said } from '../support/archiving';
import { anchorsOf, check } from '../support/attack';
import { citizenOf, staffOf } from '../support/callers';
import { chainedWorld, NOW, storedIn, worldWith, type Stored } from '../support/chained-world';
import { everybody, manager, operator } from '../support/domain';
import type { Memory } from '../support/memory';

/**
 * The same acts give the same end state with and without the archive: two copies of a world in which nearly everything has
 * happened, of which one keeps what is over where it was. Whoever asks is answered the same in both.
 */

jest.setTimeout(120_000);

const LATER = '2027-08-02T04:00:00.000+08:00';
const PEOPLE = ['chen', 'deng', 'fang', 'huang', 'jiang', 'kong', 'lin', 'ma', 'nie', 'ou', 'pan', 'qin'];
const staff = everybody.filter(({ role }) => role !== 'citizen');

let stored: Stored;
beforeAll(async () => {
  stored = storedIn((await chainedWorld()).world);
});

/** The same months go by in both; in one the period is too long for anything to be moved. */
const worlds = async (): Promise<[moved: Memory, kept: Memory]> => {
  const [moved, kept] = [worldWith(stored, NOW), worldWith(stored, NOW)];
  await archiveAfter(moved, 100);
  await archiveAfter(kept, 3650);
  for (const world of [moved, kept])
    for (const instant of ['2026-12-20T10:00:00.000+08:00', LATER]) await runAt(world, instant);
  return [moved, kept];
};

const numbersIn = (world: Memory): string[] => {
  const { tickets, archived } = placesOf(world);
  return [...tickets, ...archived].sort();
};

/** The file that a person takes home, without the moment at which it was made. */
const exportOf = async (world: Memory, person: string): Promise<string> => {
  let text = '';
  const { storeFile } = world.ports;
  world.ports.storeFile = async (path, bytes) => {
    text = new TextDecoder().decode(bytes);
    return `cloud://memory/${path}`;
  };
  const answer = await said(citizenOf(world, person).call('me.export', {}));
  world.ports.storeFile = storeFile;
  // Each taking out has a number of its own (J-26).
  return answer.includes('url') || text !== '' ? text.replace(/DC\d{8}-[0-9A-F]{8}/, '') : answer;
};

/** All that anybody is answered about any of the tickets. */
const everything = async (world: Memory, numbers: readonly string[]): Promise<Record<string, string>> => {
  const answers: Record<string, string> = {};
  for (const no of numbers) {
    for (const person of PEOPLE) answers[`${person} ${no}`] = await said(citizenOf(world, person).get(no));
    for (const actor of staff.filter(({ role }) => role !== 'security'))
      answers[`${actor.id} ${no}`] = await said(staffOf(world, actor).get(no));
    answers[`journal ${no}`] = await said(staffOf(world, manager).call('audit.list', { no })).then(text =>
      text.replace(/"hash":"[0-9a-f]+"/g, ''),
    );
    answers[`search ${no}`] = await said(
      staffOf(world, operator)
        .call('ticket.queue', { view: 'all', query: no })
        .then(({ tickets }) => tickets),
    );
  }
  for (const person of PEOPLE) {
    answers[`${person} lists`] = (await readBy(world, person)).join('\n');
    answers[`${person} export`] = await exportOf(world, person);
  }
  for (const query of ['13800138000', '13655556666', 'rx 20261102-8'])
    for (const actor of [operator, manager])
      answers[`${actor.id} ${query}`] = await said(
        pagesOf(more =>
          staffOf(world, actor).call('ticket.queue', { view: 'all', query, limit: 2, ...more }),
        ).then(pages => pages.flatMap(({ tickets }) => tickets)),
      );
  answers['disclosed'] = await said(
    pagesOf(more => citizenOf(world, 'chen').call('disclosed.list', { limit: 1, ...more })),
  );
  return answers;
};

/** What is different, from a little before the place where it begins. */
const around = (one = '', other = ''): string => {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n += 1;
  return one.slice(Math.max(0, n - 60), n + 200);
};

const differences = (one: Record<string, string>, other: Record<string, string>): string[][] =>
  Object.keys({ ...one, ...other }).flatMap(key =>
    one[key] === other[key] ? [] : [[key, around(one[key], other[key]), around(other[key], one[key])]],
  );

test('whoever asks for what was moved is answered as if it never had been, and the chain holds', async () => {
  const [moved, kept] = await worlds();
  const { archived, both } = placesOf(moved);
  expect(archived.length).toBeGreaterThan(5);
  // What is over stays only as long as something waits in it.
  const left = moved
    .all('tickets')
    .filter(({ keys }) => keys.endsAt < '2027-04-01')
    .map(({ ticket, keys: { wakeAt, dueKey, tags } }) => [
      ticket.kind,
      ticket.state,
      wakeAt,
      dueKey,
      tags.filter(one => !/^(seen|owner|phone)[|]/.test(one)),
    ]);
  expect(left).toEqual([]);
  expect(both).toEqual([]);
  expect(placesOf(kept).archived).toEqual([]);
  const numbers = numbersIn(kept);
  expect(numbersIn(moved)).toEqual(numbers);
  expect(differences(await everything(moved, numbers), await everything(kept, numbers))).toEqual([]);
  for (const world of [moved, kept]) {
    expect(await check(world, await anchorsOf(world))).toEqual([]);
    expect(miscounted(world)).toEqual({});
  }
  expect(await check(moved, undefined, archived[0])).toEqual([]);
});

/** Whatever may come to somebody's mind about something that is over, whether it is offered or not. */
const ACTS: [act: string, input: StaffApi['ticket.act']['in']['input']][] = [
  ['disclose', {}],
  ['note', { text: '补记：电话回访过' }],
  ['reveal', { reason: '核实' }],
  ['rate', { level: 2, tags: [], text: '太慢' }],
  ['object', { text: '不同意' }],
  ['reopen', { reason: '又坏了' }],
  ['urge', {}],
  ['supplement', { text: '补充' }],
  ['withdraw', { reason: '不办了' }],
  ['correctReply', { text: '更正', reason: '写错' }],
  ['markUrgent', {}],
  ['claimCode', {}],
  ['supervise', { text: '请核实' }],
];

/** What the forms of such acts ask for. */
const SAID: StaffApi['ticket.act']['in']['input'] = {
  text: '补记一笔',
  reason: '核实情况',
  level: 4,
  tags: [],
  reached: true,
};

const offeredTo = async (world: Memory, actor: Actor, no: string): Promise<string[]> => {
  const getting =
    actor.role === 'citizen' ? citizenOf(world, actor.id).get(no) : staffOf(world, actor).get(no);
  return getting.then(
    ({ acts }) => acts.map(({ act }) => act),
    () => [],
  );
};

/** Numbers that are the same for the same seed. */
const chance = (seed: number) => {
  let state = seed;
  return <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)]!;
  };
};

const actors: Actor[] = [
  ...PEOPLE.map(citizenActor),
  ...staff.filter(({ role }) => !['security', 'partner'].includes(role)),
];

test.each([1, 2])('whatever anybody does to it then comes to the same, story %i', async seed => {
  const [moved, kept] = await worlds();
  const numbers = numbersIn(kept);
  const pick = chance(seed);
  const done: string[] = [];
  const reached = numbers.filter(no => moved.get('archived', no));
  for (let n = 0; n < 120; n += 1) {
    const [no, actor] = [pick(reached), pick(actors)];
    const [offered] = await Promise.all([moved, kept].map(world => offeredTo(world, actor, no)));
    const [act, input] = offered && offered.length > 0 && n % 3 > 0 ? [pick(offered), SAID] : pick(ACTS);
    const doIt = async (world: Memory): Promise<string> => {
      const { ticket } = (await world.ports.database.get('tickets', no))!;
      const call = { no, version: ticket.version, act, input };
      const acting =
        actor.role === 'citizen'
          ? citizenOf(world, actor.id).call('ticket.act', call)
          : staffOf(world, actor).call('ticket.act', call);
      return (await said(acting)).replace(/"claimCode":\{[^}]*\}/, '');
    };
    const [one, other] = [await doIt(moved), await doIt(kept)];
    expect(one).toBe(other);
    if (one.startsWith('{')) done.push(act);
  }
  expect(done.length).toBeGreaterThan(0);
  for (const person of ['chen', 'fang', 'huang', 'ou', 'qin'])
    expect(await said(citizenOf(moved, person).call('me.erase', {}))).toBe(
      await said(citizenOf(kept, person).call('me.erase', {})),
    );
  // Also what comes back, and what is moved again the next day.
  for (const world of [moved, kept]) await runAt(world, '2027-08-03T04:00:00.000+08:00');
  expect(placesOf(moved).both).toEqual([]);
  expect(differences(await everything(moved, numbers), await everything(kept, numbers))).toEqual([]);
  for (const world of [moved, kept]) {
    expect(await check(world, await anchorsOf(world))).toEqual([]);
    expect(miscounted(world)).toEqual({});
  }
});
