import type { Service, Unit } from '../../domain/catalogue';
import { isVacant } from '../../domain/services/entry';
import { searchParts } from '../../domain/services/search';
import type { Collections } from '../kernel/documents';
import { PAGE, type Database, type Transaction } from '../kernel/ports';
import { storedService } from '../kernel/runtime';

/** A service as it is stored, with what it is found by; the name is the one of its access unit. */
export const serviceDocument = (service: Service, unitName: string): Collections['services'] => ({
  _id: service.id,
  ...service,
  nameKey: `${service.name}|${service.id}`,
  searchParts: searchParts(service, unitName),
  vacant: !service.withdrawn && isVacant(service.contacts),
});

/** Writes a service as it is now, with what it is found by, for whoever has no catalogue at hand. */
export const putService = async (
  transaction: Pick<Transaction, 'get' | 'put'>,
  service: Service,
): Promise<void> => {
  const unit = await transaction.get('units', service.unitId);
  await transaction.put('services', serviceDocument(service, unit?.name ?? ''));
};

/** The services of a unit are found by its name as it is now; those that already are stay as they are. */
export const followUnitName = async (database: Database, { id: unitId, name }: Unit): Promise<void> => {
  for (let after = ''; ;) {
    const page = await database.find('services', {
      where: { vacant: { in: [true, false] }, unitId, nameKey: { gt: after } },
      order: ['nameKey', 'asc'],
      limit: PAGE,
    });
    const stale = page.filter(one => searchParts(one, name).join() !== one.searchParts.join());
    for (const { _id } of stale)
      await database.transaction(async transaction => {
        const stored = await storedService(transaction, _id);
        if (stored?.unitId === unitId) await putService(transaction, stored);
      });
    if (page.length < PAGE) return;
    after = page.at(-1)?.nameKey ?? '';
  }
};
