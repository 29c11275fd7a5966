import { regionPath, type Region, type Unit } from '../../domain/catalogue';
import {
  asCounter,
  counterOf,
  deskCounter,
  documentsOf,
  hasDue,
  instantOfMinute,
  minuteOf,
  SHARDS,
  tagsOfCounter,
  totalOf,
  type StoredCounter,
} from '../../domain/ticket/counted';
import { tag } from '../../domain/ticket/scope';
import { civilDateOf, NEVER } from '../../domain/time';
import { PAGE, type Database, type Key, type Ports, type Where } from '../kernel/ports';
import { isNumber } from '../kernel/reading/counters';
import type { Runtime } from '../kernel/runtime';
import type { Work } from './work';

/**
 * The nightly recount: what a counter says is compared with what the index holds. One that was left wrong, by a process
 * that was killed between a ticket and its counters, is corrected and reported. Bounded steps, a counter each; a run goes
 * on behind the one that was looked at last.
 */

/** A counter above that is shown as "99+" or "999+" anyway: whether it says 10,000 or more is nobody's concern. */
const COUNTED_TO = 10_000;
/** So many looks at the index for one desk; what lies behind them is left as it is. */
const MOST_LOOKS = 2000;

/** A counter as it is stored, apart from what is nothing; the documents as they were read, to tell whether they have changed. */
type Read = { documents: StoredCounter[]; n: number; due: Record<string, number> };

const withoutNothing = (due: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(due)
      .filter(([, n]) => n !== 0)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/** Some counters in one query; no more of them than `AT_ONCE`. */
const readSome = async (
  database: Pick<Database, 'find'>,
  names: readonly string[],
): Promise<Map<string, Read>> => {
  const ids = names.flatMap(documentsOf);
  const found = await database.find('counters', { where: { _id: { in: ids } }, limit: PAGE });
  const byId = new Map(found.filter(isNumber).map(one => [one._id, one]));
  return new Map(
    names.map(name => {
      const documents = documentsOf(name).flatMap(id => byId.get(id) ?? []);
      const n = documents.reduce((sum, one) => sum + one.n, 0);
      return [name, { documents, n, due: withoutNothing(totalOf(name, documents).due ?? {}) }];
    }),
  );
};

/** When the tickets of a desk fall due, by minute: many of one minute are counted, few are read. */
const countDue = async (database: Database, where: Where): Promise<Record<string, number> | undefined> => {
  const due: Record<string, number> = {};
  const add = (minute: string, n: number): void => void (due[minute] = (due[minute] ?? 0) + n);
  const minuteAt = ({ key }: Key): string => minuteOf(key.split('|')[0] ?? NEVER);
  let after = '';
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const page = await database.keys('tickets', {
      where: { ...where, 'keys.dueKey': { gt: after, lt: NEVER } },
      order: ['keys.dueKey', 'asc'],
      limit: PAGE,
    });
    const [first, last] = [page[0], page.at(-1)];
    if (!first || !last) return due;
    if (page.length === PAGE && minuteAt(first) === minuteAt(last)) {
      const end = `${instantOfMinute(minuteAt(last))}|~`;
      const range = { 'keys.dueKey': { gt: after, lte: end } };
      add(minuteAt(last), await database.count('tickets', { ...where, ...range }, COUNTED_TO));
      after = end;
      continue;
    }
    for (const one of page) add(minuteAt(one), 1);
    if (page.length < PAGE) return due;
    after = last.key;
  }
  return undefined;
};

const whereOf = (name: string): Where => {
  const [only, ...others] = tagsOfCounter(name) ?? [];
  if (only === undefined) throw new Error(`${name} counts no tickets`);
  return { 'keys.tags': others.length > 0 ? { all: [only, ...others] } : only };
};

