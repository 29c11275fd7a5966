import { sameMatterAgain } from '../../../search/alike';
import { isComplaint } from '../../../ticket/citizen-kinds';
import { samePerson } from '../../../ticket/persons';
import type { Ticket } from '../../../ticket/ticket';
import { civilDateOf, daysBetween } from '../../../time';
import { windowOf } from '../../../rulesets';
import { Change, type Context, type Outcome } from '../../../engine';
import { windows } from './limits';

/**
 * First contact (A48): what somebody asks by phone or at the counter is answered while they are there. It counts as 首次解决
 * until the same matter comes back within some days.
 */

/**
 * What was said; `entry` = the published entry of the knowledge base that it was read from; `sms` = the caller wants it sent,
 * with the number of the ticket, to the phone that was left.
 */
export type OnTheSpot = { text: string; entry?: { id: string; question: string }; sms?: true };

type Asked = Pick<Ticket, 'category' | 'channel'> & { kind: string; onTheSpot?: OnTheSpot };

/**
 * Why this actor may not answer it on the spot. A unit has approved what stands in the knowledge base; besides, a unit
 * answers what is its own business, the operator how the mini-program is used. `meant` = the unit of its service.
 */
export const whyNotOnTheSpot = (
  { kind, category, channel, onTheSpot }: Asked,
  meant: string | undefined,
  { actor, catalogue }: Pick<Context, 'actor' | 'catalogue'>,
): string | undefined => {
  if (!onTheSpot) return undefined;
  if (isComplaint({ kind })) return '投诉要按流程受理、办理，不能当场答复；请不填答复，直接登记';
  if (channel === 'assigned') return '交办件的答复由管理方签发，不能当场答复';
  if (onTheSpot.entry) return undefined;
  if (!actor.unitId)
    return category === 'technical'
      ? undefined
      : '办事业务只能用单位审核过的知识条目当场答复，请选一条；没有合适的，请不填答复，登记后转给负责单位';
  if (meant !== undefined && meant !== actor.unitId)
    return '这项服务由其他单位负责，请选一条知识条目答复，或者不填答复，登记后转过去';
  return catalogue.unit(actor.unitId)?.secondSignature
    ? '本单位的答复须经负责人审核，当场只能用已审核的知识条目答复'
    : undefined;
};

/** Whoever takes down what people say: the unit, or the operator as a whole. */
const deskOf = ({ actor }: Pick<Context, 'actor'>): string => actor.unitId ?? 'operator';

/** What was said by phone or at the counter, by who took it down: the whole of which some is solved at once. */
export const countCall = (change: Change): void => {
  if (['phone', 'counter'].includes(change.ticket.channel)) change.count('called-in', deskOf(change.context));
};

export const countFirstContact = (change: Change): void => {
  const by = deskOf(change.context);
  change.ticket.details.firstContact = { at: change.now, by };
  if (['phone', 'counter'].includes(change.ticket.channel)) change.count('first-contact', by);
};

const isWithin = ({ at }: { at: string }, { now, ruleSet }: Pick<Context, 'now' | 'ruleSet'>): boolean =>
  daysBetween(civilDateOf(at), civilDateOf(now)) <= windowOf(ruleSet, windows.firstContact);

/** The matter is taken up again: it was not solved after all, where it comes soon enough. */
export const comesBack = (change: Change): void => {
  const { details, channel } = change.ticket;
  const { firstContact } = details;
  if (!firstContact) return;
  delete details.firstContact;
  if (isWithin(firstContact, change.context) && ['phone', 'counter'].includes(channel))
    change.count('first-contact', firstContact.by, -1);
};

/** Of what is found to be one matter of one person the earlier one has come back. */
export const comesBackAmong = (one: Change, other: Change): void => {
  if (one.ticket.anonymous || other.ticket.anonymous || !samePerson(one.ticket, other.ticket)) return;
  comesBack(one.ticket.createdAt < other.ticket.createdAt ? one : other);
};

/** Which of these was answered on the spot, and is the matter of the new one: the last of them. */
export const answeredBefore = (
  ticket: Ticket,
  others: readonly Ticket[],
  context: Pick<Context, 'now' | 'ruleSet'>,
): string | undefined =>
  others
    .filter(({ details: { firstContact } }) => firstContact !== undefined && isWithin(firstContact, context))
    .filter(other => !ticket.marks.includes('confidential') && sameMatterAgain(ticket, other))
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0]?.no;

/** The earlier one as it goes on: no longer solved at first contact, and linked with the new one. */
export const linkBack = (ticket: Ticket, earlier: Ticket, context: Context): Partial<Outcome> => {
  if (!earlier.details.firstContact) return {};
  const { service: _other, ...shared } = context;
  const back = new Change(earlier, shared, { act: 'file', label: '再次反映' });
  comesBack(back);
  back.ticket.links.push({ no: ticket.no, title: ticket.title, relation: 'same-matter' });
  back.say(`同一件事再次反映（${ticket.no}），不再算首次解决`, undefined, true);
  const { messages, counts } = back;
  const link = { no: earlier.no, title: earlier.title, relation: 'same-matter' as const };
  return {
    ticket: { ...ticket, links: [...ticket.links, link] },
    related: {
      ticket: { ...back.ticket, version: earlier.version + 1, updatedAt: context.now },
      messages,
      counts,
    },
  };
};
