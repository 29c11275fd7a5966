import { subtractWorkdays } from '../../domain/calendar';
import { nextHour, settleReminders, type Clock, type ReminderLevel } from '../../domain/deadline';
import { type Context, dueStep, type Message, type Outcome, systemActor, worded } from '../../domain/engine';
import { spokenDate, spokenTime } from '../../domain/time/spoken';
import { answererOf } from '../../domain/procedures/common/lights';
import { escalateLights, withLightsOf } from '../../domain/ticket/lights';
import { remindOfSigning } from '../../domain/ticket/signing';
import type { EscalationLevel, LightRecord, Ticket } from '../../domain/ticket/ticket';
import { civilDateOf, type Instant } from '../../domain/time';
import { commit, setAlarm } from '../kernel/writing/commit';
import { neededFor } from '../kernel/reading/needed-context';
import type { TicketDocument } from '../kernel/documents';
import type { Transaction } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import { readToWrite } from '../kernel/reading/to-write';
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
  const { partnerId } = ticket.work ?? {};
  if (clock.responsible.role === 'partner' && partnerId && role === 'desk')
    return { to: 'member', memberId: partnerId };
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

const lightNames: Record<LightRecord['level'], string> = { yellow: '黄灯', red: '红灯' };

/** The party's lead, then the manager: each once for each light, of those of one clock only for the worst (A24). */
const escalationsFor = (
  ticket: Ticket,
  clock: Clock,
  told: readonly { light: LightRecord; level: EscalationLevel }[],
  context: Context,
): Message[] => {
  const answers = { ...clock, responsible: answererOf(ticket, clock.responsible) };
  return (['lead', 'manager'] as const).flatMap((level): Message[] => {
    const light = told.filter(one => one.level === level).map(one => one.light);
    const worst = light.find(one => one.level === 'red') ?? light[0];
    const lead = party(answers, ticket, 'lead');
    // The manager's own limit has nobody between.
    if (!worst || (level === 'lead' && lead.to === 'manager')) return [];
    const says =
      level === 'lead'
        ? `${lightNames[worst.level]}没有人知悉，请督促办理“${clock.label}”`
        : `${lightNames[worst.level]}没有人知悉，“${clock.label}”已提请承办方负责人过问`;
    return [
      {
        audience: level === 'lead' ? lead : { to: 'manager' },
        template: `${level}-${worst.level}`,
        ...worded(says, ticket, context),
        key: `${ticket.no}:${clock.id}:${worst.level}:${worst.at}:${level}`,
      },
    ];
  });
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
    const hours = { calendar: context.calendar, serviceHours: unit?.serviceHours, urgent };
    const settled = settleReminders(clock, context.now, hours);
    // A later digest takes the place of the one before, so the list does not grow with it.
    for (const record of settled.clock.reminded.filter(one => !clock.reminded.includes(one)))
      levels.push(`${clock.id}:${record.level}`);
    lights = withLightsOf(lights, clock, settled.clock, { ...hours, ruleSet: context.ruleSet });
    if (nextHour(context.now, hours) <= context.now) {
      const escalated = escalateLights(lights, settled.clock, context.now);
      lights = escalated.lights;
      levels.push(...escalated.told.map(({ level }) => `${clock.id}:light-${level}`));
      messages.push(...escalationsFor(ticket, clock, escalated.told, context));
    }
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
/** Each with an entry of the journal: as many as a small transaction may write. */
const TOGETHER = 10;
const MOST_WRITES = 2 * TOGETHER;

/** The same transaction, and how many documents it has written. */
const metered = (transaction: Transaction): { transaction: Transaction; written: () => number } => {
  let n = 0;
  const counted =
    <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
    (...given: Given): Promise<void> => {
      n += 1;
      return write(...given);
    };
  return {
    transaction: {
      ...transaction,
      insert: counted(transaction.insert) as Transaction['insert'],
      put: counted(transaction.put) as Transaction['put'],
      insertTicket: counted(transaction.insertTicket),
      putTicket: counted(transaction.putTicket),
    },
    written: () => n,
  };
};

/** What the rules of a ticket need to know: read once for all tickets of a kind and service that are looked at together. */
const neededOnce = ({ ports }: Runtime, snapshot: Snapshot) => {
  const read = new Map<string, ReturnType<typeof neededFor>>();
  return (ticket: Ticket): ReturnType<typeof neededFor> => {
    const key = `${ticket.kind}|${ticket.serviceId ?? ''}`;
    const known =
      read.get(key) ?? neededFor(ports, snapshot, procedureFor(ticket), ticket.serviceId, systemActor);
    read.set(key, known);
    return known;
  };
};

type Sweep = { runtime: Runtime; snapshot: Snapshot; needed: ReturnType<typeof neededOnce> };

/** Does the next thing that is due on a ticket; answers when it is due again, and which other ticket was changed with it. */
const stepOn = async (
  { runtime: { ports }, snapshot, needed }: Sweep,
  transaction: Transaction,
  document: TicketDocument,
): Promise<{ wakeAt: Instant; related?: string | undefined }> => {
  const { ticket } = document;
  const known = await needed(ticket);
  const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), ticket, known);
  const step = nextStep(ticket, context);
  if (!step) return { wakeAt: await setAlarm(ports, transaction, document, context) };
  const { keys } = await commit(ports, transaction, { before: document, ...step });
  return { wakeAt: keys.wakeAt, related: step.outcome.related?.ticket.no };
};

