import {
  act,
  facts,
  files,
  longtext,
  opening,
  pick,
  select,
  text,
  type InputOf,
  type Procedure,
} from '../../engine';
import { operators, unitMembers } from '../../catalogue/roles';
import { workdays, type Policy } from '../../rulesets';
import { until } from '../common/citizen-ticket/words';
import { askConsent, consentActs, consentFacts, consentLimit, unitsAsked } from '../common/consenting';
import { author, giveToAuthor, noteAuthor, theAuthor } from '../common/staff-ticket/author';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager } from '../common/staff-ticket/words';

/**
 * 敏感事项, G-4.2.1b, A13: what is hard to handle, or grave, complex or sensitive, is done with the written consent of the manager
 * and of every unit concerned; either may refuse, and then it is not done.
 */

const types = [
  { value: 'hard', label: '难以处理' },
  { value: 'major', label: '重大' },
  { value: 'complex', label: '复杂' },
  { value: 'sensitive', label: '敏感' },
  { value: 'opinion', label: '舆情' },
] as const;

const known = facts({
  subject: text('事项', { required: true, max: 60 }),
  sensitiveType: select('属于哪一种', types, { required: true }),
  background: longtext('情况', { required: true, max: 4000 }),
  proposal: longtext('准备怎样处理', { required: true, max: 4000 }),
  units: unitsAsked,
  material: files('材料', { max: 9 }),
  ...consentFacts,
  result: longtext('处理结果', { required: true, max: 4000 }),
});

const limits = {
  consent: consentLimit('sensitive-matter', 'G-4.2.1b'),
  handle: {
    id: 'sensitive-matter.handle',
    clock: 'handle',
    label: '按同意的办法处理',
    clause: 'G-4.2.1b',
    limit: workdays(10),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(known.fields, 'subject', 'sensitiveType', 'background', 'proposal', 'units', 'material');

type Form = InputOf<typeof form>;

const handle = act({
  act: 'handle',
  label: '报处理结果',
  clause: 'G-4.2.1b',
  by: [author],
  from: ['consented'],
  to: 'handled',
  meets: ['handle'],
  fields: pick(known.fields, 'result'),
  says: 'result',
  run: change => {
    change.end();
    for (const unitId of change.ticket.work?.unitIds ?? [])
      change.tell({ to: 'unit', unitId }, '敏感事项已处理');
  },
  tells: [tell(theManager, () => '敏感事项已处理')],
});

const giveUp = act({
  act: 'giveUp',
  label: '不再处理',
  place: 'beside',
  clause: 'G-4.2.1b',
  by: [author, manager],
  from: ['consulting', 'consented'],
  to: 'given-up',
  cancels: ['consent', 'handle'],
  fields: { reason: text('原因', { required: true, max: 300 }) },
  run: change => change.end(),
  tells: [tell(theManager, () => '敏感事项不再处理'), tell(theAuthor, () => '敏感事项不再处理')],
});

export const sensitiveMatter: Procedure = {
  kind: 'sensitive-matter',
  prefix: 'MG',
  label: '敏感事项',
  group: '内容和推广',
  purpose: '重大、复杂、敏感的事项，先书面征得管理方和单位同意',
  order: 114,
  clauses: ['G-4.2.1b', 'A13'],
  limits: Object.values(limits),
  states: {
    consulting: { label: '征求同意' },
    consented: { label: '都已同意，待处理' },
    handled: { label: '已处理', ended: true },
    refused: { label: '没有同意', ended: true },
    'given-up': { label: '不再处理', ended: true },
  },
  opening: opening({
    label: '报敏感事项',
    clause: 'G-4.2.1b',
    by: [...operators, ...unitMembers, 'local'],
    fields: form,
    title: (input: Form) => input.subject,
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: (change, input) => {
      noteAuthor(change);
      change.to('consulting');
      askConsent(
        change,
        limits.consent,
        input.units.map(({ unitId }) => unitId),
        '敏感事项请书面表态',
      );
    },
  }),
  facts: known,
  acts: [
    ...consentActs({
      clause: 'G-4.2.1b',
      from: 'consulting',
      shows: ticket => [{ label: '准备怎样处理', text: known.of(ticket).proposal ?? '' }],
      all: change => {
        change.to('consented');
        giveToAuthor(change);
        change.start(limits.handle, change.ticket.holder);
        change.tell(theAuthor(change.ticket), `都已同意，请在 ${until(change.ticket, 'handle')} 前处理`);
      },
      refused: change => {
        change.to('refused');
        change.end();
      },
      tellsRefused: [
        tell(theAuthor, () => '没有同意，不能处理'),
        tell(theManager, () => '敏感事项没有得到同意'),
      ],
    }),
    handle,
    giveUp,
    noteProgress({
      clause: 'G-4.2.1b',
      by: [author, concernedUnit, operator, manager],
      from: ['consulting', 'consented'],
    }),
  ],
};
