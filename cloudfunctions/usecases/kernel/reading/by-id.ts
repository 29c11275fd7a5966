import { spellingsOf } from '../../../domain/typed/identifier';
import type { CollectionName, Collections } from '../documents';
import type { Reader } from '../ports';

/** The document that an id means, however it was typed; the id under which it is stored comes with it. */
export const readById = async <N extends CollectionName>(
  reader: Pick<Reader, 'get'>,
  collection: N,
  id: string,
): Promise<Collections[N] | undefined> => {
  for (const spelling of spellingsOf(id)) {
    const found = await reader.get(collection, spelling);
    if (found) return found;
  }
  return undefined;
};
