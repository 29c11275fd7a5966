import {
  act,
  bool,
  date,
  files,
  longtext,
  number,
  select,
  text,
  type ActDefinition,
  type Actor,
  type Change,
  type Party,
} from '../../../../engine';
import { ordersOf, type HotlineRequest } from '../../../../ticket/hotline';
import { partsOf } from '../../../../ticket/persons';
import { ratingLevels } from '../../../../ticket/rating';
import type { Ticket } from '../../../../ticket/ticket';
import { switchOf, type Policy } from '../../../../rulesets';
import { notSupervisable, supervised } from '../../supervision/supervised';
import { isRatedBy, ratedBy } from '../citizen-acts';
import { limits, switches } from '../limits';
import { operatorHolder, waitForDispatch } from '../passing-on';
import { attachmentsOf, takeUpAgain } from '../replying';
import { carryOut } from '../second-signature';
import { extensionDecided, grantExtension } from '../supervising';
import { wantVisits } from '../visiting';
import { beforeReply, inHand, tell, tellWhen, theHolder, theLead, until } from '../words';

/** What the hotline 12345 does to an order that it has sent (G-5.1b, J-18b): for the person who called there, and as the side that leads. */

const ACTOR = 'hotline:';

/** The hotline as it acts for the person of one order: `no` is the ticket that the order has become. */
export const hotlineFor = (no: string): Actor => ({
  id: `${ACTOR}${no}`,
  role: 'system',
  name: '12345 热线',
});

/** The number of the ticket for which the hotline acts. */
const orderOf = ({ id }: Pick<Actor, 'id'>): string | undefined =>
  id.startsWith(ACTOR) ? id.slice(ACTOR.length) : undefined;

const theHotline: Party = {
  label: '12345 热线',
  roles: ['system'],
  has: (actor, ticket) => ordersOf(ticket).some(({ no }) => no === orderOf(actor)),
};

/** Also of what was registered by hand before the hotline sent it. */
const sender: Party = {
  ...theHotline,
  has: (actor, ticket) => ticket.channel === '12345' && orderOf(actor) === ticket.no,
};

const anyState = [...inHand, 'replied', 'refused', 'closed', 'withdrawn', 'merged'] as const;

/** What a clerk had registered is the hotline's order from now on. */
const linkOrder = act({
  act: 'linkOrder',
  label: '与 12345 热线对接',
  clause: 'A14',
  by: [sender],
  from: [...anyState],
  unless: ({ hotline }) => (hotline ? '已经对接' : undefined),
  fields: { source: text('来源', { required: true, max: 32 }) },
  says: null,
  internal: true,
  run: ({ ticket, context }, { source }) => {
    const leads = switchOf(context.ruleSet, switches.hotline) === 'master';
    ticket.hotline = { source, receivedAt: ticket.createdAt, leads };
  },
});

const supplement = act({
  act: 'supplement',
  label: '12345 转来补充',
  clause: 'G-5.1b',
  by: [theHotline],
  from: [...beforeReply],
  fields: { text: longtext('补充内容', { required: true }) },
  run: change => {
    change.ticket.details.calls = [];
    delete change.ticket.details.announcedOn;
    change.unmark('awaiting-citizen');
    change.unmark('unreachable');
  },
  tells: [tell(theHolder, () => '12345 转来补充情况，请查看')],
});

/** A file that was fetched, or why it was not. */
const attach = act({
  act: 'attach',
  label: '12345 转来附件',
  clause: 'G-5.1b',
  by: [theHotline],
  from: [...anyState],
  fields: { text: text('说明', { max: 300 }), attachments: files('附件') },
  internal: true,
  run: (change, input) => void change.ticket.attachments.push(...attachmentsOf(input, change.context)),
});

const urge = act({
  act: 'urge',
  label: '12345 催办',
  clause: 'G-5.1b',
  by: [theHotline],
  from: [...inHand],
  run: change => {
    change.ticket.details.urges.push(change.now);
    change.count('urged', change.ticket.holder.unitId ?? change.ticket.holder.role);
  },
  tells: [tell(theHolder, () => '12345 催办，请优先办理')],
});

const supervise = act({
  act: 'supervise',
  label: '12345 督办',
  clause: 'G-2.1c',
  by: [theHotline],
  from: [...inHand],
  unless: (ticket, { now }) => notSupervisable(ticket, now),
  fields: {
    text: longtext('督办意见', { required: true, max: 1000, keepPhones: true }),
    dueOn: date('最迟哪天答复'),
  },
  internal: true,
  run: (change, { text: wanted, dueOn }) => {
    // A day that is over would be late before anybody has read it.
    const day = dueOn !== undefined && dueOn < change.today ? change.today : dueOn;
    supervised(change, { level: 'supervise', text: wanted, byRule: true, ...(day ? { dueOn: day } : {}) });
  },
  tells: [
    tell(theLead, ticket => `12345 督办，请在 ${until(ticket, 'supervise')} 前答复督办`),
    tell(theHolder, () => '12345 督办，请优先办理'),
  ],
});

/** Takes the order away from us: the hotline sends it elsewhere. */
const takeAway = (change: Change): void => {
  const { ticket } = change;
  change.to('withdrawn');
  change.cancel(['dispatch', 'accept', 'reply', 'supervise', 'objection']);
  ticket.promise = null;
  delete ticket.details.pendingReply;
  delete ticket.details.pendingDecision;
  change.end();
  wantVisits(change);
};

