import { citizen, staff, type Answer } from '../../cloud/client';
import { mapped } from '../paging';

/** One thing that a field can point to. */
export type Found = { id: string; name: string; hint: string };
export type Source = 'unit' | 'member' | 'service' | 'ticket' | 'faq';

export const LOOKUP_TITLES: Record<Source, string> = {
  unit: '选单位',
  member: '选人员',
  service: '选服务',
  ticket: '选工单',
  faq: '选知识条目',
};

/** Searches what a field of this type can point to; an empty query gives the first ones. */
export async function lookUp(source: Source, query: string): Promise<Answer<Found[]>> {
  if (source === 'service') {
    return mapped(await citizen('service.list', { query }), page =>
      page.services.map(({ id, name, unitName }) => ({ id, name, hint: unitName })),
    );
  }
  if (source === 'unit') {
    const words = query.trim();
    return mapped(await staff('unit.list', words ? { query: words } : {}), page => matching(page.units, ''));
  }
  if (source === 'member') {
    return findMembers(query);
  }
  if (source === 'faq') {
    return mapped(await staff('faq.list', query.trim() ? { query: query.trim() } : {}), page =>
      page.faqs.map(({ id, question, unitName }) => ({ id, name: question, hint: unitName })),
    );
  }
  return mapped(await staff('ticket.queue', { view: 'all', query, limit: 20 }), page =>
    page.tickets.map(ticket => ({
      id: ticket.no,
      name: ticket.title,
      hint: `${ticket.no} · ${ticket.stateLabel}`,
    })),
  );
}

/** Whoever keeps no list of members points to one of the own side, e.g. who takes the shift over. */
const findColleagues = async (query: string): Promise<Answer<Found[]>> =>
  mapped(await staff('member.standIns', {}), ({ colleagues }) => matching(colleagues, query));

async function findMembers(query: string): Promise<Answer<Found[]>> {
  const words = query.trim();
  const page = await staff('member.list', words ? { query: words } : {});
  if (!page.ok) return page.error.code === 'forbidden' ? findColleagues(query) : page;
  return {
    ok: true,
    data: matching(
      page.data.members.filter(({ state }) => state === 'active'),
      '',
    ),
  };
}

const matching = (rows: { id: string; name: string; roleLabel?: string }[], query: string): Found[] =>
  rows
    .filter(row => row.name.includes(query.trim()))
    .map(({ id, name, roleLabel = '' }) => ({ id, name, hint: roleLabel }));
