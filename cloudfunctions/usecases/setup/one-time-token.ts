import * as z from 'zod';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import { newestState } from './migrate';

/**
 * `setup` runs only for whoever has the token that the owner made for this one time: its hash stands in the variables of
 * the function, and when everything has been done it is void. Until then the same token goes on with what is left.
 */

/** Shorter ones could be found by trying, from the hash. */
const withToken = z.looseObject({ token: z.string().min(32).max(200) });
/** Enough to refuse one that is set again by mistake. */
const MOST_KEPT = 50;

const refuse = (why: string): never => fail('forbidden', `${why}，请按部署说明换一个一次性口令`);

/** Refuses a call without the token, with a wrong one, and with one that has done its work. */
export const checkToken = async (
  { database, secrets }: Pick<Ports, 'database' | 'secrets'>,
  hash: string | undefined,
  event: unknown,
): Promise<void> => {
  const given = withToken.safeParse(event);
  if (!hash || !given.success) return refuse('这个功能只由运维凭一次性口令运行');
  const expected = hash.trim().toLowerCase();
  if (secrets.sha256(given.data.token) !== expected) return refuse('一次性口令不对');
  const state = await database.get('migrations', 'schema');
  if (state?.usedTokens?.includes(expected)) return refuse('这个一次性口令已经用过');
};

/** Everything has been done: nobody runs it with this token again. */
export const voidToken = ({ database }: Pick<Ports, 'database'>, hash: string | undefined): Promise<void> =>
  database.transaction(async transaction => {
    const state = (await transaction.get('migrations', 'schema')) ?? newestState();
    const used = [...(state.usedTokens ?? []), (hash ?? '').trim().toLowerCase()];
    await transaction.put('migrations', { ...state, usedTokens: used.slice(-MOST_KEPT) });
  });
