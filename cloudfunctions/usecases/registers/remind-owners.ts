import { wordsOn, type Audience } from '../../domain/engine';
import { findRegister, OPERATOR } from '../../domain/registers';
import { NEVER } from '../../domain/time';
import { createAddressBook, deliver } from '../clock/outbox/deliver-messages';
import type { Work } from '../clock/work';
import type { RegisterRowDocument } from '../kernel/documents';
import { queueOf } from '../kernel/reading/queue';
import type { Runtime } from '../kernel/runtime';

/** What its register calls it, for the reader of what failed. */
const nameOf = ({ _id, register, values }: RegisterRowDocument): string =>
  String(values[findRegister(register)?.title ?? ''] ?? _id);

/** `信息化项目资产“短信网关”`. */
const titleOf = (row: RegisterRowDocument): string =>
  `${findRegister(row.register)?.label ?? ''}“${nameOf(row)}”`;

/** The unit whose row it is, lead and desk; of what is the operator's or the platform's own its lead; and who else has to know. */
const toldOf = (ownerId: string, also: Audience | undefined): Audience[] => [
  ...(ownerId === '' || ownerId === OPERATOR
    ? [{ to: 'operator-lead' } as const]
    : [{ to: 'lead', unitId: ownerId } as const, { to: 'unit', unitId: ownerId } as const]),
  ...(also ? [also] : []),
];

/** Tells the unit whose row it is, lead and desk, once for each day of which a row reminds. */
export const remindOwners = async (
  { ports, snapshots }: Runtime,
  work: Work,
): Promise<{ reminded: number }> => {
  const { database, now } = ports;
  const { activeRuleSet } = await snapshots.current();
  const addressBook = createAddressBook(ports);
  const remind = async (row: RegisterRowDocument): Promise<void> => {
    const { _id, register, values, ownerId, remindOn } = row;
    const says = findRegister(register)?.reminder?.(values, activeRuleSet)?.says;
    const key = `register:${_id}:${remindOn}`;
    if (says !== undefined)
      for (const audience of toldOf(ownerId, findRegister(register)?.alsoReminds))
        await deliver(
          ports,
          addressBook,
          { audience, template: 'register', ...wordsOn(titleOf(row), says), key },
          null,
          null,
        );
    await database.transaction(async transaction => {
      const present = await transaction.get('registers', _id);
      // Somebody may have changed the day meanwhile.
      if (present && present.remindOn === remindOn)
        await transaction.put('registers', { ...present, remindAt: NEVER });
    });
  };
  let reminded = 0;
  for await (const row of queueOf(database, 'registers', 'remindAt', { until: now() })) {
    if (!(await work.hasTime())) break;
    if (await work.attempt(row._id, () => remind(row), nameOf(row))) reminded += 1;
  }
  return { reminded };
};
