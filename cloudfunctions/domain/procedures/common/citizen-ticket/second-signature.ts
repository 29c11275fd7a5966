import {
  act,
  applyAct,
  type ActDefinition,
  type Audience,
  type Change,
  type Context,
  type Fields,
  type Input,
  type Party,
} from '../../../engine';
import { waitsForNobody } from '../../../ticket/empty-desk';
import type { Ticket } from '../../../ticket/ticket';
import { valuesInWords } from '../../../views/facts';
import { signature } from '../signature';
import { operatorInCharge, unitInCharge } from './parties';
import { tell, theLead, theManager } from './words';

/**
 * The second signature (A35): a unit that wants one for replies wants one for what it decides against the citizen too. What
 * is submitted changes nothing until the lead has signed it; only then the citizen is told.
 */

/** What lies with the lead alone (A34) needs nobody else's signature; what a document assigns the manager's (A54). */
export const wantsSignature = (
  { holder, assigned }: Ticket,
  { catalogue }: Pick<Context, 'catalogue'>,
): boolean =>
  assigned !== undefined ||
  (holder.role === 'unit' &&
    holder.unitId !== undefined &&
    (catalogue.unit(holder.unitId)?.secondSignature ?? false));

/** Who signs: the lead; the manager what is assigned, and where no lead of the unit can (A42). */
export const theSigner = (ticket: Ticket, { catalogue }: Pick<Context, 'catalogue'>): Audience =>
  ticket.assigned || waitsForNobody(ticket, catalogue) ? theManager() : theLead(ticket);

/** Why nothing else can be submitted now. */
export const signatureWaits = ({ details }: Pick<Ticket, 'details'>): string | undefined =>
  details.pendingReply || details.pendingDecision ? '已有一项在等待负责人审核' : undefined;

const alone = (party: Party): Party => ({
  ...party,
  has: (actor, ticket, context) => party.has(actor, ticket, context) && !wantsSignature(ticket, context),
});

const thatSigns = (party: Party): Party => ({
  ...party,
  has: (actor, ticket, context) => party.has(actor, ticket, context) && wantsSignature(ticket, context),
});

/** The operator needs a signature only for what is assigned (A54). */
export const operatorThatSigns = thatSigns(operatorInCharge);

const mayNeedSignature = (party: Party): boolean => party === unitInCharge || party === operatorInCharge;

/** Every act that waits for a signature where the unit wants one, by its name. */
const signable = new Map<string, ActDefinition>();

/** An act that a unit decides alone, or puts before its lead: the two forms in which it is offered. */
export const signed = (definition: ActDefinition): readonly ActDefinition[] => {
  signable.set(definition.act, definition);
  const submitted = act({
    ...definition,
    label: `${definition.label}（送审）`,
    by: definition.by.filter(mayNeedSignature).map(thatSigns),
    unless: (ticket, context) => signatureWaits(ticket) ?? definition.unless?.(ticket, context),
    internal: true,
    done: '已送审核',
    run: (change, input) => {
      change.ticket.details.pendingDecision = {
        act: definition.act,
        input: input as Record<string, unknown>,
        by: change.context.actor.id,
        at: change.now,
      };
    },
    tells: [tell(theSigner, () => `“${definition.label}”待您审核`)],
  });
  const { to: _to, meets: _meets, cancels: _cancels, ...waiting } = submitted;
  const by = definition.by.map(party => (mayNeedSignature(party) ? alone(party) : party));
  return [{ ...definition, by }, waiting];
};

const definitionOf = ({ details }: Ticket): ActDefinition | undefined =>
  details.pendingDecision && signable.get(details.pendingDecision.act);

/** What is put before the lead, by name. */
export const pendingLabel = (ticket: Ticket): string | undefined =>
  definitionOf(ticket)?.label ?? (ticket.details.pendingReply ? '答复' : undefined);

/** What is signed, line by line: it stands above the button. */
export const shownInput = (
  fields: Fields,
  input: Input,
  context: Context,
): { label: string; text: string }[] => {
  const words = valuesInWords(fields, input, context);
  return Object.entries(fields).flatMap(([name, { label }]) =>
    words[name] ? [{ label, text: words[name] }] : [],
  );
};

export const shownDecision = (ticket: Ticket, context: Context): { label: string; text: string }[] => {
  const definition = definitionOf(ticket);
  const pending = ticket.details.pendingDecision;
  return definition && pending ? shownInput(definition.fields ?? {}, pending.input, context) : [];
};

/** Why it cannot be signed any more; its windows are asked as of the time at which it was submitted. */
export const whyUnsignable = (ticket: Ticket, context: Context): string | undefined => {
  const definition = definitionOf(ticket);
  const pending = ticket.details.pendingDecision;
  if (!definition || !pending) return undefined;
  const fits =
    definition.from.includes(ticket.state) &&
    definition.unless?.(ticket, { ...context, now: pending.at }) === undefined;
  return fits ? undefined : '送审以后情况有了变化，请退回修改';
};

/** Signed: it happens now, with its clocks, its lines and whom it tells. */
export const carryOutDecision = (change: Parameters<typeof applyAct>[0]): void => {
  const pending = change.ticket.details.pendingDecision;
  if (!pending) return;
  delete change.ticket.details.pendingDecision;
  carryOut(change, pending.act, pending.input);
};

/** Does what was decided by name: after the signature, or after the hotline has granted it (A14). */
export const carryOut = (change: Change, name: string, input: Input): void => {
  const definition = signable.get(name);
  if (definition) applyAct(change, definition, input);
};

/** What puts an answer forward or decides it, and what passes the ticket on. */
const DECIDED = ['submitReply', 'reply', 'approveReply', 'dispatch', 'designate'];

/** In lists: it waits for the lead, or has come back to its author; what was decided since without it, is past. */
export const replySignature = signature({
  waits: ticket => signatureWaits(ticket) !== undefined,
  sentBackBy: ['returnReply'],
  isAgain: name => signable.has(name) || DECIDED.includes(name),
});
