import { randomBytes } from 'node:crypto';
import { loadSecrets } from '../../cloudfunctions/infra/secrets';
import { regionSchema, serviceSchema, unitSchema } from '../../cloudfunctions/domain/catalogue';
import { wakeAt } from '../../cloudfunctions/domain/engine';
import { procedureOf } from '../../cloudfunctions/domain/procedures';
import { shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { keysOf } from '../../cloudfunctions/domain/ticket/scope';
import { upgradeTicket } from '../../cloudfunctions/domain/ticket/upgrade';
import type { JournalDocument, TicketDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { contextFor } from '../../cloudfunctions/usecases/kernel/runtime';
import { createSnapshots } from '../../cloudfunctions/usecases/kernel/reading/snapshot';
import { checkJournal } from '../../cloudfunctions/usecases/oversight/check-journal';
import { pageId, rowOf, runOver } from '../../cloudfunctions/usecases/oversight/ledger';
import { serviceDocument } from '../../cloudfunctions/usecases/services/service-document';
import { systemActor } from '../../cloudfunctions/domain/engine';
import regions from '../../tools/seed/data/regions.json';
import services from '../../tools/seed/data/services.json';
import units from '../../tools/seed/data/units.json';
import { demoMembers } from '../../tools/seed/demo/members';
import { createShelf, type Written } from '../../tools/seed/load/shelf';
import { createStories, type Told } from '../../tools/seed/load/tell';
import { memory } from '../support/memory';

/** `--seed load:N` (contract §1): every story is one that the product itself would have written. */

const END = '2026-11-24T10:00:00.000+08:00';
const SIZE = 120;
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

const tellAll = async (numbers: number[]): Promise<Told[]> => {
  const { tell, settled } = await createStories({ kept, env, end: END, size: SIZE });
  const told: Told[] = [];
  for (const n of numbers) {
    const one = await tell(n);
    told.push({ ...one, journal: one.journal.map(entry => settled(entry, 1)) });
  }
  return told;
};

const numbers = Array.from({ length: SIZE }, (_, n) => n);
const journalOf = (told: Told[]): JournalDocument[] => told.flatMap(({ journal }) => journal);
const ticketsOf = (told: Told[]): TicketDocument[] =>
  told
    .flatMap(({ others }) => others)
    .filter(({ collection }) => collection === 'tickets')
    .map(({ document }) => document as TicketDocument);

let told: Told[];
beforeAll(async () => {
  told = await tellAll(numbers);
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
  const [seventh, third] = await tellAll([7, 3]);
  expect(plain(seventh!)).toEqual(plain(told[7]!));
  expect(plain(third!)).toEqual(plain(told[3]!));
}); // prettier-ignore

test('each ticket is in the newest form, and found by the keys that the product gives it', async () => {
  const snapshot = await createSnapshots({ database: createShelf(kept).database, now: () => END }).current();
  for (const { ticket, keys } of ticketsOf(told)) {
    expect(upgradeTicket(ticket)).toBe(ticket);
    const procedure = procedureOf(ticket.kind);
    const { now: _now, ...context } = contextFor(snapshot, systemActor, END, ticket);
    expect(keysOf(ticket, procedure, wakeAt(procedure, ticket, { ...context, now: END }), END)).toEqual(keys);
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
