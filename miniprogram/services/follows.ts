import { citizen, type Answer } from '../cloud/client';
import { keep, kept } from './cache';
import { askForMessages } from './subscribe';

/** Which services somebody follows from this phone; the cloud sends the messages, the phone remembers what it asked for. */
const KEY = 'follows';

const followed = (): string[] => kept<{ ids: string[] }>(KEY)?.ids ?? [];

export const isFollowing = (serviceId: string): boolean => followed().includes(serviceId);

/** Follows a service or no longer; must be called from a tap, as WeChat then asks for messages. */
export async function follow(serviceId: string, wanted: boolean): Promise<Answer<unknown>> {
  if (wanted) await askForMessages();
  const answer = await citizen(wanted ? 'notice.subscribe' : 'notice.unsubscribe', { serviceId });
  if (answer.ok) {
    const others = followed().filter(id => id !== serviceId);
    keep(KEY, { ids: wanted ? [...others, serviceId] : others });
  }
  return answer;
}
