import {
  act,
  date,
  facts,
  files,
  longtext,
  opening,
  pick,
  select,
  text,
  type Change,
  type FieldErrors,
  type InputOf,
  type Procedure,
} from '../../engine';
import { operators, unitMembers } from '../../catalogue/roles';
import type { Policy } from '../../rulesets';
import { addDays, civilDateOf, startOfDay } from '../../time';
import { askConsent, consentActs, consentFacts, consentLimit, unitsAsked } from '../common/consenting';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator, platform } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';

/**
 * 推广渠道, G-4.2.4, A13: a channel by which the platform is made known is used once the manager and the units concerned have
 * agreed in writing; what it is, whose, from when to when stands here.
 */

const types = [
  { value: 'account', label: '公众号、视频号' },
  { value: 'media', label: '新闻媒体' },
  { value: 'site', label: '网站、客户端' },
  { value: 'offline', label: '线下（大厅、社区、交通）' },
  { value: 'partner', label: '合作方渠道' },
  { value: 'other', label: '其他' },
] as const;

const known = facts({
  name: text('渠道名称', { required: true, max: 60 }),
  channelType: select('种类', types, { required: true }),
  ownedBy: text('归谁所有', { required: true, max: 60 }),
  use: longtext('怎样用、推广什么', { required: true, max: 2000 }),
  from: date('从哪天起', { required: true }),
  until: date('到哪天为止'),
  units: unitsAsked,
  material: files('材料', { max: 9 }),
  ...consentFacts,
  result: longtext('效果', { max: 2000 }),
});

const limits = { consent: consentLimit('channel', 'G-4.2.4') } as const satisfies Record<string, Policy>;

const form = pick(
  known.fields,
  'name',
  'channelType',
  'ownedBy',
  'use',
  'from',
  'until',
  'units',
  'material',
);

type Form = InputOf<typeof form>;

/** A period begins today at the earliest, and ends after it has begun. */
export const periodErrors = (
  { from, until }: { from: string; until?: string | undefined },
  now: string,
): FieldErrors => {
  if (from < civilDateOf(now)) return { from: '不能早于今天' };
  return until !== undefined && until < from ? { until: '不能早于开始的日期' } : {};
};

const finish = (change: Change): void => change.end();

const stop = act({
  act: 'stopUse',
  label: '停用',
  clause: 'G-4.2.4',
  by: [author, manager],
  from: ['in-use'],
  to: 'stopped',
  fields: pick(known.fields, 'result'),
  says: 'result',
  run: finish,
  tells: [tell(theManager, () => '推广渠道已停用'), tell(theAuthor, () => '推广渠道已停用')],
});

const expire = act({
  act: 'runOut',
  label: '到期停用',
  clause: 'G-4.2.4',
  by: [platform],
  from: ['in-use'],
  to: 'stopped',
  due: ticket => {
    const day = known.of(ticket).until;
    return day === undefined ? undefined : startOfDay(addDays(day, 1));
  },
  run: finish,
  tells: [tell(theAuthor, () => '推广渠道到期，请停用')],
});

export const channel: Procedure = {
  kind: 'channel',
  prefix: 'QD',
  label: '推广渠道',
  group: '内容和推广',
  purpose: '用一个推广渠道，先书面征得管理方和单位同意',
  order: 113,
  clauses: ['G-4.2.4', 'A13'],
  limits: Object.values(limits),
  states: {
    consulting: { label: '征求同意' },
    'in-use': { label: '在用', ended: true },
    refused: { label: '没有同意', ended: true },
    stopped: { label: '已停用', ended: true },
  },
  // What is in use is found as long as it is.
  tags: ticket => (ticket.state === 'in-use' ? ['channels'] : []),
  opening: opening({
    label: '申请使用推广渠道',
    clause: 'G-4.2.4',
    by: [...operators, ...unitMembers, 'local'],
    fields: form,
    check: (input, { now }) => periodErrors(input, now),
    title: (input: Form) => `推广渠道：${input.name}`,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: (change, input) => {
      noteAuthor(change);
      change.to('consulting');
      askConsent(
        change,
        limits.consent,
        input.units.map(({ unitId }) => unitId),
        '推广渠道请书面表态',
      );
    },
  }),
  facts: known,
  acts: [
    ...consentActs({
      clause: 'G-4.2.4',
      from: 'consulting',
      shows: ticket => [{ label: '怎样用', text: known.of(ticket).use ?? '' }],
      all: change => {
        change.to('in-use');
        giveToAuthor(change);
        change.end();
        change.tell(theAuthor(change.ticket), '都已同意，渠道可以使用');
      },
      refused: change => {
        change.to('refused');
        change.end();
      },
      tellsRefused: [
        tell(theAuthor, () => '没有同意，渠道不能使用'),
        tell(theManager, () => '推广渠道没有得到同意'),
      ],
    }),
    stop,
    expire,
    noteProgress({
      clause: 'G-4.2.4',
      by: [author, concernedUnit, operator, manager],
      from: ['consulting'],
    }),
  ],
};
