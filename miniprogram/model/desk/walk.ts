import { keep, kept } from '../../lib/cache';

/** The list from which a ticket was opened, so that the next one opens without going back. */
type Walked = { no: string; title: string };

const KEY = 'desk:walk';

/** The list as it stands in the moment in which one of its tickets is opened. */
export const walkThrough = (tickets: Walked[]): void =>
  keep(KEY, { list: tickets.map(({ no, title }) => ({ no, title })) });

/** The ticket below in that list; nothing behind the last, or for one that came from elsewhere. */
export function nextAfter(no: string): Walked | undefined {
  const list = kept<{ list: Walked[] }>(KEY)?.list ?? [];
  const at = list.map(each => each.no).indexOf(no);
  return at < 0 ? undefined : list[at + 1];
}
