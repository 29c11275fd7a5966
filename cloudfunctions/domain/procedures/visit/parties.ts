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

/** The roles of those of the operator who may call. */
const rolesThere = (ticket: Ticket, { staffAt }: Pick<Catalogue, 'staffAt'>): Role[] =>
  staffAt('operator').flatMap(({ id, role }) =>
    fits(role, ticket) && !hasAnswered(id, ticket) ? [role] : [],
  );

export const caller: Party = {
  label: '运营方（没有答复过的人员）',
  roles: operators,
  has: ({ id, role }, ticket) => fits(role, ticket) && !hasAnswered(id, ticket),
};

/** Where the operator has nobody but those who answered. */
export const managerInstead: Party = {
  label: '管理方（运营方没有其他人员）',
  roles: managers,
  has: (_actor, ticket, { catalogue }) => rolesThere(ticket, catalogue).length === 0,
};

/** At whose desk it lies: of the operator's people, of the lead where no other may call, else the manager's. */
export const deskFor = (ticket: Ticket, catalogue: Pick<Catalogue, 'staffAt'>): Holder => {
  const roles = rolesThere(ticket, catalogue);
  if (roles.includes('operator')) return { role: 'operator' };
  return { role: roles.length > 0 ? 'operator-lead' : 'manager' };
};
