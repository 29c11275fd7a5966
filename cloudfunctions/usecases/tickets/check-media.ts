import * as z from 'zod';
import { systemActor } from '../../domain/engine';
import { addMinutes } from '../../domain/time';
import { NEVER } from '../../domain/ticket/scope';
import type { JournalDocument, MediaCheckDocument } from '../kernel/documents';
import { commit, onlyTicket } from '../kernel/writing/commit';
import { DuplicateKey, type Ports } from '../kernel/ports';
import { queueOf } from '../kernel/reading/queue';
import type { Ticket } from '../../domain/ticket/ticket';
import { contextOfTicket, type Runtime } from '../kernel/runtime';
import { wayOf } from './read-ticket';
import type { Work } from '../clock/work';

/**
 * Pictures of citizens are checked by the platform, which answers later by message push.
 * Until then they are `pending`; a check without an answer is started again, so that none stays pending for ever.
 */

const RETRY_MINUTES = 35;
const MOST_TRIES = 5;

/** One check for each file of a ticket. */
export const mediaCheckId = ({ secrets }: Pick<Ports, 'secrets'>, no: string, fileID: string): string =>
  secrets.sha256(`${no}|${fileID}`);

/** Puts the new files of a journal entry on the list of checks. */
export const queueMediaChecks = async (ports: Ports, entry: JournalDocument): Promise<void> => {
  const ownerId = entry.ownerId ?? entry.others?.[0];
  if (!ownerId) return;
  for (const fileID of entry.files) {
    const check: MediaCheckDocument = {
      _id: mediaCheckId(ports, entry.no, fileID),
      no: entry.no,
      fileID,
      ownerId,
      traceId: '',
      tries: 0,
      nextAt: ports.now(),
    };
    try {
      await ports.database.insert('mediachecks', check);
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
    }
  }
};

/** Starts the checks that are due; after the last try staff see the picture as unchecked. */
export const startMediaChecks = async (ports: Ports, work: Work): Promise<{ checked: number }> => {
  const { database } = ports;
  let checked = 0;
  for await (const check of queueOf(database, 'mediachecks', 'nextAt', { until: ports.now() })) {
    if (!(await work.hasTime())) break;
    const start = async (): Promise<void> => {
      const traceId = await ports.checkMedia(check.ownerId, check.fileID);
      const tries = check.tries + 1;
      const nextAt = tries < MOST_TRIES ? addMinutes(ports.now(), RETRY_MINUTES) : NEVER;
      await database.put('mediachecks', { ...check, traceId: traceId ?? '', tries, nextAt });
    };
    if (await work.attempt(check._id, start, check.no)) checked += 1;
  }
  return { checked };
};

/** The platform's push; everything else that is pushed is none of our business. */
export const mediaPush = z.object({
  MsgType: z.literal('event'),
  Event: z.literal('wxa_media_check'),
  trace_id: z.string().min(1),
  result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }),
});

const LOOKS = 5;
const LOOK_MILLISECONDS = 300;

/** The push can arrive before the trace of the check has been written. */
const findCheck = async (ports: Ports, traceId: string): Promise<MediaCheckDocument | undefined> => {
  for (let look = 1; look <= LOOKS; look += 1) {
    const [check] = await ports.database.find('mediachecks', { where: { traceId }, limit: 1 });
    if (check) return check;
    await ports.sleep(LOOK_MILLISECONDS);
  }
  return undefined;
};

/** Records what the check found on the ticket; only `risky` blocks a picture, `review` is left to staff. */
export const recordMediaCheck = async (
  runtime: Runtime,
  push: z.infer<typeof mediaPush>,
): Promise<boolean> => {
  const { ports, snapshots } = runtime;
  const check = await findCheck(ports, push.trace_id);
  if (!check) return false;
  const state = push.result.suggest === 'risky' ? ('blocked' as const) : ('ok' as const);
  const snapshot = await snapshots.current();
  await ports.database.transaction(async transaction => {
    // A ticket that was merged meanwhile has taken its files along (A43).
    for await (const document of wayOf(transaction, check.no)) {
      const { ticket } = document;
      const checked = <T extends Pick<Ticket, 'attachments'>>(part: T): T => ({
        ...part,
        attachments: part.attachments.map(one => (one.fileID === check.fileID ? { ...one, state } : one)),
      });
      const context = await contextOfTicket(transaction, snapshot, systemActor, ports.now(), ticket);
      const entry = { type: 'attachmentChecked', payload: { fileID: check.fileID, state } };
      const joined = ticket.joined?.map(checked);
      const outcome = onlyTicket({ ...checked(ticket), ...(joined ? { joined } : {}) });
      await commit(ports, transaction, { before: document, outcome, context, entry });
    }
  });
  await ports.database.remove('mediachecks', check._id);
  return true;
};
