import type { Audience, Tell } from '../../engine';

/** Audiences and ways of telling that every procedure has. */

export const theManager = (): Audience => ({ to: 'manager' });
export const theOperatorLead = (): Audience => ({ to: 'operator-lead' });

/** `channels`: besides the inbox, where the matter is urgent. */
export const tell = (audience: Tell['audience'], text: Tell['text'], channels?: Tell['channels']): Tell => ({
  audience,
  text,
  ...(channels ? { channels } : {}),
});

/** Staff who have nothing to do about it read it in the digest (A45). */
export const tellInDigest = (audience: Tell['audience'], text: Tell['text']): Tell => ({
  audience,
  text,
  digest: true,
});
