import { namedIn, type Actor, type Context, type Fields, type Input } from '../../domain/engine';
import { maySee } from '../../domain/ticket/scope';
import type { Reader } from './ports';
import { storedService } from './runtime';

/** What a form names, as it is stored now: what, follows from the type of each field. */

export type References = Pick<Context, 'service' | 'member' | 'related' | 'services' | 'members' | 'tickets'>;

/** Ids of one type, those of the form before those of the rows of its tables; each once. */
const idsOf = (fields: Fields, input: Input, type: string): string[] => [
  ...new Set(
    namedIn(fields, input)
      .filter(named => named.type === type)
      .map(({ id }) => id),
  ),
];

const readEach = async <T>(
  ids: readonly string[],
  read: (id: string) => Promise<T | undefined>,
): Promise<T[]> => {
  const found: T[] = [];
  for (const id of ids) {
    const one = await read(id);
    if (one) found.push(one);
  }
  return found;
};

/** A ticket that the actor may not see counts as none. */
export const readReferences = async (
  reader: Reader,
  actor: Actor,
  fields: Fields,
  input: Input,
): Promise<References> => {
  const services = await readEach(idsOf(fields, input, 'service'), id => storedService(reader, id));
  const members = await readEach(idsOf(fields, input, 'member'), id => reader.get('members', id));
  const tickets = await readEach(idsOf(fields, input, 'ticket'), async no => {
    const document = await reader.get('tickets', no);
    return document && maySee(actor, document.ticket) ? document.ticket : undefined;
  });
  const [service] = services;
  const [member] = members;
  const [related] = tickets;
  return {
    ...(service ? { service, services } : {}),
    ...(member ? { member, members } : {}),
    ...(related ? { related, tickets } : {}),
  };
};
