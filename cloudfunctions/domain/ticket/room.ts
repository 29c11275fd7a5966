import type { Ticket } from './ticket';

/** How much one ticket can hold. What ends or answers it is always possible; what only adds words is not, once it is full. */

/** Characters of the stored ticket: a hundred texts of the greatest length. */
export const MOST_CHARACTERS = 1_000_000;

/** Files that citizens hand in to one ticket; it is said before more are written. */
export const MOST_FILES = 90;

/** So many tickets can be merged into one, and so many linked. */
export const MOST_JOINED = 20;
export const MOST_LINKS = 200;

export const isFull = (ticket: Ticket): boolean => JSON.stringify(ticket).length > MOST_CHARACTERS;

/** What is said where it is full, and what to do instead. */
export const fullWords = (no: string, isCitizen: boolean): string =>
  isCitizen
    ? `这件写的内容已经很多，不能再加。请新提交一件，写明本件编号 ${no}`
    : `这件的经过已写满，不能再加。请先答复或办结；还要记的，另立一件后关联 ${no}`;
