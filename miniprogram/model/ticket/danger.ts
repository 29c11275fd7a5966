import type { CitizenApi } from '../../../typings/api';
import type { Urgent } from '../../../typings/contract';
import { citizen } from '../../cloud/client';

/** Shorter words say nothing yet. */
const SAYS_SOMETHING = 2;
/** What the cloud reads at once; the sending of the form is looked at as a whole. */
const MOST_READ = 10_000;

/** What is being typed is about, as far as it can be told. A help beside the form: without an answer the form goes on as it is. */
export async function guessFrom(text: string): Promise<CitizenApi['category.guess']['out']> {
  if (text.trim().length < SAYS_SOMETHING) return {};
  const answer = await citizen('category.guess', { text: text.slice(0, MOST_READ) });
  return answer.ok ? answer.data : {};
}

/** Whom to call about what is being typed. */
export const dangerIn = async (text: string): Promise<Urgent | null> =>
  (await guessFrom(text)).urgent ?? null;
