import * as z from 'zod';
import type { BrokenJournal, Checked } from '../../../typings/api';
import { auditors } from '../../domain/catalogue/roles';
import { ADMINISTRATION } from '../../domain/privacy/chain';
import { normaliseTicketNumber } from '../../domain/privacy/ticket-number';
import type { Runtime } from '../kernel/runtime';
import { useCase } from '../kernel/use-case';
import { checkAnchors, isAnchor } from './anchors';
import { checkTicket, mustBeSealed, type Checking } from './check-entries';
import { checkStep, CURSOR, firstCursor } from './check-steps';
import { journalOf } from './read-journal';

const MOST_ANCHORS = 50;

export const auditInput = z.object({
  no: z.string().max(64).optional(),
  cursor: z.string().max(200).regex(CURSOR, '请从头核对').optional(),
  /** As they were mailed. */
  anchors: z
    .array(z.string().max(200).refine(isAnchor, '校验码不完整，请整行粘贴'))
    .max(MOST_ANCHORS)
    .optional(),
});

/** A call goes on for so long, and makes at most so many steps. */
const MILLISECONDS = 5_000;
const STEPS = 10;

/** The administrative acts alone, to their end. */
const checkAdministration = async (ports: Checking): Promise<Checked> => {
  const broken: BrokenJournal[] = [];
  for (let cursor: string | undefined = firstCursor; cursor?.startsWith('a');) {
    const step: Awaited<ReturnType<typeof checkStep>> = await checkStep(ports, cursor);
    broken.push(...step.broken);
    cursor = step.next;
  }
  return { checked: 1, broken };
};

const checkOne = async (ports: Checking, asked: string): Promise<Checked> => {
  if (asked === ADMINISTRATION) return checkAdministration(ports);
  const no = normaliseTicketNumber(asked) ?? asked;
  const document = await ports.database.get('tickets', no);
  if (!document) {
    const [left] = await journalOf(ports.database, no);
    return { checked: 0, broken: left ? [{ no, seq: 1, why: 'gone' }] : [] };
  }
  const found = await checkTicket(ports, document, await mustBeSealed(ports));
  return { checked: 1, broken: found ? [found] : [] };
};

/**
 * `audit.check`: whether everything is as it was written (J-26, A47), or one ticket, part by part. Finds a changed, missing,
 * forged or cut-off entry, a changed, missing or put back ticket, a changed ledger; what was erased at a citizen's wish
 * still verifies. With anchors also what was rewritten as a whole before the last of them.
 */
export const checkJournal = async (
  { ports }: Runtime,
  { no, cursor, anchors = [] }: z.infer<typeof auditInput>,
): Promise<Checked> => {
  if (no !== undefined) return checkOne(ports, no);
  const broken: BrokenJournal[] = await checkAnchors(ports, anchors);
  const end = ports.elapsed() + MILLISECONDS;
  let checked = 0;
  let next: string | undefined = cursor ?? firstCursor;
  for (let n = 0; n < STEPS && next !== undefined && ports.elapsed() < end; n += 1) {
    const step: Awaited<ReturnType<typeof checkStep>> = await checkStep(ports, next);
    checked += step.checked;
    broken.push(...step.broken);
    next = step.next;
  }
  return { checked, broken, ...(next === undefined ? {} : { nextCursor: next }) };
};

export const auditCheck = useCase(auditInput, auditors, (runtime, _caller, input) =>
  checkJournal(runtime, input),
);
