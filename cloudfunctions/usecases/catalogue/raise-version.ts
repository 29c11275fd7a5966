import type { Collections } from '../kernel/documents';
import { fail } from '../kernel/failure';
import type { Transaction } from '../kernel/ports';
import { putSettings } from '../kernel/writing/put-settings';

/** Regions, units, services, rule sets and the calendar change rarely: each change raises what instances look at. */

export const raiseVersion = async (
  transaction: Transaction,
  change: Partial<Collections['settings']> = {},
): Promise<void> => {
  const settings = await transaction.get('settings', 'current');
  if (!settings) return fail('unavailable', '系统还没有初始化，请联系运维');
  await putSettings(transaction, {
    ...settings,
    ...change,
    catalogueVersion: settings.catalogueVersion + 1,
  });
};
