import { operators, unitMembers } from '../../catalogue/roles';
import { isActiveOn } from '../../catalogue/staffing';
import type { Member } from '../../catalogue';
import {
  act,
  longtext,
  member,
  opening,
  pick,
  text,
  type Audience,
  type Change,
  type Context,
  type FieldErrors,
  type InputOf,
  type Party,
  type Procedure,
} from '../../engine';
import type { Holder, Ticket } from '../../ticket/ticket';
import { civilDateOf } from '../../time';
import { until } from '../common/citizen-ticket/words';
import { signedIn } from '../common/signature';
import { tell } from '../common/staff-ticket/words';
import { known, limits, people } from './known';
import { fillIn, isColleague, namedMember, needed } from './shift';

/**
 * 交接班, A51: who goes off duty opens it; what is open is put down by the platform; the giver adds words and signs, the
 * successor of the roster confirms, or sends it back with what is missing. A handover that nobody confirms is overdue as
 * any clock is: its lead hears of it. What was handed over to whom and when stays.
 */

const takerId = member('接班人（不选按值班表）');
const form = { takerId, ...pick(known.fields, 'words') };

const shiftWorkers = [...operators, ...unitMembers];

const giver: Party = {
  label: '交班人',
  roles: shiftWorkers,
  has: (actor, ticket) => people.of(ticket).giverId === actor.id,
};

const taker: Party = {
  label: '接班人',
  roles: shiftWorkers,
  has: (actor, ticket) => people.of(ticket).takerId === actor.id,
};

const leadOfShift: Party = {
  label: '负责人',
  roles: ['lead', 'operator-lead'],
  has: (actor, { holder }) =>
    holder.unitId ? actor.unitId === holder.unitId : actor.role === 'operator-lead',
};

const theGiver = (ticket: Ticket): Audience | undefined => {
  const { giverId } = people.of(ticket);
  return giverId === undefined ? undefined : { to: 'member', memberId: giverId };
};

const theTaker = (ticket: Ticket): Audience | undefined => {
  const { takerId: memberId } = people.of(ticket);
  return memberId === undefined ? undefined : { to: 'member', memberId };
};

/** Who takes over: whom the giver names, else who is next by the roster. */
const takerIn = (id: string | undefined, context: Context): Member | undefined =>
  id === undefined ? needed.of(context)?.next : namedMember(id, context);

const takerErrors = (id: string | undefined, giverId: string, context: Context): FieldErrors | undefined => {
  const person = takerIn(id, context);
  if (!person) return { takerId: '值班表上没有下一班，请选择接班人' };
  if (person.id === giverId) return { takerId: '不能交给自己' };
  const fits = isColleague(person, context.actor) && isActiveOn(person, civilDateOf(context.now));
  return fits ? undefined : { takerId: '请选择本方的在岗人员' };
};

const party = ({ unitId }: { unitId?: string | undefined }): Holder =>
  unitId ? { role: 'unit', unitId } : { role: 'operator' };

/** As the lists and messages call it: whose, from whom to whom. */
const titleFor = (unitId: string | undefined, from: string, to: string, context: Context): string => {
  const { catalogue, ruleSet } = context;
  const side = unitId ? catalogue.unit(unitId)?.name : ruleSet.roleNames.operator;
  return `${side ?? ''}交接班：${from}交给${to}`;
};

const nameTaker = (change: Change, person: Member): void => {
  const { ticket, context } = change;
  const { next } = needed.of(context) ?? {};
  people.note(change, { takerId: person.id });
  known.note(change, { taker: person.name });
  ticket.title = titleFor(ticket.holder.unitId, known.of(ticket).giver ?? '', person.name, context);
  if (next && next.id !== person.id)
    change.say('接班人与值班表不一致', `值班表上的下一班是${next.name}`, true);
};

/** Back with the giver, who signs within the limit. */
const draw = (change: Change): void => {
  const { holder } = change.ticket;
  const { giverId } = people.of(change.ticket);
  const { giver: name } = known.of(change.ticket);
  change.to('drawn');
  change.hold({
    ...party(holder),
    ...(giverId ? { memberId: giverId } : {}),
    ...(name ? { memberName: name } : {}),
  });
  change.start(limits.sign, party(holder));
  known.note(change, { signedAt: undefined });
};

const open = (change: Change, input: InputOf<typeof form>): void => {
  const { ticket, context } = change;
  const { id, name } = context.actor;
  ticket.holder = party(context.actor);
  people.note(change, { giverId: id });
  known.note(change, { giver: name });
  const person = takerIn(input.takerId, context);
  if (person) nameTaker(change, person);
  fillIn(change);
  draw(change);
};

