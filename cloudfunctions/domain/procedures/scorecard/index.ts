import {
  act,
  date,
  facts,
  files,
  longtext,
  number,
  opening,
  pick,
  region,
  rows,
  select,
  selectFor,
  text,
  unit,
  type Change,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { runningClock, type Ticket } from '../../ticket/ticket';
import { bandOf, type Line } from '../assessment/score';
import { limits } from '../assessment/limits';
import { until } from '../common/citizen-ticket/words';
import { noteProgress } from '../common/staff-ticket/forms';
import { manager, platform } from '../common/staff-ticket/parties';
import { giveToSide, holdingSide, sideFor, theHoldingSide } from '../common/staff-ticket/side';
import { lastMinute, tell, theLead, theManager } from '../common/staff-ticket/words';
import { takeOut, type Earlier, type TakenOut } from './taken-out';

/**
 * 考核结果 of one unit or local authority (G-2.1d, J-25, A55): it sees its own figures before anybody hears of them, and may
 * appeal; the manager decides, and what is taken out of a figure stands beside it as it was.
 */

const bases = ['误评', '恶意差评', '不合理诉求', '统计差错', '不可抗力'].map(label => ({
  value: label,
  label,
}));

const figure = {
  label: text('项目'),
  now: text('结果'),
  numerator: number('分子'),
  denominator: number('分母'),
  weight: number('权重'),
  better: select('方向', [
    { value: 'high', label: '越高越好' },
    { value: 'low', label: '越低越好' },
  ]),
  definition: text('口径'),
};

/** In the order in which its page shows it. */
export const known = facts({
  whose: text('考核对象'),
  class: text('分组'),
  period: text('考核期间'),
  band: text('等次'),
  figures: rows('各项数字', figure, { max: 200 }),
  appealed: longtext('申诉意见', { required: true, max: 3000 }),
  proof: files('申诉佐证', { max: 9 }),
  decision: longtext('审查意见', { required: true, max: 2000 }),
  corrected: rows('更正', {
    label: text('项目'),
    before: text('原为'),
    after: text('现为'),
    basis: text('原因'),
    under: text('依据'),
    part: number('分子减去'),
    whole: number('分母减去'),
    cardNo: text('沿用哪次考核结果'),
  }),
  bandBefore: text('更正前的等次'),
  bulletin: longtext('内部通报'),
});

/** For whom it is, of which time and of which assessment. */
export const inner = facts({
  assessmentNo: text('考核编号', { max: 64 }),
  from: date('从哪天起'),
  to: date('到哪天为止'),
  unitId: unit('考核单位'),
  region: region('考核地区'),
});

const form = {
  ...inner.fields,
  ...pick(known.fields, 'whose', 'class', 'period', 'band', 'figures', 'corrected', 'bandBefore'),
};

/** Settled cards from whose figures something was taken out, by the year in which their time begins. */
export const correctedIn = (year: string): string => `scorecard-corrected|${year}`;

/** What was taken out of the figures of a card, as a longer assessment takes it out too. */
export const earlierOf = (ticket: Ticket): Earlier[] => {
  const { from, to } = inner.of(ticket);
  const { corrected = [] } = known.of(ticket);
  if (from === undefined || to === undefined) return [];
  const taken = corrected.map(
    ({ label = '', part = 0, whole = 0, basis = '', under = '', cardNo }): TakenOut => ({
      ...{ label, part, whole, basis, under, cardNo },
    }),
  );
  return [{ no: ticket.no, from, to, taken }];
};

/** Cards of an assessment that wait for what comes of it: to be shown, to be told. */
export const cardsOf = (assessmentNo: string): string => `scorecard-of|${assessmentNo}`;

/** Whose settled card has still to be noted on its assessment. */
const NOTING = 'scorecard-noting';

/** What the assessment writes down once a card is settled. */
export const noteCard = act({
  act: 'noteCard',
  label: '考核结果已确定',
  clause: 'G-2.1d',
  by: [platform],
  from: ['hearing'],
  internal: true,
  fields: { card: text('编号', { required: true }), cardBand: text('等次', { required: true }) },
  says: null,
  run: (change, { card, cardBand }) => {
    const { work } = change.ticket;
    const cards = (work?.values['cards'] ?? []) as { cardNo?: string; band?: string; settled?: string }[];
    change.keep({
      cards: cards.map(one => (one.cardNo === card ? { ...one, band: cardBand, settled: '已确定' } : one)),
    });
  },
});

const settleCard = (change: Change): void => {
  change.to('settled');
  change.end();
};

/** Its unit or authority sees it from now on. */
export const show = act({
  act: 'show',
  label: '征求意见',
  clause: 'J-25',
  by: [platform],
  from: ['counted'],
  to: 'shown',
  run: change => {
    const { unitId, region: code } = inner.of(change.ticket);
    giveToSide(change, sideFor({ role: 'operator', unitId, region: code }, change.context.catalogue));
    change.start(limits.appeal, change.ticket.holder);
  },
  tells: [theHoldingSide, theLead].map(audience =>
    tell(audience, ticket => `考核数字已出，有异议的请在 ${until(ticket, 'objection')} 前申诉`),
  ),
});

/** Its assessment was called off. */
export const drop = act({
  act: 'drop',
  label: '考核已撤销',
  clause: 'G-2.1d',
  by: [platform],
  from: ['counted'],
  to: 'called-off',
  internal: true,
  run: change => change.end(),
});

const agree = act({
  act: 'agree',
  label: '没有异议',
  clause: 'J-25',
  control: 'tap',
  done: '已确认',
  by: [holdingSide],
  from: ['shown'],
  meets: ['objection'],
  run: settleCard,
});

const appeal = act({
  act: 'appeal',
  label: '提出申诉',
  place: 'next',
  clause: 'J-25',
  by: [holdingSide],
  from: ['shown'],
  to: 'appealed',
  meets: ['objection'],
  fields: pick(known.fields, 'appealed', 'proof'),
  says: 'appealed',
  run: change => {
    change.hold({ role: 'manager' });
    change.start(limits.decide, { role: 'manager' });
    change.count('assessment-appealed', change.ticket.unitId ?? undefined);
  },
  tells: [tell(theManager, ticket => `对考核数字提出申诉，请在 ${until(ticket, 'review')} 前审查`)],
});

/** Nobody has said anything within the limit. */
const lapse = act({
  act: 'lapse',
  label: '期限内没有申诉，考核结果确定',
  clause: 'J-25',
  by: [platform],
  from: ['shown'],
  cancels: ['objection'],
  due: ticket => lastMinute(runningClock(ticket, 'objection')),
  run: settleCard,
});

const exclusions = rows(
  '从哪项数字中剔除（不支持申诉的不填）',
  {
    line: selectFor(
      '项目',
      ticket => (known.of(ticket).figures ?? []).flatMap(({ label = '' }) => ({ value: label, label })),
      { required: true },
    ),
    part: number('分子减去', { min: 0, max: 1_000_000 }),
    whole: number('分母减去', { min: 0, max: 1_000_000 }),
    basis: select('原因', bases, { required: true }),
    under: text('依据（文件和条款）', { required: true, max: 200 }),
  },
  { max: 20 },
);
type Exclusion = NonNullable<InputOf<{ exclusions: typeof exclusions }>['exclusions']>[number];

const lineErrors = (ticket: Ticket, rowsOf: readonly Exclusion[]): FieldErrors => {
  const errors: FieldErrors = {};
  const left = new Map((known.of(ticket).figures ?? []).map(one => [one.label, { ...one }]));
  for (const [at, { line, part = 0, whole = 0 }] of rowsOf.entries()) {
    const found = left.get(line);
    if (!found) errors[`exclusions.${at}.line`] = '没有这一项，请重新选择';
    else {
      found.numerator = (found.numerator ?? 0) - part;
      found.denominator = (found.denominator ?? 0) - whole;
      if (part + whole === 0) errors[`exclusions.${at}.part`] = '请填写剔除多少';
      else if (found.numerator < 0) errors[`exclusions.${at}.part`] = '比原来的数字还多';
      else if (found.denominator < found.numerator)
        errors[`exclusions.${at}.whole`] = '剔除以后分母比分子小，请核对';
    }
  }
  return errors;
};

type Stored = NonNullable<ReturnType<typeof known.of>['figures']>[number];
const asLine = ({
  label = '',
  now = '',
  numerator = 0,
  denominator = 0,
  weight = 0,
  better = 'high',
  definition = '',
}: Stored): Line => ({ label, now, numerator, denominator, weight, better, definition });

const decideAppeal = act({
  act: 'decideAppeal',
  label: '审查申诉',
  clause: 'A55',
  by: [manager],
  from: ['appealed'],
  meets: ['review'],
  fields: { ...pick(known.fields, 'decision'), exclusions },
  check: (ticket, input) => lineErrors(ticket, input.exclusions ?? []),
  says: 'decision',
  run: (change, { exclusions: taken = [] }) => {
    const { figures = [], band, corrected: before = [] } = known.of(change.ticket);
    const { lines, corrected } = takeOut(
      figures.map(asLine),
      taken.map(({ line, part = 0, whole = 0, basis, under }) => ({
        ...{ label: line, part, whole, basis, under, cardNo: undefined },
      })),
    );
    if (taken.length > 0)
      known.note(change, {
        figures: lines,
        bandBefore: band,
        band: bandOf(lines, change.context.ruleSet),
        corrected: [...before, ...corrected],
      });
    const { unitId, region: code } = inner.of(change.ticket);
    giveToSide(change, sideFor({ role: 'operator', unitId, region: code }, change.context.catalogue));
    settleCard(change);
  },
  tells: [tell(theHoldingSide, () => '申诉已有审查意见，请查看')],
});

/** What the manager has made known of all of it (G-2.1d). */
export const makeKnown = act({
  act: 'makeKnown',
  label: '考核结果已内部通报',
  clause: 'G-2.1d',
  by: [platform],
  from: ['settled'],
  unless: ticket => (known.of(ticket).bulletin === undefined ? undefined : '已经通报'),
  fields: pick(known.fields, 'bulletin'),
  says: 'bulletin',
  tells: [
    tell(theHoldingSide, () => '考核结果已内部通报，请查看'),
    tell(theLead, () => '考核结果已内部通报，请查看'),
  ],
});

const settle = act({
  act: 'settle',
  label: '已登记到考核',
  clause: 'G-2.1d',
  by: [platform],
  from: ['settled'],
  unless: ticket => (noted.of(ticket).notedAt ? '已经登记' : undefined),
  internal: true,
  run: change => noted.note(change, { notedAt: change.now }),
});
const noted = facts({ notedAt: text('已登记') });

export const scorecard: Procedure = {
  kind: 'scorecard',
  prefix: 'KP',
  label: '考核结果',
  group: '监督协调',
  purpose: '一个单位或地区的考核数字：自己先看，可以申诉，由管理方审查',
  order: 94,
  clauses: ['G-2.1d', 'J-25'],
  limits: [limits.appeal, limits.decide],
  states: {
    counted: { label: '待复核' },
    shown: { label: '征求意见' },
    appealed: { label: '申诉待审查' },
    settled: { label: '已确定', ended: true },
    'called-off': { label: '已撤销', ended: true },
  },
  tags: ticket => {
    const { state } = ticket;
    const waits = state === 'counted' || (state === 'settled' && known.of(ticket).bulletin === undefined);
    return [
      ...(waits ? [cardsOf(inner.of(ticket).assessmentNo ?? '')] : []),
      ...(state === 'settled' && !noted.of(ticket).notedAt ? [NOTING] : []),
      ...(state === 'settled' && (known.of(ticket).corrected ?? []).length > 0
        ? [correctedIn((inner.of(ticket).from ?? '').slice(0, 4))]
        : []),
    ];
  },
  followUp: {
    tag: NOTING,
    steps: ticket => {
      const { assessmentNo } = inner.of(ticket);
      const { band = '' } = known.of(ticket);
      return assessmentNo === undefined
        ? []
        : [{ no: assessmentNo, act: noteCard, input: { card: ticket.no, cardBand: band } }];
    },
    settle,
  },
  opening: opening({
    label: '汇总考核数字',
    clause: 'G-2.1d',
    by: ['system'],
    fields: form,
    title: ({ whose = '', period = '' }) => `${whose}考核结果（${period}）`,
    // It is its unit's once the manager has reviewed it.
    units: () => [],
    run: (change, input) => {
      const { assessmentNo, from, to, unitId, region: code } = input;
      inner.note(change, { assessmentNo, from, to, unitId, region: code });
      change.to('counted');
      change.hold({ role: 'manager' });
    },
  }),
  facts: known,
  acts: [
    agree,
    appeal,
    decideAppeal,
    lapse,
    show,
    drop,
    makeKnown,
    settle,
    noteProgress({ clause: 'J-25', by: [holdingSide, manager], from: ['shown', 'appealed'] }),
  ],
};
