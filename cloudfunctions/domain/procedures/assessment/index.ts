import { managers } from '../../catalogue/roles';
import {
  act,
  bool,
  date,
  datetime,
  facts,
  longtext,
  number,
  opening,
  pick,
  rows,
  select,
  text,
  ticket as ticketField,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { periodOf, periodWithId, type Every, type Topic } from '../../engine/recurrence';
import { plannedFields } from '../../plans/opened';
import type { Ticket } from '../../ticket/ticket';
import { addDays, civilDateOf, daysBetween, type CivilDate } from '../../time';
import { spokenDate } from '../../time/spoken';
import { until } from '../common/citizen-ticket/words';
import { inWriting, signatureErrors, signatureOf } from '../common/in-writing';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, operator, platform } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';
import { noteCard } from '../scorecard';
import { bands, limits, waiting, weights } from './limits';
import { bandNames } from './score';

/**
 * 考核, G-2.1d, J-25, J-6, A11, A55: figures of a time that is over, for each unit and local authority a card of its own. They are
 * counted, reviewed, put before those whom they are about, made known inside, and then perhaps to the public: each with who and
 * when. Units stand in the order of the catalogue, by class; there is no order by merit and no total of points.
 */

const cardRow = {
  whose: text('考核对象'),
  class: text('分组'),
  band: text('等次'),
  settled: text('进度'),
  cardNo: ticketField('考核结果'),
};

/** In the order in which its page shows it. */
export const known = facts({
  topic: select('考核', [{ value: 'periodic', label: '定期考核' }], { value: () => 'periodic' }),
  from: date('从哪天起', { askedOf: ['manager'], required: true }),
  to: date('到哪天为止', { askedOf: ['manager'], required: true }),
  weighed: rows('权重（规则集）', { what: text('项目'), weight: number('权重') }),
  totals: rows(
    '全省合计',
    { label: text('项目'), now: text('结果'), definition: text('口径') },
    { max: 200 },
  ),
  cards: rows('考核结果', cardRow, { max: 2000 }),
  review: longtext('复核意见', { required: true, max: 2000 }),
  reviewedBy: text('复核人'),
  reviewedAt: datetime('复核时间'),
  bulletin: longtext('通报内容', { required: true, max: 4000 }),
  ...inWriting,
  announcedAt: datetime('内部通报时间'),
  publicWords: longtext('给群众的说明（用平常的话）', { required: true, max: 500 }),
  publicBasis: text('公开的依据', { required: true, max: 200 }),
  publicBy: text('审查公开'),
  publicAt: datetime('公开时间'),
});

/** What it notes for itself. */
const inner = facts({ proposerId: text('提请公开') });

/** Under which the timer finds those whose cards have to be counted, shown or told of the bulletin; and everybody those that are public. */
export const COUNTING = 'assessment-counting';
export const SHOWING = 'assessment-showing';
export const TELLING = 'assessment-telling';
export const DROPPING = 'assessment-dropping';
export const PUBLIC = 'assessment-public';

const form = { ...pick(known.fields, 'topic', 'from', 'to'), ...plannedFields };
type Form = InputOf<typeof form>;

/** A year at most: more days are not counted at once. */
const MOST_DAYS = 366;

const everyOf = (id: string): Every =>
  id.includes('W') ? 'week' : id.includes('Q') ? 'quarter' : id.length === 7 ? 'month' : 'year';

/** What a plan opens is about the period before its own: that one is over. */
const daysOf = ({ from, to, period, before }: Form): { from: CivilDate; to: CivilDate } => {
  if (from !== undefined && to !== undefined) return { from, to };
  const every = everyOf(period ?? '');
  const own = periodWithId(every, period ?? '') ?? periodOf(every, addDays(before ?? '', -1));
  const { first, last } = periodOf(every, addDays(own.first, -1));
  return { from: first, to: last };
};

const checkOpening = ({ from, to }: Form, { now }: Context): FieldErrors => {
  if (from === undefined || to === undefined) return {};
  if (to < from) return { to: '不能早于开始的日期' };
  if (to >= civilDateOf(now)) return { to: '须在今天以前：考核的期间要已经结束' };
  return daysBetween(from, to) >= MOST_DAYS ? { to: `一次最多考核 ${MOST_DAYS} 天` } : {};
};

/** The platform has counted every card. */
export const counted = act({
  act: 'counted',
  label: '数字已汇总',
  clause: 'G-2.1d',
  by: [platform],
  from: ['counting'],
  to: 'drafted',
  internal: true,
  fields: {
    ...pick(known.fields, 'totals'),
    // Named by the platform, which has just opened them: they are not looked up.
    cards: rows('考核结果', { ...cardRow, cardNo: text('编号') }, { max: 2000 }),
  },
  tells: [tell(theManager, ticket => `考核数字已汇总，请在 ${until(ticket, 'review')} 前复核`)],
});

