import { operators } from '../../catalogue/roles';
import { regionPath } from '../../catalogue';
import {
  act,
  date,
  datetime,
  facts,
  longtext,
  opening,
  pick,
  region,
  rows,
  select,
  service,
  text,
  ticket as ticketField,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { noticeProblems, noticeWords, type NoticeParts } from '../../notices/notice';
import { runningClock, type Ticket } from '../../ticket/ticket';
import { civilDateOf, NEVER } from '../../time';
import { isTooFar, TOO_FAR } from '../../time/plausible';
import { joinGroup } from '../common/citizen-ticket/joining';
import { until } from '../common/citizen-ticket/words';
import { lastMinute } from '../common/staff-ticket/words';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, localAuthority, manager, operator, platform } from '../common/staff-ticket/parties';
import { tell, theLocal, theManager, theOperator, theUnit } from '../common/staff-ticket/words';
import { limits, windows } from './limits';

/**
 * 未诉先办, J-17: many people say the same within an hour. The operator judges it at once: it becomes a fault of the service, a
 * public notice, or one matter that is handled in one way; or it is none.
 */

/** More are not listed: by then it is known what it is about. */
export const MOST_CASES = 50;

/** In the order in which its page shows it. */
export const known = facts({
  by: select('怎样发现', [
    { value: 'service', label: '同一项服务短时间内集中反映' },
    { value: 'words', label: '短时间内多人说法相近' },
    { value: 'staff', label: '工作人员发现' },
  ]),
  serviceId: service('哪项服务'),
  region: region('哪个地区（不选为全省）'),
  words: text('相同的字词', { max: 30 }),
  since: datetime('最早一件'),
  cases: rows(
    '同类诉求',
    { ticketNo: ticketField('编号', { required: true }) },
    { required: true, max: MOST_CASES },
  ),
  outcome: text('处置'),
  impact: longtext('群众遇到什么情况', { required: true, max: 500 }),
  instead: text('群众可以怎么办', { max: 300, keepPhones: true }),
  handling: longtext('怎样统一办理', { required: true, max: 1000, keepPhones: true }),
  reason: text('原因', { required: true, max: 300 }),
});

/** What it notes for itself: that all cases have been told. */
const inner = facts({ settledAt: datetime('已登记到各件') });

const form = pick(known.fields, 'by', 'serviceId', 'region', 'words', 'since', 'cases');
type Form = InputOf<typeof form>;

export const numbersOf = (ticket: Pick<Ticket, 'work'>): string[] =>
  (known.of(ticket).cases ?? []).map(({ ticketNo }) => ticketNo);

/** While its cases have still to learn what became of it. */
const TELLING = 'early-warning-telling';

const checkOpening = ({ cases }: Form, { tickets = [] }: Context): FieldErrors => {
  const errors: FieldErrors = {};
  const seen = new Set<string>();
  for (const [at, { ticketNo }] of cases.entries()) {
    const found = tickets.find(({ no }) => no === ticketNo);
    // What is confidential shows on no other ticket (A34).
    if (found && (found.work || found.marks.includes('confidential')))
      errors[`cases.${at}.ticketNo`] = '请填写群众的咨询、投诉、建议，不含保密件';
    if (seen.has(ticketNo)) errors[`cases.${at}.ticketNo`] = '这件已经列入';
    seen.add(ticketNo);
  }
  return errors;
};

const open = (change: Change, input: Form): void => {
  const { ticket, context } = change;
  known.note(change, { by: input.by ?? 'staff' });
  if (input.region !== undefined) {
    ticket.region = input.region;
    ticket.regionPath = regionPath(input.region, context.catalogue);
  }
  change.to('raised');
  change.hold({ role: 'operator' });
  change.start(limits.judge, { role: 'operator' });
  change.count('raised', ticket.unitId ?? undefined);
};

/** More of the same has come while it is judged. */
export const grow = act({
  act: 'grow',
  label: '又有同类诉求',
  clause: 'J-17',
  by: [platform],
  from: ['raised'],
  internal: true,
  fields: { more: rows('同类诉求', { ticketNo: ticketField('编号') }, { required: true, max: MOST_CASES }) },
  says: null,
  run: (change, { more: came }) => {
    const before = known.of(change.ticket).cases ?? [];
    const more = came.flatMap(({ ticketNo }) =>
      ticketNo !== undefined && !before.some(one => one.ticketNo === ticketNo) ? [{ ticketNo }] : [],
    );
    known.note(change, { cases: [...before, ...more].slice(0, MOST_CASES) });
  },
});

