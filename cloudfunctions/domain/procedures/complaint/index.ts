import { citizenKinds } from '../../ticket/citizen-kinds';
import { assignedRetention, retention } from '../common/retention';
import {
  limits,
  sharedLimits,
  sharedSwitches,
  sharedWindows,
  switches,
} from '../common/citizen-ticket/limits';
import { switchOf } from '../../rulesets';
import { spokenDate } from '../../time/spoken';
import { addDays } from '../../time';
import {
  act,
  text,
  longtext,
  bool,
  needs,
  selectFor,
  choices,
  type ChoicesFor,
  type Context,
  type Procedure,
  type Tell,
} from '../../engine';
import {
  groundsInUse,
  refusalGrounds,
  remediesInUse,
  remedyInWords,
  remedyRegister,
} from '../../registers/refusals';
import type { Remedy } from '../../ticket/reply-result';
import {
  automaticSteps,
  besides,
  citizenActs,
  decisions,
  handling,
  sharedStates,
} from '../common/citizen-ticket';
import { orderOf } from '../common/supervision/order';
import { replySignature, signed } from '../common/citizen-ticket/second-signature';
import { objected, objectUntil, objectWindow, raiseObjection, whyNotObject } from './objecting';
import { wantVisits } from '../common/citizen-ticket/visiting';
import { askHotline, asksFirst, WAITS_FOR_HOTLINE } from '../common/citizen-ticket/hotline/requests';
import { leaveEmptyDesk, serviceOf, startReply } from '../common/citizen-ticket/passing-on';
import { manager, owner, unitInCharge } from '../common/citizen-ticket/parties';
import {
  citizen,
  promised,
  tell,
  tellWhen,
  theHolder,
  theLead,
  theManager,
  theOperator,
  until,
  tellInDigest,
  tellAwaited,
} from '../common/citizen-ticket/words';

/**
 * 投诉, G-5.3: technical ones are answered by the operator in 2 WD; the others go to the access unit at once and are
 * reported to the manager; the unit decides in 7 WD whether to accept and answers in 20 WD, both from its receipt.
 */

const accept = act({
  act: 'accept',
  label: '受理',
  clause: 'G-5.3c',
  by: [unitInCharge],
  from: ['dispatched'],
  to: 'accepted',
  meets: ['accept'],
  unless: ticket => (ticket.details.pendingDecision ? '不予受理或退回正等待负责人审核' : undefined),
  run: change => {
    const { ticket, context } = change;
    // Whoever accepts it wants it taken back no more.
    if (ticket.details.hotlineRequest?.about === 'return') delete ticket.details.hotlineRequest;
    if (switchOf(context.ruleSet, switches.replyCountsFrom) === 'acceptance')
      startReply(change, serviceOf(ticket, context));
    change.count('accepted', ticket.holder.unitId);
  },
  tells: [
    tell(
      citizen,
      (ticket, context) =>
        `已受理，由${context.catalogue.unit(ticket.unitId ?? '')?.name ?? '承办单位'}办理，${promised(ticket)}`,
    ),
    tellInDigest(theOperator, () => '承办单位已受理'),
    tellInDigest(theManager, () => '承办单位已受理'),
  ],
});

const listed = needs(async lookup => {
  const [grounds, remedies] = await Promise.all([
    lookup.rows(refusalGrounds.register),
    lookup.rows(remedyRegister.register),
  ]);
  return { grounds, remedies };
});

/** What is kept as reasons of a refusal; as long as nobody keeps any, what the product ships with. */
const groundsOf: ChoicesFor = (_ticket, context) =>
  groundsInUse(listed.of(context)?.grounds ?? []).map(words => ({ value: words, label: words }));

const remediesOf = (context: Context): readonly Remedy[] => remediesInUse(listed.of(context)?.remedies ?? []);

const offeredRemedies: ChoicesFor = (_ticket, context) =>
  remediesOf(context).map(({ name, phone }) => ({
    value: name,
    label: phone ? `${name}（${phone}）` : name,
  }));

/** As they are kept on the day of the refusal; one that has left the list meanwhile keeps its name. */
const chosenRemedies = (names: readonly string[], context: Context): Remedy[] =>
  names.map(name => remediesOf(context).find(one => one.name === name) ?? { name });

const notInList = '请从清单中选择';

const whenRefused = (told: Tell): Tell => ({
  ...told,
  audience: (ticket, context) => (ticket.state === 'refused' ? told.audience(ticket, context) : undefined),
});

/** So many ways at most: whoever is told of ten goes to none. */
const MOST_REMEDIES = 3;

