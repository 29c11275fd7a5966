import {
  cancelClock,
  moveClock,
  pauseClock,
  resumeClock,
  reviveClock,
  startClock,
  stopClock,
  wasWaitedFor,
  type Clock,
  type Limit,
  type Responsible,
} from '../deadline';
import { countWorkdays } from '../calendar';
import type { Service } from '../catalogue';
import { stoodInFor } from '../catalogue/staffing';
import type { PlatformFault, PlatformWindow } from '../services/platform';
import { NEVER, civilDateOf, type CivilDate, type Instant } from '../time';
import { limitOf, type Policy } from '../rulesets';
import { noticeWords, type Notice, type NoticeParts } from '../notices/notice';
import type { FieldValue, Holder, Mark, Ticket } from '../ticket/ticket';
import { runningClock } from '../ticket/ticket';
import { settlePassed } from '../ticket/lights';
import type { Actor, Context } from './context';
import { worded } from './worded';
import type { Audience, Counts, Message } from './message';
import type { Further } from './further';

/** The last part of the key of a counter of confidential tickets. */
export const CONFIDENTIAL = 'confidential';

/** One change of one ticket while an act runs, on a copy. Clocks stop into frozen outcomes and count themselves. */
export class Change {
  readonly ticket: Ticket;
  readonly messages: Message[] = [];
  readonly counts: Counts = {};
  /** The other ticket of a merge or link, changed in the same transaction. */
  related?: Change;
  /** The service as the change leaves it; written in the same transaction. */
  service?: Service;
  /** Services that are registered together with it. */
  registered: Service[] = [];
  /** The notice as it was before the change. */
  readonly noticeBefore: Notice | undefined;
  /** The name of the colleague in whose hands the ticket was, and for whom the actor stands in (A42). */
  private readonly insteadOf: string | undefined;
  /** Tickets that are opened in the course of it. */
  readonly opens: Further[] = [];
  /** Limits that the rule set in force has from now on, and who has approved them (G-5.1c). */
  changedLimits?: { limits: Readonly<Record<string, Limit>>; by: string };
  /** An account of a partner that ends, or until when its agreement lasts (J-15, J-21c). */
  account?: { memberId: string; until: CivilDate | null };
  /** What a unit is in charge of besides from now on. */
  unitDuty?: { unitId: string; duty: string };
  /** `null` = over. */
  platformFault?: PlatformFault | null;
  /** `null` = taken away. */
  platformWindow?: Omit<PlatformWindow, 'no'> | null;

  constructor(
    ticket: Ticket,
    readonly context: Context,
    /** What is being done; what was submitted and is signed now is done under its own name. */
    public act: { act: string; label: string },
  ) {
    this.ticket = structuredClone(ticket);
    this.noticeBefore = this.ticket.notice;
    this.insteadOf = stoodInFor(context.actor, ticket.holder, context.catalogue);
    if (context.service) this.service = context.service;
    const { related, relatedContext, ...own } = context;
    if (related) {
      const { service: _other, ...shared } = own;
      this.related = new Change(related, relatedContext ? { ...shared, ...relatedContext } : own, act);
    }
  }

  get now(): Instant {
    return this.context.now;
  }

  get today(): CivilDate {
    return civilDateOf(this.context.now);
  }

  to(state: string): void {
    this.ticket.state = state;
  }

  /** Ends the ticket: it counts as closed from now on, and nothing is awaited from the citizen. */
  end(): void {
    this.ticket.endsAt = this.now;
    this.unmark('awaiting-citizen');
  }

  /** Hands the ticket to another holder and charges the days to the one before (A27). */
  hold(holder: Holder): void {
    const last = this.ticket.custody.at(-1);
    if (last && !last.to) {
      last.to = this.now;
      last.workdays = countWorkdays(this.context.calendar, civilDateOf(last.from), this.today);
    }
    this.ticket.holder = holder;
    // A unit keeps sight of what it refused while the manager reviews it (A16); a procedure of staff stays its unit's.
    if (this.ticket.state !== 'refused' && !this.ticket.work) this.ticket.unitId = holder.unitId ?? null;
    this.ticket.custody.push({ holder, from: this.now });
  }

