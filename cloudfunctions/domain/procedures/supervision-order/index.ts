import { operators } from '../../catalogue/roles';
import {
  act,
  clip,
  longtext,
  opening,
  pick,
  selectFor,
  type Change,
  type Context,
  type InputOf,
  type Procedure,
} from '../../engine';
import { runningClock, type Holder, type Ticket } from '../../ticket/ticket';
import { signatureErrors } from '../common/in-writing';
import { until } from '../common/citizen-ticket/words';
import { concernedUnit, manager, operator, platform } from '../common/staff-ticket/parties';
import { noteProgress } from '../common/staff-ticket/forms';
import { tell, theManager } from '../common/staff-ticket/words';
import { answered, strikeLimit, writtenAnswer } from '../common/supervision/answering';
import {
  issueErrors,
  levelAbove,
  levelLabel,
  levelLimits,
  levelsOf,
  type Level,
} from '../common/supervision/levels';
import {
  issuerOf,
  levelOf,
  noteIssuer,
  order,
  ORDER,
  orderOf,
  orderTitle,
  type Issue,
  type Issuer,
} from '../common/supervision/order';
import {
  answeringParty,
  giveOrderTo,
  issuingParty,
  theAnswering,
  theIssuer,
} from '../common/supervision/parties';
import { signedIn } from '../common/signature';
import { moveTo, notSupervisable, startSupervision } from '../common/supervision/supervised';

/**
 * 督办单, A54, G-2.1c: a numbered order about a ticket, of one of three levels; answered in writing by whoever is in charge
 * of it, struck off by who issued it; one without an answer on its day climbs a level. Issued by an act of the ticket
 * (催办, 督办), by a rule (A27), or here for any other ticket.
 */

/** Of its title so much is said of what is wanted. */
const WORDS_OF_TITLE = 40;

const form = {
  ticketNo: order.fields.ticketNo,
  level: selectFor('级别', (_ticket, { actor }) => levelsOf(actor.role), {
    expected: true,
    value: (_ticket, { actor }) => levelsOf(actor.role)[0]?.value,
  }),
  ...pick(order.fields, 'text', 'dueOn', 'attachments'),
};

type Form = InputOf<typeof form> & Partial<Pick<Issue, 'byRule'>>;

const levelIn = ({ level }: Pick<Form, 'level'>, { actor }: Context): Level =>
  (level as Level | undefined) ?? levelsOf(actor.role)[0]?.value ?? 'supervise';

/** Why this actor may not put a ticket under supervision. */
const notTheirCase = ({ holder }: Ticket, { actor }: Context): string | undefined => {
  if (actor.role === 'manager') return undefined;
  const atOperator = holder.role === 'operator' || holder.role === 'operator-lead';
  if (actor.role === 'lead') return holder.unitId === actor.unitId ? undefined : '只能督办本单位正在办理的件';
  return actor.role === 'operator' && atOperator ? '这件在运营方手里，请直接办理' : undefined;
};

/** The ticket that is supervised: named by the form, or changed by the act that issues the order. */
const supervisedTicket = ({ related, tickets }: Context): Ticket | undefined => related ?? tickets?.[0];

const issuerIn = ({ actor }: Context, byRule = false): Issuer =>
  byRule || actor.role === 'manager' || actor.role === 'system'
    ? { role: 'manager' }
    : { role: actor.role as Issuer['role'], ...(actor.unitId ? { unitId: actor.unitId } : {}) };

/** What is confidential stays with the leads (A34). */
const answerer = ({ holder, marks }: Ticket): Holder => {
  const { unitId, region } = holder;
  const confidential = marks.includes('confidential');
  if (unitId) return { role: confidential ? 'lead' : 'unit', unitId };
  if (region) return { role: 'local', region };
  return { role: 'operator-lead' };
};

/** The clock of its level; a day that the order names goes before. */
const startClock = (change: Change, dueOn?: string): void => {
  const { role, unitId, region } = change.ticket.holder;
  const responsible = { role, ...(unitId ? { unitId } : {}), ...(region ? { region } : {}) };
  const clock = change.start(levelLimits[levelOf(change.ticket)], responsible);
  if (dueOn) moveTo(change, clock, dueOn);
};

const nameOfIssuer = ({ role, unitId }: Issuer, { catalogue, ruleSet }: Context): string =>
  unitId
    ? (catalogue.unit(unitId)?.name ?? '单位')
    : role === 'manager'
      ? ruleSet.roleNames.manager
      : ruleSet.roleNames.operator;

