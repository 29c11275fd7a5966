/** Who there is, and the groups of roles that the house speaks of: each stands here once, with what it means. */

/** Roles that a member of staff can have. */
export const staffRoles = [
  'handler',
  'lead',
  'operator',
  'operator-lead',
  'manager',
  'local',
  'partner',
  'security',
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Everybody is a citizen; `system` is the platform itself: automatic steps of the sweep. */
export type Role = StaffRole | 'citizen' | 'system';

/** What each role is called. */
export const roleLabels: Record<Role, string> = {
  citizen: '群众',
  handler: '经办人',
  lead: '单位负责人',
  operator: '运营方',
  'operator-lead': '运营方负责人',
  manager: '管理方',
  local: '各地主管部门',
  partner: '第三方业态合作方',
  security: '安全管理员',
  system: '系统',
};

/** All who can call; what they see follows from who they are. */
export const everyone: readonly Role[] = ['citizen', ...staffRoles];

/** Members of a responsible unit; each of them has a `unitId`. */
export const unitMembers: readonly Role[] = ['handler', 'lead'];
/** The operator's people. */
export const operators: readonly Role[] = ['operator', 'operator-lead'];

/** Whom citizens meet: they register calls and visits, and write what the knowledge base answers. */
export const frontDesk: readonly Role[] = [...operators, ...unitMembers];
/** Who takes something down for others: the front desk, and the manager what documents assign (A54). */
export const registrars: readonly Role[] = [...frontDesk, 'manager'];
/** Who works on the knowledge base: those who write it, and the manager who approves it (G-5.2b). */
export const editors: readonly Role[] = [...frontDesk, 'manager'];
/** Whose scope holds tickets of others; a partner sees its own matter alone, the security officer what concerns security (domain/ticket/scope.ts). */
export const ticketReaders: readonly Role[] = [...editors, 'local'];
/** Who can take an act on some ticket: nobody acts on what they cannot see. */
export const caseworkers: readonly Role[] = [...ticketReaders, 'partner', 'security'];

/** Who applies for a service to be listed, changed or withdrawn: its unit, or the local authority for it (A39). */
export const serviceApplicants: readonly Role[] = [...unitMembers, 'local'];
/** Who reports what happens to a service: applicants, and the operator who is told of it. */
export const serviceReporters: readonly Role[] = [...serviceApplicants, ...operators];

/** Who runs the platform: sees the services, notices and entries of all units. */
export const platformStaff: readonly Role[] = [...operators, 'manager'];
/** Who answers for a side: the unit's lead, the operator's, and the manager. */
export const leads: readonly Role[] = ['lead', 'operator-lead', 'manager'];
/** Who keeps regions, units, services and the words of the knowledge base. */
export const catalogueKeepers: readonly Role[] = ['operator-lead', 'manager'];
/** 管理方: decides on rule sets, the calendar and what the machine learns. */
export const managers: readonly Role[] = ['manager'];
/** Who checks the journal (J-26). */
export const auditors: readonly Role[] = ['manager', 'security'];

/**
 * What does not fit a role: members of units have a unit, local authorities a region, all others neither. A place that
 * fits nothing would see nothing, or what is none of its business.
 */
export const misfit = ({
  role,
  unitId,
  region,
}: {
  role: StaffRole;
  unitId?: string | undefined;
  region?: string | undefined;
}): Record<string, string> => {
  const ofUnit = unitMembers.includes(role);
  return {
    ...(ofUnit && unitId === undefined ? { unitId: '请选择单位' } : {}),
    ...(!ofUnit && unitId !== undefined ? { unitId: '这个角色不属于任何单位，请不要选单位' } : {}),
    ...(role === 'local' && region === undefined ? { region: '请选择地区' } : {}),
    ...(role !== 'local' && region !== undefined
      ? { region: '只有各地主管部门的人员有地区，请不要选地区' }
      : {}),
  };
};

/** Whether somebody has one of these roles. */
export const hasRole = ({ role }: { role: Role }, roles: readonly Role[]): boolean => roles.includes(role);
