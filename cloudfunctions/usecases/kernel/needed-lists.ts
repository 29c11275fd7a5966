import type { Context } from '../../domain/engine';
import type { RuleSet } from '../../domain/rulesets';
import { tag } from '../../domain/ticket/scope';
import type { Ticket } from '../../domain/ticket/ticket';
import { PAGE, type Ports } from './ports';

/** Lists that rules of releases and major faults need: read before a change begins. */

type Reads = Pick<Ports, 'database'>;

/** All releases that wait for the monthly filing, newest plan first (G-3.3.4c). */
export const unfiledReleases = async ({ database }: Reads): Promise<Ticket[]> => {
  const all: Ticket[] = [];
  let before = '~';
  for (;;) {
    const page = await database.find('tickets', {
      where: { 'keys.tags': tag.unfiled, 'keys.newKey': { lt: before } },
      order: ['keys.newKey', 'desc'],
      limit: PAGE,
    });
    all.push(...page.map(({ ticket }) => ticket));
    before = page.at(-1)?.keys.newKey ?? '';
    if (page.length < PAGE) return all;
  }
};

/** The newest entries of the register of versions (G-3.3.1b); a version is always newer than those before it. */
export const publishedVersions = async ({ database }: Reads): Promise<NonNullable<Context['versions']>> => {
  const page = await database.find('tickets', {
    where: { 'keys.tags': tag.version },
    order: ['keys.newKey', 'desc'],
    limit: PAGE,
  });
  return page.map(({ ticket }) => ({ no: ticket.no, version: String(ticket.work?.values['version'] ?? '') }));
};

/** The operator's leads and the managers, as a call list names them (J-16c). */
export const findResponders = async (
  { database }: Reads,
  { roleNames }: Pick<RuleSet, 'roleNames'>,
): Promise<NonNullable<Context['responders']>> => {
  const called = { 'operator-lead': `${roleNames.operator}负责人`, manager: roleNames.manager } as const;
  const responders: NonNullable<Context['responders']> = [];
  for (const role of ['operator-lead', 'manager'] as const) {
    const members = await database.find('members', { where: { role }, limit: PAGE });
    for (const { name, phone, state } of members)
      if (state === 'active')
        responders.push({ duty: 'duty', name: `${called[role]} ${name}`, phone: phone ?? '' });
  }
  return responders;
};
