import { citizen } from '../../cloud/client';
import { config } from '../../lib/config';

/**
 * Asks for messages outside the mini-program; must be called from a tap. Resolves whatever the citizen answers: the inbox
 * receives every message anyway.
 */
export async function askForMessages(): Promise<void> {
  if (config.messageTemplates.length === 0) return;
  const granted = await new Promise<string[]>(resolve => {
    wx.requestSubscribeMessage({
      tmplIds: config.messageTemplates,
      success: answer => resolve(config.messageTemplates.filter(id => answer[id] === 'accept')),
      fail: () => resolve([]),
    });
  });
  if (granted.length > 0) await citizen('me.save', { granted });
}
