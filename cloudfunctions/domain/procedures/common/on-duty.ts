import type { Lookup, Subject } from '../../engine';

/** Whom to ring, in the order in which they are called. */
export type Callee = { who: string; phone: string };

/** Who of a unit or of the operator is on duty now by its roster, as a call list names them; who may not work any more is left out. */
export const onDutyAs = async (
  lookup: Lookup,
  { catalogue, ruleSet }: Pick<Subject, 'catalogue' | 'ruleSet'>,
  party: string,
): Promise<Callee[]> => {
  const name = catalogue.unit(party)?.name ?? ruleSet.roleNames.operator;
  const found = await Promise.all(
    (await lookup.onDuty(party)).map(async ({ memberId, phone }) => {
      const person = await lookup.member(memberId);
      return person ? [{ who: `${name}值班 ${person.name}`, phone }] : [];
    }),
  );
  return found.flat();
};
