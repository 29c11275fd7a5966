import { subtractWorkdays } from '../../domain/calendar';
import { settleReminders, type Clock, type ReminderLevel } from '../../domain/deadline';
import { type Context, dueStep, type Message, type Outcome, systemActor, worded } from '../../domain/engine';
import { spokenDate, spokenTime } from '../../domain/time/spoken';
import { withLightsOf } from '../../domain/ticket/lights';
import { remindOfSigning } from '../../domain/ticket/signing';
import type { Ticket } from '../../domain/ticket/ticket';
import { civilDateOf } from '../../domain/time';
import { commit, setAlarm } from '../kernel/writing/commit';
import { neededFor } from '../kernel/reading/needed-context';
import { queueOf } from '../kernel/reading/queue';
import { contextOfTicket, procedureFor, type Runtime } from '../kernel/runtime';
import type { Snapshot } from '../kernel/reading/snapshot';
import type { Work } from './work';

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

const words: Record<ReminderLevel, (clock: Clock) => string> = {
  yellow: clock => `快到期，“${clock.label}”最迟 ${endOf(clock)}`,
  'due-day': clock => `今天到期，请在下班前办理“${clock.label}”`,
  red: clock => `已超期，请立即办理“${clock.label}”并说明原因`,
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
    ...(level === 'digest' ? { text: '' } : worded(words[level](clock), ticket, context)),
    key,
    ...digest,
  }));
};

type Step = { outcome: Outcome; context: Context; entry: { type: string; payload: unknown } };

/** Reminders that have come due: every level is recorded, only the highest of a clock is sent. */
const remind = (ticket: Ticket, context: Context): Step | undefined => {
  const messages: Message[] = [];
  let lights = ticket.lights;
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
    for (const record of settled.clock.reminded.filter(one => !clock.reminded.includes(one)))
      levels.push(`${clock.id}:${record.level}`);
    lights = withLightsOf(lights, clock, settled.clock);
    if (settled.send) messages.push(...messagesFor(ticket, clock, settled.send.level, context));
    return settled.clock;
  });
  const unsigned = remindOfSigning(ticket, context.now);
  if (unsigned) {
    levels.push('unsigned');
    const says = `还没有签收，请${unsigned.ticket.signing?.everyMinutes ? '立即' : ''}查看并办理`;
    const key = `${ticket.no}:unsigned:${context.now}`;
    for (const audience of unsigned.audiences)
      messages.push({ audience, template: 'unsigned', ...worded(says, ticket, context), key });
  }
  if (levels.length === 0) return undefined;
  const outcome = { ticket: { ...(unsigned?.ticket ?? ticket), clocks, lights }, messages, counts: {} };
  return { outcome, context, entry: { type: 'remind', payload: { levels } } };
};

/** What a sweep does next with a ticket: the automatic step that was due first, then all reminders; pure. */
export const nextStep = (ticket: Ticket, context: Context): Step | undefined => {
  const outcome = dueStep(procedureFor(ticket), ticket, context);
  if (!outcome) return remind(ticket, context);
  // Entered as of the time at which it was due, as the ticket says it.
  const asOf = { ...context, now: outcome.ticket.updatedAt };
  return {
    outcome,
    context: asOf,
    entry: { type: outcome.ticket.timeline.at(-1)?.act ?? 'automatic', payload: null },
  };
};

/** More than any outage brings: a window that runs over moves its end twice as far each time. */
const MOST_STEPS = 40;

/** Does all that is due on one ticket, a transaction a step; another writer in between just means one more look. */
const settleTicket = async ({ ports }: Runtime, snapshot: Snapshot, no: string): Promise<number> => {
  for (let done = 0; done < MOST_STEPS; done += 1) {
    const now = ports.now();
    const wakeAt = await ports.database.transaction(async transaction => {
      const document = await transaction.get('tickets', no);
      if (!document || document.keys.wakeAt > now) return undefined;
      const { ticket } = document;
      const needed = await neededFor(ports, snapshot, procedureFor(ticket), ticket.serviceId, systemActor);
      const context = await contextOfTicket(transaction, snapshot, systemActor, now, ticket, needed);
      const step = nextStep(ticket, context);
      if (!step) return setAlarm(ports, transaction, document, context);
      return (await commit(ports, transaction, { before: document, ...step })).keys.wakeAt;
    });
    if (wakeAt === undefined) return done;
    if (wakeAt > now) return done + 1;
  }
  return MOST_STEPS;
};

/** Takes every ticket whose time has come, without a cap, until none is left or the time is over. */
export const sweepDeadlines = async (runtime: Runtime, work: Work): Promise<{ steps: number }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  let steps = 0;
  for await (const { _id } of queueOf(ports.database, 'tickets', 'keys.wakeAt', { until: ports.now() })) {
    if (!(await work.hasTime())) break;
    await work.attempt(_id, async () => {
      steps += await settleTicket(runtime, snapshot, _id);
    });
  }
  return { steps };
};
