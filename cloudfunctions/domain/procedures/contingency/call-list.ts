import { needs, type Change, type Lookup, type Subject } from '../../engine';
import { deskFor } from '../../catalogue/staffing';
import { earliestStart, rosters, type Duty } from '../../registers/rosters';
import { OPERATOR } from '../../registers/scope';
import { addMinutes } from '../../time';

/**
 * Whom to ring when a plan is started (J-23): who is on duty now by the rosters of the operator and of each unit, whom a unit
 * without a roster has named, the operator's leads and the managers. A number that is missing says so.
 */

export type Callee = { who: string; phone: string };

const MOST_PARTIES = 30;
const MOST_CALLEES = 60;
const TWO_DAYS = 2 * 24 * 60;

/** A roster is read from two places: most spells of duty are short, and a long one has begun weeks ago. */
const onDuty = async (lookup: Lookup, party: string, now: string): Promise<Duty[]> => {
  const from = [earliestStart(now), addMinutes(now, -TWO_DAYS)];
  const found = await Promise.all(from.map(one => lookup.rows(rosters.register, { party, from: one })));
  const running = (found.flat() as unknown as Duty[]).filter(
    ({ startsAt, endsAt }) => startsAt <= now && now < endsAt,
  );
  return [...new Map(running.map(duty => [`${duty.memberId}|${duty.startsAt}`, duty])).values()];
};

const ofParty = async (
  lookup: Lookup,
  { catalogue, now, ruleSet }: Subject,
  party: string,
): Promise<Callee[]> => {
  const unit = catalogue.unit(party);
  const name = unit?.name ?? ruleSet.roleNames.operator;
  const duties = await onDuty(lookup, party, now);
  const people = await Promise.all(
    duties.map(async ({ memberId, phone }) => ({
      who: `${name}值班 ${(await lookup.member(memberId))?.name ?? ''}`.trim(),
      phone,
    })),
  );
  if (people.length > 0 || !unit) return people;
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
