import {
  act,
  longtext,
  pick,
  allOptional,
  correcting,
  toldAt,
  type Change,
  type Context,
  type Tell,
  type FieldErrors,
  type InputOf,
} from '../../engine';
import { dueDate } from '../../calendar';
import { latestNoticeDay, noticeDay, windowProblems } from '../../services/maintenance-window';
import { noticeProblems, noticeWords } from '../../notices/notice';
import { spokenDate } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import { addMinutes, civilDateOf, epochOf, NEVER, startOfDay, type Instant } from '../../time';
import { operator, platform } from '../common/staff-ticket/parties';
import {
  tell,
  tellApplicant,
  theFollowers,
  theManager,
  theOperator,
  theUnit,
} from '../common/staff-ticket/words';
import {
  named,
  ownerOf,
  owners,
  partsOf,
  plainly,
  publish,
  putWindow,
  spanOf,
  startOf,
  takeWindow,
} from './window';
import { known } from './known';
import { limits } from './limits';
import { limitOf } from '../../rulesets';

/** From telling the operator to the start: in time or urgent (A5), filed (J-16b), acknowledged and made public (A6). */

export const windowForm = pick(known.fields, 'startsAt', 'endsAt', 'urgentReason');
const words = correcting(allOptional(pick(known.fields, 'impact', 'instead')));

const noticeDays = ({ ruleSet }: Pick<Context, 'ruleSet'>): number => limitOf(ruleSet, limits.notice).n;

const latestDay = (context: Context, startsAt: Instant): string =>
  latestNoticeDay(context.calendar, startsAt, noticeDays(context));

const isLate = (context: Context, startsAt: Instant): boolean =>
  noticeDay(context.calendar, context.now) > latestDay(context, startsAt);

/** Field errors of a window: its times, another window at the time, no reason for being late (A5). */
export const checkWindow = (
  { startsAt, endsAt, urgentReason }: InputOf<typeof windowForm>,
  context: Context,
  ownNo?: string,
): FieldErrors | undefined => {
  const window = { startsAt, endsAt };
  const planned = (context.service ? context.service.windows : context.platformWindows) ?? [];
  const others = planned.filter(one => one.no !== ownNo);
  const problems = windowProblems(window, others, context);
  if (Object.keys(problems).length > 0) return problems;
  if (!isLate(context, window.startsAt) || urgentReason) return undefined;
  const latest = spokenDate(latestDay(context, window.startsAt));
  return { urgentReason: `最迟应在 ${latest}告知，现在告知须写明紧急的理由，并报管理方` };
};

/** The operator's time to acknowledge; a window that begins earlier ends it with its start. */
const startAcknowledging = (change: Change, startsAt: Instant): void => {
  const { calendar, ruleSet } = change.context;
  if (dueDate(calendar, change.today, limitOf(ruleSet, limits.acknowledge).n).date < civilDateOf(startsAt)) {
    change.start(limits.acknowledge, { role: 'operator' });
    return;
  }
  const n = Math.ceil((epochOf(startsAt) - epochOf(change.now)) / 60_000);
  change.start(
    limits.acknowledge,
    { role: 'operator' },
    { startedAt: addMinutes(startsAt, -n), limit: { n, unit: 'minute' } },
  );
};

/** The operator is told, and the manager has the filing; the clock of the notice is met or late at once (A5). */
export const giveNotice = (change: Change): void => {
  const { ticket, context, now } = change;
  const startsAt = startOf(ticket);
  const late = isLate(context, startsAt);
  const counted = noticeDay(context.calendar, now);
  change.start(limits.notice, ownerOf(ticket), { before: civilDateOf(startsAt) });
  change.meet(['notice'], { at: counted > change.today ? startOfDay(counted) : now });
  known.note(change, { noticeDay: counted, latestNoticeDay: latestDay(context, startsAt), inTime: !late });
  if (late) change.mark('urgent');
  else {
    change.unmark('urgent');
    known.note(change, { urgentReason: undefined });
  }
  change.to(late ? 'notifiedLate' : 'notified');
  change.cancel(['accept']);
  change.hold({ role: 'operator' });
  startAcknowledging(change, startsAt);
  putWindow(change, false);
};

const urgently = (ticket: Ticket): string =>
  known.of(ticket).inTime === false ? '（紧急，晚于提前期）' : '';

/** By e-mail and short message too: the clause names both (G-3.2.3a). */
export const noticeTells: readonly Tell[] = [
  tell(theOperator, ticket => `新${named(ticket)}${urgently(ticket)}：${spanOf(ticket)}，请确认并发布公告`, [
    'email',
    'sms',
  ]),
  tell(theManager, ticket => {
    const reason = known.of(ticket).urgentReason;
    return `报备${named(ticket)}${urgently(ticket)}：${spanOf(ticket)}${reason ? `，理由：${reason}` : ''}`;
  }),
  ...tellApplicant(ticket => `${named(ticket)}${urgently(ticket)}已报备：${spanOf(ticket)}，已告知运营方`),
];

const announced = (ticket: Ticket): string =>
  `${plainly(ticket)}：${spanOf(ticket)}，${known.of(ticket).instead ?? ''}`;

