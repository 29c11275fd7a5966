import type * as z from 'zod';
import type { Identifier, IdentifierKind } from './identifier';
import { findIdentifiers, maskIdentifier, maskText } from './identifiers';
import { isMobile } from './phone';

/** Texts that become public or are kept by staff: what names a person is refused or masked (`docs/security.md`). */

const NAMES: Record<IdentifierKind, string> = {
  'id-card': '身份证号',
  phone: '手机号码',
  'bank-card': '银行卡号',
  passport: '护照或通行证号码',
  permit: '证件号码',
  account: '个人账号',
  email: '邮箱',
  plate: '车牌号',
};

/** An office may be called: its landlines and hotlines stay. */
const isPersonal = ({ kind, value }: Identifier): boolean => kind !== 'phone' || isMobile(value);

/** What names a person in a text: masked, what it is, and at which character it begins. */
export const personalParts = (text: string): { place: number; masked: string; name: string }[] =>
  findIdentifiers(text)
    .filter(isPersonal)
    .map(found => ({
      place: [...text.slice(0, found.start)].length + 1,
      masked: maskIdentifier(found),
      name: NAMES[found.kind],
    }));

/** What of a text must not become public, masked and with its place, in words for its writer. */
export const personalIn = (text: string): string | undefined => {
  const [first] = personalParts(text);
  return first
    ? `第 ${first.place} 个字起的“${first.masked}”像是${first.name}，公开的内容里不能有个人信息，请删去`
    : undefined;
};

/** A text without what names a person; landlines and hotlines of offices stay. */
export const maskPersons = (text: string): string => maskText(text, { only: isPersonal }).text;

/** A text of a form that everybody will read: refused where it names a person. */
export const publicText = (schema: z.ZodString): z.ZodString =>
  schema.superRefine((text, context) => {
    const message = personalIn(text);
    if (message) context.addIssue({ code: 'custom', message });
  });

/** A text of staff that is kept: masked but for phones and addresses of offices. */
export const maskedText = (schema: z.ZodString): z.ZodString =>
  schema.overwrite(text => maskText(text, { keep: ['phone', 'email'] }).text);