/** Not accepting needs a reason of the list that is kept of them (A35), its legal basis, and where to turn instead (A16). */
const refuse = act({
  act: 'refuse',
  label: '不予受理',
  labelFor: ticket => (asksFirst(ticket) ? '申请不予受理（报 12345 决定）' : undefined),
  clause: 'G-5.3c',
  by: [unitInCharge],
  from: ['dispatched'],
  unless: ({ details }) => (details.hotlineRequest ? WAITS_FOR_HOTLINE : undefined),
  internal: asksFirst,
  fields: {
    ground: selectFor('属于哪种情形', groundsOf, { expected: true }),
    reason: longtext('不予受理的理由', { required: true, max: 2000, keepPhones: true }),
    basis: text('依据', { required: true, max: 500 }),
    turnTo: choices('可以向哪里反映', offeredRemedies, { expected: true, max: MOST_REMEDIES }),
    // Added to what is chosen; by itself only from callers of before there was a list.
    redirect: text('向哪里反映的补充说明', { requiredWithout: 'turnTo', max: 500, keepPhones: true }),
  },
  check: (ticket, { ground, turnTo = [] }, context) => {
    const offered = offeredRemedies(ticket, context).map(({ value }) => value);
    const known = ground === undefined || groundsOf(ticket, context).some(({ value }) => value === ground);
    const errors = {
      ...(known ? {} : { ground: notInList }),
      ...(turnTo.every(name => offered.includes(name)) ? {} : { turnTo: notInList }),
    };
    return Object.keys(errors).length > 0 ? errors : undefined;
  },
  run: (change, input) => {
    const { ticket } = change;
    if (askHotline(change, { about: 'return', act: 'refuse', input, reason: `不予受理：${input.reason}` }))
      return;
    change.to('refused');
    change.meet(['accept']);
    change.cancel(['reply', 'supervise']);
    const last = objectUntil(change);
    const turnTo = chosenRemedies(input.turnTo ?? [], change.context);
    ticket.promise = null;
    ticket.details.refusal = {
      ...(input.ground ? { ground: input.ground } : {}),
      reason: input.reason,
      basis: input.basis,
      redirect: [...turnTo.map(remedyInWords), input.redirect].filter(Boolean).join('；'),
      ...(turnTo.length > 0 ? { turnTo } : {}),
      at: change.now,
      objectUntil: last,
    };
    ticket.endsAt = `${addDays(last, 1)}T00:00:00.000+08:00`;
    delete ticket.details.pendingReply;
    change.count('refused', ticket.holder.unitId);
    wantVisits(change);
  },
  tells: [
    tellWhen(asksFirst, theLead, () => '申请不予受理，已报 12345 决定'),
    whenRefused(
      tellAwaited(
        'end',
        ticket =>
          `未予受理，请查看理由和其他途径；${spokenDate(ticket.details.refusal?.objectUntil ?? ticket.createdAt.slice(0, 10))} 前可以提出异议`,
      ),
    ),
    whenRefused(tell(theOperator, () => '承办单位不予受理')),
    whenRefused(tell(theManager, () => '承办单位不予受理')),
  ],
});

const object = act({
  act: 'object',
  label: '提出异议',
  waits: true,
  invites: ticket => {
    const until = ticket.details.refusal?.objectUntil;
    return `不同意可以提出异议${until ? `，${spokenDate(until)} 24:00 前` : ''}`;
  },
  clause: 'A16',
  by: [owner],
  from: ['refused'],
  unless: whyNotObject,
  fields: { text: longtext('异议理由', { required: true, max: 2000 }) },
  run: (change, input) => raiseObjection(change, input.text),
  tells: [tell(theManager, objected)],
});

/** Upheld: accepted by order with 15 WD for the answer; the unit's old reply clock counts as late (A16). */
const decideObjection = act({
  act: 'decideObjection',
  label: '复核异议',
  clause: 'A16',
  by: [manager],
  from: ['refused'],
  unless: ticket =>
    ticket.details.objection && !ticket.details.objection.decidedAt ? undefined : '没有待复核的异议',
  fields: {
    uphold: bool('支持异议，责令受理', { required: true }),
    reason: longtext('复核意见', { required: true, max: 2000, keepPhones: true }),
  },
  meets: ['objection'],
  run: (change, input) => {
    const { ticket } = change;
    const { objection } = ticket.details;
    if (!objection) return;
    const upheld = input.uphold === true;
    Object.assign(objection, { upheld, decidedAt: change.now, reason: input.reason });
    const refusedBy = [...ticket.custody].reverse().find(one => one.holder.unitId !== undefined)?.holder;
    if (!upheld || !refusedBy) {
      if (refusedBy) change.hold(refusedBy);
      change.end();
      wantVisits(change);
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
    const clock = change.start(limits.orderedReply, {
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
    leaveEmptyDesk(change);
  },
  tells: [
    tellAwaited('end', ticket =>
      ticket.details.objection?.upheld
        ? `异议成立，已责令受理，${promised(ticket)}`
        : '异议未获支持，请查看复核意见',
    ),
    tell(theHolder, ticket =>
      ticket.details.objection?.upheld
        ? `经复核责令受理，请在 ${until(ticket, 'reply')} 前答复`
        : '异议未获支持',
    ),
  ],
});

export const complaint: Procedure = {
  kind: 'complaint',
  prefix: 'TS',
  label: citizenKinds.complaint,
  group: '群众诉求',
  purpose: '登记群众的投诉',
  order: 2,
  filing: {
    kind: 'complaint',
    action: '我要投诉',
    home: 1,
    asksAgainst: true,
    technical: limits.complaintTechnical,
    search: limits.dispatch,
    stages: [
      { policy: limits.complaintAccept, words: '受理' },
      { policy: limits.complaintReply, words: '答复' },
    ],
  },
  clauses: ['G-5.3a', 'G-5.3b', 'G-5.3c', 'G-5.3d', 'J-18a', 'J-18c'],
  needs: listed,
  limits: [
    limits.complaintTechnical,
    limits.complaintAccept,
    limits.complaintReply,
    limits.objection,
    limits.orderedReply,
    ...sharedLimits,
  ],
  windows: [...sharedWindows, objectWindow, retention.complaint, assignedRetention],
  switches: sharedSwitches,
  about: orderOf,
  signature: replySignature,
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
    ...signed(refuse),
    ...handling,
    ...besides,
    ...automaticSteps,
  ],
};
