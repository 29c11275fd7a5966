import {
  correcting,
  type ActDefinition,
  type Change,
  type Context,
  type FieldSpec,
  type Input,
  type Tell,
} from '../../engine';
import { dueDate } from '../../calendar';
import {
  earliestStartDay,
  latestNoticeDay,
  noticeDay,
  windowProblems,
} from '../../services/maintenance-window';
import { noticeProblems, noticeWords } from '../../notices/notice';
import { spokenDate } from '../../time/spoken';
import type { Ticket } from '../../ticket/ticket';
import { addMinutes, civilDateOf, epochOf, NEVER, startOfDay, type Instant } from '../../time';
import { operator, platform } from '../common/staff-ticket/parties';
import {
  fact,
  given,
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
  serviceNameOf,
  spanOf,
  startOf,
  takeWindow,
} from './window';

/** From telling the operator to the start: in time or urgent (A5), filed (J-16b), acknowledged and made public (A6). */

export const windowFields: readonly FieldSpec[] = [
  { name: 'startsAt', label: '开始时间', type: 'datetime', required: true },
  { name: 'endsAt', label: '结束时间', type: 'datetime', required: true },
  {
    name: 'urgentReason',
    label: '紧急的理由',
    labelFor: ({ calendar, now, ruleSet }) => {
      const day = earliestStartDay(calendar, now, ruleSet.limits['maintenance.notice'].limit.n);
      return `紧急的理由（${spokenDate(day)}以前开始的必填）`;
    },
    type: 'longtext',
    max: 500,
  },
];

export const wordFields = (required: boolean): readonly FieldSpec[] => [
  {
    name: 'impact',
    label: '期间什么不能用（会写进公告）',
    type: 'longtext',
    required,
    max: 300,
    keepPhones: true,
  },
  {
    name: 'instead',
    label: '群众可以怎么办（会写进公告）',
    type: 'longtext',
    required,
    max: 300,
    keepPhones: true,
  },
];

const latestDay = ({ calendar, ruleSet }: Context, startsAt: Instant): string =>
  latestNoticeDay(calendar, startsAt, ruleSet.limits['maintenance.notice'].limit.n);

const isLate = (context: Context, startsAt: Instant): boolean =>
  noticeDay(context.calendar, context.now) > latestDay(context, startsAt);

/** Field errors of a window: its times, another window at the time, no reason for being late (A5). */
export const checkWindow = (
  input: Input,
  context: Context,
  ownNo?: string,
): Record<string, string> | undefined => {
  const window = { startsAt: String(input['startsAt']), endsAt: String(input['endsAt']) };
  const known = (context.service ? context.service.windows : context.platformWindows) ?? [];
  const others = known.filter(one => one.no !== ownNo);
  const problems = windowProblems(window, others, context.now);
  if (Object.keys(problems).length > 0) return problems;
  if (!isLate(context, window.startsAt) || given(input, 'urgentReason')) return undefined;
  const latest = spokenDate(latestDay(context, window.startsAt));
  return { urgentReason: `最迟应在 ${latest}告知，现在告知须写明紧急的理由，并报管理方` };
};

