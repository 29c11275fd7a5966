import { config } from './config';

/**
 * Asks for messages outside the mini-program; must be called from a tap. Resolves whatever the citizen answers: the inbox
 * receives every message anyway.
 */
export function askForMessages(): Promise<void> {
  if (config.messageTemplates.length === 0) return Promise.resolve();
  return new Promise(resolve => {
    wx.requestSubscribeMessage({ tmplIds: config.messageTemplates, complete: () => resolve() });
  });
}
