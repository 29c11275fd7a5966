import { platformStaff } from '../../catalogue/roles';
import {
  act,
  datetime,
  facts,
  longtext,
  opening,
  pick,
  rows,
  text,
  ticket as ticketField,
  unit,
  type Audience,
  type Change,
  type Context,
  type Fields,
  type InputOf,
  type Procedure,
} from '../../engine';
import { workdays, type Policy } from '../../rulesets';
import { isOpen, type Ticket } from '../../ticket/ticket';
import { spokenTime } from '../../time/spoken';
import { giveForGood, keeperWords } from '../common/citizen-ticket/returning';
import { beforeReply, citizen, promised, theHolder, unitName } from '../common/citizen-ticket/words';
import { noteProgress } from '../common/staff-ticket/forms';
import { concernedUnit, manager, operator } from '../common/staff-ticket/parties';
import { tell, theManager, theOperator } from '../common/staff-ticket/words';

/**
 * 疑难件协调会, G-2.1c, A27, A50: what units dispute is put before the manager, with the units as parties; each says what
 * it has to say, and the decision binds: the ticket goes to the unit that it names, for good.
 */

/** What a coordination knows, in the order in which its page shows it. */
const known = facts({
  subject: text('议题', { required: true, max: 60 }),
  ticketNo: ticketField('有争议的工单编号'),
  background: longtext('争议在哪里，要定什么', { required: true, max: 4000 }),
  parties: rows('参加单位', { unitId: unit('单位', { required: true }) }, { required: true, max: 20 }),
  heldAt: datetime('开会时间'),
  statements: rows('各单位意见', {
    unitId: unit('单位'),
    text: longtext('意见', { required: true, max: 2000 }),
  }),
  unitId: unit('承办单位'),
  decision: longtext('协调决定', { required: true, max: 2000 }),
  minutes: longtext('会议纪要', { required: true, max: 10_000 }),
});

const limits = {
  decide: {
    id: 'coordination.decide',
    clock: 'dispatch',
    label: '作出协调决定',
    clause: 'G-2.1c',
    limit: workdays(5),
    internal: true,
  },
} as const satisfies Record<string, Policy>;

const form = pick(known.fields, 'subject', 'ticketNo', 'background', 'parties', 'heldAt');

const partiesOf = (parties: readonly { unitId: string }[]): string[] => [
  ...new Set(parties.map(({ unitId }) => unitId)),
];

/** A citizen's ticket that still waits for an answer; a confidential one is not put before the units (A34). */
const unfit = (related: Ticket | undefined, context: Context): string | undefined => {
  if (!related) return undefined;
  if (related.work) return '请填写咨询、投诉或建议的编号';
  if (related.marks.includes('confidential')) return '保密件由管理方直接指定，不上协调会';
  return isOpen(related, context.now) && (beforeReply as readonly string[]).includes(related.state)
    ? undefined
    : '这件已答复或办结';
};

const theParties = (ticket: Ticket): Audience[] =>
  (ticket.work?.unitIds ?? []).map(unitId => ({ to: 'unit', unitId }));

const tellParties = (change: Change, words: string): void => {
  for (const audience of theParties(change.ticket)) change.tell(audience, words);
};

const open = (change: Change, input: InputOf<typeof form>): void => {
  change.hold({ role: 'manager' });
  change.to('convened');
  change.start(limits.decide, { role: 'manager' });
  const { related, ticket } = change;
  if (related) {
    ticket.links.push({ no: related.ticket.no, title: related.ticket.title, relation: 'about' });
    related.ticket.links.push({ no: ticket.no, title: ticket.title, relation: 'about' });
    related.say(`提交疑难件协调会 ${ticket.no}`, input.subject, true);
  }
  const when = input.heldAt ? `，${spokenTime(input.heldAt)} 开会` : '';
  tellParties(change, `请参加${when}，并先填写本单位意见：${input.subject}`);
};

const speak = act({
  act: 'state',
  label: '填写本单位意见',
  clause: 'G-2.1c',
  by: [concernedUnit],
  from: ['convened'],
  fields: { text: longtext('意见', { required: true, max: 2000 }) },
  run: (change, input) => {
    const unitId = change.context.actor.unitId ?? '';
    const others = (known.of(change.ticket).statements ?? []).filter(one => one.unitId !== unitId);
    known.note(change, { statements: [...others, { unitId, text: input.text }] });
  },
  tells: [
    tell(
      theManager,
      (_ticket, context) =>
        `${context.catalogue.unit(context.actor.unitId ?? '')?.name ?? '参加单位'}已填写意见`,
    ),
  ],
});

