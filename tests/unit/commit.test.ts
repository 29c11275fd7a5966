import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyEffect as procedure } from '../support/every-effect';
import { dueStep, openPrepared, systemActor, type Outcome } from '../../cloudfunctions/domain/engine';
import type { Ticket } from '../../cloudfunctions/domain/ticket/ticket';
import { sweepDeadlines } from '../../cloudfunctions/usecases/clock/sweep-deadlines';
import { commit, onlyTicket } from '../../cloudfunctions/usecases/kernel/writing/commit';
import type { CollectionName } from '../../cloudfunctions/usecases/kernel/documents';
import { memory, type Memory } from '../support/memory';
import { plainWork } from '../support/work';
import { contextOf, MONDAY, open, service, system } from '../support/domain';

/** One way to commit (design §6): whatever an act, an opening, an automatic step or the timer yields is written, or nothing is. */

const no = 'SY20261123-000-001-0';

/** A ticket of the procedure, stored as its opening leaves it. */
const opened = async (world: Memory): Promise<void> => {
  const context = contextOf(systemActor, MONDAY, { service });
  const result = openPrepared(procedure, no, {}, context);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  const outcome = result.value;
  const entry = { type: 'open', payload: {} };
  await world.ports.database.transaction(transaction =>
    commit(world.ports, transaction, { before: undefined, outcome, context, entry }).then(() => undefined),
  );
};

/** Where each effect of an outcome lies once it is written. `Record` over its keys: a new effect needs its row here. */
const written: Record<keyof Outcome, (world: Memory) => unknown> = {
  ticket: world => world.get('tickets', no)?.ticket.state === 'done',
  related: world => world.all('journal').some(entry => entry.counts[`2026-11-23|related|complaint|-`] === 1),
  opens: world => {
    const further = world.all('tickets').find(({ ticket }) => ticket.kind === 'supervision-order');
    const link = world.get('tickets', no)?.ticket.links.find(({ relation }) => relation === 'supervision');
    return further !== undefined && link?.no === further._id;
  },
  messages: world => world.get('journal', `${no}:2`)?.messages.some(({ says }) => says === '都做了'),
  counts: world => world.get('journal', `${no}:2`)?.counts[`2026-11-23|everything|${procedure.kind}|-`] === 1,
  service: world =>
    world.get('services', service.id)?.state === 'fault' &&
    world.get('journal', `${no}:2`)?.service?.to === 'fault',
  registered: world =>
    world.get('services', 'second')?.state === 'fault' && world.all('servicechanges').length === 2,
  notice: world => world.get('notices', `GG-${no}`)?.no === no,
  unitDuty: world =>
    world.get('units', 'hrss')?.duties.includes('社保卡补换') === true &&
    (world.get('settings', 'current')?.catalogueVersion ?? 0) >= 2,
  changedLimits: world => {
    const { ruleSet } = world.get('settings', 'current') ?? {};
    const stored = world.get('rulesets', `${ruleSet?.id}#${String(ruleSet?.version).padStart(6, '0')}`);
    return stored && 'overrides' in stored && stored.overrides.limits?.['consult.technical']?.n === 1;
  },
  account: world => world.get('members', 'partner')?.state === 'revoked',
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

test('what the entry says is worked out while the ticket is being written', async () => {
  const steps: string[] = [];
  const { ports } = memory(MONDAY);
  const { mac } = ports.secrets;
  const watched = {
    secrets: {
      ...ports.secrets,
      mac: (...said: Parameters<typeof mac>) => (steps.push('sealed'), mac(...said)),
    },
  };
  const context = contextOf(systemActor, MONDAY, { service });
  const outcome = onlyTicket(open());
  await ports.database.transaction(async inner => {
    const insertTicket = async (): Promise<void> => {
      steps.push('sent');
      await new Promise(resolve => setTimeout(resolve, 20));
      steps.push('written');
    };
    const insert = async (): Promise<void> => void steps.push('entry');
    const entry = { type: 'open', payload: {} };
    await commit(watched, { ...inner, insertTicket, insert }, { before: undefined, outcome, context, entry });
  });
  expect(steps.slice(steps.indexOf('sent'))).toEqual(['sent', 'sealed', 'written', 'entry']);
});

describe('an outcome with every effect', () => {
  const other = open();
  const outcomeOf = (ticket: Ticket): Outcome =>
    dueStep(procedure, ticket, contextOf(system, MONDAY, { service, related: other }))!;

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
      messages: [{ says: '另一件' }],
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

describe('nobody else writes a ticket', () => {
  test('what anybody may write to is every collection but tickets (types)', () => {
    const { ports } = memory(MONDAY);
    const any = async (document: never): Promise<void> => {
      // @ts-expect-error: of commit alone.
      await ports.database.put('tickets', document);
      // @ts-expect-error: of commit alone.
      await ports.database.insert('tickets', document);
      // @ts-expect-error: nobody removes a ticket.
      await ports.database.remove('tickets', no);
      await ports.database.transaction(async transaction => {
        // @ts-expect-error: of commit alone.
        await transaction.put('tickets', document);
        // @ts-expect-error: of commit alone.
        await transaction.insert('tickets', document);
        const written: CollectionName = 'tickets';
        // @ts-expect-error: nor by a name that may be that of tickets.
        await transaction.put(written, document);
      });
    };
    expect(any).toBeInstanceOf(Function);
  });

  test('what writes them is called by commit alone, in the transaction that it is given', () => {
    const root = join(__dirname, '../../cloudfunctions');
    const writers = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .filter(path => /\b(put|insert)Ticket\b/.test(readFileSync(join(root, path), 'utf8')));
    expect(writers.sort()).toEqual([
      // Hands on a transaction that knows how much room is left in it.
      'usecases/clock/sweep-deadlines.ts',
      // Writes them where they lie.
      'usecases/kernel/archive.ts',
      'usecases/kernel/ports.ts',
      // Passes them on.
      'usecases/kernel/writing/administer.ts',
      'usecases/kernel/writing/commit.ts',
      // Passes them on, and counts them.
      'usecases/kernel/writing/counting.ts',
      // Passes them on, and sees which are found otherwise.
      'usecases/kernel/writing/write-searchable.ts',
    ]);
  });
});
