import { windowOf, type WindowDefinition } from '../rulesets';
import { addDays, addMonths, civilDateOf, type CivilDate } from '../time';
import { citizenKinds, type CitizenKind } from '../ticket/citizen-kinds';
import type { Ticket } from '../ticket/ticket';

/**
 * How long a closed ticket is kept whatever its person wants (A54): by kind, in the rule set. The documents give no number,
 * and the law wants personal data erased that nothing requires to be kept, so a kind ships with none; what a document
 * assigns is kept as its papers are.
 */
const years = (id: string, label: string, first: number): WindowDefinition => ({
  id,
  label,
  clause: 'A54',
  unit: '年',
  first,
  min: 0,
  max: 30,
});

export const retention = Object.fromEntries(
  Object.entries(citizenKinds).map(([kind, label]) => [
    kind,
    years(`${kind}.retainYears`, `${label}办结后须保存`, 0),
  ]),
) as Record<CitizenKind, WindowDefinition>;

export const assignedRetention = years('assigned.retainYears', '交办件办结后须保存', 10);

type Rules = { windows: Readonly<Record<string, number>> };

/**
 * The first day on which a closed ticket may be erased, and why not before; undefined = at once. Of several rule sets (the
 * one under which it was filed, and the one in force) the longer period counts.
 */
export const retainedUntil = (
  { kind, endsAt, assigned }: Pick<Ticket, 'kind' | 'endsAt' | 'assigned'>,
  ruleSets: readonly Rules[],
  today: CivilDate,
): { until: CivilDate; why: string } | undefined => {
  if (endsAt === null || !(kind in citizenKinds)) return undefined;
  const longest = (window: WindowDefinition): number =>
    Math.max(...ruleSets.map(ruleSet => windowOf(ruleSet, window)));
  const ofKind = longest(retention[kind as CitizenKind]);
  const ofAssigned = assigned ? longest(assignedRetention) : 0;
  const kept = Math.max(ofKind, ofAssigned);
  if (kept === 0) return undefined;
  // Kept through the last day of the period.
  const until = addDays(addMonths(civilDateOf(endsAt), 12 * kept), 1);
  const what = ofAssigned > ofKind ? '交办件' : citizenKinds[kind as CitizenKind];
  return until > today ? { until, why: `${what}办结后须保存 ${kept} 年` } : undefined;
};