const asked = ({ details }: Ticket, about: unknown): HotlineRequest | undefined =>
  details.hotlineRequest?.about === about ? details.hotlineRequest : undefined;

/** Carries out what was granted, or lets it rest. */
const settle = (change: Change, request: HotlineRequest, approved: boolean): void => {
  const { details } = change.ticket;
  if (request.about === 'extension' && details.extension)
    details.extension.state = approved ? 'approved' : 'refused';
  if (approved) {
    details.hotlineRequest = { ...request, granted: true };
    if (request.about === 'extension') grantExtension(change, request.days ?? 0);
    else if (request.act) carryOut(change, request.act, request.input ?? {});
    else takeAway(change);
  }
  delete details.hotlineRequest;
};

const decideRequest = act({
  act: 'decideRequest',
  label: '12345 已作决定',
  clause: 'A14',
  by: [theHotline],
  from: ['dispatched', 'accepted'],
  unless: ({ details }) => (details.hotlineRequest ? undefined : '没有等待 12345 决定的申请'),
  fields: {
    about: select(
      '申请',
      [
        { value: 'return', label: '退回' },
        { value: 'extension', label: '延期' },
      ],
      { required: true },
    ),
    approved: bool('是否同意', { required: true }),
    reason: longtext('理由', { max: 1000, keepPhones: true }),
  },
  check: (ticket, { about }) =>
    ticket.details.hotlineRequest && !asked(ticket, about) ? { about: '等着决定的是另一项申请' } : undefined,
  says: 'reason',
  internal: true,
  run: (change, { about, approved }) => {
    const request = asked(change.ticket, about);
    if (!request) return;
    if (about === 'return')
      change.tell(theHolder(change.ticket), approved ? '12345 同意退回' : '12345 不同意退回，请继续办理');
    settle(change, request, approved === true);
    if (about !== 'extension') return;
    for (const { audience, text: words } of extensionDecided)
      change.tell(audience(change.ticket, change.context), words(change.ticket, change.context));
  },
});

/** As much time as for what was planned. */
const again: Policy = { ...limits.planned, label: '重新办理并答复', clause: 'J-18b' };

/** Once more: by whoever had answered, or looked for anew where nobody has it. */
const rehandle = act({
  act: 'rehandle',
  label: '12345 退回重新办理',
  clause: 'J-18b',
  by: [theHotline],
  from: ['replied', 'closed', 'refused', 'withdrawn'],
  unless: ({ details: { objection } }) =>
    objection && !objection.decidedAt ? '群众的异议正在复核' : undefined,
  fields: { reason: longtext('重办原因', { required: true, max: 1000 }) },
  run: change => {
    const { ticket } = change;
    change.count('rehandled', ticket.holder.unitId ?? ticket.holder.role);
    if (ticket.replies.length > 0) return takeUpAgain(change, again);
    ticket.endsAt = null;
    delete ticket.details.closedAs;
    delete ticket.details.withdrawnAt;
    waitForDispatch(change, operatorHolder(ticket));
  },
  tells: [
    tell(
      theHolder,
      ticket =>
        `12345 要求重新办理，请在 ${until(ticket, ticket.state === 'submitted' ? 'dispatch' : 'reply')} 前办理`,
    ),
    tellWhen(
      ({ replies }) => replies.length > 0,
      theLead,
      () => '12345 要求重新办理，请督促',
    ),
  ],
});

/** Somebody else still waits for it: the caller of the hotline is none of those we know. */
const isWantedBesides = (ticket: Ticket, no: string | undefined): boolean =>
  partsOf(ticket).some(part => part.no !== no && part.withdrawnAt === undefined);

const withdraw = act({
  act: 'withdraw',
  label: '12345 撤单',
  clause: 'G-5.1b',
  by: [theHotline],
  from: [...beforeReply],
  fields: { reason: text('撤单原因', { max: 300 }) },
  run: change => {
    const { ticket, context } = change;
    const no = orderOf(context.actor);
    if (isWantedBesides(ticket, no)) {
      if (no === ticket.no) ticket.details.withdrawnAt = change.now;
      for (const part of ticket.joined ?? []) if (part.no === no) part.withdrawnAt = change.now;
      return;
    }
    takeAway(change);
    change.count('withdrawn');
  },
  tells: [
    tell(theHolder, ({ state }) =>
      state === 'withdrawn' ? '12345 已撤单，不用再办' : '12345 已撤单，其余的人还在等，请继续办理',
    ),
  ],
});

const rate = act({
  act: 'rate',
  label: '12345 转来评价',
  clause: 'A20',
  by: [theHotline],
  from: ['replied', 'rectifying', 'closed'],
  unless: (ticket, { actor }) => {
    if (ticket.replies.length === 0) return '这件没有可评价的答复';
    return isRatedBy(ticket, orderOf(actor) ?? '') ? '已评价过' : undefined;
  },
  fields: {
    level: number('评价', { required: true, min: 1, max: 5, options: ratingLevels }),
    text: longtext('原话', { max: 1000 }),
  },
  run: (change, { level, text: words }) => {
    const rating = { level, tags: [], at: change.now, ...(words ? { text: words } : {}) };
    ratedBy(change, rating, orderOf(change.context.actor) ?? '');
  },
});

/** In the order in which an order meets them. */
export const hotlineActs: ActDefinition[] = [
  linkOrder,
  supplement,
  attach,
  urge,
  supervise,
  decideRequest,
  rehandle,
  withdraw,
  rate,
];
