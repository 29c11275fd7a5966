import {
  act,
  date,
  facts,
  files,
  longtext,
  opening,
  pick,
  region,
  rows,
  text,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Party,
  type Procedure,
} from '../../engine';
import { operators, unitMembers } from '../../catalogue/roles';
import type { Scheduled } from '../../content/calendar';
import { workdays, type Policy } from '../../rulesets';
import type { ListedTicket } from '../../ticket/listed';
import { endOfDay } from '../../time';
import { until } from '../common/citizen-ticket/words';
import { askConsent, consentActs, consentFacts, consentLimit, unitsAsked } from '../common/consenting';
import { author, authorOf, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator } from '../common/staff-ticket/parties';
import { placeWith, sideName } from '../common/staff-ticket/side';
import { reporterOf, tell, theManager } from '../common/staff-ticket/words';
import { periodErrors } from '../channel';

/**
 * 宣传活动, G-4.2.3, J-13, G-4.1: planned, agreed to by the manager and the units concerned, held, reposted by whoever takes part
 * (媒体矩阵), and reported with what came of it.
 */

const known = facts({
  name: text('活动名称', { required: true, max: 60 }),
  occasion: text('结合什么（节日、热点、新服务）', { max: 60 }),
  plan: longtext('方案', { required: true, max: 4000 }),
  from: date('从哪天起', { required: true }),
  until: date('到哪天为止', { required: true }),
  units: unitsAsked,
  regions: rows('请哪些地区转发', { region: region('地区', { required: true }) }, { max: 30 }),
  channels: rows('渠道', { name: text('渠道', { required: true, max: 40 }) }, { max: 20 }),
  material: files('方案附件', { max: 9 }),
  ...consentFacts,
  reposts: rows('转发记录', {
    party: text('谁转发', { required: true }),
    where: text('渠道', { required: true, max: 40 }),
    link: text('链接', { required: true, max: 300 }),
    on: date('日期', { required: true }),
  }),
  result: longtext('效果（参加、阅读、转发等）', { required: true, max: 4000 }),
  pictures: files('活动照片', { max: 9 }),
});

