import { isHotline, isMobile, normalisePhone, plainPhone, splitExtension, splitLandline } from './phone';

/** The first and last characters of a text, as many stars between them as characters are hidden. */
const keepEnds = (text: string, first: number, last: number): string => {
  const characters = Array.from(text.trim());
  if (characters.length <= first + last) return '*'.repeat(characters.length);
  const hidden = characters.length - first - last;
  return characters.slice(0, first).join('') + '*'.repeat(hidden) + characters.slice(-last).join('');
};

/** `王小明` → `王**`: always the first character and two stars, so that the length tells nothing. */
export const maskName = (name: string): string => {
  const [first] = Array.from(name.trim());
  return first === undefined ? '' : first + '**';
};

/**
 * A phone number with 3+4 digits left (contract §6): `138****8000`, `020-****5678`, `+852 ****4567`; of an extension
 * nothing. A hotline (400, 800) is nobody's own and shown as typed. What is no phone number keeps at most its first 3
 * and last 4 characters.
 */
export const maskPhone = (phone: string): string => {
  const { number, extension } = splitExtension(plainPhone(phone));
  const normal = normalisePhone(number);
  if (normal && isHotline(normal)) return phone.trim();
  const suffix = extension ? '转' + '*'.repeat(extension.length) : '';
  if (normal?.startsWith('+86')) {
    const national = normal.slice(3);
    if (isMobile(national)) return keepEnds(national, 3, 4) + suffix;
    const { area, local = national } = splitLandline('0' + national) ?? {};
    if (area || local.length <= 8)
      return `${area ? area + '-' : ''}${'*'.repeat(local.length - 4)}${local.slice(-4)}${suffix}`;
  }
  const neighbour = /^(\+85[23]|\+886)(\d+)(\d{4})$/.exec(normal ?? '');
  if (neighbour) return `${neighbour[1]} ${'*'.repeat(neighbour[2]?.length ?? 0)}${neighbour[3]}${suffix}`;
  return keepEnds(phone, 3, 4);
};

/** A resident ID number with its first 3 and last 2 characters (contract §6). */
export const maskIdNumber = (id: string): string => keepEnds(id, 3, 2);

/** A unified social credit code with its first 4 and last 4 characters. */
export const maskCreditCode = (code: string): string => keepEnds(code, 4, 4);

/** A bank card with its first 4 and last 4 digits. */
export const maskCard = (card: string): string => keepEnds(card.replace(/[\s-]/g, ''), 4, 4);

/** A passport, a permit, an account: the first character and the last 2. */
export const maskPermit = (permit: string): string => keepEnds(permit, 1, 2);

/** An e-mail address: the first character and the domain. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf('@');
  return at < 1 ? keepEnds(email, 0, 0) : email.slice(0, 1) + '***' + email.slice(at);
};

/** A number plate: province, letter of the city and the last 2 characters. */
export const maskPlate = (plate: string): string => keepEnds(plate, 2, 2);
