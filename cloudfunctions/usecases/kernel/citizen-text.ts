import { classifiedMarkIn } from '../../domain/privacy/classified';
import type { Actor, Field, Fields, Input } from '../../domain/engine';
import type { IdentifierKind } from '../../domain/privacy/identifier';
import { maskText } from '../../domain/privacy/identifiers';
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

/**
 * True when staff should look at the text first; a complaint may use strong words, so only `risky` is refused. All texts go
 * together: the platform allows so many looks a minute, of up to 2,500 characters each.
 */
export const checkContent = async (
  ports: Ports,
  openid: string,
  texts: readonly string[],
): Promise<boolean> => {
  const verdict = await ports.checkText(openid, texts.filter(Boolean).join('\n'));
  if (verdict === 'risky')
    fail('unsafe-content', '内容含有不允许发布的词句，没有提交。请换一种说法，您填写的内容还在');
  return verdict === 'review';
};

/** Every text of an input, also in tables. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/**
 * All texts of an input, before the transaction: the check of citizens' texts is a call to the outside. True when staff
 * should look at them first.
 */
export const checkTexts = async (
  ports: Ports,
  actor: Pick<Actor, 'id' | 'role'>,
  input: Input,
): Promise<boolean> => {
  const texts = textsIn(input);
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
export const maskKeepingPhones = (text: string, found: Found): string => {
  const masked = maskText(text, { keep: ['phone', 'email'] });
  found.push(...masked.identifiers);
  return masked.text;
};

const maskOne = (text: string, { keepPhones }: Field, found: Found): string =>
  keepPhones ? maskKeepingPhones(text, found) : maskAll(text, found);

const maskValue = (value: unknown, field: Field, found: Found): unknown => {
  if (field.columns && Array.isArray(value)) {
    const { columns } = field;
    return value.map(row => maskInput(row as Input, columns, found));
  }
  const isFree = field.type === 'text' || field.type === 'longtext';
  if (field.many && Array.isArray(value))
    return value.map(one => (typeof one === 'string' ? maskOne(one, field, found) : one));
  return isFree && typeof value === 'string' ? maskOne(value, field, found) : value;
};

/** Masks the free texts of an input that has been read, also in tables, in place of the originals. */
export const maskInput = (input: Input, fields: Fields, found: Found): Input =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const field = fields[name];
      return [name, field ? maskValue(value, field, found) : value];
    }),
  );

export const sealFound = (ports: Ports, found: Found): Sealed[] =>
  found.length > 0 ? [ports.secrets.seal({ identifiers: found })] : [];
