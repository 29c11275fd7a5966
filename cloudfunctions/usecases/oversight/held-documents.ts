import * as z from 'zod';
import type { PartyDocuments } from '../../../typings/api';
import type { Page } from '../../../typings/contract';
import { authorityName, isBelow, regionPath, type Catalogue, type Unit } from '../../domain/catalogue';
import { ticketReaders } from '../../domain/catalogue/roles';
import type { Side } from '../../domain/procedures/common/staff-ticket/side';
import { documentsTag, heldBy, heldLabels } from '../../domain/procedures/rule-document/holding';
import type { Actor } from '../../domain/engine';
import { maySee } from '../../domain/ticket/scope';
import type { Ports } from '../kernel/ports';
import { useCase } from '../kernel/use-case';

/** What each party must have in writing, and how it stands (G-3.2.1, J-7, J-12b, J-18a, J-20a, J-21a, J-22, J-23). */

const heldInput = z.object({ cursor: z.string().max(64).optional() });

/** Units of a page: one look each. */
const PAGE_UNITS = 20;
/** More documents of one party than it has kinds are versions on their way. */
const MOST_DOCUMENTS = 60;

type Party = Side & { id: string; name: string };

const seesUnit = ({ unitId, role, region }: Actor, unit: Unit, catalogue: Catalogue): boolean => {
  if (unitId !== undefined) return unit.id === unitId || isBelow(unit.id, unitId, catalogue);
  return role !== 'local' || (region !== undefined && regionPath(unit.region, catalogue).includes(region));
};

/** Whoever is no unit stands on the first page: manager, operator, the authorities that have somebody. */
const others = (
  actor: Actor,
  catalogue: Catalogue,
  names: Record<'manager' | 'operator' | 'local', string>,
) => {
  if (actor.unitId !== undefined) return [];
  const authorities = catalogue
    .regions()
    .filter(({ code }) => catalogue.staffAt(`region:${code}`).length > 0)
    .filter(({ code }) => actor.role !== 'local' || regionPath(code, catalogue).includes(actor.region ?? ''))
    .map(({ code }): Party => ({
      id: `region:${code}`,
      name: authorityName(code, names.local, catalogue),
      role: 'local',
      region: code,
    }));
  if (actor.role === 'local') return authorities;
  const own = (['manager', 'operator'] as const).map((role): Party => ({
    id: role,
    name: names[role],
    role,
  }));
  return [...own, ...authorities];
};

const withDocuments = async (
  { database }: Pick<Ports, 'database'>,
  actor: Actor,
  { id, name, ...side }: Party,
): Promise<PartyDocuments> => {
  const found = await database.find('tickets', {
    where: { 'keys.tags': documentsTag(side) },
    order: ['keys.newKey', 'desc'],
    limit: MOST_DOCUMENTS,
  });
  // How a document stands is said of all; its number only to whoever can open it.
  const opens = new Set(found.filter(({ ticket }) => maySee(actor, ticket)).map(({ ticket }) => ticket.no));
  const documents = heldBy(
    side.role,
    found.map(({ ticket }) => ticket),
  ).map(({ type, state, no }) => ({
    type: type.value,
    label: type.label,
    clause: type.clause,
    state,
    stateLabel: heldLabels[state],
    ...(no !== undefined && opens.has(no) ? { no } : {}),
  }));
  return { id, name, inForce: documents.filter(({ state }) => state === 'in-force').length, documents };
};

/** `document.held`. */
export const documentHeld = useCase(
  heldInput,
  ticketReaders,
  async ({ ports, snapshots }, { actor }, { cursor = '' }): Promise<Page<'parties', PartyDocuments>> => {
    const { catalogue, activeRuleSet } = await snapshots.current();
    const units = catalogue
      .units()
      .filter(unit => !unit.ended && unit.id > cursor && seesUnit(actor, unit, catalogue))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const page = units.slice(0, PAGE_UNITS);
    const parties: Party[] = [
      ...(cursor === '' ? others(actor, catalogue, activeRuleSet.roleNames) : []),
      ...page.map(({ id, name }): Party => ({ id, name, role: 'unit', unitId: id })),
    ];
    return {
      parties: await Promise.all(parties.map(party => withDocuments(ports, actor, party))),
      ...(units.length > PAGE_UNITS ? { nextCursor: page.at(-1)?.id } : {}),
    } as Page<'parties', PartyDocuments>;
  },
);
