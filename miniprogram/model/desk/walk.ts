/** The list from which a ticket was opened, so that the next one opens without going back. */
type Walked = { no: string; title: string };
let list: Walked[] = [];

/** The list as it stands in the moment in which one of its tickets is opened. */
export function walkThrough(tickets: Walked[]): void {
  list = tickets.map(({ no, title }) => ({ no, title }));
}

/** The ticket below in that list; nothing behind the last, or for one that came from elsewhere. */
export function nextAfter(no: string): Walked | undefined {
  const at = list.map(each => each.no).indexOf(no);
  return at < 0 ? undefined : list[at + 1];
}
