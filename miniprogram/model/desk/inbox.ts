import { counted } from '../../lib/text';

/** Whether a message is about an entry of the knowledge base. */
export const isAboutEntry = (template: string): boolean => template.startsWith('faq-');

/** Whether a message is about a ticket; otherwise it is about a notice. */
export const isAboutTicket = (about: string): boolean => /^[A-Z]{2}\d{8}-/.test(about);

/** How many messages have not been looked at, as a mark has room for it; empty = none. */
export const unreadMark = (unread: number): string => (unread > 0 ? counted(unread) : '');