const review = act({
  act: 'reviewFigures',
  label: '复核并征求意见',
  clause: 'A11',
  by: [manager],
  from: ['drafted'],
  to: 'hearing',
  meets: ['review'],
  fields: pick(known.fields, 'review'),
  says: 'review',
  run: change => {
    known.note(change, { reviewedBy: change.context.actor.name, reviewedAt: change.now });
    change.start(limits.announce, { role: 'manager' });
  },
});

/** Every unit and authority has its card before it. */
export const shown = act({
  act: 'shown',
  label: '已发各单位、各地征求意见',
  clause: 'J-25',
  by: [platform],
  from: ['hearing'],
  unless: ticket => (wasShown(ticket) ? '已经发出' : undefined),
  internal: true,
  run: change => sent.note(change, { shownAt: change.now }),
});
const sent = facts({ shownAt: text('已发出'), toldAt: text('已通报') });
const wasShown = (ticket: Ticket): boolean => sent.of(ticket).shownAt !== undefined;
const wasTold = (ticket: Ticket): boolean => sent.of(ticket).toldAt !== undefined;

/** Every unit and authority has heard what the manager makes known. */
export const told = act({
  act: 'told',
  label: '已登记到各单位、各地的考核结果',
  clause: 'G-2.1d',
  by: [platform],
  from: ['announced', 'called-off'],
  unless: ticket => (wasTold(ticket) ? '已经告知' : undefined),
  internal: true,
  run: change => sent.note(change, { toldAt: change.now }),
});

const unsettled = (ticket: Ticket): number =>
  (known.of(ticket).cards ?? []).filter(({ settled }) => settled === undefined || settled === '').length;

const announce = act({
  act: 'announce',
  label: '内部通报',
  clause: 'G-2.1d',
  by: [manager],
  from: ['hearing'],
  to: 'announced',
  meets: ['report'],
  awaited: true,
  unless: ticket =>
    !wasShown(ticket) || unsettled(ticket) > 0
      ? `还有 ${unsettled(ticket)} 个单位或地区在申诉期内，或者申诉没有审查`
      : undefined,
  fields: pick(known.fields, 'bulletin', 'signedBy', 'signedOn', 'documentNo'),
  check: (_ticket, input, context) => signatureErrors(input, context),
  says: 'bulletin',
  run: (change, input) => {
    known.note(change, { announcedAt: change.now, ...signatureOf(input, change.context) });
    change.end();
    change.count('assessment-announced');
  },
  tells: [tell(theOperator, () => '考核结果已通报，请查看')],
});

const cancel = act({
  act: 'cancel',
  label: '撤销考核',
  place: 'beside',
  clause: 'G-2.1d',
  by: [manager],
  from: ['drafted'],
  to: 'called-off',
  cancels: ['review'],
  fields: { reason: text('原因', { required: true, max: 300 }) },
  says: 'reason',
  run: change => change.end(),
});

export const isPublic = (ticket: Ticket): boolean => known.of(ticket).publicAt !== undefined;

/** What the public reads of it: what all of them came to, and how many in which band; nobody by name, and in no order. */
export const publicLines = (ticket: Ticket): { label: string; words: string; definition: string }[] => {
  const { totals = [], cards = [] } = known.of(ticket);
  const inBand = new Map<string, number>();
  for (const { band = '' } of cards) inBand.set(band, (inBand.get(band) ?? 0) + 1);
  const counts = [...inBand]
    .filter(([band]) => bandNames.includes(band))
    .map(([band, n]) => `${band} ${n} 个`);
  return [
    {
      label: '各单位、各地的等次',
      words: counts.length > 0 ? counts.join('、') : '没有',
      definition: '按各项数字和权重评定，件数不足的不评，不排名',
    },
    ...totals
      .slice(0, Object.keys(weights).length)
      .map(({ label = '', now = '', definition = '' }) => ({ label, words: now, definition })),
  ];
};

const proposePublic = act({
  act: 'proposePublic',
  label: '提请公开',
  place: 'beside',
  clause: 'G-2.1d',
  by: [manager, operator],
  from: ['announced'],
  unless: ticket => (isPublic(ticket) ? '已经公开' : undefined),
  fields: pick(known.fields, 'publicWords'),
  internal: true,
  says: 'publicWords',
  run: change => inner.note(change, { proposerId: change.context.actor.id }),
  tells: [tell(theManager, () => '提请公开考核结果，请审查')],
});

