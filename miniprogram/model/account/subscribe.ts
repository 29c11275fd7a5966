import type { Values } from '../../../typings/api';
import type { CitizenProfile, OfferedAct } from '../../../typings/contract';
import { citizen } from '../../cloud/client';
import { messageTemplates } from './session';

type Awaited = CitizenProfile['templates'][number]['for'][number];

/** What a citizen waits for whose ticket is in hand; what has just been done needs no message (A45). */
export const whileWaiting: readonly Awaited[] = ['reply', 'question', 'end'];

/** In the words of who hears it. */
const TOPICS: { value: Awaited; label: string }[] = [
  { value: 'reply', label: '有了答复' },
  { value: 'question', label: '要我补充' },
  { value: 'end', label: '不予受理、办结' },
  { value: 'notice', label: '关注的服务有变化' },
];

/** What one can be told of outside of the mini-program, and whether one is. */
export const messageTopics = ({
  templates,
  preferences: { muted = [] },
}: CitizenProfile): { value: Awaited; label: string; on: boolean }[] =>
  TOPICS.filter(({ value }) => templates.some(one => one.for.indexOf(value) >= 0)).map(topic => ({
    ...topic,
    on: muted.indexOf(topic.value) < 0,
  }));

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