const schedule = act({
  act: 'schedule',
  label: '定开会时间',
  clause: 'G-2.1c',
  place: 'beside',
  by: [manager, operator],
  from: ['convened'],
  fields: { heldAt: datetime('开会时间', { required: true }) },
  check: (_ticket, { heldAt }, { now }) => (heldAt < now ? { heldAt: '须在现在之后' } : undefined),
  run: (change, { heldAt }) => tellParties(change, `已定开会时间，${spokenTime(heldAt)}，请参加`),
});

const decisionForm = {
  unitId: unit('承办单位', { value: ticket => known.of(ticket).unitId }),
  ...pick(known.fields, 'decision', 'minutes'),
} satisfies Fields;

/** The decision binds: the disputed ticket goes to the unit that it names, whoever has returned it (A50). */
const dispatchByRight = ({ related, context }: Change, unitId: string, decision: string): void => {
  if (!related) return;
  const before = related.ticket.unitId;
  related.say('疑难件协调会决定', decision, true);
  giveForGood(related, unitId, decision);
  const { ticket } = related;
  related.tell(theHolder(ticket), '协调会决定由您单位办理，不能再退回');
  if (before !== unitId)
    related.tell(citizen(), `已转办，由${unitName(ticket, context)}办理，${promised(ticket)}`);
  for (const to of ['operator-lead', 'manager'] as const) related.tell({ to }, keeperWords(ticket, context));
};

const decide = act({
  act: 'decide',
  label: '作出决定',
  clause: 'A50',
  by: [manager],
  from: ['convened'],
  to: 'decided',
  meets: ['dispatch'],
  fields: decisionForm,
  check: (_ticket, { unitId }, { related, ...context }) => {
    if (!related) return undefined;
    const wrong = unfit(related, context);
    if (wrong) return unitId ? { unitId: `${wrong}，请不选单位，只记决定` } : undefined;
    return unitId ? undefined : { unitId: '请选择由哪个单位办理' };
  },
  says: 'decision',
  run: (change, { unitId, decision }) => {
    if (unitId) dispatchByRight(change, unitId, decision);
    change.end();
    tellParties(change, `已作出决定：${decision}`);
  },
  tells: [tell(theOperator, () => '已作出决定，请查看纪要')],
});

const cancel = act({
  act: 'cancel',
  label: '撤销协调',
  place: 'beside',
  clause: 'G-2.1c',
  by: [manager, operator],
  from: ['convened'],
  to: 'withdrawn',
  cancels: ['dispatch'],
  fields: { reason: text('原因', { required: true, max: 200 }) },
  run: (change, { reason }) => {
    change.end();
    tellParties(change, `已撤销：${reason}`);
  },
});

export const coordination: Procedure = {
  kind: 'coordination',
  prefix: 'HS',
  label: '疑难件协调会',
  group: '监督协调',
  purpose: '几个单位都说不归自己的件，一起定下来由谁办',
  order: 90,
  clauses: ['G-2.1c', 'A27', 'A50'],
  limits: Object.values(limits),
  states: {
    convened: { label: '待协调' },
    decided: { label: '已决定', ended: true },
    withdrawn: { label: '已撤销', ended: true },
  },
  about: ticket => known.of(ticket).ticketNo,
  opening: opening({
    label: '提交疑难件协调会',
    clause: 'G-2.1c',
    by: platformStaff,
    fields: form,
    check: (_input, context) => {
      const wrong = unfit(context.related, context);
      return wrong ? { ticketNo: wrong } : undefined;
    },
    title: input => input.subject,
    units: input => partiesOf(input.parties),
    run: open,
    tells: [tell(theManager, () => '请组织协调并作出决定')],
  }),
  facts: known,
  acts: [
    speak,
    decide,
    schedule,
    cancel,
    noteProgress({ clause: 'G-2.1c', by: [concernedUnit, operator, manager], from: ['convened'] }),
  ],
};
