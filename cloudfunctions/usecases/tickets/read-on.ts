import * as z from 'zod';
import type { ShownAttachment, ShownTicket, TimelineItem } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { filesBefore, timelineBefore } from '../../domain/views/bounds';
import { contextOfTicket, showWhole, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { readTicket } from './read-ticket';
import { linkedFiles, ticketInput } from './show-ticket';

/** What of a long ticket did not come with it: older lines and files, page by page. */

const readOnInput = ticketInput.extend({
  cursor: z.string({ error: '请从工单里往前看' }).min(1).max(120),
});

/** A ticket with everything that its reader may see of it, however long it is. */
export const wholeTicket = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  no: string,
): Promise<ShownTicket> => {
  const snapshot = await snapshots.current();
  const { ticket } = await readTicket(ports.database, actor, no);
  const context = await contextOfTicket(ports.database, snapshot, actor, ports.now(), ticket);
  return showWhole(snapshot, ticket, context);
};

/** `ticket.timeline`: the lines before those that the reader has. */
export const ticketTimeline = useCase(
  readOnInput,
  everyone,
  async (runtime, { actor }, { no, cursor }): Promise<{ timeline: TimelineItem[]; earlier?: string }> => {
    const { timeline } = await wholeTicket(runtime, actor, no);
    const { items, ...more } = timelineBefore(timeline, cursor);
    return { timeline: items, ...more };
  },
);

/** `ticket.files`: the files before those that the reader has. */
export const ticketFiles = useCase(
  readOnInput,
  everyone,
  async (runtime, { actor }, { no, cursor }): Promise<{ files: ShownAttachment[]; earlier?: string }> => {
    const { attachments } = await wholeTicket(runtime, actor, no);
    const { items, ...more } = filesBefore(attachments, cursor);
    return { files: await linkedFiles(runtime.ports, items), ...more };
  },
);
