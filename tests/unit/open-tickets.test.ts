import { figuresOf, type Whose } from '../../cloudfunctions/domain/reports/figures';
import { reportPeriod } from '../../cloudfunctions/domain/reports/periods';
import type { JournalDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { sealEntry } from '../../cloudfunctions/usecases/kernel/writing/journal';
import { readSums, together, unitsOf } from '../../cloudfunctions/usecases/reports/read-counted';
import { migrate } from '../../cloudfunctions/usecases/setup/migrate';
import type { StaffApi } from '../../typings/api';
import { citizenOf, deliverAll, staffOf } from '../support/callers';
import { catalogue, handlerOf, manager, operator } from '../support/domain';
import { memory, type Memory } from '../support/memory';

/** What was open, what came and what left leads to its tickets (G-3.3.1c), also in what was written before entries had names. */

const WEEKS = ['2026-W39', '2026-W40', '2026-W41'].map(id => reportPeriod('weekly', id)!);
const [FIRST, SECOND, THIRD] = WEEKS as [(typeof WEEKS)[0], (typeof WEEKS)[0], (typeof WEEKS)[0]];

const at = (world: Memory, day: string): void => world.at(`${day}T09:00:00.000+08:00`);

/** One moves to another unit, one is withdrawn, one is answered and comes back, one comes and is answered, one is confidential. */
const lived = async () => {
  const world = memory('2026-09-21T09:00:00.000+08:00');
  const hrss = staffOf(world, handlerOf('hrss'));
  const reply = { text: '已经办好，请查看。' };
  const file = async (who: string, more = {}) =>
    (await citizenOf(world, who).file({ serviceId: 'card', category: 'business', ...more })).no;
  const moves = await file('a');
  const withdrawn = await file('b');
  const back = await file('c');
  await file('hidden', { against: 'staff' });
  at(world, '2026-09-22');
  await hrss.act(moves, 'return', { reason: '不属于本单位职责', suggestedUnitId: 'psb' });
  at(world, '2026-09-28');
  await citizenOf(world, 'b').act(withdrawn, 'withdraw');
  at(world, '2026-09-29');
  await staffOf(world, operator).act(moves, 'dispatch', { unitId: 'psb' });
  const quick = await file('d');
  await hrss.act(quick, 'reply', reply);
  at(world, '2026-09-30');
  await hrss.act(back, 'reply', reply);
  at(world, '2026-10-05');
  await citizenOf(world, 'c').act(back, 'rate', { level: 1, text: '没有办好。' });
  const late = await file('e');
  at(world, '2026-10-12');
  await deliverAll(world);
  return { world, moves, withdrawn, back, quick, late };
};

type Asked = Partial<StaffApi['report.tickets']['in']>;

/** All pages, as they come. */
const behind = async (
  world: Memory,
  figure: string,
  { first: from, last: to }: (typeof WEEKS)[number],
  more: Asked = {},
  actor = manager,
): Promise<string[]> => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await staffOf(world, actor).call('report.tickets', {
      ...{ from, to, figure, ...more },
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.tickets.map(({ no }) => no));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found.sort();
};

test('what was open at the end of a week are the tickets that were, whatever has become of them since', async () => {
  const { world, moves, withdrawn, back, late } = await lived();
  expect(await behind(world, 'stock.end', FIRST)).toEqual([moves, withdrawn, back].sort());
  expect(await behind(world, 'stock.end', SECOND)).toEqual([moves]);
  expect(await behind(world, 'stock.end', THIRD)).toEqual([moves, back, late].sort());
  // With whom they were then.
  expect(await behind(world, 'stock.end', FIRST, { unitId: 'hrss' })).toEqual([withdrawn, back].sort());
  expect(await behind(world, 'stock.end', FIRST, { unitId: '@operator' })).toEqual([moves]);
  expect(await behind(world, 'stock.end', FIRST, { unitId: 'psb' })).toEqual([]);
  expect(await behind(world, 'stock.end', SECOND, { unitId: 'psb' })).toEqual([moves]);
  // A unit sees its own alone.
  expect(await behind(world, 'stock.end', FIRST, {}, handlerOf('hrss'))).toEqual([withdrawn, back].sort());
  await expect(behind(world, 'stock.end', FIRST, { unitId: 'hrss' }, handlerOf('psb'))).rejects.toMatchObject(
    {
      code: 'forbidden',
    },
  );
});

const partsOf: [string, Whose][] = [
  ['the whole', {}],
  ['a unit', { unitId: 'hrss' }],
  ['the unit to which one moved', { unitId: 'psb' }],
  ['a region', { region: '440000' }],
];

test.each(partsOf)(
  'of %s each flow leads to as many as it says, week by week, a ticket a page',
  async (_name, whose) => {
    const { world } = await lived();
    for (const week of WEEKS) {
      const sums = together(await readSums(world.ports, week, []), unitsOf(whose, catalogue));
      const said = figuresOf({ now: sums, before: {}, yearBefore: {} }, week, whose).filter(({ key }) =>
        key.startsWith('stock.'),
      );
      expect(said).toHaveLength(7);
      for (const { key, numerator, query } of said) {
        expect(query).toMatchObject({ action: 'report.tickets', input: { figure: key, ...whose } });
        const found = await behind(world, key, week, { ...whose, limit: 1 });
        expect([key, week.id, found.length, new Set(found).size]).toEqual([
          key,
          week.id,
          numerator,
          numerator,
        ]);
      }
    }
  },
);

describe('entries from before they had names', () => {
  const nameless = (world: Memory): void => {
    for (const { counted: _counted, ...entry } of world.all('journal'))
      world.put('journal', sealEntry(world.ports, entry));
    world.put('migrations', { _id: 'schema', version: 15, running: null, history: [] });
  };
  const journal = (world: Memory): JournalDocument[] =>
    world.all('journal').sort((one, other) => (one._id < other._id ? -1 : 1));

  test('get them by a migration, also one that is killed in the middle and goes on', async () => {
    const { world, moves, withdrawn, back } = await lived();
    // More than it takes in one step.
    for (let n = 0; n < 510; n += 1) await citizenOf(world, `more${n}`).file();
    const before = journal(world);
    expect(before.length).toBeGreaterThan(500);
    nameless(world);
    expect(await behind(world, 'stock.new', FIRST)).toEqual([]);
    let written = 0;
    world.onWrite = name => {
      if (name === 'journal' && (written += 1) > 45) throw new Error('killed');
    };
    await expect(migrate(world.ports, () => true)).rejects.toThrow('killed');
    expect(journal(world)).not.toEqual(before);
    world.onWrite = () => undefined;
    let runs = 0;
    for (let done = false; !done; runs += 1) {
      let pages = 0;
      ({ done } = await migrate(world.ports, () => (pages += 1) === 1));
    }
    expect(runs).toBeGreaterThan(1);
    expect(journal(world)).toEqual(before);
    expect(await behind(world, 'stock.end', FIRST)).toEqual([moves, withdrawn, back].sort());
    expect(await behind(world, 'received', FIRST)).toEqual([moves, withdrawn, back].sort());
  });

  test('A47: one that was changed behind the back of the platform stays as it is, and is named', async () => {
    const { world, moves } = await lived();
    nameless(world);
    const [entry] = world.all('journal').filter(({ no }) => no === moves) as [JournalDocument];
    const changed = { ...entry, counts: { ...entry.counts, '2026-09-21|replied|complaint|hrss': 1 } };
    world.put('journal', changed);
    expect(await migrate(world.ports, () => true)).toMatchObject({
      done: true,
      failed: [`journal/${entry._id}`],
    });
    expect(world.get('journal', entry._id)).toEqual(changed);
  });
});
