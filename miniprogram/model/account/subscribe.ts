import type { CitizenProfile } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { messageTemplates } from './session';

type Awaited = CitizenProfile['templates'][number]['for'][number];

/** What a citizen waits for who has filed something; what has just been done needs no message (A45). */
export const afterFiling: readonly Awaited[] = ['reply', 'question', 'end'];

/** WeChat takes at most so many templates in one question. */
const MOST_TEMPLATES = 5;

/**
 * Asks for messages outside the mini-program about what is waited for; must be called from a tap. Resolves whatever the
 * citizen answers: the inbox receives every message anyway.
 */
export async function askForMessages(awaited: readonly Awaited[]): Promise<void> {
  const tmplIds = messageTemplates()
    .filter(template => template.for.some(one => awaited.includes(one)))
    .map(({ id }) => id)
    .slice(0, MOST_TEMPLATES);
  if (tmplIds.length === 0) return;
  const granted = await new Promise<string[]>(resolve => {
    wx.requestSubscribeMessage({
      tmplIds,
      success: answer => resolve(tmplIds.filter(id => answer[id] === 'accept')),
      fail: () => resolve([]),
    });
  });
  // Whoever files does not wait for this; a consent that is lost on its way is asked for again the next time.
  if (granted.length > 0) void citizen('me.save', { granted });
}
