import { windowOf } from '../../domain/rulesets';
import { earlyWarning, grow, known, MOST_CASES, numbersOf } from '../../domain/procedures/early-warning';
import { findBursts, type Burst, type Warned } from '../../domain/procedures/early-warning/bursts';
import { windows } from '../../domain/procedures/early-warning/limits';
import { tag } from '../../domain/ticket/scope';
import { isOpen } from '../../domain/ticket/ticket';
import { addMinutes } from '../../domain/time';
import { searched, type ListedTicket, type SearchedTicket } from '../../domain/ticket/listed';
import type { TicketRow } from '../kernel/documents';
import { findByNumbers } from '../kernel/archive';
import { takeStep } from '../clock/follow-up';
import type { Work } from '../clock/work';
import { Failure } from '../kernel/failure';
import { PAGE, type Database } from '../kernel/ports';
import type { Runtime } from '../kernel/runtime';
import { openAutomatically } from '../tickets/open-procedure';

/**
 * 未诉先办 (J-17): looks at what was filed since it looked last, beside what came in the window before it, and warns of what many
 * say at once. It reads the newest tickets and no others; which one is a burst is said by the rules.
 */

/** So many of the window are compared: where more come within it, what is a burst shows among these too. */
const MOST_COMPARED = 300;
/** Warnings are looked for so far back: what an older one holds is out of every window. */
const WARNED_WITHIN_MINUTES = 24 * 60;

const OVERLAP_MINUTES = 1;
/** Behind all places in the order of filing. */
const END = '~';

/** What lies between two places in the order of filing, with this tag, oldest first; the oldest or newest of them, at most so many. */
const filedBetween = async (
  database: Pick<Database, 'rows'>,
  of: string,
  after: string,
  before: string,
  most: number,
  order: 'asc' | 'desc',
): Promise<TicketRow<SearchedTicket>[]> => {
  const found: TicketRow<SearchedTicket>[] = [];
  let [from, to] = [after, before];
  while (found.length < most) {
    const page = await database.rows(
      'tickets',
      {
        where: { 'keys.tags': of, 'keys.newKey': { gt: from, lt: to } },
        order: ['keys.newKey', order],
        limit: Math.min(PAGE, most - found.length),
      },
      searched,
    );
    found.push(...page);
    const last = page.at(-1)?.keys.newKey;
    if (page.length < PAGE || last === undefined) break;
    if (order === 'asc') from = last;
    else to = last;
  }
  return order === 'asc' ? found : found.reverse();
};

const all = tag.seen('manager');

/** What citizens filed and anybody may know of; what was merged is the same person's once more. */
const isFiled = ({ work, marks, state }: ListedTicket): boolean =>
  !work && !marks.includes('confidential') && state !== 'merged';

const asWarned = (ticket: ListedTicket, now: string): Warned => {
  const { serviceId, region } = known.of(ticket);
  const cases = numbersOf(ticket);
  const isFull = cases.length >= MOST_CASES;
  return { no: ticket.no, isOpen: isOpen(ticket, now), isFull, serviceId, region, cases };
};

/** What open warnings are about that no service tells: the words of their first case. */
const withWords = async (
  database: Pick<Database, 'find'>,
  warned: readonly Warned[],
): Promise<readonly Warned[]> => {
  const firstOf = ({ isOpen: open, serviceId, cases }: Warned): string[] =>
    open && serviceId === undefined ? cases.slice(0, 1) : [];
  const found = await findByNumbers(database.find, warned.flatMap(firstOf));
  const said = new Map(found.map(({ _id, ticket }) => [_id, ticket]));
  return warned.map(one => ({ ...one, like: said.get(one.cases[0] ?? '') }));
};

/** Of which services it is known that something is wrong. */
const troubled = async (
  database: Pick<Database, 'find'>,
  tickets: readonly TicketRow[],
): Promise<ReadonlySet<string>> => {
  const ids = [...new Set(tickets.flatMap(({ ticket }) => ticket.serviceId ?? []))];
  if (ids.length === 0) return new Set();
  const found = await database.find('services', { where: { _id: { in: ids } }, limit: PAGE });
  return new Set(found.filter(({ state }) => state !== 'online').map(({ id }) => id));
};

