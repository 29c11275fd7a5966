import type { Headline, ShownClock } from '../../../typings/contract';
import { countingInWords, dueOf, lengthInWords } from '../deadline';
import { offeredDefinitions, type Context, type Procedure } from '../engine';
import { isPromiseOverdue } from '../ticket/lights';
import type { Ticket } from '../ticket/ticket';
import { civilDateOf, type CivilDate, type Instant } from '../time';
import { spokenDate, spokenDay } from '../time/spoken';
import { officeForCitizen, officeForStaff, officeOn } from './office';

/**
 * The first line of a ticket (contract §6): for staff what is due by when, for its citizen when an answer comes, or what
 * came of it. What is said follows from the clocks and from the definitions of states and acts, never from their names.
 */

/** With the year where it is not the present one. */
const dayInWords = (date: CivilDate, now: Instant): string =>
  date.slice(0, 4) === now.slice(0, 4) ? spokenDate(date) : spokenDay(date);

/** `10 月 9 日 10:12`. */
const momentInWords = (at: Instant, now: Instant): string => {
  const day = dayInWords(civilDateOf(at), now);
  return `${day.slice(0, day.lastIndexOf(' '))} ${at.slice(11, 16)}`;
};

const overInWords = (daysLeft: number): string => `${-daysLeft} 个工作日`;

/** Where the documents say nothing, the platform has set the limit itself. */
export const basisInWords = (clause: string): string => (/^A\d/.test(clause) ? '平台自定时限' : clause);

const untilInWords = ({ dueAt, date, daysLeft, light }: ShownClock, now: Instant): string => {
  if (dueAt)
    return light === 'red' ? `已超过 ${momentInWords(dueAt, now)}` : `${momentInWords(dueAt, now)} 前`;
  if (daysLeft < 0) return `已超 ${overInWords(daysLeft)}`;
  return daysLeft === 0 ? '今天 24:00 前' : `${dayInWords(date ?? '', now)} 前`;
};

/** What else has an end: by when, or how long it is over. */
const laterInWords = (clock: ShownClock, now: Instant): string => {
  if (clock.daysLeft < 0) return `${clock.label}已超 ${overInWords(clock.daysLeft)}`;
  const end = clock.dueAt ? momentInWords(clock.dueAt, now) : dayInWords(clock.date ?? '', now);
  return `${clock.label}最迟 ${end}`;
};

/** A day lasts until midnight, an internal target in hours until its minute. */
const endOf = ({ dueAt, date }: ShownClock): string => dueAt ?? `${date ?? ''}T24`;

/** The running clocks in the order of their ends, and the one that the reader has to keep first. */
const pressing = (clocks: readonly ShownClock[], work: boolean) => {
  const order = clocks
    .filter(clock => clock.state === 'running' && !clock.paused && (clock.date ?? clock.dueAt))
    .sort((one, other) => (endOf(one) < endOf(other) ? -1 : 1));
  const own = order.filter(clock => clock.own);
  const theirs = own.length > 0 ? own : order;
  // A statutory limit of a citizen's ticket comes before an internal target.
  const next = work ? theirs[0] : (theirs.find(clock => !clock.internal) ?? theirs[0]);
  return { order, next };
};

const STILL = { explanation: [], counting: '', provisional: false };

const stateLabel = ({ state }: Ticket, { states }: Procedure): string => states[state]?.label ?? state;

/** What one must do next: until when, what, and under which clause. */
const staffHeadline = (
  ticket: Ticket,
  procedure: Procedure,
  clocks: readonly ShownClock[],
  { now }: Context,
): Headline => {
  const work = ticket.work !== undefined;
  const { order, next } = pressing(clocks, work);
  if (!next) return { line: stateLabel(ticket, procedure), below: ['现在没有要办的时限'], ...STILL };
  const later = order.find(clock => clock !== next && !clock.internal && clock.name !== next.name);
  const second = [
    next.responsible,
    next.basis,
    lengthInWords(next.explanation),
    next.daysLeft > 0 && !next.dueAt ? `剩 ${next.daysLeft} 个工作日` : '',
    next.internal && work ? '内部目标' : '',
    next.provisional ? '日期暂定' : '',
    later ? laterInWords(later, now) : '',
  ];
  return {
    light: next.light,
    daysLeft: next.daysLeft,
    line: `${untilInWords(next, now)}：${next.label}`,
    ...officeForStaff(next, now),
    below: [second.filter(Boolean).join(' · ')],
    explanation: next.explanation,
    counting: countingInWords(next.explanation),
    provisional: next.provisional,
  };
};

/** Whether the promise no longer runs. */
export const isSettled = ({ state }: Pick<Ticket, 'state'>, { states }: Procedure): boolean =>
  Boolean(states[state]?.settled ?? states[state]?.ended);

