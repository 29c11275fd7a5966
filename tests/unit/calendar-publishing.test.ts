import type { ShownCalendar } from '../../typings/api/catalogue';
import { systemActor } from '../../cloudfunctions/domain/engine';
import { importCalendar, importCalendarInput } from '../../cloudfunctions/usecases/catalogue/keep-calendar';
import { recalculateOpenTickets } from '../../cloudfunctions/usecases/catalogue/recalculate-calendar';
import { commit } from '../../cloudfunctions/usecases/kernel/commit';
import { contextOf, open, service } from '../support/domain';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import { off, work, year2027 } from './calendar-fixtures';

/** `calendar.import` (A32, A41): what would move is said first; half a list changes nothing. */

const FILED = '2026-12-11T10:00:00.000+08:00';

type Imported = ShownCalendar & { moves?: { later: number; earlier: number } };

const publish = (world: Memory, input: object): Promise<Imported> =>
  importCalendar(world, importCalendarInput.parse({ year: 2027, source: '国办通知（测试）', ...input }));

/** A complaint whose 20 WD run into 2027: the clock of the reply and the promise lie there. */
const running = async (): Promise<Memory> => {
  const world = memory(FILED);
  const context = contextOf(systemActor, FILED);
  const outcome = { ticket: open({}, { now: FILED, service }), messages: [], counts: {} };
  await world.ports.database.transaction(async transaction => {
    await commit(world.ports, transaction, {
      before: undefined,
      outcome,
      context,
      entry: { type: 'file', payload: null },
    });
  });
  return world;
};

const { days } = year2027();
const bridged = [...days, off('2027-01-04', '元旦'), off('2027-01-05', '元旦')];
const refused = (fields: object) => ({ code: 'invalid', fields });
const text = (part: string) => expect.stringContaining(part) as string;

test('half a list is refused in words that name each missing day; nothing is stored', async () => {
  const world = await running();
  const half = ['01-01', '05-01', '05-02', '05-03', '10-01', '10-02', '10-03'];
  const list = half.map(date => off(`2027-${date}`, '假'));
  for (const dryRun of [true, false]) {
    const error = await publish(world, { days: list, dryRun }).catch((one: unknown) => one as Error);
    expect(error).toMatchObject(refused({ days: text('2027-02-05（春节）') }));
    for (const date of ['02-05', '02-06', '02-07', '02-08', '04-05', '06-09', '09-15'])
      expect((error as Error).message).toContain(`2027-${date}`);
  }
  expect(world.all('calendars')).toEqual([]);
});

test('a dry run says how many running dates move, and which way, and writes nothing', async () => {
  const world = await running();
  const before = JSON.stringify([world.all('tickets'), world.all('settings')]);
  const { moves, published, days: shown } = await publish(world, { days: bridged, dryRun: true });
  expect({ moves, published }).toEqual({ moves: { later: 2, earlier: 0 }, published: true });
  expect(shown.map(({ date }) => date)).toContain('2027-01-05');
  expect(world.all('calendars')).toEqual([]);
  expect(JSON.stringify([world.all('tickets'), world.all('settings')])).toBe(before);
  expect((await publish(world, { days, dryRun: true })).moves).toEqual({ later: 0, earlier: 0 });
});

test('what is published changes only with a reason, which is kept; earlier dates are counted as such', async () => {
  const world = await running();
  expect(await publish(world, { days: bridged })).toMatchObject({ published: true });
  await recalculateOpenTickets(world, plainWork(), 'an older calendar');
  // The same again is no change.
  await publish(world, { days: bridged });
  const shorter = [...days, off('2027-01-04', '元旦'), work('2027-01-02', '元旦')];
  await expect(publish(world, { days: shorter })).rejects.toMatchObject(
    refused({ days: text('2027-01-05'), reason: text('理由') }),
  );
  const change = { days: shorter, removed: ['2027-01-05'], reason: '国办补充通知' };
  // The unit's clock; a promise that has been counted by a published calendar never moves.
  const { moves } = await publish(world, { ...change, dryRun: true });
  expect(moves).toEqual({ later: 0, earlier: 1 });
  await publish(world, change);
  expect(world.get('calendars', '2027')?.changes).toEqual([{ at: FILED, reason: '国办补充通知' }]);
});
