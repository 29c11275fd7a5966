import { type Change, type InputOf } from '../../../engine';
import type { Policy } from '../../../rulesets';
import { workdays } from '../../../rulesets';
import { signatureOf } from '../in-writing';
import { issuerOf, order } from './order';

/** The answer to a 督办单, given in the order itself or in the ticket that it is about. */

/** Who issued it looks at the answer: strikes it off, or sends it back. */
export const strikeLimit = {
  id: 'supervise.strike',
  clock: 'strike',
  label: '销号',
  clause: 'A54',
  limit: workdays(5),
  internal: true,
} as const satisfies Policy;

/** The form of a written answer. */
export const writtenAnswer = {
  signedBy: order.fields.signedBy,
  signedOn: order.fields.signedOn,
  documentNo: order.fields.documentNo,
  sealed: order.fields.sealed,
};

type Written = Partial<InputOf<typeof writtenAnswer>>;

/** Back to who issued it, with the answer signed and dated. */
export const answered = (change: Change, answer: string, written: Written): void => {
  const { context } = change;
  const issuer = issuerOf(change.ticket);
  order.note(change, {
    answer,
    ...signatureOf(written, context),
    ...(written.documentNo ? { documentNo: written.documentNo } : {}),
  });
  change.meet(['supervise']);
  change.to('answered');
  change.hold(issuer);
  change.start(strikeLimit, issuer);
};