const open = (change: Change, input: Form): void => {
  const { ticket, context, related } = change;
  const about = supervisedTicket(context);
  if (!about) return;
  const level = levelIn(input, context);
  const by = issuerIn(context, input.byRule);
  noteIssuer(change, by);
  order.note(change, { orderNo: context.documentNo, level, issuer: nameOfIssuer(by, context) });
  if (about.marks.includes('confidential')) change.mark('confidential');
  if (about.marks.includes('urgent')) change.mark('urgent');
  ticket.regionPath = about.regionPath;
  if (about.region) ticket.region = about.region;
  // Not its title: that is a citizen's words, who may have them erased.
  ticket.links.push({ no: about.no, title: context.labelOf(about.kind), relation: 'about' });
  change.to('issued');
  giveOrderTo(change, answerer(about));
  startClock(change, input.dueOn);
  change.count('issued', ticket.holder.unitId ?? ticket.holder.role);
  if (!related) return;
  related.ticket.links.push({ no: ticket.no, title: ticket.title, relation: 'supervision' });
  related.say(`${levelLabel(level)}：${context.documentNo ?? ''}`, input.text, true);
  startSupervision(related, { level, dueOn: input.dueOn });
};

/** The supervised ticket, as long as this is its last order. */
const theSupervised = ({ related, ticket }: Change): Change | undefined =>
  related && orderOf(related.ticket) === ticket.no ? related : undefined;

const answer = act({
  act: 'answerSupervision',
  label: '书面答复',
  clause: 'A54',
  by: [answeringParty],
  from: ['issued'],
  fields: {
    text: longtext('办理情况', { required: true, max: 2000, keepPhones: true }),
    ...writtenAnswer,
  },
  check: (_ticket, input, context) => signatureErrors(input, context),
  run: (change, input) => {
    answered(change, input.text, input);
    const supervised = theSupervised(change);
    if (!supervised?.running('supervise')) return;
    supervised.meet(['supervise']);
    supervised.say('答复督办', input.text, true);
  },
  tells: [tell(theIssuer, () => '督办已答复，请查看并销号')],
});

const strike = act({
  act: 'strike',
  label: '销号',
  clause: 'A54',
  by: [issuingParty],
  from: ['answered'],
  to: 'struck',
  meets: ['strike'],
  fields: pick(order.fields, 'verdict'),
  says: 'verdict',
  run: change => {
    change.end();
    change.count('struck', change.ticket.unitId ?? '-');
    theSupervised(change)?.say('督办已销号', undefined, true);
  },
  tells: [
    tell(
      ticket => theAnswerer(ticket),
      () => '已销号',
    ),
  ],
});

/** Who has answered: the unit that the order names first, else the operator's lead. */
const theAnswerer = ({ work, marks }: Ticket) => {
  const unitId = work?.unitIds[0];
  if (!unitId) return { to: 'operator-lead' } as const;
  return { to: marks.includes('confidential') ? 'lead' : 'unit', unitId } as const;
};

const demand = act({
  act: 'demand',
  label: '退回重新答复',
  clause: 'A54',
  by: [issuingParty],
  from: ['answered'],
  to: 'issued',
  cancels: ['strike'],
  fields: { reason: longtext('哪里没有说清楚、没有办到', { required: true, max: 1000, keepPhones: true }) },
  run: change => {
    const { work, clocks } = change.ticket;
    const last = clocks.filter(({ name }) => name === 'supervise').at(-1)?.responsible;
    giveOrderTo(change, (last ?? { role: 'operator-lead' }) as Holder);
    order.note(change, {
      answer: undefined,
      signedBy: undefined,
      signedOn: undefined,
      documentNo: undefined,
    });
    if (work) startClock(change);
    const supervised = theSupervised(change);
    if (supervised) startSupervision(supervised, { level: levelOf(change.ticket) });
  },
  tells: [tell(theAnswering, ticket => `答复被退回，请在 ${until(ticket, 'supervise')} 前重新答复`)],
});

const withdraw = act({
  act: 'withdraw',
  label: '撤销督办单',
  place: 'beside',
  clause: 'A54',
  by: [issuingParty],
  from: ['issued'],
  to: 'withdrawn',
  cancels: ['supervise'],
  fields: { reason: longtext('原因', { required: true, max: 500 }) },
  run: change => {
    change.end();
    const supervised = theSupervised(change);
    if (!supervised) return;
    supervised.cancel(['supervise']);
    supervised.say('督办单已撤销', undefined, true);
  },
  tells: [
    tell(
      ticket => theAnswerer(ticket),
      () => '已撤销，不用再答复',
    ),
  ],
});

