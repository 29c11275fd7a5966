import type { InboxMessage } from '../../typings/contract';

const SEEN = 'cache:inbox-seen';

/** Whether a message came after the inbox was last looked at on this phone. */
export const isNew = (message: InboxMessage): boolean =>
  !message.read && message.at > String(wx.getStorageSync(SEEN) || '');

/** The inbox was looked at: what is there is no longer new. */
export function markSeen(messages: InboxMessage[]): void {
  const newest = messages.map(message => message.at).sort()[messages.length - 1];
  if (newest) wx.setStorageSync(SEEN, newest);
}

/** Whether a message is about an entry of the knowledge base. */
export const isAboutEntry = (template: string): boolean => template.startsWith('faq-');

/** Whether a message is about a ticket; otherwise it is about a notice. */
export const isAboutTicket = (about: string): boolean => /^[A-Z]{2}\d{8}-/.test(about);
