import { RECTIFICATION } from '../../domain/procedures/common/rectifying';
import { maskText } from '../../domain/privacy/identifiers';
import { ratingLevels } from '../../domain/ticket/rating';
import { handledIn } from '../tickets/read-ticket';
import { openAutomatically, openedUnder } from '../tickets/open-procedure';
import type { Runtime } from '../kernel/runtime';
import { takeForOrder } from './act-on-order';
import { findOrder, keyOf, unitMeant } from './orders';
import type { RateInput } from './shapes';

/** A rating that the hotline has taken: of an order of ours, or of a case that was handled elsewhere (A40, J-18b). */

/** 差评 are the two lowest of five (A20). */
const BAD = 2;

const levelLabel = (level: number): string =>
  ratingLevels.find(({ value }) => value === String(level))?.label ?? String(level);

/** What was handled elsewhere and rated badly becomes a rectification, once for each case; a good rating asks nobody for anything. */
const rateElsewhere = async (
  runtime: Runtime,
  input: RateInput,
): Promise<{ no: string | null; state?: string }> => {
  const { level, title, text, unitHint, externalNo } = input;
  if (level > BAD) return { no: null };
  const key = `hotline-rating:${keyOf(input)}`;
  // Said again in other words it is the same case.
  const opened = await openedUnder(runtime, key);
  if (opened !== undefined) return { no: opened };
  const unit = unitMeant(await runtime.snapshots.current(), unitHint);
  const what = [
    `12345 工单 ${externalNo} 被评为“${levelLabel(level)}”`,
    ...(title ? [title] : []),
    ...(text ? [`原话：${text}`] : []),
    ...(unitHint && !unit ? [`热线所指单位：${unitHint}`] : []),
  ].join('；');
  const { no, state } = await openAutomatically(
    runtime,
    RECTIFICATION,
    {
      source: 'rating',
      matter: '办理和答复',
      findings: [{ what: [...maskText(what).text].slice(0, 500).join('') }],
      caseNo: externalNo,
      ...(unit ? { unitId: unit.id } : {}),
    },
    key,
  );
  return { no, state };
};

/** `/orders/rate` of the contract. */
export const rateOrder = async (
  runtime: Runtime,
  callId: string,
  input: RateInput,
): Promise<{ no: string | null; state?: string }> => {
  const own = await findOrder(runtime.ports, input);
  if (!own) return rateElsewhere(runtime, input);
  const order = { own, handled: await handledIn(runtime.ports.database, own) };
  const { level, text } = input;
  const { state } = await takeForOrder(runtime, callId, order, 'rate', { level, ...(text ? { text } : {}) });
  return { no: own._id, state };
};
