import { switches } from '../../domain/procedures/common/citizen-ticket/limits';
import { switchOf } from '../../domain/rulesets';
import { dayOfLimit } from '../../domain/ticket/hotline';
import { addMinutes, isCivilDate, parseInstant, type CivilDate, type Instant } from '../../domain/time';
import type { Actor } from '../../domain/engine';
import { fail, Failure, orFailure } from '../kernel/failure';
import type { Runtime } from '../kernel/runtime';
import { fileOrder } from '../tickets/file-ticket';
import { takeForOrder } from './act-on-order';
import { mergeSame } from './merge-same';
import { noteFiles } from './fetch-files';
import { findOrder, keyOf, unitMeant } from './orders';
import type { OrderInput } from './shapes';

/** An order of the hotline becomes a ticket, once for its number; what was filed with us already is merged with it (A14, A43). */

const hotline: Actor = { id: 'hotline', role: 'system', name: '12345 热线' };

/** Clocks of two sides differ by no more. */
const APART_MINUTES = 5;

const day = (limit: string | undefined): CivilDate | undefined =>
  limit === undefined ? undefined : dayOfLimit(isCivilDate(limit) ? limit : (parseInstant(limit) ?? limit));

const limitsOf = ({ limits = {} }: OrderInput): { accept?: CivilDate; reply?: CivilDate } | undefined => {
  const [accept, reply] = [day(limits.accept), day(limits.reply)];
  return accept || reply ? { ...(accept ? { accept } : {}), ...(reply ? { reply } : {}) } : undefined;
};

const receivedAt = ({ receivedAt: given }: OrderInput, now: Instant): Instant => {
  const at = parseInstant(given) ?? now;
  if (at > addMinutes(now, APART_MINUTES))
    fail('invalid', '有内容需要更正', { receivedAt: '受理时间在将来' });
  return at;
};

/** The ticket of an order, or one that has been filed under its number before. */
const openOrder = async (runtime: Runtime, input: OrderInput): Promise<string> => {
  const { ports, snapshots } = runtime;
  const snapshot = await snapshots.current();
  const leads = switchOf(snapshot.activeRuleSet, switches.hotline) === 'master';
  const limits = limitsOf(input);
  const unit = unitMeant(snapshot, input.unitHint);
  const { kind, category, title, text, region, contact = {}, confidential, externalNo, source } = input;
  const { name, phone } = contact;
  const order = {
    source,
    receivedAt: receivedAt(input, ports.now()),
    leads,
    ...(limits ? { limits } : {}),
  };
  const filed = await orFailure(() =>
    fileOrder(runtime, hotline, {
      requestId: keyOf(input),
      kind,
      category,
      title,
      text,
      channel: '12345',
      externalNo,
      hotline: order,
      confidential,
      ...(region ? { region } : {}),
      // Where the hotline leads, it dispatches; else its proposal is one among ours.
      ...(leads && unit && category !== 'technical' ? { namedUnitId: unit.id } : {}),
      ...(name ? { applicant: { type: 'person', name } } : {}),
      ...(phone ? { contact: { phone } } : {}),
    }),
  );
  if (!(filed instanceof Failure)) return filed.no;
  // Sent twice at one time: the other one has opened it.
  const known = filed.code === 'conflict' ? await findOrder(ports, input) : undefined;
  if (!known) throw filed;
  return known._id;
};

/** `/orders` of the contract. */
export const takeOrder = async (
  runtime: Runtime,
  callId: string,
  input: OrderInput,
): Promise<{ no: string }> => {
  const known = await findOrder(runtime.ports, input);
  if (known) {
    // A clerk had registered it: from now on it is the hotline's order too.
    if (!known.ticket.hotline)
      await takeForOrder(runtime, callId, { own: known, handled: known }, 'linkOrder', {
        source: input.source,
      });
    return { no: known._id };
  }
  const no = await openOrder(runtime, input);
  await noteFiles(runtime.ports, no, input);
  await mergeSame(runtime, no);
  return { no };
};
