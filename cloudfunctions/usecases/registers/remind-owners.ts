import { findRegister } from '../../domain/registers';
import { NEVER } from '../../domain/time';
import { createAddressBook, deliver } from '../clock/deliver-messages';
import type { Work } from '../clock/work';
import type { RegisterRowDocument } from '../kernel/documents';
import { queueOf } from '../kernel/queue';
import type { Runtime } from '../kernel/runtime';

/** What its register calls it, for the reader of what failed. */
const nameOf = ({ _id, register, values }: RegisterRowDocument): string =>
  String(values[findRegister(register)?.title ?? ''] ?? _id);

/** Tells the unit whose row it is, lead and desk, once for each day of which a row reminds. */
export const remindOwners = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ reminded: number }> => {
  const { database, now } = ports;
  const { activeRuleSet } = await snapshots.current();
  const addressBook = createAddressBook(ports);
  const remind = async ({ _id, register, values, ownerId, remindOn }: RegisterRowDocument): Promise<void> => {
    const text = findRegister(register)?.reminder?.(values, activeRuleSet)?.text;
    const key = `register:${_id}:${remindOn}`;
    if (text !== undefined)
      for (const audience of [
        { to: 'lead', unitId: ownerId } as const,
        { to: 'unit', unitId: ownerId } as const,
      ])
        await deliver(ports, addressBook, { audience, template: 'register', text, key }, null, null);
    await database.transaction(async transaction => {
      const row = await transaction.get('registers', _id);
      // Somebody may have changed the day meanwhile.
      if (row && row.remindOn === remindOn) await transaction.put('registers', { ...row, remindAt: NEVER });
    });
  };
  let reminded = 0;
  for await (const row of queueOf(database, 'registers', 'remindAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    if (await work.attempt(row._id, () => remind(row), nameOf(row))) reminded += 1;
  }
  return { reminded };
};
