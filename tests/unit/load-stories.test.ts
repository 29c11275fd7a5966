import { randomBytes } from 'node:crypto';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import { regionSchema, serviceSchema, unitSchema } from '../../cloudfunctions/domain/catalogue';
import { wakeAt } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { countedNames } from '../../cloudfunctions/domain/reports/counted';
import { maskPhone } from '../../cloudfunctions/domain/privacy/mask';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { phoneKey } from '../../cloudfunctions/domain/search/searchable';
import { termOf } from '../../cloudfunctions/domain/search/terms';
import { isAtRest, keysOf } from '../../cloudfunctions/domain/ticket/scope';
import { upgradeTicket } from '../../cloudfunctions/domain/ticket/upgrade';
import type { JournalDocument, TicketDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { contextFor } from '../../cloudfunctions/usecases/kernel/runtime';
import { createSnapshots } from '../../cloudfunctions/usecases/kernel/reading/snapshot';
import { searchableDocument } from '../../cloudfunctions/usecases/kernel/writing/write-searchable';
import { checkJournal } from '../../cloudfunctions/usecases/oversight/check-journal';
import { pageId, rowOf, runOver } from '../../cloudfunctions/usecases/oversight/ledger';
import { serviceDocument } from '../../cloudfunctions/usecases/services/service-document';
import { systemActor } from '../../cloudfunctions/domain/engine';
import regions from '../../tools/seed/data/regions.json';
import services from '../../tools/seed/data/services.json';
import units from '../../tools/seed/data/units.json';
import { demoMembers } from '../../tools/seed/demo/members';
import { createShelf, type Told, type Written } from '../../tools/seed/load/shelf';
import { planOf, shareOf, type Plan } from '../../tools/seed/load/plan';
import { createStories } from '../../tools/seed/load/tell';
import { memory } from '../support/memory';

/** `--seed load:N` (contract §1): every story is one that the product itself would have written. */

const END = '2026-11-24T10:00:00.000+08:00';
const SIZE = 200;
const key = (): string => randomBytes(32).toString('base64');
const ring = (): string => JSON.stringify({ current: 'k1', keys: { k1: key() } });
const env = { BANJIE_KEYS: ring(), BANJIE_CHAIN_KEYS: ring(), BANJIE_PHONE_KEY: key() };
const { id, version } = shippedRuleSets[0]!;

const kept: Written[] = [
  ...units.map((one): Written => ({ collection: 'units', document: { _id: one.id, ...unitSchema.parse(one) } })),
  ...regions.map((one): Written => ({ collection: 'regions', document: { _id: one.code, ...regionSchema.parse(one) } })),
  ...services.map((one): Written => {
    const { reason: _reason, ...service } = serviceSchema.parse(one);
    return { collection: 'services', document: serviceDocument({ ...service, state: 'online' }, '单位') };
  }),
  ...demoMembers(units.map(one => one.id)).map((one): Written => ({ collection: 'members', document: { _id: one.id, ...one } })),
  {
    collection: 'settings',
    document: { _id: 'current', catalogueVersion: 1, knowledgeVersion: 1, policyVersion: '2026-11', ruleSet: { id, version } } as never,
  },
]; // prettier-ignore

/** Two hundred stories that the engine tells, and the same number of which half are told again of others. */
const plans = { told: planOf(SIZE), 'told again': planOf(SIZE, { most: 100 }) };

const tellAll = async (plan: Plan, only?: number[]): Promise<Told[]> => {
  const { tell, retelling, placed, settled } = await createStories({ kept, env, end: END, plan });
  const told: Told[] = [];
  const keep = (one: Told): void => {
    told.push({
      ...one,
      others: placed(one.others),
      journal: one.journal.map(entry => settled(entry, 1)),
    });
  };
  for (const { n, again } of only?.map(n => ({ n, again: [] as number[] })) ?? shareOf(plan, 0, 1)) {
    const one = await tell(n);
    keep(one);
    const retell = again.length > 0 ? retelling(one) : undefined;
    if (again.length > 0) expect(retell).toBeDefined();
    again.forEach((other, at) => retell && keep(retell(at + 1, other)));
  }
  return told;
};

const journalOf = (told: Told[]): JournalDocument[] => told.flatMap(({ journal }) => journal);
const ticketsOf = (told: Told[]): TicketDocument[] =>
  told
    .flatMap(({ others }) => others)
    .filter(({ collection }) => ['tickets', 'archived'].includes(collection))
    .map(({ document }) => document as TicketDocument);

const lying = (told: Told[], where: string): TicketDocument[] =>
  told.flatMap(({ others }) =>
    others.flatMap(({ collection, document }) => (collection === where ? [document as TicketDocument] : [])),
  );

describe.each(Object.entries(plans))('%s', (_name, plan) => {
  let told: Told[];
  beforeAll(async () => {
    told = await tellAll(plan);
  });

  test('there are as many tickets as were asked for, each once, nine in ten of them over', () => {
    const tickets = ticketsOf(told);
    expect(new Set(tickets.map(({ _id }) => _id)).size).toBe(SIZE);
    const open = tickets.filter(({ keys }) => keys.endsAt > END).length;
    expect(open).toBeGreaterThan(SIZE / 20);
    expect(open).toBeLessThanOrEqual(SIZE / 8);
    const filed = tickets.map(({ ticket }) => ticket.createdAt).sort();
    expect(filed[0]! < '2025-03-01').toBe(true);
    expect(filed.at(-1)! <= END).toBe(true);
  });

  test('the same number gives the same story, whichever thread tells it and in which order', async () => {
  const plain = (one: Told): unknown => JSON.parse(JSON.stringify([one.others, one.journal.map(({ messages, type }) => [messages, type])], (name, value: unknown) => (['sealed', 'chain'].includes(name) ? [] : value)));
  const [seventh, first] = await tellAll(plan, [7, 0]);
  const all = told.map(plain);
  expect(all).toContainEqual(plain(seventh!));
  expect(all).toContainEqual(plain(first!));
}); // prettier-ignore

  test('each ticket is in the newest form, and found by the keys that the product gives it', async () => {
    const snapshot = await createSnapshots({
      database: createShelf(kept).database,
      now: () => END,
    }).current();
    for (const { ticket, keys } of ticketsOf(told)) {
      expect(upgradeTicket(ticket)).toBe(ticket);
      const procedure = procedureOf(ticket.kind);
      const { now: _now, ...context } = contextFor(snapshot, systemActor, END, ticket);
      expect(keysOf(ticket, procedure, wakeAt(procedure, ticket, { ...context, now: END }), END)).toEqual(
        keys,
      );
      expect(keys.wakeAt > END).toBe(true);
    }
  });

  test('the chain of each holds (J-26)', async () => {
    const world = memory(END, { secrets: loadSecrets(env) });
    for (const document of ticketsOf(told)) world.put('tickets', document);
    for (const document of journalOf(told)) world.put('journal', document);
    const rows = journalOf(told).map(rowOf);
    const { chainKey: key, mac } = world.ports.secrets;
    world.put('ledger', { _id: pageId(1), rows, from: '', key, hash: runOver('', rows, key, mac) ?? '' });
    for (const { _id: no } of ticketsOf(told).slice(0, 40))
      expect(await checkJournal(world, { no })).toMatchObject({ checked: 1, broken: [] });
  });

  test('each entry says under which figures of a report it is found (G-3.3.1c)', () => {
    const journal = journalOf(told);
    for (const entry of journal) expect(entry.counted ?? []).toEqual(countedNames(entry));
    const names = new Set(journal.flatMap(({ counted = [] }) => counted));
    for (const name of ['filed', 'replied', 'stock.new', 'stock.closed', 'stock.came'])
      expect(names).toContain(name);
  });

  test('nothing waits for the outbox, and the counters hold what the journal counts', () => {
  const journal = journalOf(told);
  expect(journal.filter(({ outbox }) => outbox !== 'done')).toEqual([]);
  const sum = (counts: Record<string, number>[]): number => counts.flatMap(one => Object.values(one)).reduce((a, b) => a + b, 0);
  const counted = told.flatMap(({ counts }) => [...counts.values()]);
  expect(sum(counted)).toBe(sum(journal.map(({ counts }) => counts)));
  expect(sum(counted)).toBeGreaterThan(SIZE);
}); // prettier-ignore

  test('all that a province has is among them: channels, marks, what was merged, what staff opened', () => {
    const tickets = ticketsOf(told).map(({ ticket }) => ticket);
    expect(new Set(tickets.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(tickets.map(({ channel }) => channel)).size).toBeGreaterThanOrEqual(3);
    expect(tickets.some(({ state }) => state === 'merged')).toBe(true);
    expect(tickets.some(({ anonymous }) => anonymous)).toBe(true);
    expect(tickets.some(({ unitId }) => unitId === 'hrss')).toBe(true);
  });

  test('what was over more than 400 days ago lies in the archive, and nothing else', () => {
    const [used, archived] = [lying(told, 'tickets'), lying(told, 'archived')];
    expect(archived.length).toBeGreaterThan(SIZE / 4);
    expect(archived.every(({ keys }) => keys.endsAt <= '2025-10-20T00:00:00.000+08:00')).toBe(true);
    expect(used.some(({ keys }) => keys.endsAt < '2025-10-20T00:00:00.000+08:00' && isAtRest(keys))).toBe(
      false,
    );
  });

  test('what was sealed of the person opens, and is found by the phone number that stands there', () => {
    const secrets = loadSecrets(env);
    const { unseal, phoneHash } = secrets;
    for (const document of ticketsOf(told)) {
      const { ticket } = document;
      const { terms } = searchableDocument({ secrets, now: () => END }, document);
      const phones = ticket.sealed.flatMap(one => (unseal(one) as { phone?: string }).phone ?? []);
      for (const phone of phones) {
        expect(maskPhone(phone)).toBe(ticket.contact.phone);
        if (!ticket.anonymous) expect(terms).toContain(termOf('all', phoneKey(phoneHash(phone))));
      }
    }
  });
});

test('one that is told again is another matter of another person, and nothing of the first stands in it', async () => {
  const plan = plans['told again'];
  const { tell, retelling } = await createStories({ kept, env, end: END, plan });
  const first = await tell(1);
  const again = retelling(first)!(1, 101);
  const [one, other] = [first, again].map(told => ticketsOf([told])[0]!);
  expect(other!.ticket).toMatchObject({
    kind: one!.ticket.kind,
    state: one!.ticket.state,
    createdAt: one!.ticket.createdAt,
  });
  expect(other!.ticket.text).not.toBe(one!.ticket.text);
  const text = JSON.stringify([again.journal, again.others]);
  expect(text).not.toContain(one!.ticket.no);
  if (one!.ticket.ownerId) expect(text).not.toContain(`${one!.ticket.ownerId}"`);
});

test('a burst of like complaints stands at the end of a large load, none of them handled yet', async () => {
  const plan = planOf(5000, { most: 100 });
  expect(plan.size - plan.burst).toBe(150);
  const { tell } = await createStories({ kept, env, end: END, plan });
  const { ticket } = ticketsOf([await tell(plan.burst)])[0]!;
  expect(ticket).toMatchObject({ kind: 'complaint', state: 'dispatched', unitId: 'hrss' });
  const numbers = [...shareOf(plan, 0, 2), ...shareOf(plan, 1, 2)].flatMap(({ n, again }) => [n, ...again]);
  expect(new Set(numbers).size).toBe(5000);
  expect(numbers.length).toBe(5000);
});
