import type { Urgent } from '../../../typings/contract';
import { citizen } from '../../cloud/client';

/** Shorter words say nothing yet. */
const SAYS_SOMETHING = 2;
/** What the cloud reads at once; the sending of the form is looked at as a whole. */
const MOST_READ = 10_000;

/** Whom to call about what is being typed. A help beside the form: without an answer the form goes on as it is. */
export async function dangerIn(text: string): Promise<Urgent | null> {
  if (text.trim().length < SAYS_SOMETHING) return null;
  const answer = await citizen('category.guess', { text: text.slice(0, MOST_READ) });
  return answer.ok ? (answer.data.urgent ?? null) : null;
}