  /** Starts the clock of a policy of the rule set; `startedAt` is the receipt (A2), by default now. */
  start(
    policy: Policy,
    responsible: Responsible,
    options: {
      startedAt?: Instant;
      limit?: Limit;
      clause?: string;
      label?: string;
      before?: CivilDate;
      until?: Clock['until'];
    } = {},
  ): Clock {
    const unit = responsible.unitId ? this.context.catalogue.unit(responsible.unitId) : undefined;
    const clock = startClock(
      {
        id: `${policy.clock}-${this.ticket.clocks.length + 1}`,
        name: policy.clock,
        policy: policy.id,
        label: options.label ?? policy.label,
        clause: options.clause ?? policy.clause,
        responsible,
        limit: options.limit ?? limitOf(this.context.ruleSet, policy),
        internal: policy.internal ?? false,
        ...(options.before ? { before: options.before } : {}),
        ...(options.until ? { until: options.until } : {}),
      },
      options.startedAt ?? this.now,
      { calendar: this.context.calendar, serviceHours: unit?.serviceHours },
    );
    this.ticket.clocks.push(clock);
    return clock;
  }

  /** Stops running clocks of these names as met or late; `unitId`: of that unit, null = of whoever is no unit. */
  meet(
    names: readonly Clock['name'][],
    { unitId, region, at = this.now }: { unitId?: string | null; region?: string; at?: Instant } = {},
  ): void {
    this.replaceClocks(names, unitId, at, clock =>
      region === undefined || clock.responsible.region === region ? this.stopped(clock, at) : clock,
    );
  }

  /** Ends clocks that nobody has to keep any more. What is past its date stays late: passing a ticket on excuses nobody. */
  cancel(names: readonly Clock['name'][], unitId?: string, at = this.now): void {
    this.replaceClocks(names, unitId, at, clock =>
      (clock.pausedAt ?? at) < clock.redAt ? cancelClock(clock, at) : this.stopped(clock, at),
    );
  }

  /** Moves a running clock by a named event. */
  move(clock: Clock, to: CivilDate, why: string): void {
    this.ticket.clocks = this.ticket.clocks.map(one =>
      one.id === clock.id
        ? moveClock(this.settled(one, this.now), to, this.now, why, { calendar: this.context.calendar })
        : one,
    );
  }

  /** Lets running clocks of a name stand still while somebody else has to act. */
  pause(name: Clock['name']): void {
    this.replaceClocks([name], undefined, this.now, clock => pauseClock(clock, this.now));
  }

  /** Lets them go on with what was left; `why` explains each day that was not counted. */
  resume(name: Clock['name'], why: string): void {
    this.replaceClocks([name], undefined, this.now, clock => {
      const { unitId } = clock.responsible;
      const unit = unitId ? this.context.catalogue.unit(unitId) : undefined;
      const { calendar } = this.context;
      return resumeClock(clock, this.now, why, { calendar, serviceHours: unit?.serviceHours });
    });
  }

  /** Lets clocks that were ended go on with their old dates: what ended them did not hold (A50). Late counts once. */
  revive(ids: readonly string[]): void {
    this.ticket.clocks = this.ticket.clocks.map(clock => {
      if (!ids.includes(clock.id)) return clock;
      const { unitId, role } = clock.responsible;
      if (clock.state === 'late') this.count(`clock.${clock.name}.late`, unitId ?? role, -1);
      const { calendar, catalogue } = this.context;
      const serviceHours = unitId ? catalogue.unit(unitId)?.serviceHours : undefined;
      return reviveClock(clock, this.now, { calendar, serviceHours });
    });
  }

  mark(mark: Mark): void {
    if (this.ticket.marks.includes(mark)) return;
    this.ticket.marks.push(mark);
    if (mark === 'awaiting-citizen') (this.ticket.details.waits ??= []).push({ from: this.now });
  }

