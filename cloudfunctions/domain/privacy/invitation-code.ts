import { fold } from '../typed/fold';
import { ALPHABET, asDrawn } from './ticket-number';

/**
 * What a member of staff types in to join: `7K3F-Q9VX-4MAA`, of the characters of ticket numbers, which nobody takes for
 * another. 29^12 ≈ 3·10^17, and few tries a day: none is guessed in the days for which it can be used.
 */
const LENGTH = 12;
const GROUP = 4;

/** `random(max)` gives an even integer from 0 to max − 1 out of a source that cannot be guessed. */
export const invitationCode = (random: (max: number) => number): string => {
  const drawn = Array.from({ length: LENGTH }, () => ALPHABET.charAt(random(ALPHABET.length))).join('');
  return [0, 1, 2].map(part => drawn.slice(part * GROUP, (part + 1) * GROUP)).join('-');
};

/** Three groups with little between them: so it stands in the message in which it was passed on. */
const IN_WORDS =
  /(?<![0-9A-Z]-?)([0-9A-Z]{4})[^0-9A-Z\p{Script=Han}]{0,3}([0-9A-Z]{4})[^0-9A-Z\p{Script=Han}]{0,3}([0-9A-Z]{4})(?!-?[0-9A-Z])/u;

/** A code as it was copied or dictated, in full width, with other dashes, with words and dates around it; undefined = it can be none. */
export const typedCode = (text: string): string | undefined => {
  const folded = fold(text.slice(0, 200)).toUpperCase();
  const characters = folded.replace(/[^0-9A-Z]/g, '');
  const drawn = characters.length === LENGTH ? characters : IN_WORDS.exec(folded)?.slice(1).join('');
  return drawn === undefined ? undefined : asDrawn(drawn);
};
