import type { Unit } from '../../domain/catalogue';
import { externalKey } from '../../domain/ticket/scope';
import { comparable } from '../../domain/typed/words';
import type { TicketDocument } from '../kernel/documents';
import { findByExternalKeys } from '../kernel/archive';
import { fail } from '../kernel/failure';
import type { Ports } from '../kernel/ports';
import type { Snapshot } from '../kernel/reading/snapshot';
import { handledIn } from '../tickets/read-ticket';

/** Orders of the hotline, found by its own numbers. */

export type Named = { source: string; externalNo: string };

export const keyOf = ({ source, externalNo }: Named): string => externalKey('12345', externalNo, { source });

/** The ticket that an order became; undefined = it has not come to us. */
export const findOrder = async (
  { database }: Pick<Ports, 'database'>,
  named: Named,
): Promise<TicketDocument | undefined> => (await findByExternalKeys(database, [keyOf(named)]))[0];

/** The same with where it is handled since it was merged (A43); an order that we do not know is `not-found`. */
export const orderAsHandled = async (
  ports: Pick<Ports, 'database'>,
  named: Named,
): Promise<{ own: TicketDocument; handled: TicketDocument }> => {
  const own = (await findOrder(ports, named)) ?? fail('not-found', '没有这个工单号的件，请核对来源和工单号');
  return { own, handled: await handledIn(ports.database, own) };
};

/** The unit that a hotline means by its id or its name. */
export const unitMeant = (
  { catalogue }: Pick<Snapshot, 'catalogue'>,
  hint: string | undefined,
): Unit | undefined =>
  hint === undefined
    ? undefined
    : catalogue
        .units()
        .find(({ id, name, ended }) => !ended && (id === hint || comparable(name) === comparable(hint)));
