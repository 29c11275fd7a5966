import { date, text, type Context, type FieldErrors } from '../../engine';
import { civilDateOf, type CivilDate } from '../../time';

/**
 * 书面 (A54): wherever the documents want something in writing it is signed by name, dated, and may carry the number of the
 * document; the sealed paper lies beside it where one is wanted. Who hands it in signs, unless another name is given.
 */
export const inWriting = {
  signedBy: text('签署人', { expected: true, max: 30, value: (_ticket, { actor }) => actor.name }),
  signedOn: date('签署日期', { expected: true, value: (_ticket, { now }) => civilDateOf(now) }),
  documentNo: text('文号', { max: 60 }),
};

type Signature = { signedBy?: string | undefined; signedOn?: CivilDate | undefined };

/** Name and date of what is handed in now. */
export const signatureOf = (
  { signedBy, signedOn }: Signature,
  { actor, now }: Pick<Context, 'actor' | 'now'>,
): { signedBy: string; signedOn: CivilDate } => ({
  signedBy: signedBy ?? actor.name,
  signedOn: signedOn ?? civilDateOf(now),
});

/** Nobody signs in the future. */
export const signatureErrors = ({ signedOn }: Signature, { now }: Pick<Context, 'now'>): FieldErrors =>
  signedOn !== undefined && signedOn > civilDateOf(now) ? { signedOn: '签署日期不能在今天以后' } : {};
