import type { ShownCalendar } from '../../typings/api/catalogue';
import { systemActor } from '../../cloudfunctions/domain/engine';
import { importCalendar, importCalendarInput } from '../../cloudfunctions/usecases/catalogue/keep-calendar';
import { recalculateOpenTickets } from '../../cloudfunctions/usecases/catalogue/recalculate-calendar';
import { commit } from '../../cloudfunctions/usecases/kernel/writing/commit';
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
  await recalculateOpenTickets(world, { ...plainWork(), marks: () => ({ counted: 'an older calendar' }) });
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

test('the notice is taken as it was pasted; what is wrong with its days stands at the text', async () => {
  const world = await running();
  const text = [
    '元旦：1月1日放假，与周末连休',
    '春节：2月5日至11日放假调休，共7天。2月13日上班。',
    '清明节：4月5日放假',
    '劳动节：5月1日至3日放假，共3天',
    '端午节：6月9日放假',
    '中秋节：9月15日放假',
    '国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。',
  ];
  expect(await publish(world, { text: text.join('\n') })).toMatchObject({ published: true });
  expect(world.get('calendars', '2027')?.days).toEqual(year2027().days);
  const error = (fields: object) => expect.objectContaining(refused(fields)) as Error;
  await expect(publish(world, { text: text.slice(2).join('\n') })).rejects.toEqual(
    error({ text: expect.stringContaining('2027-02-05（春节）') as string }),
  );
  await expect(publish(world, { text: '春节：2月5日至10日放假，共7天' })).rejects.toEqual(
    error({ text: expect.stringContaining('共 7 天') as string }),
  );
  await expect(publish(world, { text: text.slice(0, -1).join('\n') })).rejects.toEqual(
    error({ text: expect.stringContaining('2027-10-01') as string }),
  );
});
