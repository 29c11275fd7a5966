/**
 * The figures of reports, counted again from what lies in the store: tickets, minutes of watched addresses, units. Its own
 * arithmetic on purpose: nothing of `domain/reports`, `domain/outcomes` or any counter, so that both would have to be wrong in
 * the same way.
 */

type Clock = {
  name: string;
  policy?: string;
  date?: string;
  dueAt?: string;
  state: 'running' | 'met' | 'late' | 'cancelled';
  startedAt: string;
  stoppedAt?: string;
  redAt: string;
  pausedAt?: string;
  countsFor?: number;
  responsible: { role: string; unitId?: string };
};
type Holder = { role: string; unitId?: string };
type Line = { at: string; act: string; by: { role: string; unitId?: string } };

export type RawTicket = {
  no: string;
  kind: string;
  state: string;
  channel: string;
  marks: string[];
  createdAt: string;
  endsAt: string | null;
  unitId: string | null;
  holder: Holder;
  custody: { holder: Holder; from: string }[];
  clocks: Clock[];
  replies: { at: string; unitId: string | null }[];
  timeline: Line[];
  answers?: unknown[];
  assigned?: object;
  links: { no: string; relation: string }[];
  regionPath: string[];
  joined?: { owes: string[] }[];
  details: {
    refusal?: { at: string };
    rating?: { level: number; at: string };
    ratings?: { level: number; at: string }[];
    returns?: { at: string; unitId: string }[];
    objection?: { at: string; upheld?: boolean; decidedAt?: string };
    redoneAt?: string;
    reopenedAt?: string;
    firstContact?: { at: string };
    assists?: { clockId?: string }[];
  };
  work?: { unitIds: string[]; values: Record<string, unknown> };
};

export type Raw = {
  tickets: readonly RawTicket[];
  /** `S001|2026-09-21` */
  availability: readonly { _id: string; upMinutes: number; downMinutes: number }[];
  services: readonly { _id: string; unitId: string }[];
  units: readonly { id: string; region: string }[];
  regions: readonly { code: string; parent?: string }[];
};

export type Days = { first: string; last: string };
export type Whose = { unitId?: string | undefined; region?: string | undefined };
export type Count = readonly [numerator: number, denominator: number | null];

const CITIZENS = ['consultation', 'complaint', 'suggestion'];
const isCitizens = ({ kind }: RawTicket): boolean => CITIZENS.includes(kind);

/** Whom a part of the province reads: the unit, the units of a region and below it; undefined = everybody. */
const partiesOf = ({ units, regions }: Raw, { unitId, region }: Whose): ((party: string) => boolean) => {
  if (unitId !== undefined) return party => party === unitId;
  if (region === undefined) return () => true;
  const isIn = (code: string | undefined): boolean =>
    code !== undefined && (code === region || isIn(regions.find(one => one.code === code)?.parent));
  const own = new Set(units.filter(unit => isIn(unit.region)).map(({ id }) => id));
  return party => own.has(party);
};

const partyOf = ({ unitId, role }: Holder): string => unitId ?? role;

/** From when to when it waited for an answer: from the filing, and once more under each limit that began after it. */
const waits = ({
  createdAt,
  replies,
  details,
  endsAt,
  clocks,
}: RawTicket): [from: string, to: string | null][] => {
  const ends = [replies[0]?.at, details.refusal?.at, replies.length > 0 ? undefined : endsAt];
  const end = ends.filter(at => at !== undefined && at !== null).sort()[0];
  if (end === undefined) return [[createdAt, null]];
  const again = clocks.filter(
    ({ name, startedAt }) => ['reply', 'rectify'].includes(name) && startedAt > end,
  );
  return [
    [createdAt, end],
    ...again.map(({ startedAt, stoppedAt }): [string, string | null] => [startedAt, stoppedAt ?? endsAt]),
  ];
};

/** When it was known how a limit ended: a refusal that an objection overturned was in time until then. */
const endKnownAt = ({ clocks, details: { objection } }: RawTicket, clock: Clock): string | undefined => {
  const { stoppedAt } = clock;
  const { upheld, decidedAt } = objection ?? {};
  if (!upheld || decidedAt === undefined || stoppedAt === undefined || stoppedAt >= decidedAt)
    return stoppedAt;
  const refused = clocks.filter(({ name, startedAt }) => name === 'reply' && startedAt < decidedAt).at(-1);
  return clock === refused && clock.state === 'late' ? decidedAt : stoppedAt;
};

