import * as z from 'zod';
import type { ExportedFile } from '../../../typings/contract';
import { everyone } from '../../domain/catalogue/roles';
import type { Actor } from '../../domain/engine';
import { dailyWindows } from '../../domain/rulesets';
import { civilDateOf } from '../../domain/time';
import { markExport } from '../files/mark-export';
import { storeExport } from '../files/stored-exports';
import { findWhereTheyLie } from '../kernel/archive';
import type { AskDocument } from '../kernel/documents';
import { countPerDay } from '../kernel/meters';
import { PAGE, type Database } from '../kernel/ports';
import { ticketPaging } from '../kernel/reading/paging';
import { contextOfTicket, showWhole, type Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { ownTickets } from '../tickets/lists/list-own-tickets';
import { ownPersonalOf } from '../tickets/reveal-personal';
import { getProfile } from './profile';

const questionsOf = async (database: Database, ownerId: string): Promise<AskDocument[]> => {
  const all: AskDocument[] = [];
  for (;;) {
    const last = all.at(-1)?.at;
    const page = await database.find('asks', {
      where: { ownerId, ...(last ? { at: { lt: last } } : {}) },
      order: ['at', 'desc'],
      limit: PAGE,
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
};

/** Tickets in one file: writing more would take longer than a request may. */
const MOST_TICKETS = 2000;

/**
 * `me.export`: everything that is stored about the person, readable, in a file: however much it is, the answer holds
 * only the link. Whoever has more tickets than fit gets the newest first, and `nextCursor` for the next file.
 */
export const exportAccount = async (
  runtime: Runtime,
  actor: Actor,
  after?: string,
): Promise<ExportedFile & { nextCursor?: string }> => {
  const { ports, snapshots } = runtime;
  await countPerDay(runtime, actor.id, dailyWindows.ownExports, {
    what: '导出本人资料',
    instead: '请用今天已导出的文件，或者明天再导出',
  });
  const snapshot = await snapshots.current();
  const now = ports.now();
  // Ticket by ticket: all of them at once, as objects and as text, would take the memory of the function.
  const lines: string[] = [];
  const own = await ownTickets(ports, actor.id, { after, most: MOST_TICKETS + 1 });
  const written = own.slice(0, MOST_TICKETS);
  const last = own.length > written.length ? written.at(-1) : undefined;
  for (const { ticket } of written) {
    const context = await contextOfTicket(ports.database, snapshot, actor, now, ticket);
    const shown = showWhole(snapshot, ticket, context);
    lines.push(JSON.stringify({ ...shown, personal: ownPersonalOf(ports, ticket, actor.id) }, null, 1));
  }
  const questions = (await questionsOf(ports.database, actor.id)).map(({ at, text }) => ({ at, text }));
  const profile = await getProfile(runtime, actor.id, findWhereTheyLie);
  const { words } = await markExport(runtime, actor);
  const rest = last ? `"rest": "更早的工单在下一份文件里",\n` : '';
  const text = `{"exported": ${JSON.stringify(words)},\n${rest}"profile": ${JSON.stringify(profile)},\n"tickets": [${lines.join(',\n')}],\n"questions": ${JSON.stringify(questions)}}\n`;
  const name = `我的全部资料-${civilDateOf(now)}${after ? '-续' : ''}.json`;
  const file = await storeExport(ports, name, new TextEncoder().encode(text));
  return { ...file, ...(last ? { nextCursor: last.keys.newKey } : {}) };
};

export const meExport = useCase(
  z.object({ cursor: ticketPaging.cursor }),
  everyone,
  (runtime, { actor }, { cursor }) => exportAccount(runtime, actor, cursor),
);
