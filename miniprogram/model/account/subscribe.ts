import type { Values } from '../../../typings/api';
import type { CitizenProfile, OfferedAct } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { messageTemplates } from './session';

type Awaited = CitizenProfile['templates'][number]['for'][number];

/** What a citizen waits for whose ticket is in hand; what has just been done needs no message (A45). */
export const whileWaiting: readonly Awaited[] = ['reply', 'question', 'end'];

/** Whether the citizen waits once more after this act with these values: the consent of before may be used up. */
export const waitsAgain = ({ waits }: Pick<OfferedAct, 'waits'>, values: Values): boolean =>
  waits === true || (waits !== undefined && waits.is.indexOf(String(values[waits.field] ?? '')) >= 0);

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
