import { spokenDate } from '../../time/spoken';
import { addDays, civilDateOf } from '../../time';
import type { ActDefinition, Procedure } from '../../engine';
import {
  automaticSteps,
  besides,
  citizenActs,
  decisions,
  handling,
  sharedStates,
} from '../common/citizen-ticket';
import { serviceOf, startReply } from '../common/citizen-ticket/handover';
import { manager, owner, unitInCharge } from '../common/citizen-ticket/parties';
import {
  called,
  citizen,
  promised,
  tell,
  theHolder,
  theManager,
  theOperator,
} from '../common/citizen-ticket/words';

/**
 * 投诉, G-5.3: technical ones are answered by the operator in 2 WD; the others go to the access unit at once and are
 * reported to the manager; the unit decides in 7 WD whether to accept and answers in 20 WD, both from its receipt.
 */

const accept: ActDefinition = {
  act: 'accept',
  label: '受理',
  clause: 'G-5.3c',
  by: [unitInCharge],
  from: ['dispatched'],
  to: 'accepted',
  meets: ['accept'],
  run: change => {
    const { ticket, context } = change;
    if (context.ruleSet.switches.replyCountsFrom === 'acceptance')
      startReply(change, serviceOf(ticket, context));
    change.count('accepted', ticket.holder.unitId);
  },
  tells: [
    tell(
      citizen,
      (ticket, context) =>
        `您的${called(ticket)} 已由 ${context.catalogue.unit(ticket.unitId ?? '')?.name ?? '承办单位'} 受理，${promised(ticket)}`,
    ),
    tell(theOperator, ticket => `${called(ticket)} 已受理`),
    tell(theManager, ticket => `${called(ticket)} 已受理`),
  ],
};

/** Not accepting needs a reason, its legal basis, and where to turn instead (A16). */
const refuse: ActDefinition = {
  act: 'refuse',
  label: '不予受理',
  clause: 'G-5.3c',
  by: [unitInCharge],
  from: ['dispatched'],
  to: 'refused',
  meets: ['accept'],
  cancels: ['reply', 'supervise'],
  fields: [
    {
      name: 'reason',
      label: '不予受理的理由',
      type: 'longtext',
      required: true,
      max: 2000,
      keepPhones: true,
    },
    { name: 'basis', label: '依据', type: 'text', required: true, max: 500 },
    { name: 'redirect', label: '可以向哪里反映', type: 'text', required: true, max: 500, keepPhones: true },
  ],
  run: (change, input) => {
    const { ticket, context } = change;
    ticket.promise = null;
    const objectUntil = addDays(change.today, context.ruleSet.windows.objectDays);
    ticket.details.refusal = {
      reason: String(input['reason']),
      basis: String(input['basis']),
      redirect: String(input['redirect']),
      at: change.now,
      objectUntil,
    };
    ticket.endsAt = `${addDays(objectUntil, 1)}T00:00:00.000+08:00`;
    delete ticket.details.pendingReply;
    change.count('refused', ticket.holder.unitId);
  },
  tells: [
    tell(
      citizen,
      ticket =>
        `您的${called(ticket)} 未予受理，请查看理由和其他途径；${spokenDate(ticket.details.refusal?.objectUntil ?? ticket.createdAt.slice(0, 10))} 前可以提出异议`,
    ),
    tell(theOperator, ticket => `${called(ticket)} 不予受理`),
    tell(theManager, ticket => `${called(ticket)} 不予受理`),
  ],
};

const object: ActDefinition = {
  act: 'object',
  label: '提出异议',
  invites: ticket => {
    const until = ticket.details.refusal?.objectUntil;
    return `不同意可以提出异议${until ? `，${spokenDate(until)} 24:00 前` : ''}`;
  },
  clause: 'A16',
  by: [owner],
  from: ['refused'],
  unless: (ticket, context) => {
    if (ticket.details.objection) return '只能提出一次异议';
    const until = ticket.details.refusal?.objectUntil;
    return until === undefined || civilDateOf(context.now) > until ? '已过提出异议的期限' : undefined;
  },
  fields: [{ name: 'text', label: '异议理由', type: 'longtext', required: true, max: 2000 }],
  run: (change, input) => {
    const { ticket } = change;
    ticket.details.objection = { text: String(input['text']), at: change.now };
    ticket.endsAt = null;
    change.hold({ role: 'manager' });
    change.start('objection', { role: 'manager' });
    change.count('objected');
  },
  tells: [tell(theManager, ticket => `群众对 ${called(ticket)} 的不予受理提出异议，请在 5 个工作日内复核`)],
};

