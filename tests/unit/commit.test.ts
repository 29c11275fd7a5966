import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dueStep,
  openWork,
  systemActor,
  type ActDefinition,
  type Outcome,
  type Procedure,
} from '../../cloudfunctions/domain/engine';
import { procedureOf, procedures } from '../../cloudfunctions/domain/procedures';
import { kinds } from '../../cloudfunctions/domain/ticket/kinds';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { commit } from '../../cloudfunctions/usecases/kernel/commit';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import { contextOf, MONDAY, open, service, system } from '../support/domain';

/** One way to commit (design §6): whatever an act, an opening, an automatic step or the timer yields is written, or nothing is. */

const KIND = 'every-effect' as Ticket['kind'];

/** A step that is due at once and has every effect that the engine knows. */
const everything: ActDefinition = {
  act: 'everything',
  label: '一次做完',
  clause: 'test',
  by: [{ label: '平台', roles: ['system'], has: () => true }],
  from: ['open'],
  to: 'done',
  due: ticket => ticket.createdAt,
  run: change => {
    change.changeService(one => ({ ...one, state: 'fault', reason: '打不开' }));
    const { service: first } = change;
    if (first) change.registerServices(first, [{ ...first, id: 'second', name: '社保卡挂失' }]);
    change.publish('fault', {
      what: '打不开',
      serviceName: '社保卡申领',
      startsAt: change.now,
      impact: '不能申领',
      instead: '请到窗口办理',
    });
    change.platformFault = { no: change.ticket.no, reason: '全部', instead: '', since: change.now };
    change.platformWindow = { startsAt: change.now, endsAt: change.now };
    change.count('everything');
    change.tell({ to: 'manager' }, '都做了');
    change.related?.say('另一件也改了');
    change.related?.tell({ to: 'operator' }, '另一件');
    change.related?.count('related');
    change.end();
  },
};

const procedure: Procedure = {
  kind: KIND,
  label: '试验',
  clauses: ['test'],
  states: { open: { label: '在办' }, done: { label: '办完', ended: true } },
  acts: [everything],
  opening: {
    label: '发起',
    clause: 'test',
    by: ['system'],
    fields: [],
    title: () => '试验',
    run: change => change.to('open'),
  },
};

beforeAll(() => {
  (procedures as Procedure[]).push(procedure);
  (kinds as Record<string, unknown>)[KIND] = { label: '试验', prefix: 'SY' };
});
afterAll(() => {
  (procedures as Procedure[]).pop();
  delete (kinds as Record<string, unknown>)[KIND];
});

const no = 'SY20261123-000-001-0';

/** A ticket of the procedure, stored as its opening leaves it. */
const opened = async (world: Memory): Promise<void> => {
  const context = contextOf(systemActor, MONDAY, { service });
  const outcome = openWork(procedureOf(KIND), no, {}, context);
  const entry = { type: 'open', payload: {} };
  await world.ports.database.transaction(transaction =>
    commit(world.ports, transaction, { before: undefined, outcome, context, entry }).then(() => undefined),
  );
};

/** Where each effect of an outcome lies once it is written. `Record` over its keys: a new effect needs its row here. */
const written: Record<keyof Outcome, (world: Memory) => unknown> = {
  ticket: world => world.get('tickets', no)?.ticket.state === 'done',
  related: world => world.all('journal').some(entry => entry.counts[`2026-11-23|related|complaint|-`] === 1),
  messages: world => world.get('journal', `${no}:2`)?.messages.some(({ text }) => text === '都做了'),
  counts: world => world.get('journal', `${no}:2`)?.counts[`2026-11-23|everything|${KIND}|-`] === 1,
  service: world =>
    world.get('services', service.id)?.state === 'fault' &&
    world.get('journal', `${no}:2`)?.service?.to === 'fault',
  registered: world =>
    world.get('services', 'second')?.state === 'fault' && world.all('servicechanges').length === 2,
  notice: world => world.get('notices', `GG-${no}`)?.no === no,
  platformFault: world => world.get('settings', 'current')?.platformFaults?.[0]?.no === no,
  platformWindow: world => world.get('settings', 'current')?.platformWindows?.[0]?.no === no,
};
const effects = Object.keys(written) as (keyof Outcome)[];

test('the timer writes every effect of an automatic step', async () => {
  const world = memory(MONDAY);
  await opened(world);
  await sweepDeadlines(world, plainWork());
  // The sweep takes no other ticket into an automatic step.
  const missing = effects.filter(effect => effect !== 'related' && !written[effect](world));
  expect(missing).toEqual([]);
});

describe('an outcome with every effect', () => {
  const other = open();
  const outcomeOf = (ticket: Ticket): Outcome =>
    dueStep(procedureOf(KIND), ticket, contextOf(system, MONDAY, { service, related: other }))!;

  const prepared = async (): Promise<Memory> => {
    const world = memory(MONDAY);
    await opened(world);
    const context = contextOf(systemActor, MONDAY);
    await world.ports.database.transaction(async transaction => {
      const outcome = { ticket: other, messages: [], counts: {} };
      const entry = { type: 'file', payload: null };
      await commit(world.ports, transaction, { before: undefined, outcome, context, entry });
    });
    return world;
  };
  const write = (world: Memory): Promise<void> =>
    world.ports.database.transaction(async transaction => {
      const before = await transaction.get('tickets', no);
      const outcome = outcomeOf(before!.ticket);
      expect(effects.filter(effect => outcome[effect] === undefined)).toEqual([]);
      const context = contextOf(systemActor, MONDAY, { service });
      const entry = { type: 'everything', payload: null };
      await commit(world.ports, transaction, { before, outcome, context, entry });
    });

  test('is written as a whole, the other ticket with a journal entry of its own', async () => {
    const world = await prepared();
    await write(world);
    expect(effects.filter(effect => !written[effect](world))).toEqual([]);
    const stored = world.get('tickets', other.no);
    expect(stored?.ticket.timeline.at(-1)?.label).toBe('另一件也改了');
    expect(stored?.chain.seq).toBe(2);
    expect(world.get('journal', `${other.no}:2`)).toMatchObject({
      payload: { from: no },
      messages: [{ text: '另一件' }],
    });
  });

  test.each(['services', 'notices', 'settings', 'tickets', 'journal', 'servicechanges'] as const)(
    'is not written at all when %s cannot be written',
    async collection => {
      const world = await prepared();
      const before = JSON.stringify([world.all('tickets'), world.all('journal'), world.all('settings')]);
      let writes = 0;
      world.onWrite = name => {
        // The last write of the collection, so that the others have been tried before it.
        if (name === collection && (writes += 1) === (collection === 'tickets' ? 2 : 1))
          throw new Error('no room left');
      };
      await expect(write(world)).rejects.toThrow('no room left');
      expect(JSON.stringify([world.all('tickets'), world.all('journal'), world.all('settings')])).toBe(
        before,
      );
      expect(world.all('notices')).toEqual([]);
      expect(world.get('services', service.id)?.state).toBe('online');
    },
  );
});

test('nobody else writes a ticket', () => {
  const root = join(__dirname, '../../cloudfunctions');
  const writers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .filter(path => /\.(put|insert)\(\s*'tickets'/.test(readFileSync(join(root, path), 'utf8')));
  expect(writers).toEqual(['usecases/kernel/commit.ts']);
});
