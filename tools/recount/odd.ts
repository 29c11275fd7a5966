/**
 * What is odd about how tickets were handled (A52), looked for again in the tickets themselves and compared with the lists in
 * which they stand: its own arithmetic on purpose, nothing of `domain/outcomes`.
 */

type Party = { role: string; unitId?: string; region?: string };
type OddClock = {
  id: string;
  name: string;
  state: string;
  internal: boolean;
  startedAt: string;
  startedOn: string;
  stoppedAt?: string;
  date?: string;
  dueAt?: string;
  redAt: string;
  explanation: { date: string; counted: boolean }[];
  responsible: Party;
};
type Explained = { at: string; cause: string; correction: string };

export type OddTicket = {
  no: string;
  endsAt: string | null;
  clocks: OddClock[];
  custody: { holder: Party; from: string }[];
  timeline: { act: string }[];
  lights: { clockId: string; explained?: Explained }[];
  details: {
    returns: { at: string; unitId: string; clocks?: string[] }[];
    classChanges: { at: string; from: string; to: string }[];
    assists: { clockId: string; askedAt: string }[];
    closedAs?: string;
  };
  replies: { at: string; unitId: string | null; signs?: { warned?: string[]; sameWords?: boolean } }[];
  work?: object;
};
/** With the lists in which it stands: `odd|last-hours|2026-11|hrss`. */
export type OddDocument = { ticket: OddTicket; limits?: string[] };

const HOUR = 3_600_000;
const ms = (instant: string): number => Date.parse(instant);
const day = (instant: string): string => instant.slice(0, 10);
const nameOf = ({ role, unitId, region }: Party): string =>
  unitId ?? (role === 'local' && region ? `@local:${region}` : `@${role.split('-lead')[0]}`);

/** When the office closes on the last day, or the minute of an internal limit. */
const closes = ({ date, dueAt, redAt }: OddClock): string =>
  date ? `${date}T17:30:00+08:00` : (dueAt ?? redAt);

/** The signs of one ticket: code, day, whose. */
const signsOf = (ticket: OddTicket): [code: string, on: string, whose: string][] => {
  if (ticket.work) return [];
  const { clocks, custody, details, lights, timeline, endsAt } = ticket;
  const helping = new Set(details.assists.map(({ clockId }) => clockId));
  const own = clocks.filter(({ id }) => !helping.has(id));
  const holder = (at: string): string => {
    const held = custody.filter(({ from }) => from <= at);
    return nameOf(held[held.length - 1]?.holder ?? { role: 'operator' });
  };
  const signs: [string, string, string][] = [];
  for (const clock of own) {
    const { stoppedAt = '', responsible } = clock;
    if (stoppedAt === '' || clock.state !== 'met') continue;
    const began = day(clock.startedAt);
    if (clock.name === 'reply' && !clock.internal && began < day(closes(clock)))
      if (ms(closes(clock)) - ms(stoppedAt) <= 2 * HOUR)
        signs.push(['last-hours', day(stoppedAt), nameOf(responsible)]);
    if (clock.name === 'accept' && day(stoppedAt) === clock.date && clock.startedOn < clock.date)
      signs.push(['accept-last-day', day(stoppedAt), nameOf(responsible)]);
  }
  for (const { at, unitId, clocks: ended = [] } of details.returns) {
    const counted = clocks.find(({ id }) => ended.includes(id))?.explanation.filter(one => one.counted) ?? [];
    if (counted[1]?.date === day(at)) signs.push(['return-last-day', day(at), unitId]);
  }
  const given = custody.find(one => one.holder.unitId !== undefined)?.from;
  for (const { at, from, to } of details.classChanges)
    if (given !== undefined && at > given && from !== to) signs.push(['reclassified', day(at), holder(at)]);
  if (
    details.closedAs === 'unreachable' &&
    endsAt !== null &&
    timeline.some(({ act }) => act === 'askCitizen')
  )
    signs.push(['asked-unreachable', day(endsAt), holder(endsAt)]);
  for (const { askedAt } of details.assists) {
    const main = own.find(
      one =>
        one.name === 'reply' &&
        one.startedAt <= askedAt &&
        (one.stoppedAt === undefined || one.stoppedAt >= askedAt),
    );
    if (!main) continue;
    const share = (ms(askedAt) - ms(main.startedAt)) / (ms(main.redAt) - ms(main.startedAt));
    if (share > 0.8) signs.push(['assist-late', day(askedAt), nameOf(main.responsible)]);
  }
  // The same words in two acts; of one act all its lights have the same.
  const said = lights.flatMap(({ explained, clockId }) => (explained ? [{ ...explained, clockId }] : []));
  said.forEach(({ at, cause, correction, clockId }, index) => {
    const before = said.slice(0, index);
    const isCopy = before.some(one => one.cause === cause && one.correction === correction);
    const whose = clocks.find(({ id }) => id === clockId)?.responsible;
    if (isCopy && whose && !before.some(one => one.at === at))
      signs.push(['same-explanation', day(at), nameOf(whose)]);
  });
  for (const { at, unitId, signs: seen = {} } of ticket.replies) {
    const whose = unitId ?? '@operator';
    if ((seen.warned ?? []).length > 0) signs.push(['against-warning', day(at), whose]);
    if (seen.sameWords === true) signs.push(['same-words', day(at), whose]);
  }
  return signs;
};

export type OddDifference = { no: string; listed: string[]; counted: string[] };

/** Where the lists of a ticket say something else than the ticket; how many entries were looked at. */
export const compareOdd = (
  documents: readonly OddDocument[],
): { differences: OddDifference[]; counted: number; signs: Record<string, number> } => {
  const differences: OddDifference[] = [];
  const signs: Record<string, number> = {};
  let counted = 0;
  for (const { ticket, limits } of documents) {
    // One from before lists were kept stands in none.
    if (limits === undefined) continue;
    const found = signsOf(ticket);
    for (const [code] of found) signs[code] = (signs[code] ?? 0) + 1;
    const again = [
      ...new Set(found.map(([code, on, whose]) => `odd|${code}|${on.slice(0, 7)}|${whose}`)),
    ].sort();
    // Of all and of a region it stands in the same lists once more.
    const listed = limits.filter(one => /^odd\|[^|]+\|[^|]+\|[^#|]+$/.test(one)).sort();
    counted += again.length;
    if (listed.join() !== again.join()) differences.push({ no: ticket.no, listed, counted: again });
  }
  return { differences, counted, signs };
};
