import { namedIn, type Actor, type Context, type Fields, type Input } from '../../../domain/engine';
import type { Colleague, Member, Service } from '../../../domain/catalogue';
import { hasRole, staffRoles } from '../../../domain/catalogue/roles';
import { sameSide } from '../../../domain/catalogue/staffing';
import { identifierKey } from '../../../domain/typed/identifier';
import { maySee } from '../../../domain/ticket/scope';
import type { Ticket } from '../../../domain/ticket/ticket';
import type { Reader } from '../ports';
import type { Snapshot } from './snapshot';
import { meantService } from '../runtime';

/** What a form names, as it is stored now: what, follows from the type of each field. */

export type References = Pick<
  Context,
  'service' | 'member' | 'related' | 'relatedContext' | 'services' | 'members' | 'tickets'
>;

/** Ids of one type, those of the form before those of the rows of its tables; each once. */
const idsOf = (fields: Fields, input: Input, type: string): string[] => [
  ...new Set(
    namedIn(fields, input)
      .filter(named => named.type === type)
      .map(({ id }) => id),
  ),
];

/** The form with the ids of services as they are stored, however they were typed. */
export const withStoredIds = <I extends Input>(
  fields: Fields,
  input: I,
  services: readonly Service[] = [],
): I => {
  const stored = (id: unknown): unknown =>
    typeof id === 'string'
      ? (services.find(one => identifierKey(one.id) === identifierKey(id))?.id ?? id)
      : id;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const { type, columns } = fields[name] ?? {};
      if (type === 'service') return [name, stored(value)];
      return columns && Array.isArray(value)
        ? [name, value.map(row => withStoredIds(columns, row as Input, services))]
        : [name, value];
    }),
  ) as I;
};

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

/** The rules under which a ticket was filed, and its service. */
export const rulesOf = async (
  snapshot: Pick<Snapshot, 'ruleSet' | 'service'>,
  { ruleSet: { id, version }, serviceId }: Ticket,
): Promise<NonNullable<Context['relatedContext']>> => {
  const service = serviceId ? await snapshot.service(serviceId) : undefined;
  return { ruleSet: snapshot.ruleSet(id, version), ...(service ? { service } : {}) };
};

/** Colleagues of the own side; of all sides for whoever finds somebody for an empty desk. */
const maySeeMember = (actor: Actor, member: Member): boolean =>
  hasRole(actor, ['manager', 'system']) ||
  (hasRole(actor, staffRoles) && sameSide(actor as Colleague, member));

/** A ticket or member that the actor may not see counts as none; `about` is the one that the procedure changes by right. */
export const readReferences = async (
  reader: Reader,
  actor: Actor,
  fields: Fields,
  input: Input,
  about?: string,
): Promise<References> => {
  const services = await readEach(idsOf(fields, input, 'service'), id => meantService(reader, id));
  const members = await readEach(idsOf(fields, input, 'member'), async id => {
    const found = await reader.get('members', id);
    return found && maySeeMember(actor, found) ? found : undefined;
  });
  const tickets = await readEach(idsOf(fields, input, 'ticket'), async no => {
    const document = await reader.get('tickets', no);
    return document && maySee(actor, document.ticket) ? document.ticket : undefined;
  });
  const [service] = services;
  const [member] = members;
  const [related = about ? (await reader.get('tickets', about))?.ticket : undefined] = tickets;
  return {
    ...(service ? { service, services } : {}),
    ...(member ? { member, members } : {}),
    ...(related ? { related, tickets } : {}),
  };
};