const warn = async (
  runtime: Runtime,
  { cases, by, serviceId, region, words, since }: Burst,
): Promise<void> => {
  const input = {
    by,
    ...(serviceId === undefined ? {} : { serviceId }),
    ...(region === undefined ? {} : { region }),
    ...(words === undefined ? {} : { words }),
    since,
    cases: cases.slice(-MOST_CASES).map(ticketNo => ({ ticketNo })),
  };
  const key = `${earlyWarning.kind}:${by}:${cases[0] ?? ''}`;
  try {
    await openAutomatically(runtime, earlyWarning.kind, input, key);
  } catch (error) {
    // It was opened by a run that broke off; since then more has come.
    if (!(error instanceof Failure && error.code === 'conflict')) throw error;
  }
};

type Looked = { warned: number; grown: number; isAll: boolean };

/** The next page of what was filed: warns of what it shows, and keeps how far it was looked. */
const lookOn = async (runtime: Runtime, work: Work): Promise<Looked> => {
  const { ports, snapshots } = runtime;
  const { database, now } = ports;
  const snapshot = await snapshots.current();
  const { activeRuleSet: ruleSet } = snapshot;
  const minutes = windowOf(ruleSet, windows.minutes);
  const seen = work.marks()['seen'] ?? addMinutes(now(), -minutes);
  const fresh = await filedBetween(database, all, seen, END, PAGE, 'asc');
  const last = fresh.at(-1)?.keys.newKey;
  const [first] = fresh.filter(({ ticket }) => isFiled(ticket));
  let warned = 0;
  let grown = 0;
  if (first && last !== undefined) {
    const from = addMinutes(first.ticket.createdAt, -minutes);
    const [recent, warnings, inTrouble] = await Promise.all([
      filedBetween(database, all, from, `${last}${END}`, MOST_COMPARED, 'desc'),
      filedBetween(
        database,
        tag.ofKind(earlyWarning.kind),
        addMinutes(from, -WARNED_WITHIN_MINUTES),
        END,
        PAGE,
        'desc',
      ),
      troubled(database, fresh),
    ]);
    const filed = recent.map(({ ticket }) => ticket).filter(isFiled);
    const { bursts, growths } = findBursts(
      filed,
      new Set(fresh.map(({ _id }) => _id)),
      await withWords(
        database,
        warnings.map(({ ticket }) => asWarned(ticket, now())),
      ),
      {
        minutes,
        inCity: windowOf(ruleSet, windows.inCity),
        anywhere: windowOf(ruleSet, windows.anywhere),
        isKnown: id => inTrouble.has(id),
      },
    );
    for (const burst of bursts)
      if (await work.attempt(`burst ${burst.cases[0] ?? ''}`, () => warn(runtime, burst))) warned += 1;
    for (const [no, cases] of growths) {
      const more = cases.map(ticketNo => ({ ticketNo }));
      if (await work.attempt(no, () => takeStep(runtime, { no, act: grow, input: { more } }))) grown += 1;
    }
  }
  const isAll = fresh.length < PAGE;
  if (last !== undefined) {
    // What was written a moment later can have come a moment before.
    const seenAgain = addMinutes(last.split('|')[0] ?? '', -OVERLAP_MINUTES);
    work.remember({ ...work.marks(), seen: isAll && seenAgain > seen ? seenAgain : isAll ? seen : last });
  }
  return { warned, grown, isAll };
};

/** The job of the timer: a page at least, and of more that waits as many as there is time for. */
export const watchBursts = async (
  runtime: Runtime,
  work: Work,
): Promise<{ warned: number; grown: number }> => {
  const sum = { warned: 0, grown: 0 };
  for (let isFirst = true; isFirst || (await work.hasTime()); isFirst = false) {
    const { warned, grown, isAll } = await lookOn(runtime, work);
    sum.warned += warned;
    sum.grown += grown;
    if (isAll) {
      work.rest();
      break;
    }
  }
  return sum;
};