const turnInto = (change: Change, outcome: string): void => {
  known.note(change, { outcome });
  change.end();
  change.count('early-warning-judged', change.ticket.unitId ?? undefined);
};

const toFault = act({
  act: 'toFault',
  label: '报告应用异常',
  clause: 'J-17',
  by: [operator],
  from: ['raised'],
  to: 'turned',
  meets: ['review'],
  unless: (ticket, { service: of }) => {
    if (ticket.serviceId === undefined) return '没有对应的服务，请发布公告或者统一办理';
    return of?.conditions?.some(({ state }) => state === 'fault') ? '这项服务的异常已经报告' : undefined;
  },
  fields: pick(known.fields, 'impact', 'instead'),
  says: 'impact',
  run: (change, { impact, instead }) => {
    const { serviceId } = change.ticket;
    if (serviceId === undefined) return;
    turnInto(change, '已报告应用异常');
    change.open({
      kind: 'fault',
      relation: 'about',
      input: {
        serviceId,
        impact,
        ...(instead ? { instead } : {}),
        source: 'citizens',
        detectedAt: change.now,
      },
    });
  },
  tells: [tell(theManager, () => '集中反映已报告为应用异常')],
});

const noticeForm = {
  ...pick(known.fields, 'impact', 'instead'),
  publicUntil: date('公开到哪天（不填按规则）'),
};

const partsOf = (
  ticket: Ticket,
  { impact, instead }: { impact: string; instead?: string | undefined },
  now: string,
): NoticeParts => ({
  what: '情况说明',
  serviceName: ticket.serviceName ?? '办事平台',
  startsAt: now,
  impact,
  instead: instead ?? '',
});

/** The words as they will be read, held against the template of notices. */
const noticeErrors = (ticket: Ticket, input: InputOf<typeof noticeForm>, context: Context): FieldErrors => {
  const { now } = context;
  const {
    text: ofText,
    title,
    instead,
  } = noticeProblems(
    {
      id: ticket.no,
      kind: 'general',
      title: noticeWords(partsOf(ticket, input, now)).title,
      text: input.impact,
      serviceId: ticket.serviceId ?? null,
      serviceName: ticket.serviceName ?? null,
      region: ticket.region ?? null,
      publishedAt: now,
      startsAt: null,
      endsAt: NEVER,
      instead: input.instead ?? null,
    },
    context,
  );
  const impact = ofText ?? title;
  return { ...(impact ? { impact } : {}), ...(instead ? { instead } : {}) };
};

const toNotice = act({
  act: 'toNotice',
  label: '发布公告',
  place: 'next',
  clause: 'J-17',
  by: [operator],
  from: ['raised'],
  to: 'announced',
  meets: ['review'],
  fields: noticeForm,
  shows: (ticket, { now, catalogue }) => [
    { label: '公告的标题', text: noticeWords(partsOf(ticket, { impact: '' }, now)).title },
    { label: '给谁看', text: `${catalogue.region(ticket.region ?? '')?.name ?? '全省'}的群众` },
  ],
  check: (ticket, input, context): FieldErrors => {
    const today = civilDateOf(context.now);
    const { publicUntil } = input;
    if (publicUntil !== undefined && publicUntil < today) return { publicUntil: '不能早于今天' };
    if (publicUntil !== undefined && isTooFar(publicUntil, today)) return { publicUntil: TOO_FAR };
    return noticeErrors(ticket, input, context);
  },
  says: 'impact',
  run: (change, input) => {
    known.note(change, { outcome: '已发布公告' });
    const { redAt } = change.start(
      limits.public,
      { role: 'operator' },
      input.publicUntil === undefined ? {} : { until: { date: input.publicUntil, why: '公告写明的日期' } },
    );
    change.publish('general', partsOf(change.ticket, input, change.now), {
      text: input.impact,
      publicUntil: redAt,
    });
  },
  tells: [
    tell(theManager, () => '集中反映已发布公告说明'),
    tell(theUnit, () => '集中反映已发布公告说明'),
    tell(theLocal, () => '集中反映已发布公告说明'),
  ],
});

