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
import type { CounterDocument, TicketDocument } from '../kernel/documents';
import { PAGE, type Database, type Ports, type Where } from '../kernel/ports';
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

const isNumber = (one: CounterDocument): one is StoredCounter => 'n' in one;

/** A counter as it is stored, apart from what is nothing; the documents as they were read, to tell whether they have changed. */
type Read = { documents: StoredCounter[]; n: number; due: Record<string, number> };

const withoutNothing = (due: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(due)
      .filter(([, n]) => n !== 0)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

const readOne = async (database: Pick<Database, 'find'>, name: string): Promise<Read> => {
  const found = await database.find('counters', { where: { _id: { in: documentsOf(name) } }, limit: PAGE });
  const documents = found.filter(isNumber);
  const n = documents.reduce((sum, one) => sum + one.n, 0);
  return { documents, n, due: withoutNothing(totalOf(name, documents).due ?? {}) };
};

/** When the tickets of a desk fall due, by minute: many of one minute are counted, few are read. */
const countDue = async (database: Database, where: Where): Promise<Record<string, number> | undefined> => {
  const due: Record<string, number> = {};
  const add = (minute: string, n: number): void => void (due[minute] = (due[minute] ?? 0) + n);
  const minuteAt = ({ keys }: TicketDocument): string => minuteOf(keys.dueKey.split('|')[0] ?? NEVER);
  let after = '';
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const page = await database.find('tickets', {
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
    after = last.keys.dueKey;
  }
  return undefined;
};

const whereOf = (name: string): Where => {
  const [only, ...others] = tagsOfCounter(name) ?? [];
  if (only === undefined) throw new Error(`${name} counts no tickets`);
  return { 'keys.tags': others.length > 0 ? { all: [only, ...others] } : only };
};

/** What the index holds of a counter. */
const countOne = async (database: Database, name: string): Promise<Pick<Read, 'n' | 'due'>> => {
  const where = whereOf(name);
  const n = await database.count('tickets', where, COUNTED_TO);
  const due = hasDue(name) && n > 0 ? await countDue(database, where) : {};
  return { n, due: withoutNothing(due ?? {}) };
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is to be set right; undefined when nothing is, or when somebody writes to it just now. */
type Wrong = { read: Read; n: number; due: Record<string, number> };

const look = async (database: Database, name: string): Promise<Wrong | undefined> => {
  const read = await readOne(database, name);
  const counted = await countOne(database, name);
  const n = counted.n >= COUNTED_TO && read.n >= COUNTED_TO ? read.n : counted.n;
  if (n === read.n && same(counted.due, read.due)) return undefined;
  return same(await readOne(database, name), read) ? { read, n, due: counted.due } : undefined;
};

/** Long enough for what is being counted at this moment to have been written. */
const SETTLES_MILLISECONDS = 500;

const correct = (
  { database }: Pick<Ports, 'database'>,
  name: string,
  { read, n, due }: Wrong,
): Promise<boolean> =>
  database.transaction(async transaction => {
    const [first = name, ...rest] = documentsOf(name);
    const stored: StoredCounter[] = [];
    for (const id of [first, ...rest]) {
      const one = await transaction.get('counters', id);
      if (one && isNumber(one)) stored.push(one);
    }
    if (!same(stored, read.documents)) return false;
    // All in one document; the others begin anew.
    const byMinute = Object.entries(due).map(([at, many]) => [`due.${at}`, many]);
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
  const looked = await Promise.all(
    names.map(async name => ({ name, wrong: await look(ports.database, name) })),
  );
  const suspects = looked.flatMap(({ name, wrong }) => (wrong ? [{ name, wrong }] : []));
  if (suspects.length > 0) await wait();
  const corrected: string[] = [];
  for (const { name, wrong } of suspects) {
    const again = await look(ports.database, name);
    if (again && same(again, wrong) && (await correct(ports, name, again))) corrected.push(name);
  }
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
  const counted = await Promise.all(
    names
      .filter(name => !known.has(name))
      .map(async name => ((await database.count('tickets', whereOf(name), 1)) > 0 ? [name] : [])),
  );
  return { stored: [...known], uncounted: counted.flat() };
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
  const tidy = async (name: string): Promise<void> => {
    const { documents, n } = await readOne(database, name);
    // Of a unit or a member that is gone.
    if (n === 0 && !isKnown.has(name)) for (const { _id } of documents) await database.remove('counters', _id);
    for (const { _id, due = {} } of documents)
      if (Object.values(due).filter(at => at === 0).length > MOST_NOTHING) await sweepOut(ports, _id);
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
    for (const name of names) if (mayBeTidied(name)) await tidy(name);
    const last = ids.at(-1);
    round.after = ids.length < AT_ONCE || last === undefined ? MISSING : behind(counterOf(last));
    noteRound();
  }
  const rest = known.filter(one => `${MISSING}${one}` > round.after);
  for (let at = 0; at < rest.length; at += AT_ONCE) {
    if (!(await work.hasTime())) {
      noteRound();
      return done;
    }
    const names = rest.slice(at, at + AT_ONCE);
    const { uncounted } = await sorted(database, names);
    if (uncounted.length > 0) await work.attempt(`from ${round.after}`, () => check(uncounted), null);
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
