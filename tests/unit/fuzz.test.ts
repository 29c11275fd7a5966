import { citizenActions } from '../../cloudfunctions/api/citizen';
import { staffActions } from '../../cloudfunctions/api/staff';
import { procedures } from '../../cloudfunctions/domain/procedures';
import type { Actor } from '../../cloudfunctions/domain/engine';
import { actionsOf, serve } from '../../cloudfunctions/infra/function';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { citizenActor } from '../../cloudfunctions/usecases/kernel/runtime';
import type { FormField, Reply } from '../../typings/contract';
import { staffOf } from '../support/callers';
import { chainedWorld, NOW, storedIn, worldWith, type Stored } from '../support/chained-world';
import { everybody, manager } from '../support/domain';
import { chanceOf, filled, fitting, mutated, type Chance, type Known } from '../support/fuzz-inputs';
import type { Memory } from '../support/memory';
import { uploadsOf } from '../support/uploads';
import { LONG } from '../support/long';

/**
 * Whatever is sent to an action by whomever: an answer of the contract (§2), in words, not too long, and nothing half
 * written. `BANJIE_SEED` repeats a run, `BANJIE_LONG=1` makes ten times as many with a seed of its own.
 */

jest.setTimeout(600_000);

const INPUTS = Number(process.env['BANJIE_INPUTS'] ?? (LONG ? 10_000 : 1_000));
const SEED = Number(process.env['BANJIE_SEED'] ?? (LONG ? Date.now() % 1_000_000 : 12));
/** So many calls, then the world is as it was: what is at its end would offer nothing any more. */
const ROUND = 250;
const MOST_BYTES = 1_000_000;

/** What a refusal may leave: counters against abuse (A46), and what was found out before. */
const MAY_BE_LEFT = ['meters'];

type Schema = Parameters<typeof fitting>[0];
const tables = { citizen: citizenActions, staff: staffActions } as const;
type FunctionName = keyof typeof tables;
const schemaOf = (name: FunctionName, action: string): Schema | undefined =>
  (tables[name] as Record<string, { takes?: object }>)[action]?.takes as Schema | undefined;

const staff = everybody.filter(({ role }) => role !== 'citizen');
const citizens = [
  'chen',
  'deng',
  'fang',
  'huang',
  'jiang',
  'kong',
  'lin',
  'ma',
  'nie',
  'ou',
  'pan',
  'stranger',
];

/** What is stored by what it is called in inputs. */
const knownIn = (world: Memory, files: string[]): ((action: string) => Known) => {
  const ids = (name: Parameters<Memory['all']>[0]): string[] => world.all(name).map(({ _id }) => _id);
  const tickets = ids('tickets');
  const by: Record<string, readonly unknown[]> = {
    no: tickets,
    ticket: tickets,
    into: tickets,
    to: [...tickets, 1],
    unit: ids('units'),
    unitId: ids('units'),
    successorId: ids('units'),
    region: ids('regions'),
    parent: ids('regions'),
    parentId: ids('units'),
    code: [...ids('regions'), 'A1B2C3'],
    service: ids('services'),
    serviceId: ids('services'),
    member: ids('members'),
    memberId: ids('members'),
    faqId: ids('faqs'),
    askId: ids('asks'),
    version: [1, 2, 3, 0],
    kind: ['consultation', 'complaint', 'suggestion', 'general', ...procedures.map(({ kind }) => kind)],
    register: ['assets', 'agreements', 'rosters'],
    phone: ['13800138000', '13655556666', '020-83331234'],
    policyVersion: ['2026-11'],
    cursor: ['', '2026-11-20T12:00:00.000+08:00|x', 'x'],
    limit: [1, 10, 50],
    attachments: [files.slice(0, 2), []],
    fileID: files,
  };
  const idOf: Record<string, readonly unknown[]> = {
    faq: ids('faqs'),
    notice: ids('notices'),
    service: ids('services'),
    unit: ids('units'),
    ruleset: ['gdzw-0001.5-2019', 'ganfutong-draft-2025-06'],
    register: ids('registers'),
    clock: ids('asides'),
  };
  for (const { _id, ticket } of world.all('tickets')) {
    const of = `of ${ticket.ownerId ?? ''}`;
    by[of] = [...(by[of] ?? []), _id];
  }
  return action => field =>
    field === 'id' ? idOf[action.split('.')[0]!] : Object.hasOwn(by, field) ? by[field] : undefined;
};