/** Two people (A53): whoever proposes does not decide. */
const whyNotPublic = (ticket: Ticket, { actor }: Context): string | undefined => {
  if (isPublic(ticket)) return '已经公开';
  const { proposerId } = inner.of(ticket);
  if (proposerId === undefined) return '还没有人提请公开';
  return proposerId === actor.id ? '提请公开和审查公开不能是同一个人' : undefined;
};

const makePublic = act({
  act: 'makePublic',
  label: '审查并公开',
  place: 'beside',
  clause: 'G-2.1d',
  by: [manager],
  from: ['announced'],
  unless: whyNotPublic,
  fields: {
    publicSecrecy: bool('已作保密审查，没有涉密内容', { required: true }),
    publicPersonal: bool('已作个人信息审查，没有个人信息', { required: true }),
    ...pick(known.fields, 'publicBasis'),
  },
  check: (_ticket, input) => ({
    ...(input.publicSecrecy ? {} : { publicSecrecy: '没有作保密审查的不能公开' }),
    ...(input.publicPersonal ? {} : { publicPersonal: '没有作个人信息审查的不能公开' }),
  }),
  shows: ticket => [{ label: '给群众的说明', text: known.of(ticket).publicWords ?? '' }],
  says: 'publicBasis',
  internal: true,
  run: change => {
    known.note(change, { publicAt: change.now, publicBy: change.context.actor.name });
    change.count('made-public');
  },
});

const takeBack = act({
  act: 'takeBack',
  label: '撤回公开',
  place: 'beside',
  clause: 'G-2.1d',
  by: [manager],
  from: ['announced'],
  unless: ticket => (isPublic(ticket) ? undefined : '没有公开'),
  fields: { reason: text('原因', { required: true, max: 200 }) },
  internal: true,
  says: 'reason',
  run: change => {
    known.note(change, { publicAt: undefined, publicBy: undefined, publicWords: undefined });
    inner.note(change, { proposerId: undefined });
  },
});

const topics: readonly Topic[] = [
  {
    value: 'periodic',
    label: '定期考核',
    clause: 'J-25',
    every: 'quarter',
    role: 'manager',
    checklist: [{ item: '考核已经结束的周期' }],
  },
];

const open = (change: Change, input: Form): void => {
  const { ruleSet } = change.context;
  known.note(change, {
    ...daysOf(input),
    weighed: Object.values(weights).map(one => ({
      what: one.label.replace('考核权重：', ''),
      weight: ruleSet.windows[one.id] ?? one.first,
    })),
  });
  change.to('counting');
  change.hold({ role: 'manager' });
  change.start(limits.review, { role: 'manager' });
};

export const assessment: Procedure = {
  kind: 'assessment',
  prefix: 'KH',
  label: '考核',
  group: '监督协调',
  purpose: '一段时间的考核：数字由系统汇总，征求各单位意见后内部通报，也可以公开',
  order: 93,
  clauses: ['G-2.1d', 'J-25', 'J-6'],
  limits: [limits.review, limits.announce],
  windows: [...Object.values(weights), ...Object.values(bands)],
  switches: [waiting],
  planned: { topics, whyMissed: () => undefined },
  states: {
    counting: { label: '汇总中' },
    drafted: { label: '待复核' },
    hearing: { label: '征求意见' },
    announced: { label: '已内部通报', ended: true },
    'called-off': { label: '已撤销', ended: true },
  },
  tags: ticket => [
    ...(ticket.state === 'counting' ? [COUNTING] : []),
    ...(ticket.state === 'hearing' && !wasShown(ticket) ? [SHOWING] : []),
    ...(ticket.state === 'announced' && !wasTold(ticket) ? [TELLING] : []),
    ...(ticket.state === 'called-off' && !wasTold(ticket) ? [DROPPING] : []),
    ...(isPublic(ticket) ? [PUBLIC] : []),
  ],
  opening: opening({
    label: '开始考核',
    clause: 'G-2.1d',
    by: [...managers, 'system'],
    fields: form,
    check: checkOpening,
    title: input => {
      const { from, to } = daysOf(input);
      return `考核（${spokenDate(from)}至 ${spokenDate(to)}）`;
    },
    units: () => [],
    run: open,
  }),
  facts: known,
  acts: [
    review,
    announce,
    cancel,
    proposePublic,
    makePublic,
    takeBack,
    counted,
    shown,
    told,
    noteCard,
    noteProgress({ clause: 'G-2.1d', by: [manager], from: ['drafted', 'hearing'] }),
  ],
};
