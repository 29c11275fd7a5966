import type { Member } from '../../../cloudfunctions/domain/catalogue';
import { firstManager } from '../../../cloudfunctions/usecases/setup/fill-empty';

/** The demo accounts of contract §3; id and OPENID are the same so that a role is chosen by its name. */

const account = (id: string, name: string, rest: Pick<Member, 'role'> & Partial<Member>): Member => ({
  id,
  openid: id,
  name,
  state: 'active',
  // A name that belongs to nobody (RFC 2606): what is sent there reaches no person.
  email: `${id}@example.invalid`,
  ...rest,
});

/** The manager, operators, security officer, local authorities, a partner, and a handler and a lead for each unit. */
export const demoMembers = (unitIds: string[]): Member[] => [
  // A number that can belong to nobody; of the first account of a real system nothing is made up.
  { ...firstManager('demo-manager'), phone: '10000000003' },
  account('demo-operator', '运营演示甲', {
    role: 'operator',
    // A domain and a number that can belong to nobody.
    email: 'demo-operator@example.com',
    phone: '10000000001',
  }),
  account('demo-operator-lead', '运营演示组长', {
    role: 'operator-lead',
    email: 'demo-operator-lead@example.com',
    phone: '10000000002',
  }),
  account('demo-security', '安全演示', { role: 'security' }),
  account('demo-gz-local', '广州演示', { role: 'local', region: '440100' }),
  account('demo-th-local', '天河演示', { role: 'local', region: '440106' }),
  account('demo-partner', '合作方演示', { role: 'partner', agreementUntil: '2099-12-31' }),
  ...unitIds.flatMap(unitId => [
    account(`demo-${unitId}-handler`, '经办演示', { role: 'handler', unitId }),
    account(`demo-${unitId}-lead`, '负责演示', { role: 'lead', unitId }),
  ]),
];