const withdrawNotice = act({
  act: 'withdrawNotice',
  label: '撤下公告，办结',
  clause: 'J-17',
  by: [operator],
  from: ['announced'],
  to: 'closed',
  meets: ['notice'],
  fields: { result: text('现在的情况', { required: true, max: 300 }) },
  says: 'result',
  run: change => {
    change.withdrawNotice();
    change.end();
  },
});

const noticeOver = act({
  act: 'noticeOver',
  label: '公告到期，办结',
  clause: 'J-17',
  by: [platform],
  from: ['announced'],
  to: 'closed',
  due: ticket => lastMinute(runningClock(ticket, 'notice')),
  meets: ['notice'],
  run: change => {
    change.withdrawNotice();
    change.end();
  },
});

const group = act({
  act: 'group',
  label: '作为同一件事统一办理',
  place: 'next',
  clause: 'J-17',
  by: [operator],
  from: ['raised'],
  to: 'grouped',
  meets: ['review'],
  fields: pick(known.fields, 'handling'),
  says: 'handling',
  run: change => turnInto(change, '作为同一件事统一办理'),
  tells: [
    tell(theUnit, () => '集中反映的诉求请按同一办法办理'),
    tell(theManager, () => '集中反映的诉求按同一办法办理'),
  ],
});

const dismiss = act({
  act: 'dismiss',
  label: '不需要预警，撤销',
  place: 'beside',
  clause: 'J-17',
  by: [operator],
  from: ['raised'],
  to: 'dismissed',
  meets: ['review'],
  fields: pick(known.fields, 'reason'),
  says: 'reason',
  run: change => change.end(),
  tells: [
    tell(theManager, () => '经研判不需要预警，已撤销'),
    tell(theUnit, () => '经研判不需要预警，已撤销'),
    tell(theLocal, () => '经研判不需要预警，已撤销'),
  ],
});

/** Once each of its cases says what became of it. */
const settle = act({
  act: 'settle',
  label: '已登记到各件',
  clause: 'J-17',
  by: [platform],
  from: ['turned', 'announced', 'closed', 'grouped'],
  unless: ticket => (inner.of(ticket).settledAt ? '已经登记' : undefined),
  internal: true,
  run: change => inner.note(change, { settledAt: change.now }),
});

export const earlyWarning: Procedure = {
  kind: 'early-warning',
  prefix: 'YJ',
  label: '集中反映预警',
  group: '监督协调',
  purpose: '多人短时间内反映同一件事：马上研判，报告异常、发布公告或者统一办理',
  order: 25,
  clauses: ['J-17'],
  limits: Object.values(limits),
  windows: Object.values(windows),
  handsOver: true,
  states: {
    raised: { label: '待研判' },
    turned: { label: '已报告异常', ended: true },
    announced: { label: '公告中' },
    closed: { label: '已办结', ended: true },
    grouped: { label: '已统一办理', ended: true },
    dismissed: { label: '已撤销', ended: true },
  },
  tags: ticket =>
    ['turned', 'announced', 'closed', 'grouped'].includes(ticket.state) && !inner.of(ticket).settledAt
      ? [TELLING]
      : [],
  followUp: {
    tag: TELLING,
    steps: ticket => {
      const { outcome = '', handling } = known.of(ticket);
      const words = [outcome, handling].filter(Boolean).join('：');
      return numbersOf(ticket).map(no => ({
        no,
        act: joinGroup,
        input: { group: ticket.no, groupTitle: ticket.title, text: words },
      }));
    },
    settle,
  },
  opening: opening({
    label: '报告集中反映',
    clause: 'J-17',
    by: [...operators, 'system'],
    fields: form,
    check: checkOpening,
    title: ({ words, cases }, context) => {
      const about = context.service?.name ?? words;
      return `${about === undefined ? '' : `“${about}”`}集中反映（${cases.length} 件）`;
    },
    run: open,
    tells: [
      tell(theOperator, ticket => `多人集中反映，请在 ${until(ticket, 'review')} 前研判`),
      tell(theUnit, () => '多人集中反映，请马上核实'),
      tell(theManager, () => '多人集中反映，运营方正在研判'),
      tell(theLocal, () => '多人集中反映，请马上核实'),
    ],
  }),
  facts: known,
  acts: [
    toFault,
    withdrawNotice,
    toNotice,
    group,
    noticeOver,
    dismiss,
    grow,
    settle,
    noteProgress({
      clause: 'J-17',
      by: [concernedUnit, localAuthority, operator, manager],
      from: ['raised', 'announced'],
    }),
  ],
};
