import { act, bool, choices, longtext, text, type Context, type Party } from '../../engine';
import { specs } from '../../reports/specs';
import type { Ticket } from '../../ticket/ticket';
import { manager } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';
import { inner, known } from './known';

/**
 * What may be released to people (J-18a, J-2, G-2.1d): figures of a report that was sent, in plain words. Publishing needs two
 * people (A53): one proposes, the manager reviews and decides; both stand on the report, and it can be taken back.
 */

/** Under which a report with public figures is found. */
export const PUBLIC = 'report-public';

export const isPublic = (ticket: Ticket): boolean => known.of(ticket).publicAt !== undefined;

/** Figures that say something to people, and nothing of anybody. */
const open = [
  'received',
  'replied',
  'reply',
  'accept',
  'solved',
  'satisfied',
  'redone',
  'faults',
  'fix',
  'maintenance',
];

const publicFigures = specs
  .filter(({ key }) => open.includes(key))
  .map(({ key, label }) => ({ value: key, label }));

const isMain = (ticket: Ticket): boolean => {
  const { main, unitId, region } = inner.of(ticket);
  return main === undefined && unitId === undefined && region === undefined;
};

const proposer: Party = {
  label: '运营方负责人或管理方',
  roles: ['operator-lead', 'manager'],
  has: (_actor, ticket) => isMain(ticket),
};

const decider: Party = { ...manager, has: (_actor, ticket) => isMain(ticket) };

const onlyMain = (ticket: Ticket): string | undefined => (isMain(ticket) ? undefined : '只公开全省的数字');

export const proposePublic = act({
  act: 'proposePublic',
  label: '提请公开',
  place: 'beside',
  clause: 'A53',
  by: [proposer],
  from: ['sent'],
  unless: ticket => onlyMain(ticket) ?? (isPublic(ticket) ? '已经公开' : undefined),
  fields: {
    publicFigures: choices('公开哪些数字', publicFigures, { required: true }),
    publicWords: longtext('给群众的说明（用平常的话）', { required: true, max: 500 }),
  },
  internal: true,
  says: 'publicWords',
  run: change => inner.note(change, { proposerId: change.context.actor.id }),
  tells: [tell(theManager, () => '提请公开部分数字，请审查')],
});

const ownProposal = (ticket: Ticket, { actor }: Context): string | undefined =>
  inner.of(ticket).proposerId === actor.id ? '提请公开和审查公开不能是同一个人' : undefined;

export const makePublic = act({
  act: 'makePublic',
  label: '审查并公开',
  place: 'beside',
  clause: 'A53',
  by: [decider],
  from: ['sent'],
  unless: (ticket, context) =>
    onlyMain(ticket) ??
    (isPublic(ticket) ? '已经公开' : undefined) ??
    (known.of(ticket).publicFigures === undefined ? '还没有人提请公开' : undefined) ??
    ownProposal(ticket, context),
  fields: {
    publicSecrecy: bool('已作保密审查，没有涉密内容', { required: true }),
    publicPersonal: bool('已作个人信息审查，没有个人信息', { required: true }),
    publicBasis: text('依据', { required: true, max: 200 }),
  },
  check: (_ticket, input) => ({
    ...(input.publicSecrecy ? {} : { publicSecrecy: '没有作保密审查的不能公开' }),
    ...(input.publicPersonal ? {} : { publicPersonal: '没有作个人信息审查的不能公开' }),
  }),
  shows: ticket => [
    { label: '给群众的说明', text: known.of(ticket).publicWords ?? '' },
    {
      label: '公开的数字',
      text: publicFigures
        .filter(({ value }) => known.of(ticket).publicFigures?.includes(value))
        .map(({ label }) => label)
        .join('、'),
    },
  ],
  says: 'publicBasis',
  internal: true,
  run: change => {
    known.note(change, { publicAt: change.now, publicBy: change.context.actor.name });
    change.count('made-public');
  },
});

export const takeBack = act({
  act: 'takeBack',
  label: '撤回公开',
  place: 'beside',
  clause: 'A53',
  by: [decider],
  from: ['sent'],
  unless: ticket => onlyMain(ticket) ?? (isPublic(ticket) ? undefined : '没有公开'),
  fields: { reason: text('原因', { required: true, max: 200 }) },
  internal: true,
  run: change => {
    known.note(change, { publicAt: undefined, publicBy: undefined, publicFigures: undefined });
    inner.note(change, { proposerId: undefined });
  },
});
