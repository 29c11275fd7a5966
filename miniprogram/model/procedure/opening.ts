import type { FormField, ShownTicket } from '../../../typings/contract';
import type { Opening, Values } from '../../../typings/api';
import { staff, type Answer } from '../../cloud/client';
import { uuid } from '../../cloud/uuid';
import { dropDraft, loadDraft, saveDraft, type DraftKey } from '../form/drafts';
import type { Filled } from '../form/forms';

/** How staff start a procedure: what they may start, and the form with what was typed so far. */

/** The fields of a form in two parts: those that are asked at once, and those that can be added; `most` where seconds count. */
export function inParts<F extends { required: boolean }>(
  fields: F[],
  most = fields.length,
): { first: F[]; rest: F[] } {
  const isFirst = (field: F, index: number) => index < most || field.required;
  return {
    first: fields.filter(isFirst),
    rest: fields.filter((field, index) => !isFirst(field, index)),
  };
}

let known: Opening[] | undefined;

/** What I may start, in the order of the cloud; `fresh` asks again: the rule set or my role may have changed. */
export async function openings(fresh = false): Promise<Answer<Opening[]>> {
  if (known && !fresh) return { ok: true, data: known };
  const answer = await staff('procedure.list', {});
  if (!answer.ok) return answer;
  // What citizens file is registered on a page of its own.
  known = answer.data.procedures.flatMap(({ fields, ...each }) =>
    each.mayOpen && fields && !each.filed ? [{ ...each, fields }] : [],
  );
  return { ok: true, data: known };
}

/** What the page before knows: the service or the ticket that it is about, and other first values. */
export type Prefill = {
  /** Forms about different services or tickets are kept apart. */
  about: string;
  service?: { id: string; name: string };
  ticket?: { no: string; title: string };
  values?: Values;
};

/** What was typed so far; `requestId` is made once: however often it is sent, it opens one ticket. */
export type OpeningDraft = Filled & { requestId: string };

export const openingKey = (kind: string, about: string): DraftKey => `open:${kind}:${about}`;

/** Of what the page before knows, what this form asks for: a field takes what its type refers to. */
export function newOpening(prefill: Prefill = { about: '' }, fields: FormField[] = []): OpeningDraft {
  const draft: OpeningDraft = { requestId: uuid(), values: {}, labels: {} };
  const { service, ticket, values = {} } = prefill;
  for (const { name, type, value, valueLabel } of fields) {
    const first = values[name] ?? value;
    if (first !== undefined) draft.values[name] = first;
    if (valueLabel !== undefined) draft.labels[name] = valueLabel;
    const [id, label] =
      type === 'service'
        ? [service?.id, service?.name]
        : type === 'ticket'
          ? [ticket?.no, ticket?.title]
          : [];
    if (id === undefined) continue;
    draft.values[name] = id;
    draft.labels[name] = label ?? '';
  }
  return draft;
}

export const keptOpening = (kind: string, about: string): OpeningDraft | undefined =>
  loadDraft(openingKey(kind, about), newOpening());

export const keepOpening = (kind: string, about: string, draft: OpeningDraft): void =>
  saveDraft(openingKey(kind, about), draft);

export const dropOpening = (kind: string, about: string): void => dropDraft(openingKey(kind, about));

/** A form about a service. */
export const aboutService = (id: string, name: string): Prefill => ({ about: id, service: { id, name } });

/** A form about what a citizen has said. */
export const aboutTicket = ({ no, title, service }: ShownTicket, values: Values): Prefill => ({
  about: no,
  ticket: { no, title },
  values,
  ...(service ? { service } : {}),
});
