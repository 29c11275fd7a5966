import { ownExternalKey } from '../../domain/ticket/scope';
import { storeAnew } from '../kernel/writing/commit';
import { PAGE } from '../kernel/ports';
import type { Pass, Surroundings } from './passes';

/**
 * Numbers of other systems are unique however they are written. Of two old tickets whose numbers differ only in a dash
 * the first has the number from now on; the other one stays what it was and is named in the log.
 */

const foldOne = async ({ ports }: Surroundings, no: string): Promise<boolean> =>
  ports.database.transaction(async transaction => {
    const document = await transaction.get('tickets', no);
    if (!document) return false;
    const externalKey = ownExternalKey(document.ticket);
    if (document.keys.externalKey === externalKey) return false;
    await storeAnew(
      ports,
      transaction,
      { ...document, keys: { ...document.keys, externalKey } },
      ports.now(),
    );
    return true;
  });

export const foldExternal: Pass = {
  collection: 'tickets',
  page: async (surroundings, after) => {
    const { database, log } = surroundings.ports;
    const documents = await database.find('tickets', {
      where: { _id: { gt: after } },
      order: ['_id', 'asc'],
      limit: PAGE,
    });
    let changed = 0;
    for (const { _id, ticket, keys } of documents) {
      const externalKey = ownExternalKey(ticket);
      if (keys.externalKey === externalKey) continue;
      const [holder] = await database.find('tickets', {
        where: { 'keys.externalKey': externalKey },
        limit: 1,
      });
      if (holder) log({ event: 'external-number-twice', id: _id });
      else if (await foldOne(surroundings, _id)) changed += 1;
    }
    return { after: documents.length < PAGE ? undefined : documents.at(-1)?._id, changed, failed: [] };
  },
};
