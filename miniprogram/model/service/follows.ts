import { citizen, type Answer } from '../../cloud/client';
import { forget, profile } from '../account/session';
import { askForMessages } from '../account/subscribe';

/** Which services a person follows: the cloud keeps it, so that it is the same on every phone. */

/** The services that the person follows; none while that cannot be known. */
export async function followed(): Promise<string[]> {
  const me = await profile();
  // A cloud of an earlier version may not say it.
  return me.ok && Array.isArray(me.data.subscribed) ? me.data.subscribed : [];
}

/** Follows a service or no longer; must be called from a tap, as WeChat then asks for messages. */
export async function follow(serviceId: string, wanted: boolean): Promise<Answer<unknown>> {
  if (wanted) await askForMessages(['notice']);
  const answer = await citizen(wanted ? 'notice.subscribe' : 'notice.unsubscribe', { serviceId });
  // What was known before is no longer true; whoever asks next hears it from the cloud.
  if (answer.ok) forget();
  return answer;
}