/** The operator's time to acknowledge; a window that begins earlier ends it with its start. */
const startAcknowledging = (change: Change, startsAt: Instant): void => {
  const { calendar, ruleSet } = change.context;
  const { limit } = ruleSet.limits['maintenance.acknowledge'];
  if (dueDate(calendar, change.today, limit.n).date < civilDateOf(startsAt)) {
    change.start('maintenance.acknowledge', { role: 'operator' });
    return;
  }
  const n = Math.ceil((epochOf(startsAt) - epochOf(change.now)) / 60_000);
  change.start(
    'maintenance.acknowledge',
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
  const { n } = context.ruleSet.limits['maintenance.notice'].limit;
  change.start('maintenance.notice', ownerOf(ticket), {
    before: civilDateOf(startsAt),
    limit: { n, unit: 'working-day' },
  });
  change.meet(['notice'], { at: counted > change.today ? startOfDay(counted) : now });
  change.note('noticeDay', counted);
  change.note('latestNoticeDay', latestDay(context, startsAt));
  change.note('inTime', !late);
  if (late) change.mark('urgent');
  else {
    change.unmark('urgent');
    change.note('urgentReason', undefined);
  }
  change.to(late ? 'notifiedLate' : 'notified');
  change.cancel(['accept']);
  change.hold({ role: 'operator' });
  startAcknowledging(change, startsAt);
  putWindow(change, false);
};

const urgently = (ticket: Ticket): string =>
  ticket.work?.values['inTime'] === false ? '（紧急，晚于提前期）' : '';

/** By e-mail and short message too: the clause names both (G-3.2.3a). */
export const noticeTells: readonly Tell[] = [
  tell(theOperator, ticket => `${named(ticket)}${urgently(ticket)}：${spanOf(ticket)}，请确认并发布公告`, [
    'email',
    'sms',
  ]),
  tell(theManager, ticket => {
    const reason = fact(ticket, 'urgentReason');
    return `${named(ticket)}报备${urgently(ticket)}：${spanOf(ticket)}${reason ? `，理由：${reason}` : ''}`;
  }),
  ...tellApplicant(ticket => `${named(ticket)}${urgently(ticket)}已告知运营方并报备：${spanOf(ticket)}`),
];

const announced = (ticket: Ticket): string =>
  `“${serviceNameOf(ticket)}”${spanOf(ticket)} ${plainly(ticket)}，${fact(ticket, 'instead') ?? ''}`;

/** Followers of a notice that they have seen. */
const theInformed: Tell['audience'] = ticket => (ticket.notice ? theFollowers(ticket) : undefined);

/** The notice as the template would make it of these words: what goes out is plain. */
const checkWords: ActDefinition['check'] = (ticket, input, { now }): Record<string, string> => {
  const corrected = Object.entries(input).filter(([, value]) => value !== undefined);
  const parts = partsOf(ticket, { ...ticket.work?.values, ...Object.fromEntries(corrected) });
  const problems = noticeProblems(
    {
      id: ticket.no,
      kind: 'maintenance',
      ...noticeWords(parts),
      serviceId: ticket.serviceId ?? null,
      serviceName: parts.serviceName,
      region: null,
      publishedAt: now,
      startsAt: parts.startsAt,
      endsAt: parts.endsAt ?? NEVER,
      instead: parts.instead,
    },
    now,
  );
  const words = problems['text'] ?? problems['title'];
  return {
    ...(words ? { impact: words } : {}),
    ...(problems['instead'] ? { instead: problems['instead'] } : {}),
  };
};

/** The operator may put the words right. */
export const acknowledge: ActDefinition = {
  act: 'acknowledge',
  label: '确认并发布公告',
  clause: 'G-3.2.3b',
  by: [operator],
  from: ['notified', 'notifiedLate'],
  to: 'announced',
  meets: ['accept'],
  fields: correcting(wordFields(false)),
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
};

/** The notice that is out can still be put right, also while the window runs. */
export const correctWords: ActDefinition = {
  act: 'correctWords',
  label: '修改公告用语',
  place: 'beside',
  clause: 'G-3.2.3b',
  by: [operator],
  from: ['announced', 'running', 'overran'],
  fields: correcting(wordFields(false)),
  says: null,
  check: checkWords,
  run: change => {
    const { state } = change.ticket;
    putWindow(change, state !== 'announced');
    publish(change, change.now, state === 'overran');
  },
};

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
    context.now <= startOf(ticket) ? audience(ticket, context) : undefined;

const whileAhead = (one: Tell): Tell => ({ ...one, audience: ahead(one.audience) });

/** Nobody has acknowledged in time: citizens are told all the same, as the unit wrote it. */
export const publishBySilence: ActDefinition = {
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
    tell(ahead(theOperator), ticket => `${named(ticket)}没有按时确认，公告已自动发布，请核对`),
    ...tellApplicant(ticket => `${named(ticket)}的公告已自动发布：${spanOf(ticket)}`).map(whileAhead),
    tell(ahead(theFollowers), announced),
  ],
};

/** A new window is a new notice: counted anew, filed anew, acknowledged anew. */
export const reschedule: ActDefinition = {
  act: 'reschedule',
  label: '改期',
  place: 'beside',
  clause: 'G-3.2.3a',
  by: owners,
  from: ['notified', 'notifiedLate', 'announced'],
  fields: [
    ...correcting(windowFields),
    { name: 'reason', label: '改期的理由', type: 'longtext', required: true, max: 500, passing: true },
  ],
  says: 'reason',
  check: (ticket, input, context) => checkWindow(input, context, ticket.no),
  run: change => {
    giveNotice(change);
    if (change.ticket.notice) publish(change, change.now);
  },
  tells: [
    ...noticeTells,
    tell(theInformed, ticket => `“${serviceNameOf(ticket)}”的${plainly(ticket)}改到 ${spanOf(ticket)}`),
  ],
};

export const cancel: ActDefinition = {
  act: 'cancel',
  label: '取消',
  place: 'beside',
  clause: 'G-3.2.3a',
  by: owners,
  from: ['notified', 'notifiedLate', 'announced'],
  to: 'cancelled',
  cancels: ['accept'],
  fields: [
    { name: 'reason', label: '取消的理由', type: 'longtext', required: true, max: 500, passing: true },
  ],
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
    tell(
      theInformed,
      ticket => `“${serviceNameOf(ticket)}”原定 ${spanOf(ticket)} 的${plainly(ticket)}已取消，可以正常办理`,
    ),
  ],
};
