import { subtractWorkdays } from '../../domain/calendar';
import { settleReminders, type Clock, type ReminderLevel } from '../../domain/deadline';
import { type Context, dueStep, type Message, systemActor } from '../../domain/engine';
import { spokenDate, spokenTime } from '../../domain/time/spoken';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import type { TicketDocument } from '../kernel/documents';
import { compose, write, type Effects } from '../kernel/journal';
import { neededFor } from '../kernel/needed-context';
import { PAGE, type Ports } from '../kernel/ports';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/snapshot';

/** What is due on tickets: automatic steps, lights, reminders and escalations (A24). Late, twice or at once: the same end. */

const party = (clock: Clock, ticket: Ticket, role: 'desk' | 'lead'): Message['audience'] => {
  const { unitId, region } = clock.responsible;
  const confidential = ticket.marks.includes('confidential');
  if (unitId) {
    const own = unitId === ticket.holder.unitId ? ticket.holder.memberId : undefined;
    if (role === 'desk' && own) return { to: 'member', memberId: own };
    return { to: role === 'lead' || confidential ? 'lead' : 'unit', unitId };
  }
  if (region) return { to: 'authority', region };
  if (clock.responsible.role === 'manager') return { to: 'manager' };
  return { to: role === 'lead' || confidential ? 'operator-lead' : 'operator' };
};

const endOf = ({ date, dueAt }: Clock): string => (date ? spokenDate(date) : dueAt ? spokenTime(dueAt) : '');

const words: Record<ReminderLevel, (ticket: Ticket, clock: Clock) => string> = {
  yellow: (ticket, clock) => `${ticket.no} 的“${clock.label}”快到期，最迟 ${endOf(clock)}`,
  'due-day': (ticket, clock) => `${ticket.no} 的“${clock.label}”今天到期，请在下班前办理`,
  red: (ticket, clock) => `${ticket.no} 的“${clock.label}”已超期，请立即办理并说明原因`,
  digest: () => '',
};

/** Yellow and the due day go to whoever handles it; red also to the lead and the manager; the digest to all three. */
const messagesFor = (ticket: Ticket, clock: Clock, level: ReminderLevel, context: Context): Message[] => {
  const escalated = level === 'red' || level === 'digest';
  const audiences: Message['audience'][] = [
    party(clock, ticket, 'desk'),
    ...(escalated ? [party(clock, ticket, 'lead'), { to: 'manager' } as const] : []),
  ];
  // One digest a day and person, for all that is overdue; other levels once for each due date.
  const key =
    level === 'digest'
      ? `digest:${civilDateOf(context.now)}`
      : `${ticket.no}:${clock.id}:${clock.date ?? clock.dueAt ?? ''}:${level}`;
  const digest =
    level === 'digest' ? { notSince: subtractWorkdays(context.calendar, civilDateOf(context.now), 2) } : {};
  return audiences.map(audience => ({
    audience,
    template: level,
    text: words[level](ticket, clock),
    key,
    ...digest,
  }));
};

type Step = {
  ticket: Ticket;
  type: string;
  payload: unknown;
  messages: Message[];
  counts: Record<string, number>;
} & Effects;

/** Reminders that have come due: every level is recorded, only the highest of a clock is sent. */
const remind = (ticket: Ticket, context: Context): Step | undefined => {
  const messages: Message[] = [];
  const lights = [...ticket.lights];
  const levels: string[] = [];
  const urgent = ticket.marks.includes('urgent');
  const clocks = ticket.clocks.map(clock => {
    const unit = clock.responsible.unitId ? context.catalogue.unit(clock.responsible.unitId) : undefined;
    const settled = settleReminders(clock, context.now, {
      calendar: context.calendar,
      serviceHours: unit?.serviceHours,
      urgent,
    });
    // A later digest takes the place of the one before, so the list does not grow with it.
    for (const record of settled.clock.reminded.filter(one => !clock.reminded.includes(one))) {
      levels.push(`${clock.id}:${record.level}`);
      if (record.level === 'yellow' || record.level === 'red')
        lights.push({ clockId: clock.id, level: record.level, at: record.at });
    }
    if (settled.send) messages.push(...messagesFor(ticket, clock, settled.send.level, context));
    return settled.clock;
  });
  if (levels.length === 0) return undefined;
  return { ticket: { ...ticket, clocks, lights }, type: 'remind', payload: { levels }, messages, counts: {} };
};