/** Upheld: accepted by order with 15 WD for the answer; the unit's old reply clock counts as late (A16). */
const decideObjection: ActDefinition = {
  act: 'decideObjection',
  label: '复核异议',
  clause: 'A16',
  by: [manager],
  from: ['refused'],
  unless: ticket =>
    ticket.details.objection && !ticket.details.objection.decidedAt ? undefined : '没有待复核的异议',
  fields: [
    { name: 'uphold', label: '支持异议，责令受理', type: 'bool', required: true },
    { name: 'reason', label: '复核意见', type: 'longtext', required: true, max: 2000, keepPhones: true },
  ],
  meets: ['objection'],
  run: (change, input) => {
    const { ticket } = change;
    const { objection } = ticket.details;
    if (!objection) return;
    const upheld = input['uphold'] === true;
    Object.assign(objection, { upheld, decidedAt: change.now, reason: String(input['reason']) });
    const refusedBy = [...ticket.custody].reverse().find(one => one.holder.unitId !== undefined)?.holder;
    if (!upheld || !refusedBy) {
      if (refusedBy) change.hold(refusedBy);
      change.end();
      return;
    }
    const old = ticket.clocks
      .map(clock => clock.name === 'reply' && clock.responsible.unitId === refusedBy.unitId)
      .lastIndexOf(true);
    ticket.clocks = ticket.clocks.map((clock, index) =>
      index === old ? { ...clock, state: 'late' } : clock,
    );
    change.count('clock.reply.late', refusedBy.unitId);
    change.to('accepted');
    change.hold(refusedBy);
    const clock = change.start('ordered-reply', {
      role: refusedBy.role,
      ...(refusedBy.unitId ? { unitId: refusedBy.unitId } : {}),
    });
    // The refusal had ended the promise; from now on the citizen is promised the ordered date.
    ticket.promise = {
      date: clock.date ?? change.today,
      confirmed: true,
      provisional: clock.provisional,
      explanation: clock.explanation,
      broken: false,
      basis: { startedAt: change.now, before: 0, limit: clock.limit },
    };
  },
  tells: [
    tell(citizen, ticket =>
      ticket.details.objection?.upheld
        ? `您对${called(ticket)} 的异议成立，已责令受理，${promised(ticket)}`
        : `您对${called(ticket)} 的异议未获支持，请查看复核意见`,
    ),
    tell(theHolder, ticket =>
      ticket.details.objection?.upheld
        ? `${called(ticket)} 经复核责令受理，请在 15 个工作日内答复`
        : `${called(ticket)} 的异议未获支持`,
    ),
  ],
};

export const complaint: Procedure = {
  kind: 'complaint',
  label: '投诉',
  group: '群众诉求',
  purpose: '登记群众的投诉',
  order: 2,
  filing: {
    kind: 'complaint',
    action: '我要投诉',
    home: 1,
    asksAgainst: true,
    technical: 'complaint.technical',
    stages: [
      { policy: 'complaint.business.accept', words: '受理' },
      { policy: 'complaint.business.reply', words: '答复' },
    ],
  },
  clauses: ['G-5.3a', 'G-5.3b', 'G-5.3c', 'G-5.3d', 'J-18a', 'J-18c'],
  states: {
    ...sharedStates,
    dispatched: { label: '待受理' },
    accepted: { label: '办理中' },
    refused: {
      label: '不予受理',
      awaitsCitizen: true,
      settled: true,
      hears: { clock: 'objection', words: '复核结果最迟告诉您' },
    },
  },
  acts: [
    ...citizenActs,
    object,
    ...decisions,
    decideObjection,
    accept,
    refuse,
    ...handling,
    ...besides,
    ...automaticSteps,
  ],
};
