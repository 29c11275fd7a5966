import type { Procedure } from '../engine';
import { registers } from '../registers';
import {
  archiveWindows,
  dailyWindows,
  hotlineWindows,
  lightWindows,
  officeWindows,
  platformSwitches,
  type Adjustable,
  type Policy,
} from '../rulesets';
import { withLights } from './common/lights';
import { withDesignation } from './common/staff-ticket/designating';
import { registered } from './registered';

export { openTicket, whyNotAnswered, type Opening } from './common/citizen-ticket/open-ticket';
export { answeredBefore, linkBack } from './common/citizen-ticket/first-contact';

/** In the order of lists, menus and filters: what cannot wait before what can. */
export const procedures: readonly Procedure[] = [...registered]
  .map(withDesignation)
  .map(withLights)
  .sort((one, other) => one.order - other.order);

/** What citizens file. */
export const citizenProcedures = procedures.filter(({ opening }) => opening === undefined);

/** What staff start. */
export const staffProcedures = procedures.filter(({ opening }) => opening !== undefined);

const byKind = new Map(procedures.map(procedure => [procedure.kind, procedure]));

export const findProcedure = (kind: string): Procedure | undefined => byKind.get(kind);

export const procedureOf = (kind: string): Procedure => {
  const found = byKind.get(kind);
  if (!found) throw new Error(`no procedure of kind ${kind}`);
  return found;
};

/** What a kind is called: `投诉`. */
export const labelOf = (kind: string): string => byKind.get(kind)?.label ?? kind;

/** What the procedures are called that count with a limit. */
export const usersOf = ({ id }: Policy): string[] =>
  procedures.filter(({ limits }) => limits.some(one => one.id === id)).map(({ label }) => label);

/** Procedures share some of them. */
const onceEach = <T extends { id: string }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map(one => [one.id, one])).values(),
];

/** Every limit, window and switch that a rule set can change. */
export const adjustable: Adjustable = {
  policies: onceEach(procedures.flatMap(({ limits }) => limits)),
  windows: onceEach([
    ...procedures.flatMap(({ windows = [] }) => windows),
    ...registers.flatMap(({ windows = [] }) => windows),
    ...Object.values(dailyWindows),
    ...Object.values(officeWindows),
    ...Object.values(lightWindows),
    ...Object.values(archiveWindows),
    ...Object.values(hotlineWindows),
  ]),
  switches: onceEach([
    ...procedures.flatMap(({ switches = [] }) => switches),
    ...registers.flatMap(({ switches = [] }) => switches),
    ...Object.values(platformSwitches),
  ]),
};
export const { policies } = adjustable;