  unmark(mark: Mark): void {
    this.ticket.marks = this.ticket.marks.filter(one => one !== mark);
    const last = this.ticket.details.waits?.at(-1);
    if (mark === 'awaiting-citizen' && last) last.to ??= this.now;
  }

  /** A line of the timeline, by whoever acts or by the platform. */
  say(label: string, text?: string, internal = false, by: Actor = this.context.actor): void {
    const { id, role, name, unitId, region } = by;
    this.ticket.timeline.push({
      at: this.now,
      act: this.act.act,
      label,
      ...(text ? { text } : {}),
      ...(internal ? { internal } : {}),
      by: {
        id,
        role,
        name,
        ...(unitId ? { unitId } : {}),
        ...(role === 'local' && region ? { region } : {}),
        ...(this.insteadOf !== undefined && by === this.context.actor ? { insteadOf: this.insteadOf } : {}),
      },
    });
  }

  /** A message about the ticket. `says` begins with what happened, in a clause of at most 20 characters (A45). */
  tell(
    audience: Audience | undefined,
    says: string,
    template = this.act.act,
    { awaited, channels, digest }: Pick<Message, 'awaited' | 'channels' | 'digest'> = {},
  ): void {
    if (!audience) return;
    const key = `${this.ticket.no}:${this.ticket.version + 1}:${this.messages.length}`;
    const toPublic = audience.to === 'followers';
    const kind = toPublic ? 'notice' : awaited;
    this.messages.push({
      audience,
      template,
      ...worded(says, this.ticket, this.context, toPublic),
      key,
      ...(channels ? { channels } : {}),
      ...(kind ? { awaited: kind } : {}),
      // What is urgent does not wait for the morning.
      ...(digest && !this.ticket.marks.includes('urgent') ? { digest } : {}),
    });
  }

  /** Keeps values of a procedure that staff started; `undefined` takes one away. Its facts call this, typed. */
  keep(values: Readonly<Record<string, unknown>>): void {
    const { work } = this.ticket;
    if (!work) return;
    for (const [name, value] of Object.entries(values))
      if (value === undefined) delete work.values[name];
      else work.values[name] = value as FieldValue;
  }

  /** Changes the register of services; without a service in the context nothing happens. */
  changeService(change: (service: Service) => Service): void {
    if (this.service) this.service = change(this.service);
  }

  /** Writes into the catalogue what a unit is in charge of (A50). */
  addDuty(unitId: string, duty: string): void {
    this.unitDuty = { unitId, duty };
  }

  /** Opens another ticket, about this one, in the same transaction; this one names it in a link. */
  open(further: Further): void {
    this.opens.push(further);
  }

  /** Puts new services into the register, and names the first on the ticket (J-10b). */
  registerServices(service: Service, others: Service[] = []): void {
    this.service = service;
    this.registered = others;
    this.ticket.serviceId = service.id;
    this.ticket.serviceName = service.name;
  }

  /** Issues the public notice of the ticket, or replaces it: public from `publishedAt` (now) to `endsAt` (until withdrawn). */
  publish(
    kind: Notice['kind'],
    parts: NoticeParts,
    options: { publishedAt?: Instant; text?: string; publicUntil?: Instant; lasting?: true } = {},
  ): void {
    const { no, serviceId, region } = this.ticket;
    const words = noticeWords(parts);
    this.ticket.notice = {
      id: `GG-${no}`,
      kind,
      title: words.title,
      text: options.text ?? words.text,
      serviceId: serviceId ?? null,
      serviceName: parts.serviceName,
      region: region ?? null,
      publishedAt: options.publishedAt ?? this.ticket.notice?.publishedAt ?? this.now,
      startsAt: parts.startsAt,
      endsAt: options.publicUntil ?? parts.endsAt ?? NEVER,
      ...(options.lasting ? { lasting: true } : {}),
      instead: parts.instead,
    };
  }