const limits = {
  consent: consentLimit('campaign', 'G-4.2.3'),
  report: {
    id: 'campaign.report',
    clock: 'results',
    label: '活动结束后报效果',
    clause: 'J-13',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(
  known.fields,
  'name',
  'occasion',
  'plan',
  'from',
  'until',
  'units',
  'regions',
  'channels',
  'material',
);

type Form = InputOf<typeof form>;

/** So many reposts are kept with it. */
const MOST_REPOSTS = 200;

const invited: Party = {
  label: '转发的地区',
  roles: ['local'],
  has: (actor, { work }) => actor.region !== undefined && (work?.regions ?? []).includes(actor.region),
};

const repost = act({
  act: 'repost',
  label: '登记转发',
  clause: 'J-13',
  place: 'next',
  by: [author, concernedUnit, invited, operator],
  from: ['running'],
  fields: {
    where: text('在哪个渠道转发', { required: true, max: 40 }),
    link: text('链接', { required: true, max: 300 }),
  },
  unless: ticket =>
    (known.of(ticket).reposts ?? []).length >= MOST_REPOSTS ? '转发记录已满，请写进活动效果' : undefined,
  says: 'where',
  run: (change, input) => {
    const before = known.of(change.ticket).reposts ?? [];
    const party = sideName(reporterOf(change.context), change.context);
    known.note(change, { reposts: [...before, { party, ...input, on: change.today }] });
    change.count('reposted', change.context.actor.unitId ?? change.context.actor.role);
  },
});

const report = act({
  act: 'reportResult',
  label: '报活动效果，办结',
  clause: 'J-13',
  by: [author],
  from: ['running'],
  to: 'closed',
  meets: ['results'],
  fields: pick(known.fields, 'result', 'pictures'),
  says: 'result',
  run: change => change.end(),
  tells: [tell(theManager, () => '活动已结束，效果已报')],
});

const callOff = act({
  act: 'callOff',
  label: '取消活动',
  place: 'beside',
  clause: 'G-4.2.3',
  by: [author, manager],
  from: ['consulting', 'running'],
  to: 'called-off',
  cancels: ['consent', 'results'],
  fields: { reason: text('原因', { required: true, max: 300 }) },
  run: change => {
    change.end();
    for (const unitId of change.ticket.work?.unitIds ?? []) change.tell({ to: 'unit', unitId }, '活动已取消');
  },
  tells: [tell(theManager, () => '活动已取消'), tell(theAuthor, () => '活动已取消')],
});

const begin = (change: Change): void => {
  const { ticket } = change;
  const { until: last = change.today } = known.of(ticket);
  change.to('running');
  giveToAuthor(change);
  // Counted from the last day of the campaign, which may have passed while consents were awaited.
  const from = endOfDay(last) > change.now ? endOfDay(last) : change.now;
  change.start(limits.report, ticket.holder, { startedAt: from });
  change.tell(theAuthor(ticket), `都已同意，活动可以开展，效果最迟 ${until(ticket, 'results')} 报`);
  for (const code of ticket.work?.regions ?? [])
    change.tell({ to: 'authority', region: code }, '请转发宣传活动');
};

const own = (region: string | undefined, { actor }: Context): boolean => region === actor.region;

const errors = (input: Form, context: Context): FieldErrors => ({
  ...periodErrors(input, context.now),
  ...((input.regions ?? []).some(one => own(one.region, context)) ? { regions: '不用选本地区' } : {}),
});

/** What is not held takes no day. */
const onCalendar = (ticket: ListedTicket): Scheduled | undefined => {
  const { name = '', from, until, channels = [] } = known.of(ticket);
  if (from === undefined || until === undefined || ['refused', 'called-off'].includes(ticket.state))
    return undefined;
  return { from, until, topic: name, channels: channels.map(one => one.name), by: authorOf(ticket) };
};

export const campaign: Procedure = {
  kind: 'campaign',
  prefix: 'HD',
  label: '宣传活动',
  group: '内容和推广',
  purpose: '策划节日、热点、新服务的宣传活动，请各地转发，活动后报效果',
  order: 112,
  clauses: ['G-4.2.3', 'G-4.1', 'J-13'],
  limits: Object.values(limits),
  states: {
    consulting: { label: '征求同意' },
    running: { label: '开展中' },
    closed: { label: '已办结', ended: true },
    refused: { label: '没有同意', ended: true },
    'called-off': { label: '已取消', ended: true },
  },
  opening: opening({
    label: '策划宣传活动',
    offeredAt: { contentCalendar: '策划宣传活动' },
    clause: 'G-4.2.3',
    by: [...operators, ...unitMembers, 'local', 'manager'],
    fields: form,
    check: errors,
    title: input => `宣传活动：${input.name}`,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: (change, input) => {
      placeWith(change, noteAuthor(change));
      change.to('consulting');
      if (change.ticket.work && input.regions)
        change.ticket.work.regions = [...new Set(input.regions.map(one => one.region))];
      askConsent(
        change,
        limits.consent,
        input.units.map(({ unitId }) => unitId),
        '宣传活动请书面表态',
      );
    },
  }),
  facts: known,
  onCalendar,
  acts: [
    ...consentActs({
      clause: 'G-4.2.3',
      from: 'consulting',
      shows: ticket => [{ label: '方案', text: known.of(ticket).plan ?? '' }],
      all: begin,
      refused: change => {
        change.to('refused');
        change.end();
      },
      tellsRefused: [
        tell(theAuthor, () => '没有同意，活动不能开展'),
        tell(theManager, () => '宣传活动没有得到同意'),
      ],
    }),
    report,
    repost,
    callOff,
    noteProgress({
      clause: 'G-4.2.3',
      by: [author, concernedUnit, operator, manager],
      from: ['consulting', 'running'],
    }),
  ],
};
