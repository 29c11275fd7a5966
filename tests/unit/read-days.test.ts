import { readDaysOfBoard } from '../../cloudfunctions/usecases/oversight/board/read-days';
import { memory, type Memory } from '../support/memory';

/** The days of a board: most of them do not change any more, and are read once in ten minutes. */

const TODAY = '2026-11-24';
const at = (time: string): string => `${TODAY}T${time}:00.000+08:00`;

const put = (world: Memory, day: string, n: number): void =>
  world.put('counters', { _id: `${day}#0`, day, counts: { 'filed|complaint|-': n } });

const filed = async (world: Memory, first = '2026-11-01'): Promise<number> =>
  (await readDaysOfBoard(world.ports, first, TODAY)).reduce(
    (sum, { counts }) => sum + (counts['filed|complaint|-'] ?? 0),
    0,
  );

test('what is counted today and yesterday shows at once, what is older within ten minutes', async () => {
  const world = memory(at('10:00'));
  for (const [day, n] of [
    ['2026-10-20', 1],
    ['2026-11-05', 10],
    ['2026-11-23', 100],
    [TODAY, 1000],
  ] as const)
    put(world, day, n);
  expect(await filed(world)).toBe(1110);
  put(world, TODAY, 2000);
  put(world, '2026-11-23', 200);
  put(world, '2026-11-05', 20);
  expect(await filed(world)).toBe(2210);
  // A longer time holds days that nobody has read yet; then all are read anew.
  expect(await filed(world, '2026-10-01')).toBe(2221);
  put(world, '2026-11-05', 30);
  expect(await filed(world, '2026-11-22')).toBe(2200);
  world.at(at('10:09'));
  expect(await filed(world)).toBe(2220);
  world.at(at('10:11'));
  expect(await filed(world)).toBe(2230);
});

test('what was read is read again where the clock was set back', async () => {
  const world = memory(at('10:00'));
  put(world, '2026-11-05', 1);
  expect(await filed(world)).toBe(1);
  put(world, '2026-11-05', 2);
  world.at(at('09:00'));
  expect(await filed(world)).toBe(2);
});

test('days that are kept are not read again', async () => {
  const world = memory(at('10:00'));
  let asked = 0;
  const { database } = world.ports;
  const find: typeof database.find = (name, query) => {
    asked += 1;
    return database.find(name, query);
  };
  const counted = { ...world, ports: { ...world.ports, database: { ...database, find } } };
  await filed(counted, '2026-10-01');
  expect(asked).toBe(4);
  await filed(counted, '2026-10-01');
  expect(asked).toBe(5);
});
