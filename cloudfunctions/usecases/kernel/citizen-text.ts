import { classifiedMarkIn } from '../../domain/privacy/classified';
import type { IdentifierKind } from '../../domain/privacy/identifier';
import { maskText } from '../../domain/privacy/identifiers';
import type { Actor, FieldSpec } from '../../domain/engine';
import type { Sealed } from '../../domain/ticket/ticket';
import { fail } from './failure';
import type { Ports } from './ports';

/** What happens to free text before anything is stored: classification marks, content check, masking (A22, A23). */

/** Refuses formal classification marks without storing anything; only the rule and the time are logged (A23). */
export const refuseClassified = (ports: Ports, texts: readonly string[]): void => {
  for (const text of texts) {
    const mark = classifiedMarkIn(text);
    if (!mark) continue;
    ports.log({ event: 'classified-mark-refused', rule: mark.ruleId });
    fail(
      'unsafe-content',
      '内容带有国家秘密标志，不能在这里提交，也没有保存。请删除涉密内容，或者通过保密渠道反映',
    );
  }
};

/** True when staff should look at the text first; a complaint may use strong words, so only `risky` is refused. */
export const checkContent = async (
  ports: Ports,
  openid: string,
  texts: readonly string[],
): Promise<boolean> => {
  let review = false;
  for (const text of texts.filter(Boolean)) {
    const verdict = await ports.checkText(openid, text);
    if (verdict === 'risky')
      fail('unsafe-content', '内容含有不允许发布的词句，没有提交。请换一种说法，您填写的内容还在');
    review ||= verdict === 'review';
  }
  return review;
};

/**
 * All texts of an input, before the transaction: the check of citizens' texts is a call to the outside. True when staff
 * should look at them first.
 */
export const checkTexts = async (
  ports: Ports,
  actor: Pick<Actor, 'id' | 'role'>,
  input: Record<string, unknown>,
): Promise<boolean> => {
  const texts = Object.values(input)
    .flat()
    .filter((value): value is string => typeof value === 'string');
  refuseClassified(ports, texts);
  return actor.role === 'citizen' ? checkContent(ports, actor.id, texts) : false;
};

/** Collects what was masked; sealed as one part. */
export type Found = { kind: IdentifierKind; value: string }[];

/** Citizens' texts are masked in full. */
export const maskAll = (text: string, found: Found): string => {
  const masked = maskText(text);
  found.push(...masked.identifiers);
  return masked.text;
};

/** Staff texts keep phone numbers and addresses of offices; everything that names a person is masked. */
const maskKeepingPhones = (text: string, found: Found): string => {
  const masked = maskText(text, { keep: ['phone', 'email'] });
  found.push(...masked.identifiers);
  return masked.text;
};

/** Masks the free texts of an act's input in place of the originals. */
export const maskInput = (
  raw: Record<string, unknown>,
  fields: readonly FieldSpec[],
  found: Found,
): Record<string, unknown> => {
  const masked: Record<string, unknown> = {};
  for (const field of fields) {
    const value = raw[field.name];
    const mask = (one: unknown): unknown =>
      typeof one === 'string' ? (field.keepPhones ? maskKeepingPhones : maskAll)(one, found) : one;
    if (field.many && Array.isArray(value)) masked[field.name] = value.map(mask);
    else if (field.type === 'text' || field.type === 'longtext') masked[field.name] = mask(value);
  }
  return { ...raw, ...masked };
};

export const sealFound = (ports: Ports, found: Found): Sealed[] =>
  found.length > 0 ? [ports.secrets.seal({ identifiers: found })] : [];