/** Who was told that a limit is over, and when: those whom the timer tells at red (A24). */
const toldOfDelay = ({ clocks, promise }: Ticket, { now, catalogue, ruleSet }: Context): string => {
  const { manager, operator } = ruleSet.roleNames;
  const told = clocks
    .filter(({ state, internal }) => state === 'running' && !internal)
    .flatMap(clock =>
      clock.reminded
        .filter(({ level, due }) => (level === 'red' || level === 'digest') && due === dueOf(clock))
        .map(({ processedAt }) => ({ at: processedAt, unitId: clock.responsible.unitId })),
    )
    .sort((one, other) => (one.at < other.at ? 1 : -1))[0];
  if (told) {
    const party = told.unitId ? (catalogue.unit(told.unitId)?.name ?? '承办单位') : operator;
    return `${momentInWords(told.at, now)} 已通知${party}的经办人、负责人和${manager}，要求马上办理`;
  }
  if (promise?.broken) return `承办单位的时限晚于这一天，已报告${manager}督办`;
  return `上班时间一到，就通知承办单位的负责人和${manager}`;
};

/** A promise that was not kept: that we are sorry, who knows of it, and what can be done at once. */
const lateNotes = (ticket: Ticket, context: Context): string[] =>
  isPromiseOverdue(ticket, context)
    ? ['没有按时答复您，对不起', toldOfDelay(ticket, context), '急的事请拨打 12345，报上面的工单号']
    : [];

/** What a promise that is not confirmed yet waits for: what the operator answers itself goes to no unit. */
const confirmedWhen = ({ category, unitId, holder }: Ticket): string =>
  category === 'technical' && unitId === null && holder.role !== 'unit'
    ? '工作人员看过、核对好类别后，日期就确定下来'
    : '分给负责单位后，日期就确定下来';

/** What is said besides of a promise that runs. */
const promiseNotes = (ticket: Ticket, invited: readonly string[], context: Context): string[] => {
  const { promise, marks } = ticket;
  const { now } = context;
  const late = lateNotes(ticket, context);
  return [
    ...late,
    marks.includes('awaiting-citizen') ? '等您补充：要补充什么，写在“办理经过”里' : '',
    ...invited,
    promise?.extendedTo
      ? `原承诺 ${dayInWords(promise.date, now)}，经批准延期至 ${dayInWords(promise.extendedTo, now)}`
      : '',
    promise && !promise.confirmed ? confirmedWhen(ticket) : '',
    promise?.provisional ? '日期暂定：国家还没有公布那一年的放假安排' : '',
    promise?.broken && late.length === 0 ? '办理单位可能晚于这一天，已督促尽快办理' : '',
  ].filter(Boolean);
};

/** When the citizen hears, or what came of it and what can still be done. */
const citizenHeadline = (
  ticket: Ticket,
  procedure: Procedure,
  clocks: readonly ShownClock[],
  holds: { light: Headline['light']; daysLeft: number; holderName: string },
  context: Context,
): Headline => {
  const { now } = context;
  const state = procedure.states[ticket.state];
  const where = `${stateLabel(ticket, procedure)} · ${holds.holderName}`;
  // After the answer or the refusal another clock may run for the citizen, or the answer is taken up again (A49).
  const again = ticket.replies.length > 0 && !isSettled(ticket, procedure);
  const hears = state?.hears ?? (again ? ({ clock: 'reply', words: '最迟再次答复您' } as const) : undefined);
  const after = clocks.find(
    ({ name, state: runs, date }) => name === hears?.clock && runs === 'running' && date !== undefined,
  );
  if (after?.date && hears)
    return {
      light: after.light,
      daysLeft: after.daysLeft,
      above: hears.words,
      line: dayInWords(after.date, now),
      ...officeForCitizen(after.officeUntil, now),
      below: [where],
      explanation: after.explanation,
      counting: countingInWords(after.explanation),
      provisional: after.provisional,
    };
  const { promise } = ticket;
  const invited = [
    state?.advice,
    ...offeredDefinitions(procedure, ticket, context).map(act => act.invites?.(ticket, context)),
  ].filter((words): words is string => Boolean(words));
  if (!promise || isSettled(ticket, procedure)) {
    const last = ticket.timeline.filter(({ internal }) => !internal).at(-1);
    return {
      ...(last ? { above: momentInWords(last.at, now) } : {}),
      line: stateLabel(ticket, procedure),
      below: invited,
      ...STILL,
    };
  }
  return {
    light: holds.light,
    daysLeft: holds.daysLeft,
    above: isPromiseOverdue(ticket, context) ? '本应在这一天前答复您' : '最迟答复您',
    line: dayInWords(promise.extendedTo ?? promise.date, now),
    ...officeForCitizen(officeOn(promise.extendedTo ?? promise.date, ticket.unitId, context), now),
    below: [where, ...promiseNotes(ticket, invited, context)],
    explanation: promise.explanation,
    counting: countingInWords(promise.explanation),
    provisional: promise.provisional,
  };
};

/** `clocks` = those that the reader may see; `holds` = what its citizen is told of the promise. */
export const headlineOf = (
  ticket: Ticket,
  procedure: Procedure,
  clocks: readonly ShownClock[],
  holds: { light: Headline['light']; daysLeft: number; holderName: string },
  context: Context,
): Headline =>
  context.actor.role === 'citizen'
    ? citizenHeadline(ticket, procedure, clocks, holds, context)
    : staffHeadline(ticket, procedure, clocks, context);
