import { operators } from '../../../catalogue/roles';
import { deskFor, isStaffed } from '../../../catalogue/staffing';
import { act, text, unit, type Change, type Party, type Procedure } from '../../../engine';
import { emptyDesk } from '../../../ticket/empty-desk';
import type { Ticket } from '../../../ticket/ticket';

/** Another unit for what lies at a desk where nobody is (A42): operator and manager may name it, whatever the procedure. */

const unitsIn = ({ holder, work, clocks, unitId }: Ticket): string[] => [
  ...new Set(
    [
      unitId,
      holder.unitId,
      ...(work?.unitIds ?? []),
      ...clocks.filter(({ state }) => state === 'running').map(({ responsible }) => responsible.unitId),
    ].filter((id): id is string => typeof id === 'string'),
  ),
];

/** A unit takes the place of another in all that is still open: as holder, party and keeper of running clocks. */
export const replaceUnit = (change: Change, from: string, to: string): void => {
  const { ticket } = change;
  const swap = (id: string): string => (id === from ? to : id);
  if (ticket.holder.unitId === from) {
    const { memberId: _memberId, memberName: _memberName, ...holder } = ticket.holder;
    change.hold({ ...holder, unitId: to });
  }
  if (ticket.unitId === from) ticket.unitId = to;
  if (ticket.work) ticket.work.unitIds = [...new Set(ticket.work.unitIds.map(swap))];
  ticket.clocks = ticket.clocks.map(clock =>
    clock.state === 'running' && clock.responsible.unitId === from
      ? { ...clock, responsible: { ...clock.responsible, unitId: to } }
      : clock,
  );
};

const caretaker = (label: string, roles: Party['roles']): Party => ({
  label,
  roles,
  has: (_actor, ticket, { catalogue }) =>
    emptyDesk(ticket, catalogue) !== undefined &&
    unitsIn(ticket).some(id => !isStaffed(id, false, catalogue)),
});

const designateInstead = (procedure: Procedure) =>
  act({
    act: 'designate',
    label: '另行指定单位（原单位无人办理）',
    place: 'beside',
    clause: 'A42',
    by: [caretaker('运营方（单位无人办理）', operators), caretaker('管理方（单位无人办理）', ['manager'])],
    from: Object.keys(procedure.states).filter(state => !procedure.states[state]?.ended),
    fields: { unitId: unit('承接单位', { required: true }), reason: text('说明') },
    check: (_ticket, input, { catalogue }) =>
      deskFor(input.unitId, false, catalogue) === input.unitId
        ? undefined
        : { unitId: '这个单位目前也无人办理，请另选单位' },
    says: 'reason',
    internal: true,
    run: (change, input) => {
      const { catalogue } = change.context;
      const { ticket } = change;
      for (const from of unitsIn(ticket).filter(id => !isStaffed(id, false, catalogue)))
        replaceUnit(change, from, input.unitId);
      change.tell({ to: 'unit', unitId: input.unitId }, '改由您单位办理，请查看');
    },
  });

/** The procedure with this act; citizens' tickets have their own. */
export const withDesignation = (procedure: Procedure): Procedure =>
  procedure.opening ? { ...procedure, acts: [...procedure.acts, designateInstead(procedure)] } : procedure;