/** What the index holds of a counter; without `due` where that is more than can be looked at. */
const countOne = async (database: Database, name: string): Promise<{ n: number; due?: Read['due'] }> => {
  const where = whereOf(name);
  const n = await database.count('tickets', where, COUNTED_TO);
  const due = hasDue(name) && n > 0 ? await countDue(database, where) : {};
  return { n, ...(due ? { due: withoutNothing(due) } : {}) };
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is to be set right. */
type Wrong = { name: string; read: Read; n: number; due: Record<string, number> };

/** Those that are wrong, but for what somebody writes to just now. */
const look = async (database: Database, names: readonly string[]): Promise<Wrong[]> => {
  const before = await readSome(database, names);
  const compared = await Promise.all(
    [...before].map(async ([name, read]): Promise<Wrong[]> => {
      const counted = await countOne(database, name);
      const n = counted.n >= COUNTED_TO && read.n >= COUNTED_TO ? read.n : counted.n;
      const due = counted.due ?? read.due;
      return n === read.n && same(due, read.due) ? [] : [{ name, read, n, due }];
    }),
  );
  const wrong = compared.flat();
  if (wrong.length === 0) return [];
  const after = await readSome(
    database,
    wrong.map(({ name }) => name),
  );
  return wrong.filter(({ name, read }) => same(after.get(name), read));
};

/** Long enough for what is being counted at this moment to have been written. */
const SETTLES_MILLISECONDS = 500;

const correct = ({ database }: Pick<Ports, 'database'>, { name, read, n, due }: Wrong): Promise<boolean> =>
  database.transaction(async transaction => {
    const [first = name, ...rest] = documentsOf(name);
    const stored: StoredCounter[] = [];
    for (const id of [first, ...rest]) {
      const one = await transaction.get('counters', id);
      if (one && isNumber(one)) stored.push(one);
    }
    if (!same(stored, read.documents)) return false;
    // All in one document; the others begin anew.
    const byMinute = Object.entries(due).map(([at, many]) => [`due.${at}`, many] as const);
    await transaction.put('counters', asCounter(first, { n, ...Object.fromEntries(byMinute) }));
    for (const { _id } of stored)
      if (_id !== first) await transaction.put('counters', asCounter(_id, { n: 0 }));
    return true;
  });

/**
 * Compares counters with the index; answers those that were wrong and have been corrected. One that does not stand still
 * is looked at again the next night. `wait` = until what was under way is there, after which one must still be as wrong.
 */
export const recountSome = async (
  ports: Pick<Ports, 'database'>,
  names: readonly string[],
  wait: () => Promise<void> = () => Promise.resolve(),
): Promise<string[]> => {
  const suspects = await look(ports.database, names);
  if (suspects.length === 0) return [];
  await wait();
  const again = await look(
    ports.database,
    suspects.map(({ name }) => name),
  );
  const corrected: string[] = [];
  for (const wrong of again)
    if (suspects.some(one => same(one, wrong)) && (await correct(ports, wrong))) corrected.push(wrong.name);
  return corrected;
};

/** Desks keep what has been due as nothing: above so many it is swept out. */
const MOST_NOTHING = 20;

const sweepOut = ({ database }: Pick<Ports, 'database'>, id: string): Promise<void> =>
  database.transaction(async transaction => {
    const one = await transaction.get('counters', id);
    if (one && isNumber(one) && one.due)
      await transaction.put('counters', { ...one, due: withoutNothing(one.due) });
  });

/** All counters that somebody may read. */
export const counterNames = (
  units: readonly Unit[],
  regions: readonly Region[],
  memberIds: readonly string[],
): string[] => {
  const byCode = new Map(regions.map(region => [region.code, region]));
  const catalogue = { region: (code: string) => byCode.get(code) };
  const keys = [
    'operator',
    'operator-lead',
    'manager',
    ...units.flatMap(({ id }) => [`unit:${id}`, `lead:${id}`]),
    ...regions.map(({ code }) => `region:${code}`),
  ];
  return [
    ...keys.flatMap(key => [tag.todo(key), tag.desk(key), tag.open(key), tag.seen(key)]),
    ...memberIds.map(tag.mine),
    ...['operator-lead', 'manager'].map(desk => deskCounter(desk, 'operator')),
    ...units.flatMap(({ id, region }) =>
      ['operator', `unit:${id}`, ...regionPath(region, catalogue).map(code => `region:${code}`)].map(seer =>
        deskCounter(`lead:${id}`, seer),
      ),
    ),
  ].sort();
};

/** So many counters have no more documents than a page holds. */
const AT_ONCE = PAGE / SHARDS;

/** A step of a round: those of the index that nobody has counted yet come behind those that there are. */
const MISSING = 'missing:';

const nextStored = async (database: Database, after: string): Promise<string[]> => {
  const found = await database.find('counters', {
    where: { _id: { gt: after } },
    order: ['_id', 'asc'],
    limit: AT_ONCE,
  });
  return found.map(({ _id }) => _id);
};

/** Of these counters those that are stored, and those that are not although there are tickets for them. */
const sorted = async (
  database: Database,
  names: readonly string[],
): Promise<{ stored: string[]; uncounted: string[] }> => {
  const ids = names.flatMap(documentsOf);
  const found = await database.find('counters', { where: { _id: { in: ids } }, limit: PAGE });
  const known = new Set(found.map(({ _id }) => counterOf(_id)));
  const unknown = names.filter(name => !known.has(name));
  // Mostly there is no ticket for any of them, which one look tells.
  const tags = unknown.flatMap(name => tagsOfCounter(name)?.slice(0, 1) ?? []);
  if (tags.length === 0 || (await database.count('tickets', { 'keys.tags': { in: tags } }, 1)) === 0)
    return { stored: [...known], uncounted: [] };
  const counted = await Promise.all(
    unknown.map(async name => ((await database.count('tickets', whereOf(name), 1)) > 0 ? [name] : [])),
  );
  return { stored: [...known], uncounted: counted.flat() };
};

/** Whoever sees nothing has nothing to do and nothing at the desk: the others are looked for where there is this one. */
const isFirst = (name: string): boolean => name.startsWith('seen|') || name.startsWith('mine|');

/** The other counters of whoever has this one. */
const besides = (name: string, known: readonly string[]): string[] => {
  if (!name.startsWith('seen|')) return [];
  const key = name.slice('seen|'.length);
  const desk = `${deskCounter(key)}@`;
  return [tag.todo(key), tag.desk(key), tag.open(key), ...known.filter(one => one.startsWith(desk))];
};

/** Behind all documents of a counter. */
const behind = (name: string): string => `${name}#~`;

/** Behind the counters of days, which are called by them. */
const FIRST = 'a';

type Round = { day: string; after: string; wrong: number };

const roundOf = (marks: Readonly<Record<string, string>>, day: string): Round =>
  marks['round'] === day
    ? { day, after: marks['after'] ?? FIRST, wrong: Number(marks['wrong'] ?? 0) }
    : { day, after: FIRST, wrong: 0 };

/** Once a day through all counters; `counted` marks the day that is done, `lastWrong` how many were wrong then. */
export const recount = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ recounted: number; corrected: number }> => {
  const { database } = ports;
  const done = { recounted: 0, corrected: 0 };
  const day = civilDateOf(ports.now());
  if (work.marks()['counted'] === day) return done;
  const round = roundOf(work.marks(), day);
  const { catalogue, directory } = await snapshots.current();
  const known = counterNames(
    catalogue.units(),
    catalogue.regions(),
    directory.members.map(({ id }) => id),
  );
  const wait = (): Promise<void> => ports.sleep(SETTLES_MILLISECONDS);
  const isKnown = new Set(known);
  const mayBeTidied = (name: string): boolean => hasDue(name) || !isKnown.has(name);
  const keep = (marks: Record<string, string>): void => work.remember({ ...work.marks(), ...marks });
  const noteRound = (): void => keep({ round: day, after: round.after, wrong: String(round.wrong) });

  const check = async (names: readonly string[]): Promise<void> => {
    const wrong = await recountSome(ports, names, wait);
    for (const name of wrong)
      ports.log({ event: 'counter-corrected', counter: tagsOfCounter(name)?.[0]?.split('|')[0] });
    done.corrected += wrong.length;
    done.recounted += names.length;
    round.wrong += wrong.length;
  };
  const tidy = async (names: readonly string[]): Promise<void> => {
    if (names.length === 0) return;
    for (const [name, { documents, n }] of await readSome(database, names)) {
      // Of a unit or a member that is gone.
      if (n === 0 && !isKnown.has(name))
        for (const { _id } of documents) await database.remove('counters', _id);
      for (const { _id, due = {} } of documents)
        if (Object.values(due).filter(at => at === 0).length > MOST_NOTHING) await sweepOut(ports, _id);
    }
  };
  /** Checks those of these that should be there and are not, with all that goes with them. */
  const checkMissing = async (names: readonly string[]): Promise<void> => {
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const { uncounted } = await sorted(database, names.slice(at, at + AT_ONCE));
      if (uncounted.length > 0) await check(uncounted);
      for (const name of uncounted) await checkMissing(besides(name, known));
    }
  };

  while (!round.after.startsWith(MISSING)) {
    if (!(await work.hasTime())) {
      noteRound();
      return done;
    }
    const ids = await nextStored(database, round.after);
    // The last may go on in the next page: it is looked at whole here.
    const names = [...new Set(ids.map(counterOf))].filter(name => tagsOfCounter(name) !== undefined);
    await work.attempt(`from ${round.after}`, () => check(names), null);
    const beside = names.flatMap(name => besides(name, known));
    await work.attempt(`beside ${round.after}`, () => checkMissing(beside), null);
    await tidy(names.filter(mayBeTidied));
    const last = ids.at(-1);
    round.after = ids.length < AT_ONCE || last === undefined ? MISSING : behind(counterOf(last));
    noteRound();
  }
  const rest = known.filter(one => isFirst(one) && `${MISSING}${one}` > round.after);
  for (let at = 0; at < rest.length; at += AT_ONCE) {
    if (!(await work.hasTime())) {
      noteRound();
      return done;
    }
    const names = rest.slice(at, at + AT_ONCE);
    await work.attempt(`from ${round.after}`, () => checkMissing(names), null);
    round.after = `${MISSING}${names.at(-1) ?? ''}`;
  }
  keep({ counted: day, lastWrong: String(round.wrong), round: '', after: '', wrong: '0' });
  return done;
};

/** For a folder in which little or nothing has been counted yet: one counter after the other, in the order of their names. */
export const fillCounters = async (
  ports: Pick<Ports, 'database'>,
  names: readonly string[],
  after: string,
): Promise<{ after: string | undefined; changed: number }> => {
  const next = names.filter(name => name > after).slice(0, AT_ONCE);
  const { stored, uncounted } = await sorted(ports.database, next);
  const changed = (await recountSome(ports, [...stored, ...uncounted])).length;
  return { after: next.length < AT_ONCE ? undefined : next.at(-1), changed };
};