  /** Issues a public notice that is about no service: a document that was published, an exit of a partner. */
  announce({ title, text, endsAt }: Pick<Notice, 'title' | 'text' | 'endsAt'>): void {
    this.ticket.notice = {
      id: `GG-${this.ticket.no}`,
      kind: 'general',
      title,
      text,
      serviceId: null,
      serviceName: null,
      region: this.ticket.region ?? null,
      publishedAt: this.now,
      startsAt: null,
      endsAt,
      instead: null,
    };
  }

  /** A new version of the rule set in force; what was filed before keeps its own. */
  changeLimits(limits: Readonly<Record<string, Limit>>, by: string): void {
    this.changedLimits = { limits, by };
  }

  /** Changes the notice that was issued, e.g. its end. */
  changeNotice(change: Partial<Pick<Notice, 'title' | 'text' | 'endsAt' | 'instead' | 'kind'>>): void {
    if (this.ticket.notice) this.ticket.notice = { ...this.ticket.notice, ...change };
  }

  /** Ends the notice now. */
  withdrawNotice(): void {
    if (this.ticket.notice && this.ticket.notice.endsAt > this.now) this.changeNotice({ endsAt: this.now });
  }

  /**
   * Adds one to a counter of the day, the kind and the party; -1 takes back what counts no more. What is confidential is
   * counted apart: a number must not tell of it whoever may not see it (A34, A44).
   */
  count(measure: string, party = '-', n: 1 | -1 = 1): void {
    const apart = this.ticket.marks.includes('confidential') ? `|${CONFIDENTIAL}` : '';
    const key = `${this.today}|${measure}|${this.ticket.kind}|${party}${apart}`;
    this.counts[key] = (this.counts[key] ?? 0) + n;
  }

  running(name: Clock['name'], unitId?: string): Clock | undefined {
    return runningClock(this.ticket, name, unitId);
  }

  private stopped(clock: Clock, at: Instant): Clock {
    const stopped = stopClock(clock, at);
    const isWaitedFor = wasWaitedFor(stopped, this.ticket.details.waits ?? [], this.context.calendar);
    if (isWaitedFor) stopped.waitedFor = true;
    else delete stopped.waitedFor;
    const measure = `clock.${clock.name}.${stopped.state}`;
    const party = clock.responsible.unitId ?? clock.responsible.role;
    this.count(measure, party);
    // What was merged into it stays counted per clause (A43); the inner clock of an assisting unit is none of theirs.
    if (this.ticket.details.assists.some(({ clockId }) => clockId === clock.id)) return stopped;
    for (const part of this.ticket.joined ?? []) {
      if (!part.owes.includes(clock.name)) continue;
      part.owes = part.owes.filter(name => name !== clock.name);
      this.count(measure, party);
      stopped.countsFor = (stopped.countsFor ?? 1) + 1;
    }
    return stopped;
  }

  /** With the levels on record that passed before the clock stops or moves, also where no sweep has seen them. */
  private settled(clock: Clock, until: Instant): Clock {
    const { unitId } = clock.responsible;
    const settled = settlePassed(this.ticket.lights, clock, until, {
      calendar: this.context.calendar,
      serviceHours: unitId ? this.context.catalogue.unit(unitId)?.serviceHours : undefined,
      urgent: this.ticket.marks.includes('urgent'),
      ruleSet: this.context.ruleSet,
    });
    this.ticket.lights = settled.lights;
    return settled.clock;
  }

  private replaceClocks(
    names: readonly Clock['name'][],
    unitId: string | null | undefined,
    until: Instant,
    replace: (clock: Clock) => Clock,
  ): void {
    this.ticket.clocks = this.ticket.clocks.map(clock =>
      clock.state === 'running' &&
      names.includes(clock.name) &&
      (unitId === undefined || clock.responsible.unitId === (unitId ?? undefined))
        ? replace(this.settled(clock, until))
        : clock,
    );
  }
}
