import * as z from 'zod';
import { awaitedKinds, clip } from '../../domain/engine';
import type { Ports } from '../../usecases/kernel/ports';

/**
 * Subscribe messages. `SUBSCRIBE_TEMPLATES` says which template of the owner is for what, e.g.
 * `{"reply": "…", "question": "…", "end": "…", "notice": "…"}`; each has these four keywords in this order: thing1 what
 * happened, character_string2 the number, time3 when, thing4 what it is about.
 */

const templatesSchema = z
  .string()
  .transform(text => JSON.parse(text) as unknown)
  .pipe(z.partialRecord(z.enum(awaitedKinds), z.string().min(1).max(64)));

/** Which templates there are; what cannot be read is none. */
export const templatesOf = ({ SUBSCRIBE_TEMPLATES: text }: NodeJS.ProcessEnv): Ports['templates'] => {
  try {
    return templatesSchema.parse(text);
  } catch {
    return {};
  }
};

/** Longest values of the fields; the platform refuses longer ones. */
const THING = 20;
const CHARACTER_STRING = 32;

type Told = Omit<Parameters<Ports['sendSubscribe']>[0], 'to' | 'template'>;

/** The fields: none is empty or too long, whatever was written. */
export const subscribeFields = ({ says, title, about, at }: Told): Record<string, { value: string }> => ({
  thing1: { value: clip(says, THING) || '有新消息' },
  character_string2: { value: (about ?? '-').slice(0, CHARACTER_STRING) },
  time3: { value: at.slice(0, 16).replace('T', ' ') },
  thing4: { value: clip(title, THING) || '-' },
});

/** The page that a tap on the message opens: the ticket, or the notice. */
export const pageOf = (about: string | null): string => {
  if (about === null) return 'pages/home/index';
  return about.startsWith('GG')
    ? `packages/citizen/notice/index?id=${about}`
    : `packages/citizen/ticket/index?no=${about}`;
};
