import * as z from 'zod';
import type { DisclosedCase } from '../../../../typings/api';
import { everyone } from '../../../domain/catalogue/roles';
import { labelOf } from '../../../domain/procedures';
import { tag } from '../../../domain/ticket/scope';
import { findWhereTheyLie } from '../../kernel/archive';
import type { TicketDocument } from '../../kernel/documents';
import { cutPage, cutToFit, ticketPaging } from '../../kernel/reading/paging';
import type { Where } from '../../kernel/ports';
import type { Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';

export const disclosedInput = z.object(ticketPaging);

/** `disclosed.list`: outcomes that the manager has published: no text, no person, no region. */
export const listDisclosed = async (
  { ports, snapshots }: Runtime,
  input: z.infer<typeof disclosedInput>,
): Promise<{ cases: DisclosedCase[]; nextCursor?: string }> => {
  const snapshot = await snapshots.current();
  const where: Where = {
    'keys.tags': tag.disclosed,
    ...(input.cursor ? { 'keys.newKey': { lt: input.cursor } } : {}),
  };
  const documents = await findWhereTheyLie(ports.database, {
    where,
    order: ['keys.newKey', 'desc'],
    limit: input.limit + 1,
  });
  const keyOf = ({ keys }: TicketDocument): string => keys.newKey;
  const { page, next: behind } = cutPage(documents, input.limit, keyOf);
  const { shown: cases, next } = cutToFit(
    page,
    behind,
    ({ ticket }) => ({
      no: ticket.no,
      kindLabel: labelOf(ticket.kind),
      title: ticket.title,
      unitName: ticket.unitId
        ? (snapshot.catalogue.unit(ticket.unitId)?.name ?? '')
        : snapshot.activeRuleSet.roleNames.operator,
      ...(ticket.serviceName ? { serviceName: ticket.serviceName } : {}),
      createdOn: ticket.createdAt.slice(0, 10),
      repliedOn: ticket.replies[0]?.at.slice(0, 10) ?? '',
      reply: ticket.replies.at(-1)?.corrected?.text ?? ticket.replies.at(-1)?.text ?? '',
    }),
    keyOf,
  );
  return { cases, ...next };
};

export const disclosedList = useCase(disclosedInput, everyone, (runtime, _caller, input) =>
  listDisclosed(runtime, input),
);
