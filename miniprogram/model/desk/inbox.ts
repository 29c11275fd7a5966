import type { InboxMessage } from '../../../typings/contract';
import { momentText } from '../../lib/dates';
import { counted } from '../../lib/text';

/** Whether a message is about an entry of the knowledge base. */
export const isAboutEntry = (template: string): boolean => template.startsWith('faq-');

/** Whether a message is about a ticket; otherwise it is about a notice. */
export const isAboutTicket = (about: string): boolean => /^[A-Z]{2}\d{8}-/.test(about);

/** How many messages have not been looked at, as a mark has room for it; empty = none. */
export const unreadMark = (unread: number): string => (unread > 0 ? counted(unread) : '');

type Line = { id: string; when: string; words: string; read: boolean };

/** What came about one ticket, notice or entry, the newest first; what is about nothing stands alone. */
export type Group = {
  key: string;
  about: string;
  template: string;
  title: string;
  lines: Line[];
  unread: number;
  /** The newest moment: up to there it is looked at when it is opened. */
  at: string;
};

/** Messages by what they are about, in the order of the newest of each. */
export function groupsOf(messages: InboxMessage[]): Group[] {
  const groups: Group[] = [];
  for (const { id, at, template, text, about = '', title = '', says = text, read } of messages) {
    const line = { id, when: momentText(at), words: title ? says : text, read };
    const known = groups.filter(group => about && group.about === about)[0];
    if (known) {
      known.lines.push(line);
      known.title = known.title || title;
      known.unread += read ? 0 : 1;
    } else groups.push({ key: about || id, about, template, title, lines: [line], unread: read ? 0 : 1, at });
  }
  return groups;
}
