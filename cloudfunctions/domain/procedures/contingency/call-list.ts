import { needs, type Change, type Lookup, type Subject } from '../../engine';
import { deskFor } from '../../catalogue/staffing';
import { OPERATOR } from '../../registers/scope';
import { onDutyAs, type Callee } from '../common/on-duty';

/**
 * Whom to ring when a plan is started (J-23): who is on duty now by the rosters of the operator and of each unit, whom a unit
 * without a roster has named, the operator's leads and the managers. A number that is missing says so.
 */

const MOST_PARTIES = 30;
const MOST_CALLEES = 60;

const ofParty = async (lookup: Lookup, subject: Subject, party: string): Promise<Callee[]> => {
  const unit = subject.catalogue.unit(party);
  const people = await onDutyAs(lookup, subject, party);
  if (people.length > 0 || !unit) return people;
  const { name } = unit;
  const named = (unit.contacts ?? []).filter(one => one.name !== '');
  return named.length > 0
    ? named.map(one => ({ who: `${name} ${one.name}`, phone: one.phone }))
    : [{ who: `${name}（没有值班表，也没有登记联系人）`, phone: unit.phone ?? '' }];
};

/** The units of the form, and the own one. */
const partiesOf = ({ actor, input, catalogue }: Subject): string[] => {
  const rows = (input?.['units'] ?? []) as readonly { unitId?: string }[];
  const named = [actor.unitId, ...rows.map(({ unitId }) => unitId)].filter(one => one !== undefined);
  const desks = named.flatMap(id => deskFor(id, false, catalogue) ?? []);
  return [OPERATOR, ...new Set(desks)].slice(0, MOST_PARTIES);
};

export const needed = needs(async (lookup, subject): Promise<{ callees: Callee[] }> => {
  // Only the one who starts it reads it: afterwards the list is on the ticket.
  if (subject.input === undefined) return { callees: [] };
  const parties = await Promise.all(partiesOf(subject).map(party => ofParty(lookup, subject, party)));
  const { roleNames } = subject.ruleSet;
  const called = { 'operator-lead': `${roleNames.operator}负责人`, manager: roleNames.manager } as const;
  const leads = await Promise.all(
    (['operator-lead', 'manager'] as const).map(async role =>
      (await lookup.members(role)).map(({ name, phone }) => ({
        who: `${called[role]} ${name}`,
        phone: phone ?? '',
      })),
    ),
  );
  return { callees: [...parties, ...leads].flat().slice(0, MOST_CALLEES) };
});

/** As it stands on the ticket. */
export const calleesOf = ({ context }: Pick<Change, 'context'>): Callee[] =>
  (needed.of(context)?.callees ?? []).map(({ who, phone }) => ({ who, phone: phone || '没有登记电话' }));