/** Counts a period of one party or of all. */
export const recount = (raw: Raw, { first, last }: Days, whose: Whose): Map<string, Count> => {
  const isOwn = partiesOf(raw, whose);
  const isPart = whose.unitId !== undefined || whose.region !== undefined;
  const isIn = (at: string | null | undefined): boolean =>
    at !== null && at !== undefined && at.slice(0, 10) >= first && at.slice(0, 10) <= last;
  const all = raw.tickets.filter(({ marks }) => !marks.includes('confidential'));
  const byNo = new Map(all.map(one => [one.no, one]));
  const citizens = all.filter(isCitizens);
  const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
    list.reduce((total, one) => total + of(one), 0);

  /** How often an act was taken in the period, by whoever held the ticket. */
  const acts = (tickets: readonly RawTicket[], ...names: string[]): number =>
    sum(tickets, ticket => {
      const times = new Set(
        ticket.timeline.filter(({ act, at }) => names.includes(act) && isIn(at)).map(({ at }) => at),
      );
      return [...times].filter(at => !isPart || isOwn(holderBefore(ticket, at))).length;
    });
  const holderBefore = ({ custody, holder }: RawTicket, at: string): string =>
    partyOf([...custody].reverse().find(({ from }) => from < at)?.holder ?? custody[0]?.holder ?? holder);

  const clocks = (tickets: readonly RawTicket[], isNamed: (name: string) => boolean): Count => {
    const stopped = tickets.flatMap(ticket =>
      ticket.clocks.filter(
        clock =>
          isNamed(clock.name) &&
          (clock.state === 'met' || clock.state === 'late') &&
          isIn(endKnownAt(ticket, clock)) &&
          isOwn(partyOf(clock.responsible)),
      ),
    );
    const n = (list: readonly Clock[]): number => sum(list, ({ countsFor = 1 }) => countsFor);
    return [n(stopped.filter(({ state }) => state === 'met')), n(stopped)];
  };
  const named =
    (...names: string[]) =>
    (name: string): boolean =>
      names.includes(name);
  const ofKind = (...kinds: string[]): RawTicket[] => all.filter(({ kind }) => kinds.includes(kind));

  const isOwnWork = ({ work, unitId }: RawTicket): boolean =>
    !isPart || isOwn(work?.unitIds[0] ?? unitId ?? '-');
  const opened = (...kinds: string[]): number =>
    ofKind(...kinds).filter(one => isIn(one.createdAt) && isOwnWork(one)).length;

  /** Given to a unit other than the one before; back at that one, from whoever decided meanwhile, it is the same matter. */
  const dispatched = (ticket: RawTicket): number => {
    let before: string | undefined;
    let n = 0;
    for (const { holder, from } of ticket.custody) {
      if (holder.unitId === undefined) continue;
      if (holder.unitId !== before && isIn(from) && isOwn(holder.unitId)) n += 1;
      before = holder.unitId;
    }
    return n;
  };
  const received = (kinds: readonly string[]): number => {
    const wanted = citizens.filter(({ kind }) => kinds.includes(kind));
    return isPart ? sum(wanted, dispatched) : wanted.filter(({ createdAt }) => isIn(createdAt)).length;
  };

  const replied = sum(
    citizens,
    ({ replies }) => replies.filter(({ at, unitId }) => isIn(at) && isOwn(unitId ?? 'operator')).length,
  );

  const visits = ofKind('visit').filter(one => {
    const about = byNo.get(one.links.find(({ relation }) => relation === 'about')?.no ?? '');
    return isIn(one.endsAt) && about && isOwn(about.unitId ?? about.holder.role);
  });
  const aboutOf = (visit: RawTicket): RawTicket | undefined =>
    byNo.get(visit.links.find(({ relation }) => relation === 'about')?.no ?? '');
  type Answer = { solved?: string; level?: number };
  const lastAnswer = ({ work }: RawTicket): Answer =>
    ((work?.values['results'] as Answer[] | undefined) ?? []).at(-1) ?? {};
  const solvedBy = (...answers: string[]): number =>
    visits.filter(one => answers.includes(lastAnswer(one).solved ?? '')).length;
  const machine = (name: string): number =>
    isPart
      ? 0
      : citizens.filter(({ timeline }) => timeline.some(({ act, at }) => act === name && isIn(at))).length;
  const byMachine = isPart
    ? 0
    : citizens.filter(
        ({ createdAt, state, timeline }) =>
          isIn(createdAt) &&
          (state === 'answered' ||
            timeline.some(({ act }) => ['confirmSolved', 'needHuman', 'sendOn'].includes(act))),
      ).length;
  /** Taken down from a call or at the counter, by who took it down. */
  const called = (dayOf: (one: RawTicket) => string | undefined): number =>
    citizens.filter(
      one =>
        ['phone', 'counter'].includes(one.channel) &&
        isIn(dayOf(one)) &&
        isOwn(one.timeline[0]?.by.unitId ?? 'operator'),
    ).length;
  const solved = solvedBy('yes') + machine('confirmSolved');
  const saidWhether = solvedBy('yes', 'partly', 'no') + machine('confirmSolved') + machine('needHuman');

  const ratings = citizens
    .filter(({ unitId, holder }) => isOwn(unitId ?? holder.role))
    .flatMap(({ details: { rating } }) => (rating && isIn(rating.at) ? [rating.level] : []));
  const unrated = visits.flatMap(visit => {
    const { level } = lastAnswer(visit);
    return level && !aboutOf(visit)?.details.rating ? [level] : [];
  });
  const levels = [...ratings, ...unrated];
  const unanswered = visits.filter(one => aboutOf(one)?.replies.length === 0).length;

  const returns = sum(
    citizens,
    ({ details: { returns = [] } }) => returns.filter(({ at, unitId }) => isIn(at) && isOwn(unitId)).length,
  );
  const wasDispatched = sum(citizens, dispatched);

  const refusals = citizens.filter(
    ({ details, custody }) =>
      isIn(details.refusal?.at) &&
      isOwn(partyOf([...custody].reverse().find(({ from }) => from <= (details.refusal?.at ?? ''))!.holder)),
  );

  /** What waited at the end of a day, with whoever held it then. */
  const openAt = (day: string): number =>
    citizens.filter(ticket => {
      const held = [...ticket.custody].reverse().find(({ from }) => from.slice(0, 10) <= day);
      const isOpen = waits(ticket).some(
        ([from, to]) => from.slice(0, 10) <= day && (to === null || to.slice(0, 10) > day),
      );
      return isOpen && isOwn(partyOf(held?.holder ?? ticket.holder));
    }).length;
  const dayBefore = new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

  const reachable = raw.availability.filter(({ _id }) => {
    const [id = '', day] = _id.split('|');
    const service = raw.services.find(one => one._id === id);
    return isIn(day) && service !== undefined && isOwn(service.unitId);
  });

  /** Who held it, one after the other; what happened in one moment is one. */
  const heldBy = ({ custody }: RawTicket): { from: string; party: string }[] =>
    custody
      .filter(({ from }, at) => custody[at + 1]?.from !== from)
      .map(({ from, holder }) => ({ from, party: partyOf(holder) }))
      .filter(({ party }, at, list) => list[at - 1]?.party !== party);
  const heldAt = (ticket: RawTicket, at: string): string =>
    heldBy(ticket)
      .filter(({ from }) => from <= at)
      .at(-1)?.party ?? partyOf(ticket.holder);
  const filed = (ticket: RawTicket): number =>
    isIn(ticket.createdAt) && isOwn(heldBy(ticket)[0]?.party ?? partyOf(ticket.holder)) ? 1 : 0;
  const takenUpAgain = (ticket: RawTicket): number =>
    waits(ticket)
      .slice(1)
      .filter(([from]) => isIn(from) && isOwn(heldAt(ticket, from))).length;
  const closed = (ticket: RawTicket): number =>
    waits(ticket).filter(([, to]) => isIn(to) && isOwn(heldAt(ticket, to ?? ''))).length;
  /** Passed on while it waited: to somebody, and from somebody. */
  const passed = (ticket: RawTicket, side: 'to' | 'from'): number =>
    heldBy(ticket).filter(({ from, party }, at, list) => {
      const before = list[at - 1]?.party;
      const waited = waits(ticket).some(([since, to]) => since < from && (to === null || from <= to));
      return before !== undefined && waited && isIn(from) && isOwn(side === 'to' ? party : before);
    }).length;
  const onDay = (tickets: readonly RawTicket[], dayOf: (one: RawTicket) => string | undefined): number =>
    tickets.filter(one => isIn(dayOf(one)) && (!isPart || isOwn(one.unitId ?? one.holder.role))).length;

  const counts: [string, Count][] = [
    [
      'available',
      [sum(reachable, one => one.upMinutes), sum(reachable, one => one.upMinutes + one.downMinutes)],
    ],
    ['received', [received(CITIZENS), null]],
    ...CITIZENS.map((kind): [string, Count] => [`received.${kind}`, [received([kind]), null]]),
    ['replied', [replied, null]],
    ['reply', clocks(citizens, named('reply'))],
    ['accept', clocks(citizens, named('accept'))],
    ['dispatch', clocks(citizens, named('dispatch'))],
    ['solved', [solved, saidWhether]],
    ['solvedAnswered', [saidWhether, visits.length + byMachine]],
    ['satisfied', [levels.filter(level => level >= 3).length, levels.length]],
    ['satisfiedAnswered', [levels.length, replied + unanswered]],
    [
      'firstContact',
      [
        machine('confirmSolved') + called(({ details }) => details.firstContact?.at),
        byMachine + called(({ createdAt }) => createdAt),
      ],
    ],
    ['returned', [returns, wasDispatched]],
    ['refused', [refusals.length, null]],
    ['objected', [isPart ? 0 : citizens.filter(({ details }) => isIn(details.objection?.at)).length, null]],
    ['stock.start', [openAt(dayBefore), null]],
    ['stock.new', [sum(citizens, filed), null]],
    ['stock.back', [sum(citizens, takenUpAgain), null]],
    ['stock.came', [sum(citizens, one => passed(one, 'to')), null]],
    ['stock.away', [sum(citizens, one => passed(one, 'from')), null]],
    ['stock.closed', [sum(citizens, closed), null]],
    ['stock.end', [openAt(last), null]],
    [
      'redone',
      [
        onDay(citizens, ({ details }) => details.redoneAt) +
          acts(citizens, 'rehandle') +
          citizens.filter(
            one =>
              isIn(one.details.reopenedAt) &&
              (!isPart || isOwn(holderBefore(one, one.details.reopenedAt ?? ''))),
          ).length,
        replied,
      ],
    ],
    [
      'orders',
      [
        ofKind('supervision-order').filter(one => isIn(one.createdAt) && isOwn(heldBy(one)[0]?.party ?? ''))
          .length,
        null,
      ],
    ],
    ['climbed', [acts(ofKind('supervision-order'), 'raise', 'climb'), null]],
    [
      'takenOffline',
      [onDay(ofKind('fault'), ({ work }) => work?.values['offlineAt'] as string | undefined), null],
    ],
    ['overran', [acts(ofKind('maintenance'), 'overrun'), null]],
    ['listed', [acts(ofKind('listing'), 'list'), null]],
    [
      'assignedMet',
      clocks(
        citizens.filter(one => one.assigned !== undefined),
        named('reply'),
      ),
    ],
    ['urged', [acts(citizens, 'urge'), null]],
    ['assigned', [citizens.filter(one => one.assigned && isIn(one.createdAt)).length, null]],
    ['faults', [opened('fault'), null]],
    ['fix', clocks(ofKind('fault'), named('fix'))],
    ['majorFaults', [opened('major-fault'), null]],
    ['maintenance', [opened('maintenance'), null]],
    ['notice', announced(ofKind('maintenance').filter(one => isIn(one.createdAt) && isOwnWork(one)))],
    ['released', [acts(ofKind('release'), 'publish'), null]],
    ['rolledBack', [acts(ofKind('release'), 'rollback'), acts(ofKind('release'), 'publish')]],
    ['delisted', [acts(ofKind('emergency-delisting'), 'delist'), null]],
    ['inspections', [opened('inspection', 'duty'), null]],
    ['inspected', clocks(ofKind('inspection', 'duty'), () => true)],
    ['rectifications', [opened('rectification'), null]],
    ['rectified', clocks(all, named('rectify'))],
  ];
  return new Map([...counts, ...limitsDue(all, whose, isOwn, isIn)]);
};

