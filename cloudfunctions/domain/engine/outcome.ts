import type { Service } from '../catalogue';
import type { Notice } from '../notices/notice';
import type { PlatformFault, PlatformWindow } from '../services/platform';
import { signedBy, waitsForSignatureOf } from '../ticket/signing';
import { emptyDesk } from '../ticket/empty-desk';
import type { Attachment, Ticket } from '../ticket/ticket';
import { attachmentsFor } from './attachments';
import { Change } from './change';
import { systemActor, type Context } from './context';
import type { ActDefinition, Procedure } from './definition';
import { worded } from './worded';
import { belongs, type Fields, type Input } from './fields';
import type { Further } from './further';
import type { Counts, Message } from './message';

/** What a change leaves behind: written in one transaction. */
export type Outcome = {
  ticket: Ticket;
  related?: { ticket: Ticket; messages: Message[]; counts: Counts; opens?: readonly Further[] };
  opens?: readonly Further[];
  messages: Message[];
  counts: Counts;
  /** Present when the change has changed it. */
  service?: Service;
  /** Registered together with it. */
  registered?: Service[];
  notice?: Notice;
  changedLimits?: NonNullable<Change['changedLimits']>;
  account?: NonNullable<Change['account']>;
  unitDuty?: { unitId: string; duty: string };
  platformFault?: PlatformFault | null;
  platformWindow?: Omit<PlatformWindow, 'no'> | null;
};

export type Refusal =
  | { code: 'forbidden'; message: string; fields?: Record<string, string> }
  | { code: 'invalid'; message: string; fields: Record<string, string> }
  | { code: 'wrong-state'; message: string };

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });

export const refuseInput = (fields: Record<string, string>): { ok: false; refusal: Refusal } =>
  refuse({ code: 'invalid', message: '有内容需要补充或更正', fields });

export const isWrong = (fields: Record<string, string> | undefined): fields is Record<string, string> =>
  fields !== undefined && Object.keys(fields).length > 0;

export const tellAll = (change: Change, tells: ActDefinition['tells']): void => {
  for (const { audience, text, ...kind } of tells ?? [])
    change.tell(
      audience(change.ticket, change.context),
      text(change.ticket, change.context),
      undefined,
      kind,
    );
};

/** A procedure that staff started keeps what is among its facts and belongs; files lie with the ticket under the label. */
export const keepInput = (
  change: Change,
  { facts }: Pick<Procedure, 'facts'>,
  fields: Fields,
  input: Input,
): void => {
  if (!facts) return;
  change.ticket.attachments.push(...filesIn(fields, input, change.context));
  const given = Object.entries(input).filter(([name, value]) => value !== undefined && name in facts.fields);
  change.keep(Object.fromEntries(given));
  const values: Input = { ...change.ticket.work?.values };
  const astray = Object.entries(fields).filter(([, field]) => !belongs(field, values));
  change.keep(Object.fromEntries(astray.map(([name]) => [name, undefined])));
};

/** The files of a form, those in rows of a table with the number of the row. */
const filesIn = (fields: Fields, input: Input, context: Context, before = ''): Attachment[] =>
  Object.entries(fields).flatMap(([name, { type, label, columns }]) => {
    const value = input[name];
    if (!Array.isArray(value)) return [];
    if (type === 'files') return attachmentsFor(value as string[], context, 'ok', `${before}${label}`);
    if (!columns) return [];
    return value.flatMap((row, index) =>
      filesIn(columns, row as Input, context, `${label}第 ${index + 1} 项 `),
    );
  });

/**
 * Marks a ticket with which nobody can go on, from whatever it came about, and tells operator and manager, who name another
 * unit or invite somebody (A42); takes the mark away when somebody can.
 */
export const noticeEmptyDesk = (change: Change): void => {
  const { ticket, context } = change;
  const why = emptyDesk(ticket, context.catalogue);
  if (!why) {
    delete ticket.emptySince;
    return;
  }
  if (ticket.emptySince !== undefined) return;
  ticket.emptySince = change.now;
  const what = why === 'nobody' ? '无人办理' : '答复无人审核';
  change.say(what, undefined, true, systemActor);
  const operator = ticket.marks.includes('confidential') ? 'operator-lead' : 'operator';
  const words = worded(`${what}，请指定其他单位，或者邀请人员`, ticket, context);
  // Under one key: who is told for both is told once.
  const key = `${ticket.no}:empty-desk:${change.now}`;
  for (const to of [operator, 'manager'] as const)
    change.messages.push({ audience: { to }, template: 'empty-desk', ...words, key });
};

/** Only that mark: members have come or gone. Nobody is told one by one; the ticket keeps its version. */
export const settleEmptyDesk = (ticket: Ticket, context: Context): Outcome | undefined => {
  const change = new Change(ticket, context, { act: 'empty-desk', label: '无人办理' });
  noticeEmptyDesk(change);
  return change.ticket.emptySince === ticket.emptySince
    ? undefined
    : { ticket: change.ticket, messages: [], counts: {} };
};

/** Whoever acts has opened it (A51); what the act itself hands on waits for the next one. */
const signed = ({ ticket, context, now }: Change): Ticket => {
  const handedOn = ticket.signing?.since === now && ticket.signing.unitId !== undefined;
  return !handedOn && waitsForSignatureOf(context.actor, ticket)
    ? signedBy(ticket, context.actor, now)
    : ticket;
};

const seal = (change: Change): Ticket => ({
  ...signed(change),
  version: change.ticket.version + 1,
  updatedAt: change.now,
});

/** What a change opens besides, where it does. */
export const opened = ({ opens }: Change): Pick<Outcome, 'opens'> => (opens.length > 0 ? { opens } : {});

export const finish = (change: Change): Outcome => {
  const { related, context } = change;
  noticeEmptyDesk(change);
  const hasPart = related && related.ticket.timeline.length > (context.related?.timeline.length ?? 0);
  return {
    ticket: seal(change),
    ...(hasPart
      ? {
          related: {
            ticket: seal(related),
            messages: related.messages,
            counts: related.counts,
            ...opened(related),
          },
        }
      : {}),
    ...opened(change),
    messages: change.messages,
    counts: change.counts,
    ...(change.service && change.service !== context.service ? { service: change.service } : {}),
    ...(change.registered.length > 0 ? { registered: change.registered } : {}),
    ...(change.ticket.notice && change.ticket.notice !== change.noticeBefore
      ? { notice: change.ticket.notice }
      : {}),
    ...(change.changedLimits ? { changedLimits: change.changedLimits } : {}),
    ...(change.account ? { account: change.account } : {}),
    ...(change.unitDuty ? { unitDuty: change.unitDuty } : {}),
    ...(change.platformFault !== undefined ? { platformFault: change.platformFault } : {}),
    ...(change.platformWindow !== undefined ? { platformWindow: change.platformWindow } : {}),
  };
};
