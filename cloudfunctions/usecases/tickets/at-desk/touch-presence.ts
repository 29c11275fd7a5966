import * as z from 'zod';
import type { Present } from '../../../../typings/api';
import { caseworkers } from '../../../domain/catalogue/roles';
import type { Actor } from '../../../domain/engine';
import { addMinutes } from '../../../domain/time';
import type { Ticket } from '../../../domain/ticket/ticket';
import { whoIs } from '../../../domain/views/timeline';
import type { Collections } from '../../kernel/documents';
import { contextFor, procedureFor, type Runtime } from '../../kernel/runtime';
import { useCase } from '../../kernel/use-case';
import { readTicket } from '../read-ticket';

/** Who looks at a ticket now, and who writes for which act of it: so that two do not answer the same. */

/** A page touches once a minute; whoever has not for this long has gone. */
const GONE_AFTER_MINUTES = 2.5;
/** More people do not fit a line. */
const MOST_SHOWN = 10;

type PresenceDocument = Collections['presences'];

const presenceInput = z.object({
  no: z.string({ error: '请填写工单编号' }).min(1, '请填写工单编号').max(64),
  act: z.string().min(1).max(40).optional(),
});

/** Whoever has taken the act writes no longer, though the page is not heard of again. */
const hasDone = ({ timeline }: Ticket, { _id, act, since }: PresenceDocument): boolean =>
  act !== null && timeline.some(line => line.by.id === _id && line.act === act && line.at >= since);

/** `presence.touch`: I am here; answers who else is, as the reader may call them, and which version the ticket has by now. */
export const touchPresence = async (
  { ports, snapshots }: Runtime,
  actor: Actor,
  { no, act }: z.infer<typeof presenceInput>,
): Promise<{ others: Present[]; version: number }> => {
  const { database, now } = ports;
  const at = now();
  const [snapshot, { _id, ticket }] = await Promise.all([
    snapshots.current(),
    readTicket(database, actor, no),
  ]);
  const present = await database.find('presences', {
    where: { no: _id, seenAt: { gt: addMinutes(at, -GONE_AFTER_MINUTES) } },
    order: ['seenAt', 'desc'],
    limit: MOST_SHOWN + 1,
  });
  const same = present.find(one => one._id === actor.id && one.act === (act ?? null));
  await database.put('presences', {
    _id: actor.id,
    no: _id,
    act: act ?? null,
    by: actor,
    since: same?.since ?? at,
    seenAt: at,
  });
  const context = contextFor(snapshot, actor, at, ticket);
  const { acts } = procedureFor(ticket);
  const others = present
    .filter(one => one._id !== actor.id && !hasDone(ticket, one))
    .slice(0, MOST_SHOWN)
    .map(({ by, act, since }): Present => {
      const label = act && acts.find(one => one.act === act)?.label;
      return { name: whoIs(by, context), since, ...(act ? { act } : {}), ...(label ? { label } : {}) };
    });
  return { others, version: ticket.version };
};

export const presenceTouch = useCase(presenceInput, caseworkers, (runtime, { actor }, input) =>
  touchPresence(runtime, actor, input),
);