/** Of what was announced in the period: in time, by the clock that ends with the announcement. */
const announced = (tickets: readonly RawTicket[]): Count => {
  const states = tickets.flatMap(({ clocks }) => clocks.filter(({ name }) => name === 'notice'));
  return [states.filter(({ state }) => state === 'met').length, states.length];
};

/** Every limit that was due in the period: kept, of all that were kept, late, or are late and still run. */
const limitsDue = (
  tickets: readonly RawTicket[],
  { region, unitId }: Whose,
  isOwn: (party: string) => boolean,
  isIn: (at: string | undefined) => boolean,
): [string, Count][] => {
  const counts = new Map<string, [number, number]>();
  for (const ticket of tickets)
    for (const clock of ticket.clocks) {
      const { policy, date, dueAt, state, countsFor = 1, responsible } = clock;
      // Of a region are the tickets about it; of a unit those that it had to handle.
      const own =
        region === undefined
          ? unitId === undefined || isOwn(partyOf(responsible))
          : ticket.regionPath.includes(region);
      if (!policy || !own || !isIn(date ?? dueAt) || state === 'cancelled') continue;
      if (state === 'running' && clock.pausedAt !== undefined && clock.pausedAt < clock.redAt) continue;
      const owed =
        state === 'running'
          ? (ticket.joined ?? []).filter(({ owes }) => owes.includes(clock.name)).length
          : 0;
      const sums = counts.get(policy) ?? [0, 0];
      counts.set(policy, [sums[0] + (state === 'met' ? countsFor : 0), sums[1] + countsFor + owed]);
    }
  return [...counts].map(([policy, count]) => [`policy:${policy}`, count]);
};
