import { hasRole, managers, operators, type Role } from '../../catalogue/roles';
import type { Catalogue } from '../../catalogue';
import type { Party } from '../../engine';
import type { Holder, Ticket } from '../../ticket/ticket';
import { inner } from './known';

/** Who calls: the operator, never who has answered; of what is confidential the operator's lead alone (A49, A34). */

const fits = (role: Role, { marks }: Ticket): boolean =>
  marks.includes('confidential') ? role === 'operator-lead' : hasRole({ role }, operators);

const hasAnswered = (id: string, ticket: Ticket): boolean =>
  inner.of(ticket).answeredBy?.includes(id) ?? false;

const isAnybodyThere = (ticket: Ticket, { staffAt }: Pick<Catalogue, 'staffAt'>): boolean =>
  staffAt('operator').some(({ id, role }) => fits(role, ticket) && !hasAnswered(id, ticket));

export const caller: Party = {
  label: '运营方（没有答复过的人员）',
  roles: operators,
  has: ({ id, role }, ticket) => fits(role, ticket) && !hasAnswered(id, ticket),
};

/** Where the operator has nobody but those who answered. */
export const managerInstead: Party = {
  label: '管理方（运营方没有其他人员）',
  roles: managers,
  has: (_actor, ticket, { catalogue }) => !isAnybodyThere(ticket, catalogue),
};

/** At whose desk it lies. */
export const deskFor = (ticket: Ticket, catalogue: Pick<Catalogue, 'staffAt'>): Holder => {
  if (!isAnybodyThere(ticket, catalogue)) return { role: 'manager' };
  return { role: ticket.marks.includes('confidential') ? 'operator-lead' : 'operator' };
};