/** A level higher: another clock, and its number stays. */
const climb = (change: Change, level: Level, words?: string): void => {
  change.meet(['supervise']);
  order.note(change, { level, ...(words ? { text: words } : {}) });
  const { orderNo = '', text = '' } = order.of(change.ticket);
  change.ticket.title = orderTitle(orderNo, level, clip(text, WORDS_OF_TITLE));
  startClock(change);
  change.count('climbed', change.ticket.unitId ?? '-');
};

/** Whoever issues at a higher level takes it over: then it is theirs to strike off. */
const raise = act({
  act: 'raise',
  label: '提级',
  place: 'beside',
  clause: 'A54',
  by: [
    {
      label: '更高一级',
      roles: [...operators, 'lead', 'manager'],
      has: (actor, ticket) => {
        const above = levelAbove(levelOf(ticket));
        return (
          above !== undefined &&
          levelsOf(actor.role).some(({ value }) => value === above) &&
          (actor.role !== 'lead' || actor.unitId === ticket.holder.unitId)
        );
      },
    },
  ],
  from: ['issued'],
  fields: { text: longtext('提级意见', { required: true, max: 1000, keepPhones: true }) },
  run: (change, input) => {
    const { context } = change;
    const by = issuerIn(context);
    noteIssuer(change, by);
    order.note(change, { issuer: nameOfIssuer(by, context) });
    climb(change, levelAbove(levelOf(change.ticket)) ?? 'escalate', input.text);
  },
  tells: [tell(theAnswering, ticket => `督办已提级，请在 ${until(ticket, 'supervise')} 前答复`)],
});

/** Without an answer on its day it climbs by itself. */
const climbByTime = act({
  act: 'climb',
  label: '到期没有答复，提级',
  clause: 'A54',
  by: [platform],
  from: ['issued'],
  due: ticket => (levelAbove(levelOf(ticket)) ? runningClock(ticket, 'supervise')?.redAt : undefined),
  run: change => {
    climb(change, levelAbove(levelOf(change.ticket)) ?? 'escalate');
    const { ticket, context } = change;
    const { unitId } = ticket.holder;
    const words = `到期没有答复，已升为${levelLabel(levelOf(ticket))}`;
    const above = unitId ? context.catalogue.unit(unitId)?.parentId : undefined;
    if (unitId) change.tell({ to: 'lead', unitId }, `${words}，请在 ${until(ticket, 'supervise')} 前答复`);
    else change.tell({ to: 'operator-lead' }, `${words}，请立即答复`);
    if (above && levelOf(ticket) === 'escalate') {
      ticket.work?.unitIds.push(above);
      change.tell({ to: 'lead', unitId: above }, words);
    }
    change.tell(theIssuer(ticket), words);
    if (issuerOf(ticket).role !== 'manager') change.tell(theManager(), words);
  },
});

export const supervisionOrder: Procedure = {
  kind: ORDER,
  prefix: 'DB',
  label: '督办单',
  group: '监督协调',
  purpose: '催办、督办一件工单：编号、限期、书面答复、销号',
  order: 85,
  clauses: ['G-2.1c', 'A54'],
  handsOver: true,
  limits: [...Object.values(levelLimits), strikeLimit],
  signature: signedIn(['answered'], ['demand'], ['answerSupervision']),
  numbered: (year, n) => `督办〔${year}〕${n}号`,
  states: {
    issued: { label: '待答复' },
    answered: { label: '待销号' },
    struck: { label: '已销号', ended: true },
    withdrawn: { label: '已撤销', ended: true },
  },
  about: ticket => order.of(ticket).ticketNo,
  opening: opening({
    label: '签发督办单',
    clause: 'A54',
    by: [...operators, 'lead', 'manager'],
    fields: form,
    check: (input, context) => {
      const { related } = context;
      const wrong = related && (notSupervisable(related, context.now) ?? notTheirCase(related, context));
      return { ...(wrong ? { ticketNo: wrong } : {}), ...issueErrors(input, context) };
    },
    title: (input, context) =>
      orderTitle(context.documentNo ?? '', levelIn(input, context), clip(input.text, WORDS_OF_TITLE)),
    units: (_input, context) => {
      const unitId = supervisedTicket(context)?.holder.unitId;
      return unitId ? [unitId] : [];
    },
    run: open,
    // An act of the ticket tells itself whom it has put under supervision.
    tells: [
      tell(
        (ticket, { related }) => (related ? theAnswering(ticket) : undefined),
        ticket => `收到督办单，请在 ${until(ticket, 'supervise')} 前书面答复`,
      ),
    ],
  }),
  facts: order,
  acts: [
    answer,
    strike,
    demand,
    raise,
    withdraw,
    noteProgress({ clause: 'A54', by: [concernedUnit, operator, manager], from: ['issued', 'answered'] }),
    climbByTime,
  ],
};
