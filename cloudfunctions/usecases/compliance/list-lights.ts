import * as z from 'zod';
import type { ShownLight } from '../../../typings/api';
import type { Page } from '../../../typings/contract';
import { ticketReaders } from '../../domain/catalogue/roles';
import { daysLeft, type Clock } from '../../domain/deadline';
import type { Actor } from '../../domain/engine';
import { lightList } from '../../domain/outcomes/lists';
import { partyOf } from '../../domain/outcomes/rows';
import { scopeKey, tag } from '../../domain/ticket/scope';
import type { LightRecord, Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { cutPage, ticketPaging } from '../kernel/reading/paging';
import type { Snapshot } from '../kernel/reading/snapshot';
import { useCase } from '../kernel/use-case';
import { partyName } from './get-compliance';
import { isAsked, walkLists } from './list-tickets';
import { ownPeriod, periodInput, type Period } from './period';

const lightInput = z.object({
  ...periodInput,
  /** Not asked for what is red now. */
  from: periodInput.from.optional(),
  to: periodInput.to.optional(),
  redNow: z.literal(true).optional(),
  ...ticketPaging,
});
type LightInput = z.infer<typeof lightInput>;

type Lit = { ticket: Ticket; clock: Clock; light: LightRecord };
type Seen = { snapshot: Snapshot; now: Instant };

/** A light, whose it is, and what was said of it. */
const shown = ({ ticket, clock, light }: Lit, { snapshot, now }: Seen): ShownLight => {
  const { activeRuleSet, catalogue, calendar, directory } = snapshot;
  const said = <S extends { at: Instant; by: string }>({ by, ...rest }: S) => {
    const name = directory.members.find(({ id }) => id === by)?.name;
    return { ...rest, ...(name ? { by: name } : {}) };
  };
  const { acknowledged, explained, escalated } = light;
  const party = partyOf(clock.responsible);
  const holder = party === partyOf(ticket.holder) ? ticket.holder.memberName : undefined;
  return {
    no: ticket.no,
    title: ticket.title,
    level: light.level,
    at: light.at,
    clock: clock.label,
    clause: clock.clause,
    party: partyName(party, activeRuleSet, catalogue),
    partyId: party,
    isOver: clock.state !== 'running',
    daysLeft: daysLeft(clock, now, calendar),
    ...(holder ? { holder } : {}),
    ...(acknowledged ? { acknowledged: said(acknowledged) } : {}),
    ...(explained ? { explained: said(explained) } : {}),
    ...(escalated ? { escalated } : {}),
  };
};

const isWithin = ({ from, to, unitId }: Period, party: string, { at }: LightRecord): boolean =>
  civilDateOf(at) >= from && civilDateOf(at) <= to && (unitId === undefined || unitId === party);

/** The lights of a ticket that were asked for, oldest first (A24). */
const lightsOf = (ticket: Ticket, period: Period): Lit[] =>
  ticket.lights.flatMap(light => {
    const clock = ticket.clocks.find(({ id }) => id === light.clockId);
    return clock && isWithin(period, partyOf(clock.responsible), light) ? [{ ticket, clock, light }] : [];
  });

/** What is red on a ticket now: since its limit ran out, also before the timer has put it on record. */
const redOf = (ticket: Ticket, { unitId }: Pick<Period, 'unitId'>, now: Instant): Lit[] =>
  ticket.clocks
    .filter(
      ({ state, pausedAt, redAt, responsible }) =>
        state === 'running' &&
        pausedAt === undefined &&
        redAt <= now &&
        (unitId === undefined || unitId === partyOf(responsible)),
    )
    .map(clock => {
      const record = ticket.lights
        .filter(({ clockId, level }) => clockId === clock.id && level === 'red')
        .at(-1);
      return { ticket, clock, light: { ...record, clockId: clock.id, level: 'red', at: clock.redAt } };
    });

/** So many pages are looked at for one: of what a reader sees, other parties' limits may be red. */
const MOST_PAGES = 5;

/** What is red now, the longest first: pages of one range of the index of queues. */
const readRed = async (
  { database }: Pick<Ports, 'database'>,
  actor: Actor,
  period: Period,
  { limit, cursor }: LightInput,
  now: Instant,
): Promise<{ found: Lit[]; nextCursor?: string }> => {
  const { unitId } = period;
  // Of a unit all that its lead sees, whoever looks: what the reader may not see is left out.
  const key = unitId === undefined || unitId.startsWith('@') ? scopeKey(actor) : `lead:${unitId}`;
  if (key === undefined) return { found: [] };
  const asked = isAsked(actor, period);
  const found: Lit[] = [];
  let after = cursor;
  for (let pages = 0; pages < MOST_PAGES && found.length < limit; pages += 1) {
    const documents = await database.find('tickets', {
      where: {
        'keys.tags': tag.open(key),
        'keys.dueKey': { lte: `${now}|~`, ...(after ? { gt: after } : {}) },
      },
      order: ['keys.dueKey', 'asc'],
      limit: limit + 1,
    });
    const { page, next } = cutPage(documents, limit, ({ keys }) => keys.dueKey);
    found.push(...page.filter(asked).flatMap(({ ticket }) => redOf(ticket, period, now)));
    after = next.nextCursor;
    if (after === undefined) return { found };
  }
  return { found, ...(after ? { nextCursor: after } : {}) };
};

/** The lights that went on in a period, by their month. */
const readLights = async (
  ports: Pick<Ports, 'database'>,
  actor: Actor,
  period: Period,
  input: LightInput,
) => {
  const asked = isAsked(actor, period);
  const { found, ...next } = await walkLists(
    ports,
    lightList,
    period,
    input,
    document => asked(document) && lightsOf(document.ticket, period).length > 0,
  );
  return { found: found.flatMap(({ ticket }) => lightsOf(ticket, period)), ...next };
};

/** `light.list`: each yellow and red light with acknowledgement, cause and correction, by unit (J-24, A24). */
export const lightListing = useCase(
  lightInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, input): Promise<Page<'lights', ShownLight>> => {
    const snapshot = await snapshots.current();
    const now = ports.now();
    const today = civilDateOf(now);
    const { redNow, from = redNow && today, to = redNow && today } = input;
    if (from === undefined || to === undefined)
      return fail('invalid', '请选择起止日期', { from: '请选择起止日期' });
    const period = ownPeriod(actor, { ...input, from, to }, snapshot.catalogue);
    const { found, ...next } = redNow
      ? await readRed(ports, actor, period, input, now)
      : await readLights(ports, actor, period, input);
    return { lights: found.map(lit => shown(lit, { snapshot, now })), ...next };
  },
);
