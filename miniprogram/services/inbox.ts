/** Whether a message is about an entry of the knowledge base. */
export const isAboutEntry = (template: string): boolean => template.startsWith('faq-');

/** Whether a message is about a ticket; otherwise it is about a notice. */
export const isAboutTicket = (about: string): boolean => /^[A-Z]{2}\d{8}-/.test(about);