/** Followers of a notice that they have seen. */
const theInformed: Tell['audience'] = ticket => (ticket.notice ? theFollowers(ticket) : undefined);

/** The notice as the template would make it of these words: what goes out is plain. */
const checkWords = (
  ticket: Ticket,
  { impact, instead }: InputOf<typeof words>,
  context: Context,
): FieldErrors => {
  const present = known.of(ticket);
  const parts = partsOf(ticket, {
    ...present,
    impact: impact ?? present.impact,
    instead: instead ?? present.instead,
  });
  const problems = noticeProblems(
    {
      id: ticket.no,
      kind: 'maintenance',
      ...noticeWords(parts),
      serviceId: ticket.serviceId ?? null,
      serviceName: parts.serviceName,
      region: null,
      publishedAt: context.now,
      startsAt: parts.startsAt,
      endsAt: parts.endsAt ?? NEVER,
      instead: parts.instead,
    },
    context,
  );
  const text = problems['text'] ?? problems['title'];
  return {
    ...(text ? { impact: text } : {}),
    ...(problems['instead'] ? { instead: problems['instead'] } : {}),
  };
};

/** The operator may put the words right. */
export const acknowledge = act({
  act: 'acknowledge',
  label: '确认并发布公告',
  clause: 'G-3.2.3b',
  by: [operator],
  from: ['notified', 'notifiedLate'],
  to: 'announced',
  meets: ['accept'],
  fields: words,
  says: null,
  check: checkWords,
  run: change => {
    publish(change, change.now);
    change.hold(ownerOf(change.ticket));
  },
  tells: [
    ...tellApplicant(ticket => `${named(ticket)}已由运营方确认，公告已发布：${spanOf(ticket)}`),
    tell(theFollowers, announced),
  ],
});

/** The notice that is out can still be put right, also while the window runs. */
export const correctWords = act({
  act: 'correctWords',
  label: '修改公告用语',
  place: 'beside',
  clause: 'G-3.2.3b',
  by: [operator],
  from: ['announced', 'running', 'overran'],
  fields: words,
  says: null,
  check: checkWords,
  run: change => {
    const { state } = change.ticket;
    putWindow(change, state !== 'announced');
    publish(change, change.now, state === 'overran');
  },
});

/** The end of the operator's time, or the start of the window where that comes first. */
const silentAt = (ticket: Ticket): Instant => {
  const accept = ticket.clocks.find(clock => clock.name === 'accept' && clock.state === 'running');
  const [start, limit] = [startOf(ticket), accept?.redAt ?? NEVER];
  return limit < start ? limit : start;
};

/** A sweep that comes late tells nobody of what is over. */
const ahead =
  (audience: Tell['audience']): Tell['audience'] =>
  (ticket, context) =>
    toldAt(context) <= startOf(ticket) ? audience(ticket, context) : undefined;

const whileAhead = (one: Tell): Tell => ({ ...one, audience: ahead(one.audience) });

/** Nobody has acknowledged in time: citizens are told all the same, as the unit wrote it. */
export const publishBySilence = act({
  act: 'publishBySilence',
  label: '运营方未确认，公告自动发布',
  clause: 'A6',
  by: [platform],
  from: ['notified', 'notifiedLate'],
  to: 'announced',
  due: silentAt,
  run: change => {
    const at = silentAt(change.ticket);
    publish(change, at);
    change.cancel(['accept'], undefined, at);
    change.hold(ownerOf(change.ticket));
  },
  tells: [
    tell(ahead(theOperator), () => '没有按时确认，公告已自动发布，请核对'),
    ...tellApplicant(ticket => `公告已自动发布：${spanOf(ticket)}`).map(whileAhead),
    tell(ahead(theFollowers), announced),
  ],
});

/** A new window is a new notice: counted anew, filed anew, acknowledged anew. */
export const reschedule = act({
  act: 'reschedule',
  label: '改期',
  place: 'beside',
  clause: 'G-3.2.3a',
  by: owners,
  from: ['notified', 'notifiedLate', 'announced'],
  fields: {
    ...correcting(windowForm),
    reason: longtext('改期的理由', { required: true, max: 500 }),
  },
  says: 'reason',
  check: (ticket, input, context) => checkWindow(input, context, ticket.no),
  run: change => {
    giveNotice(change);
    if (change.ticket.notice) publish(change, change.now);
  },
  tells: [...noticeTells, tell(theInformed, ticket => `${plainly(ticket)}改期：${spanOf(ticket)}`)],
});

export const cancel = act({
  act: 'cancel',
  label: '取消',
  place: 'beside',
  clause: 'G-3.2.3a',
  by: owners,
  from: ['notified', 'notifiedLate', 'announced'],
  to: 'cancelled',
  cancels: ['accept'],
  fields: { reason: longtext('取消的理由', { required: true, max: 500 }) },
  run: change => {
    takeWindow(change);
    change.end();
  },
  tells: [
    ...tellApplicant(ticket => `${named(ticket)}已取消（原定 ${spanOf(ticket)}）`, undefined, [
      theUnit,
      theOperator,
      theManager,
    ]),
    tell(theInformed, ticket => `${plainly(ticket)}已取消，可以正常办理（原定 ${spanOf(ticket)}）`),
  ],
});