type Call = { name: FunctionName; actor: Actor; openid: string; event: Record<string, unknown> };

/** An act as this reader is offered it, or one of those that are not. */
const actFor = async (world: Memory, call: Call, chance: Chance, known: Known): Promise<object> => {
  const own = known(`of ${call.actor.id}`) ?? [];
  const no = String(chance.of(own.length > 0 && chance.in100(85) ? own : known('no')!));
  const shown = await answer(world, { ...call, event: { action: 'ticket.get', no } });
  const { acts = [], version } = shown.ok
    ? (shown.data as { ticket: { acts: { act: string; fields: FormField[] }[]; version: number } }).ticket
    : { version: 1 };
  const offered = acts.length > 0 && chance.in100(85) ? chance.of(acts) : undefined;
  const act = offered?.act ?? chance.of(chance.of(procedures).acts).act;
  const input = offered ? filled(offered.fields, chance, known) : { text: '无', reason: '无', unitId: 'psb' };
  return { no, act, version: chance.in100(93) ? version : 1, input };
};

const openingFor = async (world: Memory, call: Call, chance: Chance, known: Known): Promise<object> => {
  const shown = await answer(world, { ...call, event: { action: 'procedure.list' } });
  const listed = shown.ok
    ? (shown.data as { procedures: { kind: string; fields?: FormField[] }[] }).procedures
    : [];
  const one = listed.length > 0 ? chance.of(listed) : undefined;
  const input = filled(one?.fields ?? [], chance, known);
  const requestId = `${String(chance.below(1e8)).padStart(8, '0')}-0000-4000-8000-000000000000`;
  return { kind: one?.kind ?? chance.of(procedures).kind, requestId, input: { serviceId: 'card', ...input } };
};

/** Calls as the functions are called: gate, table, reply. */
const answer = (world: Memory, { name, actor, openid, event }: Call): Promise<Reply<unknown>> =>
  serve(world.ports, actionsOf(world, tables[name]), async () => ({ openid, actor }), event);

/** Who is erased has nothing left to act on. */
const rarely =
  (chance: Chance) =>
  (action: string): boolean =>
    action !== 'me.erase' || chance.in100(15);

const callBy = async (world: Memory, chance: Chance, knownFor: (action: string) => Known): Promise<Call> => {
  const name: FunctionName = chance.in100(35) ? 'citizen' : 'staff';
  const often =
    name === 'staff' ? ['ticket.act', 'ticket.act', 'procedure.open'] : ['ticket.act', 'ticket.file'];
  const action = chance.in100(40)
    ? chance.of(often)
    : chance.of(Object.keys(tables[name]).filter(rarely(chance)));
  const known = knownFor(action);
  const { may } = (tables[name] as Record<string, { may: readonly string[] }>)[action]!;
  const actor =
    name === 'citizen'
      ? citizenActor(chance.of(citizens))
      : chance.of(chance.in100(85) ? staff.filter(({ role }) => may.includes(role)) : staff);
  const openid = name === 'citizen' ? actor.id : `openid-${actor.id}`;
  const call: Call = { name, actor, openid, event: {} };
  const schema = schemaOf(name, action);
  const input =
    action === 'ticket.act'
      ? await actFor(world, call, chance, known)
      : action === 'procedure.open'
        ? await openingFor(world, call, chance, known)
        : schema
          ? fitting(schema, chance, known)
          : {};
  const whole = { ...(input as Record<string, unknown>) };
  const sent = chance.in100(60) ? whole : mutated(whole, chance);
  // What is wrong deep inside of a form gets further than what is wrong around it.
  if (action === 'ticket.act' || action === 'procedure.open') {
    const form = whole['input'] as Record<string, unknown>;
    if (chance.in100(40)) return { ...call, event: { ...whole, input: mutated(form, chance), action } };
  }
  return { ...call, event: { ...sent, action } };
};

