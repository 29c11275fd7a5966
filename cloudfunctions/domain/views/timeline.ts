import type { TimelineItem } from '../../../typings/contract';
import { authorityName } from '../catalogue';
import type { Context, Procedure } from '../engine';
import type { TimelineEntry } from '../ticket/ticket';

/** What people and parties are called for a reader, and the lines of the timeline as that reader sees them. */

export const isCitizen = (context: Context): boolean => context.actor.role === 'citizen';

export const partyName = (
  { role, unitId, region }: { role: string; unitId?: string | undefined; region?: string | undefined },
  context: Context,
): string => {
  if (unitId) return context.catalogue.unit(unitId)?.name ?? '承办单位';
  const names = context.ruleSet.roleNames;
  switch (role) {
    case 'citizen':
      return '群众';
    case 'operator':
    case 'operator-lead':
      return names.operator;
    case 'manager':
      return names.manager;
    case 'local':
      return authorityName(region, names.local, context.catalogue);
    case 'system':
      return '系统';
    default:
      return names.unit;
  }
};

/** A role or unit for citizens and strangers, a name for colleagues of the same unit. */
export const isColleague = (by: TimelineEntry['by'], context: Context): boolean => {
  const { actor } = context;
  if (by.role === 'citizen' || by.role === 'system' || actor.role === 'citizen') return false;
  return by.unitId
    ? by.unitId === actor.unitId
    : by.role.startsWith('operator')
      ? actor.role.startsWith('operator')
      : by.role === actor.role && (by.role !== 'local' || by.region === actor.region);
};

/** What a colleague or a party is called for this reader. */
export const whoIs = (by: TimelineEntry['by'], context: Context): string =>
  isColleague(by, context) ? by.name : partyName(by, context);

/** By a person: what the platform says of a dispatch of its own nobody has to weigh. */
const isHandedOn = ({ act, text, by }: TimelineEntry, { acts }: Procedure): boolean =>
  text !== undefined &&
  by.role !== 'citizen' &&
  by.role !== 'system' &&
  acts.some(one => one.act === act && one.handsOn === true);

export const showEntry = (entry: TimelineEntry, procedure: Procedure, context: Context): TimelineItem => {
  const own = entry.by.role === 'citizen' && isCitizen(context);
  // Whom somebody stood in for is between colleagues, as names are.
  const instead = entry.by.insteadOf && isColleague(entry.by, context) ? `（替${entry.by.insteadOf}）` : '';
  const who = own ? '您' : `${whoIs(entry.by, context)}${instead}`;
  return {
    at: entry.at,
    who,
    // What colleagues say of 群众 is said to the citizen as 您.
    label: isCitizen(context) ? entry.label.replaceAll('群众', '您') : entry.label,
    ...(entry.text ? { text: entry.text } : {}),
    ...(entry.internal ? { internal: true } : {}),
    ...(!isCitizen(context) && isHandedOn(entry, procedure) ? { handedOn: true as const } : {}),
    ...(entry.of ? { of: entry.of } : {}),
  };
};
