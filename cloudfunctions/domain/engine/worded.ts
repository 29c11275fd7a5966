import type { Ticket } from '../ticket/ticket';
import type { Context } from './context';
import { wordsOn, type Words } from './message';

/** Of the platform itself no service is named (A36). */
const PLATFORM_NAME = '办事平台';

/** `投诉“夜间施工”`; what staff have started says in its title what it is; the public reads which service. */
const titleFor = (
  { kind, title, work, serviceName }: Ticket,
  { labelOf }: Pick<Context, 'labelOf'>,
  toPublic: boolean,
): string => {
  if (toPublic) return serviceName ?? PLATFORM_NAME;
  return work ? title : `${labelOf(kind)}“${title}”`;
};

/** The words of a message about a ticket: what happened first, then its title (A45). */
export const worded = (
  says: string,
  ticket: Ticket,
  context: Pick<Context, 'labelOf'>,
  toPublic = false,
): Words => wordsOn(titleFor(ticket, context, toPublic), says);