const sign = act({
  act: 'sign',
  label: '交班签字',
  clause: 'A51',
  by: [giver],
  from: ['drawn'],
  to: 'signed',
  meets: ['handover'],
  fields: { words: longtext('交代事项', { max: 4000, keepPhones: true, corrects: true }) },
  says: 'words',
  // What came meanwhile is handed over too.
  run: change => {
    const { holder } = change.ticket;
    const { takerId: memberId } = people.of(change.ticket);
    const { taker: memberName } = known.of(change.ticket);
    fillIn(change);
    known.note(change, { signedAt: change.now, missing: undefined });
    change.hold({
      ...party(holder),
      ...(memberId ? { memberId } : {}),
      ...(memberName ? { memberName } : {}),
    });
    change.start(limits.confirm, party(holder));
  },
  tells: [tell(theTaker, ticket => `请接班，${until(ticket, 'handover')} 前查看并确认`)],
});

const confirm = act({
  act: 'confirm',
  label: '确认接班',
  clause: 'A51',
  by: [taker],
  from: ['signed'],
  to: 'done',
  meets: ['handover'],
  run: change => {
    known.note(change, { confirmedAt: change.now });
    change.end();
    change.count('handed-over', change.ticket.holder.unitId ?? 'operator');
  },
  tells: [tell(theGiver, () => '接班人已确认')],
});

const sendBack = act({
  act: 'sendBack',
  label: '退回补充',
  clause: 'A51',
  by: [taker],
  from: ['signed'],
  meets: ['handover'],
  fields: pick(known.fields, 'missing'),
  says: 'missing',
  run: draw,
  tells: [tell(theGiver, () => '接班人退回，请补充后再签字')],
});

const appoint = act({
  act: 'appoint',
  label: '改由别人接班',
  place: 'beside',
  clause: 'A51',
  by: [giver, leadOfShift],
  from: ['drawn', 'signed'],
  fields: { takerId: member('接班人', { required: true }), reason: text('原因', { max: 200 }) },
  check: (ticket, input, context) => takerErrors(input.takerId, people.of(ticket).giverId ?? '', context),
  says: 'reason',
  run: (change, input) => {
    const { ticket, context } = change;
    const person = namedMember(input.takerId, context);
    if (!person) return;
    const before = people.of(ticket).takerId === person.id ? undefined : theTaker(ticket);
    nameTaker(change, person);
    if (ticket.state !== 'signed') return;
    // Who had been asked to come need not any more.
    change.tell(before, '已改由别人接班，您不用接');
    change.cancel(['handover']);
    change.hold({ ...party(ticket.holder), memberId: person.id, memberName: person.name });
    change.start(limits.confirm, party(ticket.holder));
    change.tell(theTaker(ticket), `请接班，${until(ticket, 'handover')} 前查看并确认`);
  },
});

const cancel = act({
  act: 'cancel',
  label: '撤销交接',
  place: 'beside',
  clause: 'A51',
  by: [giver, leadOfShift],
  from: ['drawn', 'signed'],
  to: 'withdrawn',
  cancels: ['handover'],
  fields: { reason: text('原因', { required: true, max: 200 }) },
  run: change => change.end(),
  tells: [tell(theTaker, () => '交接已撤销')],
});

export const handover: Procedure = {
  kind: 'handover',
  prefix: 'JJ',
  label: '交接班',
  group: '日常运行',
  purpose: '下班时把紧急件、故障、约好的联系和督办交给接班的人',
  order: 15,
  clauses: ['G-2.3c', 'A51'],
  limits: Object.values(limits),
  signature: signedIn(['signed'], ['sendBack'], ['sign']),
  needs: needed,
  states: {
    drawn: { label: '待交班签字' },
    signed: { label: '待接班确认' },
    done: { label: '已交接', ended: true },
    withdrawn: { label: '已撤销', ended: true },
  },
  opening: opening({
    label: '交接班',
    clause: 'A51',
    by: shiftWorkers,
    fields: form,
    check: (input, context) => takerErrors(input.takerId, context.actor.id, context),
    title: (input, context) => {
      const { unitId, name } = context.actor;
      return titleFor(unitId, name, takerIn(input.takerId, context)?.name ?? '', context);
    },
    units: (_input, { actor }) => (actor.unitId ? [actor.unitId] : []),
    run: open,
  }),
  facts: known,
  acts: [confirm, sign, sendBack, appoint, cancel],
};
