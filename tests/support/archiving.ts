import { addCounts, countsOf, tagsOfCounter, type Counts } from '../../cloudfunctions/domain/ticket/counted';
import type { CounterDocument, NumberDocument } from '../../cloudfunctions/usecases/kernel/documents';
import { jobs } from '../../cloudfunctions/usecases/clock/jobs';
import { runClock } from '../../cloudfunctions/usecases/clock/run-clock';
import { archiveClosed } from '../../cloudfunctions/usecases/archive/archive-closed';
import { citizenOf, staffOf } from './callers';
import { manager } from './domain';
import type { Memory } from './memory';
import { plainWork } from './work';

/** A province in which what is over goes to the archive, and what people are answered there. */

export const ARCHIVED = '（已归档）';

/** The work of the job: its marks are kept from run to run, and so many looks at the time say that there is some. */
export const archivingWork = (looks = Infinity) => {
  let marks: Readonly<Record<string, string>> = {};
  let left = looks;
  return {
    ...plainWork(() => (left -= 1) >= 0),
    marks: () => marks,
    remember: (next: Record<string, string>): void => void (marks = next),
    /** Another run. */
    again: [] as string[],
    begin: (n = looks): void => void (left = n),
  };
};

/** One whole walk. */
export const archiveAll = (world: Memory) => archiveClosed(world, archivingWork());

/** The manager sets the period on the page of rules. */
export const archiveAfter = async (world: Memory, days: number): Promise<void> => {
  const boss = staffOf(world, manager);
  const windows = { archiveAfterDays: days };
  const { ruleSet } = await boss.call('ruleset.save', { id: 'gdzw-0001.5-2019', windows });
  await boss.call('ruleset.activate', { id: ruleSet.id, version: ruleSet.version });
};

/** The timer until it has nothing more to do at that time. */
export const runAt = async (world: Memory, instant: string): Promise<void> => {
  world.at(instant);
  // Reports of months, which are drafted by numbers of their own, have stories of their own.
  const others = jobs.filter(({ name }) => name !== 'report-drafts');
  for (let n = 0; n < 3; n += 1) await runClock(world, others);
};

/** Where each ticket lies; one that lies in two places is named. */
export const placesOf = (world: Memory): { tickets: string[]; archived: string[]; both: string[] } => {
  const ids = (name: 'tickets' | 'archived'): string[] => world.all(name).map(({ _id }) => _id);
  const [tickets, archived] = [ids('tickets').sort(), ids('archived').sort()];
  return { tickets, archived, both: tickets.filter(no => archived.includes(no)) };
};

/** An answer, or the refusal, as it can be compared. */
export const said = async (asking: Promise<unknown>): Promise<string> => {
  try {
    return JSON.stringify(await asking).replaceAll(ARCHIVED, '');
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined) throw error;
    return `${code} ${message}`;
  }
};

/** All pages of a list. */
export const pagesOf = async <P extends { nextCursor?: string }>(
  page: (cursor: { cursor?: string }) => Promise<P>,
): Promise<P[]> => {
  const pages: P[] = [];
  for (let cursor: string | undefined; ;) {
    const next = await page(cursor === undefined ? {} : { cursor });
    pages.push(next);
    cursor = next.nextCursor;
    if (cursor === undefined) return pages;
  }
};

/** Everything that a citizen reads of the own tickets. */
export const readBy = async (world: Memory, person: string): Promise<string[]> => {
  const citizen = citizenOf(world, person);
  const list = (state?: 'open' | 'closed', limit = 2) =>
    pagesOf(more => citizen.call('ticket.list', { ...(state ? { state } : {}), limit, ...more }));
  return Promise.all([said(list('open')), said(list('closed', 1)), said(list()), said(list('closed', 50))]);
};

const isCounter = (one: CounterDocument): one is NumberDocument =>
  'n' in one && tagsOfCounter(one._id) !== undefined;

/** What the counters hold otherwise than a full count of what is in use. */
export const miscounted = (world: Memory): Counts => {
  const wrong: Counts = {};
  for (const one of world.all('counters').filter(isCounter)) addCounts(wrong, { [one._id]: { n: one.n } });
  for (const { _id, keys } of world.all('tickets'))
    for (const [id, { n = 0 }] of Object.entries(countsOf(_id, keys))) addCounts(wrong, { [id]: { n } }, -1);
  return wrong;
};