const nextStep = (ticket: Ticket, context: Context): Step | undefined => {
  const outcome = dueStep(procedureFor(ticket), ticket, context);
  if (outcome) return { ...outcome, type: outcome.ticket.timeline.at(-1)?.act ?? 'automatic', payload: null };
  return remind(ticket, context);
};

const MOST_STEPS = 10;

/** Does all that is due on one ticket, a transaction a step; another writer in between just means one more look. */
const settleTicket = async ({ ports }: Runtime, snapshot: Snapshot, no: string): Promise<number> => {
  for (let done = 0; done < MOST_STEPS; done += 1) {
    const now = ports.now();
    const wakeAt = await ports.database.transaction(async transaction => {
      const document = await transaction.get('tickets', no);
      if (!document || document.keys.wakeAt > now) return undefined;
      const { ticket } = document;
      const needed = await neededFor(ports, snapshot, procedureFor(ticket), ticket.serviceId);
      const context = await contextOfTicket(transaction, snapshot, systemActor, now, ticket, needed);
      return writeStep(ports, transaction, document, nextStep(ticket, context), context);
    });
    if (wakeAt === undefined) return done;
    if (wakeAt > now) return done + 1;
  }
  return MOST_STEPS;
};

/** Writes a step and answers when the ticket has to be looked at again. */
const writeStep = async (
  ports: Ports,
  transaction: Parameters<typeof write>[0],
  document: TicketDocument,
  step: Step | undefined,
  context: Context,
): Promise<Instant> => {
  const nothing: Step = { ticket: document.ticket, type: 'look', payload: null, messages: [], counts: {} };
  const { ticket, service, notice, platformFault, platformWindow, ...entry } = step ?? nothing;
  const effects: Effects = { service, notice, platformFault, platformWindow };
  const written = compose(ports, document, ticket, context, { ...entry, effects }, document.lastAct);
  const { keys } = written.document;
  // Nothing was due after all (the calendar or the hours changed): only the alarm is set anew.
  if (!step && document.upgradedFrom === undefined) await transaction.put('tickets', { ...document, keys });
  else await write(transaction, written);
  return keys.wakeAt;
};

/** Takes every ticket whose time has come, without a cap, until none is left or the time is over. */
export const sweepDeadlines = async (
  runtime: Runtime,
  hasTime: () => boolean,
): Promise<{ steps: number; failed: number }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const now = ports.now();
  const seen = new Set<string>();
  let steps = 0;
  let failed = 0;
  while (hasTime()) {
    // Settled tickets leave the range, so the next page always starts at the front.
    const due = await ports.database.find('tickets', {
      where: { 'keys.wakeAt': { lte: now } },
      order: ['keys.wakeAt', 'asc'],
      limit: PAGE,
    });
    const fresh = due.filter(({ _id }) => !seen.has(_id));
    if (fresh.length === 0) break;
    for (const { _id } of fresh) {
      if (!hasTime()) break;
      seen.add(_id);
      try {
        steps += await settleTicket(runtime, snapshot, _id);
      } catch (error) {
        // One ticket that cannot be settled must not keep the others waiting; the heartbeat reports it.
        failed += 1;
        ports.log({
          event: 'sweep-failed',
          no: _id,
          error: error instanceof Error ? error.message : 'unknown',
        });
      }
    }
  }
  return { steps, failed };
};
