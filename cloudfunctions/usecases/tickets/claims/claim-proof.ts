import type { Context } from '../../../domain/engine';
import { windows } from '../../../domain/procedures/common/citizen-ticket/limits';
import { windowOf, type RuleSet } from '../../../domain/rulesets';
import type { Ticket } from '../../../domain/ticket/ticket';
import { addDays, civilDateOf, startOfDay, type Instant } from '../../../domain/time';
import { nameKey } from '../../../domain/typed/words';
import type { Ports } from '../../kernel/ports';
import { personalOf } from '../reveal-personal';

/** By what a caller shows that a ticket is the own one, besides the phone number: the name, or a code (contract §4). */


const isSameName = (given: string, known: string | undefined): boolean =>
  known !== undefined && nameKey(given) !== '' && nameKey(given) === nameKey(known);

const codeOf = ({ secrets }: Pick<Ports, 'secrets'>, no: string, issue: number): string =>
  String(
    Number.parseInt(secrets.keyedHash(`claim-code|${no}|${issue}`).slice(0, 12), 16) % 1_000_000,
  ).padStart(6, '0');

/** A code that was read out can be used for so many days after that one. */
const endOf = (at: Instant, ruleSet: RuleSet): Instant =>
  startOfDay(addDays(civilDateOf(at), windowOf(ruleSet, windows.claimCode) + 1));

/** The code of a ticket and until when it can be used; undefined = none was given out. Nothing of it is stored. */
export const claimCodeOf = (
  ports: Pick<Ports, 'secrets'>,
  { no, details: { claimCode } }: Ticket,
  { ruleSet }: Pick<Context, 'ruleSet'>,
): { code: string; until: Instant } | undefined =>
  claimCode && { code: codeOf(ports, no, claimCode.issue), until: endOf(claimCode.at, ruleSet) };

/** Whether name or code are those of the ticket; what is given must be right, both where both are. */
export const isProved = (
  ports: Pick<Ports, 'secrets' | 'now'>,
  ticket: Ticket,
  context: Pick<Context, 'ruleSet'>,
  { name, code }: { name?: string | undefined; code?: string | undefined },
): boolean => {
  const known = claimCodeOf(ports, ticket, context);
  const rightCode = known !== undefined && ports.now() < known.until && code === known.code;
  const rightName = name !== undefined && isSameName(name, personalOf(ports, ticket).name);
  return (code === undefined || rightCode) && (name === undefined || rightName) && (rightCode || rightName);
};
