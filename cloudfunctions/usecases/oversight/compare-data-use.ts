import type { DataUseState } from '../../../typings/api';
import { wordsOn } from '../../domain/engine';
import { ADMINISTRATION } from '../../domain/privacy/chain';
import { covers, isInForce, leavesTraces, type Access, type DataUse } from '../../domain/privacy/data-use';
import { exportedFor } from '../../domain/procedures/data-export';
import { dataUse } from '../../domain/registers/data-use';
import { OPERATOR } from '../../domain/registers';
import { condensed } from '../../domain/typed/words';
import {
  addDays,
  addMonths,
  civilDateOf,
  instantAt,
  startOfDay,
  type CivilDate,
  type Instant,
} from '../../domain/time';
import { spokenMonth } from '../../domain/time/spoken';
import * as z from 'zod';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { Work } from '../clock/work';
import type { DataUseCheckDocument, JournalDocument } from '../kernel/documents';
import type { Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { Runtime } from '../kernel/runtime';
import { rowsOf } from '../registers/list-register';

/**
 * Once a month what the journal says was looked at, taken out and given on is held against the register of data use
 * (J-21a): what no entry covers, and entries of which nothing was seen. A walk in steps: of each month only sums are kept.
 */

/** Not before: at night nobody waits for the database. */
const TIME = '02:30';
/** So many lines are kept; the rest is counted. */
const MOST_LINES = 100;

const nameOf = (party: string, { catalogue, activeRuleSet }: Snapshot): string =>
  catalogue.unit(party)?.name ?? activeRuleSet.roleNames.operator;

const entriesOf = async ({ database }: Pick<Ports, 'database'>): Promise<DataUse[]> => {
  const found: DataUse[] = [];
  for await (const { _id, ownerId, values } of rowsOf(database, dataUse, 'all')) {
    const entry = { ...(values as unknown as DataUse), id: _id, ownerId };
    if (leavesTraces(entry)) found.push(entry);
  }
  return found;
};

const exported = z.object({ approval: z.string() });

/** What an entry of the journal says of personal data; undefined = nothing. */
const accessIn = async (
  { database }: Pick<Ports, 'database'>,
  snapshot: Snapshot,
  { no, type, at, actor, payload }: JournalDocument,
): Promise<Access | undefined> => {
  const party = actor.unitId ?? OPERATOR;
  const day = civilDateOf(at);
  if (type === 'reveal') return { sort: 'access', party, day };
  if (no !== ADMINISTRATION || type !== 'register.export') return undefined;
  // A list that is about nobody needs no approval.
  const approval = exported.safeParse(payload).data?.approval;
  if (approval === undefined) return undefined;
  const ticket = (await database.get('tickets', approval))?.ticket;
  const recipient = ticket && exportedFor(ticket);
  const isOwn = recipient === undefined || condensed(recipient) === condensed(nameOf(party, snapshot));
  return isOwn ? { sort: 'export', party, day } : { sort: 'shared', party, day, recipient };
};

type Line = DataUseCheckDocument['lines'][number];

const isLineOf = (line: Line, { sort, party, recipient }: Access): boolean =>
  line.sort === sort && line.party === party && (line.recipient ?? '') === (recipient ?? '');

/** Adds what no entry covers to its line. */
const note = (check: DataUseCheckDocument, access: Access, { no, at }: JournalDocument): void => {
  check.uncovered += 1;
  const line = check.lines.find(one => isLineOf(one, access));
  if (line) {
    line.count += 1;
    line.last = at;
  } else if (check.lines.length < MOST_LINES) {
    const { sort, party, recipient } = access;
    const ticket = no === ADMINISTRATION ? {} : { no };
    check.lines.push({
      sort,
      party,
      count: 1,
      first: at,
      last: at,
      ...(recipient ? { recipient } : {}),
      ...ticket,
    });
  }
};

/** Walks on from where the check stands; true = the month is over. */
const walk = async (
  { ports, snapshots }: Runtime,
  work: Work,
  check: DataUseCheckDocument,
  entries: readonly DataUse[],
  until: Instant,
): Promise<boolean> => {
  const snapshot = await snapshots.current();
  const used = new Set(check.used);
  const from = check.cursor;
  for await (const entry of queueOf(ports.database, 'journal', 'at', {
    where: { outbox: 'done' },
    from,
    until,
  })) {
    // What happened in the moment of the cursor is done; the last moment is the next month's.
    if (entry.at <= from && check.looked > 0) continue;
    if (entry.at >= until) break;
    if (entry.at !== check.cursor && !(await work.hasTime())) {
      check.used = [...used];
      return false;
    }
    check.cursor = entry.at;
    check.looked += 1;
    const access = await accessIn(ports, snapshot, entry);
    if (!access) continue;
    check.accesses += 1;
    const fitting = entries.filter(one => covers(one, access));
    for (const { id } of fitting) used.add(id);
    if (fitting.length === 0) note(check, access, entry);
  }
  check.used = [...used];
  return true;
};

const tell = async (ports: Ports, { _id, uncovered, unusedCount }: DataUseCheckDocument): Promise<void> => {
  const parts = [
    ...(uncovered > 0 ? [`${uncovered} 次查看、导出或共享没有登记`] : []),
    ...(unusedCount > 0 ? [`${unusedCount} 项登记没有用到`] : []),
  ];
  const words = `数据使用和台账不一致，${parts.join('，')}，请到“核对办理记录”查看`;
  await deliver(
    ports,
    createAddressBook(ports),
    {
      audience: { to: 'security' },
      template: 'data-use',
      ...wordsOn(`${spokenMonth(_id)}的数据使用`, words),
      key: `data-use:${_id}`,
    },
    null,
    null,
  );
};

const monthOf = (date: CivilDate): string => date.slice(0, 7);

const firstOf = (month: string): CivilDate => `${month}-01`;

/** The first day of the month that comes next: after an absence of the timer the oldest that was missed. */
const nextMonth = (newest: DataUseCheckDocument | undefined, now: Instant): CivilDate => {
  if (!newest) return addMonths(firstOf(monthOf(civilDateOf(now))), -1);
  return newest.finishedAt === null ? firstOf(newest._id) : addMonths(firstOf(newest._id), 1);
};

/**
 * The timer's job: on the first night of a month that of the month before, in as many runs as it takes, each month in its turn
 * however late.
 */
export const compareDataUse = async (runtime: Runtime, work: Work): Promise<Record<string, number>> => {
  const { ports } = runtime;
  const [known] = await ports.database.find('datausechecks', {
    where: {},
    order: ['_id', 'desc'],
    limit: 1,
  });
  const begin = nextMonth(known, ports.now());
  const end = addMonths(begin, 1);
  const due = instantAt(end, TIME);
  if (ports.now() < due) {
    work.rest(due);
    return {};
  }
  const entries = await entriesOf(ports);
  const begun = known?.finishedAt === null ? known : undefined;
  const check: DataUseCheckDocument = begun ?? {
    _id: monthOf(begin),
    cursor: startOfDay(begin),
    finishedAt: null,
    looked: 0,
    accesses: 0,
    uncovered: 0,
    lines: [],
    used: [],
    unused: [],
    unusedCount: 0,
  };
  const before = check.looked;
  if (await walk(runtime, work, check, entries, startOfDay(end))) {
    // One that began in the middle of the month has had no time to be used.
    const idle = entries.filter(
      entry =>
        !check.used.includes(entry.id) && isInForce(entry, begin) && isInForce(entry, addDays(end, -1)),
    );
    check.unusedCount = idle.length;
    check.unused = idle.slice(0, MOST_LINES).map(({ id, name, ownerId }) => ({ id, name, party: ownerId }));
    check.finishedAt = ports.now();
    if (check.uncovered + check.unusedCount > 0) await tell(ports, check);
  }
  await ports.database.put('datausechecks', check);
  return { looked: check.looked - before, uncovered: check.uncovered };
};

const labels = {
  access: '查看个人信息',
  export: '导出含个人信息的台账',
  shared: '把个人信息给了别人',
} as const;

/** What the last comparison has found, as security officer and manager read it. */
export const dataUseState = async ({ ports, snapshots }: Runtime): Promise<DataUseState | null> => {
  const checks = await ports.database.find('datausechecks', { where: {}, order: ['_id', 'desc'], limit: 2 });
  const last = checks.find(({ finishedAt }) => finishedAt !== null);
  if (!last?.finishedAt) return null;
  const snapshot = await snapshots.current();
  return {
    month: last._id,
    finishedAt: last.finishedAt,
    accesses: last.accesses,
    uncovered: last.uncovered,
    lines: last.lines.map(({ sort, party, recipient, count, first, last: newest, no }) => ({
      label: labels[sort],
      party: nameOf(party, snapshot),
      count,
      first,
      last: newest,
      ...(recipient ? { recipient } : {}),
      ...(no ? { no } : {}),
    })),
    unusedCount: last.unusedCount,
    unused: last.unused.map(({ id, name, party }) => ({ id, name, party: nameOf(party, snapshot) })),
  };
};
