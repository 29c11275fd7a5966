import { startClock } from '../../deadline';
import type { Change } from '../../engine';
import { limitOf, minutes, serviceHours, type Policy } from '../../rulesets';

/**
 * 签收 (A51): somebody of the party that has to act opens the ticket. It is no clock of the ticket: no light and no list
 * hangs on it, only who is told when nobody has looked.
 */

export const signLimits = {
  sign: {
    id: 'sign',
    clock: 'sign',
    label: '签收',
    clause: 'A51',
    limit: serviceHours(4),
    internal: true,
    matter: '一般件',
  },
  signUrgent: {
    id: 'sign.urgent',
    clock: 'sign',
    label: '签收',
    clause: 'A51',
    limit: minutes(30),
    internal: true,
    matter: '紧急件，昼夜计时',
  },
} as const satisfies Record<string, Policy>;

/** From now on somebody of the holder has to open it; the operator is asked for it where it is urgent. */
export const awaitSigning = (change: Change): void => {
  const { ticket, context } = change;
  const { unitId, role } = ticket.holder;
  const urgent = ticket.marks.includes('urgent');
  if (!unitId && !urgent) {
    delete ticket.signing;
    return;
  }
  const policy = urgent ? signLimits.signUrgent : signLimits.sign;
  const { id, clock: name, label, clause } = policy;
  const limit = limitOf(context.ruleSet, policy);
  const { dueAt, redAt } = startClock(
    { id, name, label, clause, responsible: { role }, limit, internal: true },
    change.now,
    {
      calendar: context.calendar,
      serviceHours: unitId ? context.catalogue.unit(unitId)?.serviceHours : undefined,
    },
  );
  ticket.signing = {
    ...(unitId ? { unitId } : {}),
    since: change.now,
    dueAt: dueAt ?? redAt,
    nextAt: dueAt ?? redAt,
    // Of what is urgent the roster is called again and again.
    ...(urgent ? { everyMinutes: limit.n } : {}),
  };
};