/** One step on each of these tickets in one transaction; answers how many, and which are due again. */
const stepTogether = (
  runtime: Runtime,
  snapshot: Snapshot,
  numbers: readonly string[],
): Promise<{ steps: number; left: string[] }> => {
  const { database, now } = runtime.ports;
  return database.transaction(async given => {
    const { transaction, written } = metered(given);
    const sweep: Sweep = { runtime, snapshot, needed: neededOnce(runtime, snapshot) };
    const changed = new Set<string>();
    const left: string[] = [];
    let steps = 0;
    let most = 0;
    for (const read of await readToWrite(database, transaction, 'tickets', numbers)) {
      // Steps that write services and notices too fill it earlier.
      if (written() + most > MOST_WRITES) {
        left.push(read._id);
        continue;
      }
      const before = written();
      // A step before it may have changed this one too.
      const document = changed.has(read._id) ? await transaction.get('tickets', read._id) : read;
      if (!document || document.keys.wakeAt > now()) continue;
      const { wakeAt, related } = await stepOn(sweep, transaction, document);
      if (related !== undefined) changed.add(related);
      steps += 1;
      most = Math.max(most, written() - before);
      if (wakeAt <= now()) left.push(read._id);
    }
    return { steps, left };
  });
};

/** Does all that is due on one ticket, a transaction a step; another writer in between just means one more look. */
const settleTicket = async (runtime: Runtime, snapshot: Snapshot, no: string): Promise<number> => {
  for (let done = 0; done < MOST_STEPS; done += 1) {
    const { steps, left } = await stepTogether(runtime, snapshot, [no]);
    if (left.length === 0) return done + steps;
  }
  return MOST_STEPS;
};

/**
 * Takes every ticket whose time has come, without a cap, until none is left or the time is over. Some at a time: when one
 * of them cannot be settled, or meets another writer too often, each is taken by itself, so that it keeps no other waiting.
 */
export const sweepDeadlines = async (runtime: Runtime, work: Work): Promise<{ steps: number }> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  let steps = 0;
  const settleTogether = async (batch: readonly string[]): Promise<void> => {
    let numbers = batch;
    try {
      for (let round = 0; numbers.length > 0 && round < MOST_STEPS; round += 1) {
        if (!(await work.hasTime())) return;
        const done = await stepTogether(runtime, snapshot, numbers);
        steps += done.steps;
        numbers = done.left;
      }
    } catch {
      // Whatever it was, it shows again where it belongs.
      for (const no of numbers) await settleAlone(no);
    }
  };
  const settleAlone = async (no: string): Promise<void> => {
    if (!(await work.hasTime())) return;
    await work.attempt(no, async () => {
      steps += await settleTicket(runtime, snapshot, no);
    });
  };
  let batch: string[] = [];
  for await (const { _id } of queueOf(ports.database, 'tickets', 'keys.wakeAt', { until: ports.now() })) {
    if (!(await work.hasTime())) return { steps };
    if (work.again.includes(_id)) await settleAlone(_id);
    else if (!work.isPutOff(_id)) batch.push(_id);
    if (batch.length < TOGETHER) continue;
    await settleTogether(batch);
    batch = [];
  }
  await settleTogether(batch);
  return { steps };
};