const CHINESE = /[\u4e00-\u9fff]/;
const INTERNALS =
  /\.[tj]s[:)]|\bat [A-Z]\w+\.|Error:|\[object|undefined|\bNaN\b|_zod|_id\b|openid-|ECONN|prototype/;

/** What is wrong with an answer; nothing, if all is well. */
const wrongWith = (reply: Reply<unknown>, sent: string): string[] => {
  const wrong: string[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(reply));
  if (bytes > MOST_BYTES) wrong.push(`an answer of ${bytes} bytes`);
  if (reply.ok) return wrong;
  const { code, message, fields = {}, errorNo } = reply.error;
  if (code === 'internal') wrong.push('internal');
  if (!errorNo) wrong.push('no errorNo');
  for (const words of [message, ...Object.values(fields)]) {
    if (typeof words !== 'string' || !CHINESE.test(words))
      wrong.push(`not in Chinese: ${String(words).slice(0, 80)}`);
    else if (INTERNALS.test(words) && !sent.includes(INTERNALS.exec(words)![0]))
      wrong.push(`tells of the inside: ${words.slice(0, 120)}`);
    if (words.length > 2_000) wrong.push(`a message of ${words.length} characters`);
  }
  return wrong;
};

/** What a world holds, followed write by write. */
const followed = (world: Memory) => {
  const held = new Map<string, string>();
  const key = (name: string, id: string) => `${name}/${id}`;
  const text = (name: string, id: string) => JSON.stringify(world.get(name as 'units', id) ?? null);
  for (const [name, all] of Object.entries(storedIn(world)))
    for (const one of all) held.set(key(name, one._id), text(name, one._id));
  const touched = new Map<string, [string, string]>();
  world.onWrite = (name, { _id }) => void touched.set(key(name, _id), [name, _id]);
  const { remove } = world.ports.database;
  world.ports.database.remove = (name, id) => {
    touched.set(key(name, id), [name, id]);
    return remove(name, id);
  };
  /** What has changed since it was asked last. */
  return (): string[] => {
    const changed: string[] = [];
    for (const [place, [name, id]] of touched) {
      const now = text(name, id);
      if (now !== (held.get(place) ?? 'null')) changed.push(place);
      held.set(place, now);
    }
    touched.clear();
    return changed;
  };
};

/** An input in short; what is deep is only named. */
const said = (value: unknown, levels = 6): unknown => {
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 20)}…(${value.length})` : value;
  if (value === null || typeof value !== 'object') return value;
  if (levels === 0) return '…';
  if (Array.isArray(value) && value.length > 5) return `[…(${value.length})]`;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, said(one, levels - 1)]));
};

test(`${INPUTS} inputs, seed ${SEED}`, async () => {
  const chance = chanceOf(SEED);
  const begun: Stored = storedIn((await chainedWorld()).world);
  const problems: string[] = [];
  const codes: Record<string, number> = {};
  const done = new Set<string>();
  for (let round = 0; round * ROUND < INPUTS; round += 1) {
    const world = worldWith(begun, NOW);
    const { upload } = uploadsOf(world);
    // What was stored can be fetched.
    Object.assign(world.ports, {
      fileLinks: async (ids: readonly string[]) => new Map(ids.map(id => [id, `https://files.test/${id}`])),
    });
    const files = citizens.flatMap(who => [upload(who), upload(who, '表.jpg')]);
    const changes = followed(world);
    let known = knownIn(world, files);
    for (let n = 0; n < Math.min(ROUND, INPUTS - round * ROUND); n += 1) {
      world.pass(chance.below(3_600_000));
      if (n % 10 === 0) known = knownIn(world, files);
      const call = await callBy(world, chance, known);
      changes();
      const what = `${call.name}/${String(call.event['action'])} ${call.actor.id} ${JSON.stringify(said(call.event)).slice(0, 500)}`;
      const logged = world.logged.length;
      const reply = await answer(world, call).catch((error: Error) => error);
      const changed = changes();
      if (reply instanceof Error) {
        problems.push(`thrown: ${reply.stack?.slice(0, 300)} by ${what}`);
        continue;
      }
      const code = reply.ok ? 'ok' : reply.error.code;
      codes[code] = (codes[code] ?? 0) + 1;
      if (reply.ok) done.add(`${call.name}/${String(call.event['action'])}`);
      const left = reply.ok ? [] : changed.filter(place => !MAY_BE_LEFT.includes(place.split('/')[0]!));
      if (left.length > 0) problems.push(`refused (${code}), and written: ${left.join()} by ${what}`);
      for (const one of wrongWith(reply, JSON.stringify(call.event)))
        problems.push(
          `${one} by ${what}${one === 'internal' ? ` ${JSON.stringify(world.logged.slice(logged).find(entry => entry['where']))}` : ''}`,
        );
    }
    // What was taken poisons nothing: neither the timer, nor a reader, nor the audit chain.
    world.pass(26 * 3_600_000);
    const { did } = (await runClock(world)) as { did?: { failed: number } };
    if (did?.failed)
      problems.push(
        `the timer failed ${did.failed} times: ${JSON.stringify([world.all('asides'), world.get('leases', 'timer'), world.logged.slice(-3)])}`,
      );
    for (const { _id: no } of world.all('tickets'))
      await staffOf(world, manager)
        .get(no)
        .catch((error: { code?: string; stack?: string }) => {
          if (error.code !== 'not-found')
            problems.push(`${no} cannot be read: ${error.stack?.slice(0, 300)}`);
        });
    const { broken } = await staffOf(world, manager).call('audit.check', {});
    if (broken.length > 0) problems.push(`the chain is broken: ${JSON.stringify(broken)}`);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(problems.slice(0, 20)).toEqual([]);
  // Chance reaches what it should: most actions succeed now and then, and all refusals occur.
  expect(codes['ok']).toBeGreaterThan(INPUTS / 10);
  expect(done.size).toBeGreaterThan(40);
  for (const code of ['forbidden', 'not-found', 'invalid', 'wrong-state', 'conflict'])
    expect([code, codes[code]]).toEqual([code, expect.any(Number)]);
});

test('what is nested deeper than any form is a wrong request, whatever its place (contract §2)', async () => {
  const { world, no } = await chainedWorld();
  const nested = (levels: number): unknown => JSON.parse('{"a":['.repeat(levels) + '1' + ']}'.repeat(levels));
  for (const levels of [20, 500, 2_000])
    for (const event of [
      {
        action: 'ticket.act',
        no: no['late'],
        act: 'supplement',
        version: 1,
        input: { text: nested(levels) },
      },
      { action: 'ticket.file', text: nested(levels) },
      { action: 'ask', text: '社保卡', more: nested(levels) },
    ]) {
      const reply = await answer(world, {
        name: 'citizen',
        actor: citizenActor('pan'),
        openid: 'pan',
        event,
      });
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }
});

test('an object where a text belongs is a wrong request, also one that cannot be made a text', async () => {
  const { world } = await chainedWorld();
  for (const query of [
    { toString: 1 },
    { valueOf: null },
    { length: { toString: 1 } },
    JSON.parse('{"__proto__":{}}'),
  ])
    for (const name of ['citizen', 'staff'] as const) {
      const event = { action: 'service.list', query: query as unknown };
      const reply = await answer(world, { name, actor: manager, openid: 'openid-mgr', event });
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }
});
