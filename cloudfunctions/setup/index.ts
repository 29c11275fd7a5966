import { serve } from '../infra/function';
import { build } from '../infra/function/build';
import { createPorts, identity } from '../infra/platform';
import { missingKeys, noteKeys } from '../usecases/keys/needed-keys';
import { fail } from '../usecases/kernel/failure';
import { noteBuild } from '../usecases/health/note-build';
import { fillEmpty, firstManager, inviteFirstManager } from '../usecases/setup/fill-empty';
import { migrate } from '../usecases/setup/migrate';
import { checkToken, voidToken } from '../usecases/setup/one-time-token';

/**
 * Run by the owner when the product is put in place and after each new version (docs/deploy.md): fills an empty
 * environment, brings stored data to the form of this code. A person who calls it is refused, and whoever lacks the
 * one-time token whose hash stands in `BANJIE_SETUP_TOKEN_HASH`.
 */

const ports = createPorts();
const noted = noteBuild(ports, 'setup', build);

/** Far below the timeout of the function, and short for whoever waits for the answer; the next call does what is left. */
const BUDGET_MILLISECONDS = 45_000;

const hash = process.env['BANJIE_SETUP_TOKEN_HASH'];

const gate = async (event: unknown): Promise<void> => {
  if (identity().openid !== undefined) fail('forbidden', '这个功能只由运维运行');
  await checkToken(ports, hash, event);
  const missing = await missingKeys(ports);
  if (missing.length > 0) fail('unavailable', `缺少密钥：${missing.join('、')}`);
};

const run = async () => {
  const end = ports.elapsed() + BUDGET_MILLISECONDS;
  const openid = process.env['BANJIE_MANAGER'];
  const filled = await fillEmpty(ports.database, openid ? firstManager(openid) : undefined);
  const migrated = await migrate(ports, () => ports.elapsed() < end);
  await Promise.all([noteKeys(ports), noted()]);
  // Last, so that whoever waits for the answer is told the one that counts.
  const managerCode = migrated.done ? await inviteFirstManager(ports) : undefined;
  if (migrated.done) await voidToken(ports, hash);
  return { filled, ...migrated, ...(managerCode === undefined ? {} : { managerCode }) };
};

export const main = (event: unknown): Promise<unknown> =>
  serve(ports, { run: { run } }, () => gate(event), { action: 'run' });
