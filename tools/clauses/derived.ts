import type { Limit } from '../../cloudfunctions/domain/deadline';
import { policies, procedures } from '../../cloudfunctions/domain/procedures';
import { limitOf, shippedRuleSets } from '../../cloudfunctions/domain/rulesets';
import { notify } from '../../tests/support/notify';

/** What of a row the code itself says: which acts carry its name, under which limits, and who is told. */

const limitUnits: Record<Limit['unit'], string> = {
  'working-day': 'working day',
  'calendar-day': 'day',
  month: 'month',
  'service-minute': 'service minute',
  minute: 'minute',
};

const inWords = ({ n, unit }: Limit): string => `${n} ${limitUnits[unit]}${n === 1 ? '' : 's'}`;

/** `版本发布: 同意发布 (approve)`, a line for each procedure that names the row. */
export const proceduresOf = (id: string): string[] =>
  procedures.flatMap(({ label, clauses, acts, opening }) => {
    const served = [
      ...(opening?.clause === id ? [`${opening.label} (open)`] : []),
      ...acts.filter(one => one.clause === id).map(one => `${one.label} (${one.act})`),
    ];
    if (served.length > 0) return [`${label}: ${[...new Set(served)].join(', ')}`];
    return clauses.includes(id) ? [label] : [];
  });

/** `fault.fix: 1 working day`, each once where the rule sets agree. */
export const limitsOf = (id: string): string[] => {
  const found = shippedRuleSets.flatMap(ruleSet =>
    policies
      .filter(({ clause }) => clause === id)
      .map(one => `${one.id}: ${inWords(limitOf(ruleSet, one))}${one.internal ? ', internal' : ''}`),
  );
  return [...new Set(found)];
};

/** Who is told with which act, as the walk of all situations checks it. */
export const toldOf = (id: string): string[] => {
  const labels = new Map(procedures.map(({ kind, label }) => [kind, label]));
  return (notify[id] ?? []).map(
    ({ kind, acts, told }) => `${labels.get(kind) ?? kind} ${acts.join('/')} → ${told.join(', ')}`,
  );
};
