import {
  date,
  facts,
  files,
  longtext,
  select,
  text,
  ticket as ticketField,
  type Change,
  type Input,
} from '../../../engine';
import type { Holder, Ticket } from '../../../ticket/ticket';
import type { CivilDate } from '../../../time';
import { inWriting } from '../in-writing';
import { levels, levelLabel, type Level } from './levels';

/**
 * 督办单 (A54) as both sides of it know it: the order, a ticket of its own with a number of its own, and the ticket that is
 * supervised, which names its order in a link.
 */

export const ORDER = 'supervision-order';

/** What an order knows, in the order in which its page shows it. */
export const order = facts({
  orderNo: text('督办单号'),
  level: select('级别', levels, { expected: true }),
  ticketNo: ticketField('督办哪一件（工单编号）', { required: true }),
  text: longtext('督办意见（要求办什么）', { required: true, max: 1000, keepPhones: true }),
  dueOn: date('最迟哪天答复（不填按规则）'),
  attachments: files('督办附件'),
  issuer: text('签发'),
  answer: longtext('书面答复', { required: true, max: 2000, keepPhones: true }),
  ...inWriting,
  sealed: files('盖章的书面答复'),
  verdict: longtext('销号意见', { max: 1000, keepPhones: true }),
});

/** Who issued it, as a party: only that party strikes it off, whoever its people are by then. */
const issued = facts({ issuerRole: text('签发角色'), issuerUnit: text('签发单位') });

export type Issuer = Pick<Holder, 'role' | 'unitId'>;

export const issuerOf = (ticket: Ticket): Issuer => {
  const { issuerRole = 'manager', issuerUnit } = issued.of(ticket);
  return { role: issuerRole as Holder['role'], ...(issuerUnit ? { unitId: issuerUnit } : {}) };
};

export const noteIssuer = (change: Change, { role, unitId }: Issuer): void =>
  issued.note(change, { issuerRole: role, issuerUnit: unitId });

export const levelOf = (ticket: Ticket): Level => order.of(ticket).level ?? 'supervise';

/** `督办〔2026〕3号（催办）：请查明原因`: number, level and what is wanted; none of it a citizen's words. */
export const orderTitle = (orderNo: string, level: Level, wanted: string): string =>
  `${orderNo}（${levelLabel(level)}）：${wanted}`;

/** The number of the order under which a ticket is, or was last. */
export const orderOf = ({ links }: Pick<Ticket, 'links'>): string | undefined =>
  links.filter(({ relation }) => relation === 'supervision').at(-1)?.no;

/** What an act hands to the order that it issues. */
export type Issue = {
  level: Level;
  text: string;
  dueOn?: CivilDate | undefined;
  attachments?: string[] | undefined;
  /** A rule wants it, not a person: it is the manager's to strike off. */
  byRule?: boolean;
};

/** Issues an order about the ticket that changes, in the same transaction. */
export const writeOrder = (change: Change, issue: Issue): void =>
  change.open({
    kind: ORDER,
    relation: 'supervision',
    input: { ticketNo: change.ticket.no, ...issue } satisfies Input,
  });

/** The order beside the ticket that changes, where it is the one that waits for an answer. */
export const orderBeside = ({ related, ticket }: Change): Change | undefined =>
  related && related.ticket.kind === ORDER && related.ticket.no === orderOf(ticket) ? related : undefined;
